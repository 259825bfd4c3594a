"""Home: what waits for me, search, and the way to everything else."""
from ..kernel.modules import Module
from ..kernel.words import _
from . import views


def nav(me):
    return [{"desk": "me", "label": _("Home"), "url": "/", "icon": "home", "order": 10, "tab": True}]


MODULE = Module(name="home", title=_("Home"), blueprint=views.bp, nav=nav)
