"""Organisation chart: who leads whom, drawn from the seats that people hold."""
from ..kernel.modules import Module
from ..kernel.words import _
from . import views


def nav(me):
    return [{"desk": "me", "label": _("Chart"), "url": "/orgchart/", "icon": "network", "order": 42}]


MODULE = Module(name="orgchart", title=_("Organisation chart"), blueprint=views.bp, optional=True, nav=nav,
                about_it=_("Shows everybody who leads whom, as a list that folds and as a drawing."))
