"""What people are told of a leaving: that there is something to do, never what somebody said or why somebody goes."""
from ..kernel import words
from ..kernel.words import _
from ..notices import actions as notices
from ..people import queries as people
from . import access

KIND = "exits"


def page(leaving):
    return f"/exits/{leaving.id}"


def begun(leaving, by):
    """Whoever looks after it, unless they began it themselves."""
    said = _("%(name)s leaves on %(day)s. Please plan what is to be done and who talks with them.", name=leaving.person.name,
             day=words.day(leaving.last_day, near=False))
    _tell([one.id for one in access.keepers(leaving)], leaving, by, said)


def planned(before, now, by):
    """The interviewer, and the leaver where they can sign in."""
    if before.interviewer_id and before.interviewer_id != now.interviewer_id:
        notices.take_back(f"/exits/{now.id}/interview")
    if now.interviewer_id and now.interviewer_id != before.interviewer_id:
        _tell([now.interviewer_id], now, by, _("You are asked to talk with %(name)s before they leave.", name=now.person.name), url=f"/exits/{now.id}/interview")
    if now.own_sheet_id and not before.own_sheet_id:
        _tell([now.person_id], now, by, _("You are asked how it was to work here. First you read who sees your answers."), url="/exits/mine")


def answered(leaving):
    """Answers were sent, or declined: those who read them look at the page; what asked for them goes."""
    if not leaving.is_asked:
        settle(leaving)
    said = _("The exit interview of %(name)s is through.", name=leaving.person.name)
    _tell([one.id for one in access.readers(leaving)], leaving, None, said)


def stays(leaving):
    settle(leaving)
    notices.take_back(page(leaving), f"/exits/{leaving.id}/interview")


def settle(leaving):
    if leaving.person_id:
        notices.settle(leaving.person_id, "/exits/mine")


def case_opened(case):
    said = _("Somebody who leaves has reported something serious. Please look at it today.")
    notices.tell_each([(one.id, said, f"/exits/cases/{case.id}", None) for one in access.case_readers(case)], KIND, mail=notices.NOW)


def action_given(action, by):
    if action.owner_id and action.owner_id != by.id:
        notices.tell(action.owner_id, KIND, _("You are asked to do something about what leavers have said."), "/exits/actions/", about=None)


def published(publication, by):
    """Those of the leadership, who read it in any case."""
    said = _("“%(name)s”: what leavers said is there to read.", name=publication.name)
    whom = {one.id for power in ("hr", "executive", "board") for one in people.holders(power)} - {by.id}
    notices.tell_each([(number, said, f"/exits/reports/{publication.id}", None) for number in sorted(whom)], KIND)


def _tell(whom, leaving, by, said, url=None):
    notices.tell_each([(number, said, url or page(leaving), leaving.person_id) for number in dict.fromkeys(whom) if number != getattr(by, "id", None)], KIND)
