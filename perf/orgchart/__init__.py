"""Organisation chart: who leads whom, drawn from the seats that people hold, on any day and in drafts."""
from ..kernel import modules
from ..kernel.modules import Module
from ..kernel.words import _
from . import keeping, views


def nav(me):
    places = [{"desk": "me", "label": _("Chart"), "url": "/orgchart/", "icon": "network", "order": 42}]
    if modules.can(me, "manage_people"):
        places += [{"desk": "hr", "label": _("What if"), "url": "/orgchart/scenarios/", "icon": "network", "order": 15}]
    return places


MODULE = Module(name="orgchart", title=_("Organisation chart"), blueprint=views.bp, optional=True, nav=nav, everything=keeping.everything,
                forgets=keeping.forgets, about_it=_("Shows everybody who leads whom, on any day, as a drawing and as a list; drafts of reorganisations."))
