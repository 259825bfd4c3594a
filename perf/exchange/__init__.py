"""Import: from a spreadsheet to the records, and back again."""
from ..kernel import modules
from ..kernel.modules import Module
from ..kernel.words import _
from . import actions, keeping, views


def nav(me):
    if not modules.can(me, "import"):
        return []
    return [{"desk": "hr", "label": _("Import and export"), "url": "/exchange/", "icon": "upload", "order": 20}]


MODULE = Module(name="exchange", title=_("Import and export"), blueprint=views.bp, nav=nav, daily=actions.clear_old,
                forgets=keeping.forgets, keeps=keeping.KEEPS)
