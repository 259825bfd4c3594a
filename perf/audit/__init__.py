"""Audit: shows the trail that the kernel writes, to those whom it concerns."""
from ..kernel.modules import Module
from ..kernel.words import _
from . import views


def nav(me):
    return [{"desk": "me", "label": _("Who read about me"), "url": "/audit/", "icon": "eye", "order": 85}]


MODULE = Module(name="audit", title=_("Record"), blueprint=views.bp, nav=nav)
