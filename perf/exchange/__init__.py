"""Import and export: from a spreadsheet to the records and back again, and everything as a workbook to take along."""
from ..kernel import modules
from ..kernel.modules import Module
from ..kernel.words import _
from . import actions, exporting, keeping, views


def nav(me):
    if not modules.can(me, "import"):
        return []
    return [{"desk": "hr", "label": _("Import and export"), "url": "/exchange/", "icon": "upload", "order": 20}]


def new_day(today):
    actions.clear_old(today)
    exporting.forget_old()


MODULE = Module(name="exchange", title=_("Import and export"), blueprint=views.bp, nav=nav, daily=new_day, concerns=exporting.concerning,
                forgets=keeping.forgets, keeps=keeping.KEEPS)
