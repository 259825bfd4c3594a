"""What keeping itself holds: for the file about oneself, for erasing, and as classes of record."""
import peewee as pw

from ..kernel.records import Due, Keeps, Passage, Piece, Section
from ..kernel.words import _
from . import erasing
from .models import OPEN, FileRequest, Hold

REQUEST_YEARS = 3


def everything(person):
    """One's own requests, and whether a hold keeps one's records; why it stands goes past HR first."""
    asked = [(one.asked_at, one.state, one.wish, one.closed_at) for one in FileRequest.select().where(FileRequest.person == person.id)]
    held = list(Hold.select().where(Hold.person == person.id).order_by(Hold.id))
    rows = [(one.placed_at, one.lifted_at) for one in held]
    reasons = [Passage(f"hold-{one.id}", _("Why your records are kept longer"), one.placed_by.name if one.placed_by_id else "", one.reason,
                       one.placed_at) for one in held]
    return [Section("requests", _("Your requests for this file"), (_("Asked"), _("State"), _("What you wished"), _("Answered")), tuple(asked)),
            Section("holds", _("Holds on your records"), (_("Since"), _("Lifted")), tuple(rows)),
            Section("hold-reasons", _("Holds"), passages=tuple(reasons))]


def forgets(person, called):
    asked, held = FileRequest.select().where(FileRequest.person == person.id), Hold.select().where(Hold.person == person.id)
    return [Piece(_("Requests for the file about them"), asked.count(), lambda: _drop_requests([one.id for one in asked])),
            Piece(_("Reasons of holds that were lifted"), held.where(Hold.reason != "").count(),
                  lambda: Hold.update(reason="").where(Hold.person == person.id).execute())]


def old_requests(before):
    rows = FileRequest.select(FileRequest.id, FileRequest.person).where(FileRequest.closed_at < before, FileRequest.state.not_in(OPEN))
    return [Due(number, (person,)) for number, person in rows.order_by(FileRequest.id).tuples()]


def _drop_requests(ids):
    for some in pw.chunked(ids, 400):
        FileRequest.delete().where(FileRequest.id.in_(some)).execute()


def oldest_request():
    first = FileRequest.select(FileRequest.closed_at).where(FileRequest.closed_at.is_null(False)).order_by(FileRequest.closed_at).first()
    return first.closed_at.date() if first else None


KEEPS = (
    Keeps("people", _("The record of a person"), _("Name, addresses, number. At the end the person becomes “former employee” with a number."),
          erasing.past, erasing.purge, erasing.oldest, comes_last=True),
    Keeps("requests", _("Requests for the file about oneself"), _("Who asked, and what was decided on each text."), old_requests, _drop_requests,
          oldest_request, years=REQUEST_YEARS, from_leaving=False))

