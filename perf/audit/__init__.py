"""Audit: shows the trail that the kernel writes, to those whom it concerns."""
from ..kernel import modules
from ..kernel.modules import Module
from ..kernel.words import _
from . import commands, keeping, views


def nav(me):
    places = [{"desk": "me", "label": _("Who read about me"), "url": "/audit/", "icon": "eye", "order": 85}]
    if modules.can(me, "read_audit"):
        places.append({"desk": "hr", "label": _("Audit log"), "url": "/audit/all", "icon": "history", "order": 85})
    return places


MODULE = Module(name="audit", title=_("Record"), blueprint=views.bp, nav=nav, commands=(commands.audit,),
                everything=keeping.everything, keeps=keeping.KEEPS)
