"""Keeping: how long records stay, holds, erasing, and the file about oneself."""
from ..kernel import clock, modules
from ..kernel.modules import Module
from ..kernel.words import _
from . import access, actions, cleaning, own, queries, requests, views
from .commands import COMMANDS
from .models import OPEN, FileRequest


def nav(me):
    places = [{"desk": "me", "label": _("My data"), "url": "/keeping/mine", "icon": "download", "order": 86}]
    if modules.can(me, "keep_records"):
        places.append({"desk": "hr", "label": _("Keeping"), "url": "/keeping/", "icon": "shield", "order": 80})
    return places


def due(me):
    """Requests that one has to answer, and one's own file once it is ready."""
    asked = access.requests_to_decide(me).where(FileRequest.state.in_(OPEN))
    found = [{"what": _("Answer the request of %(name)s", name=one.person.name), "whom": _("the file about themselves"), "on": one.due_on,
              "url": f"{requests.QUEUE}{one.id}", "action": _("Open")} for one in asked]
    ready = access.files_to_download(me).where(FileRequest.ends_on >= clock.today())
    return found + [{"what": _("Download the file about you"), "whom": _("ready until then"), "on": one.ends_on, "url": requests.MINE,
                     "action": _("Open")} for one in ready]


def waits(me):
    if not {"hr", "executive"} & me.powers:     # asked on every page: nobody else decides on a request
        return []
    return [1] * access.requests_to_decide(me).where(FileRequest.state.in_(OPEN)).count()


def about(me, person):
    """HR sees on a person's page whether a hold keeps the record, and goes on from there."""
    if not modules.can(me, "keep_records") or me.id == person.id:
        return []
    return [{"template": "keeping/_about.html", "order": 90, "person": person, "holds": queries.holds_on(person),
             "erased": queries.erased(person)}]


def reminders(today):
    """A request is answered within a month; whoever may do so is reminded."""
    asked = FileRequest.select().where(FileRequest.state.in_(OPEN))
    return [{"person_id": decider.id, "key": f"file-request-{one.id}", "due": one.due_on, "url": f"{requests.QUEUE}{one.id}",
             "words": _("A request for the file about somebody waits for your answer")}
            for one in asked for decider in access.deciders(one.person)]


def daily(today):
    actions.sweep_up(today)
    cleaning.tidy()


MODULE = Module(name="keeping", title=_("Keeping"), blueprint=views.bp, nav=nav, due=due, waits=waits, about=about, reminders=reminders,
                everything=own.everything, forgets=own.forgets, keeps=own.KEEPS, daily=daily, jobs=((300, cleaning.tidy),),
                commands=COMMANDS, reacts={"person_stays": actions.refuse_erased})
