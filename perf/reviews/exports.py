"""What reviews gives out as tables: cycles, reviews, what was handed in, signatures; each reader gets what their pages show, never a draft."""
from decimal import Decimal
from itertools import islice

import peewee as pw

from ..kernel.tables import Table
from ..kernel.words import _
from ..people.models import Person
from ..questions.models import Sheet
from . import access, queries
from .keeping import FORMS, answer, question
from .models import Cycle, Meeting, PeerForm, Review, SignOff

Manager, STEP = Person.alias(), 100
ONE = (_("Cycle"), _("Person"), _("Employee ID"))


def cycles(me):
    for one in access.cycles_to_run(me).order_by(Cycle.period_end, Cycle.id):
        yield (one.name, one.state, one.period_start, one.period_end, one.launched_at, one.self_due, one.manager_due, one.share_by, one.close_on)


def reviews(me):
    for review, stands in _seen(me):
        reads = access.READS["manager"][access.stage_of(review)] & stands
        score = review.score is not None and (reads or review.is_shared)
        remarks = stands & access.READS["remarks"][access.stage_of(review)]
        yield (review.cycle.name, review.person.name, review.person.employee_id, review.role_title, review.department, review.manager.name,
               review.state, Decimal(review.score) / 100 if score else None, review.score_label if score else None, review.submitted_at,
               review.shared_at, review.closed_at, review.response if remarks else None, review.responded_at if remarks else None)


def answers(me):
    """Form by form, read a few at a time: texts of years need not fit into memory."""
    found = ((review, sheet, stands) for review, sheets, stands in _forms(me) for sheet in sheets)
    for review, sheet, stands in found:
        rows = queries.rows_for(sheet, me, decides="decider" in stands)
        for row in queries.with_goals_that_one_reads(rows, me) if stands == {"calibrator"} else rows:
            if row.is_answered or row.text:
                yield (review.cycle.name, review.person.name, review.person.employee_id, FORMS.get(sheet.kind, sheet.kind), sheet.author.name,
                       sheet.submitted_at, row.section_title, question(row), row.rating if row.kind == "rating" and not row.is_na else None,
                       answer(row), row.text)
        if sheet.na_reason:
            yield (review.cycle.name, review.person.name, review.person.employee_id, FORMS.get(sheet.kind, sheet.kind), sheet.author.name,
                   sheet.submitted_at, "", _("Why so much is not applicable"), None, "", sheet.na_reason)


def signatures(me):
    found = {}
    for one in SignOff.select(SignOff, Person).join(Person).order_by(SignOff.at):
        found.setdefault(one.review_id, []).append(one)
    for review, stands in _seen(me):
        if stands & access.READS["remarks"][access.stage_of(review)]:
            for one in found.get(review.id, ()):
                yield (review.cycle.name, review.person.name, review.person.employee_id, one.kind, one.person.name, one.at, one.witness, one.note,
                       one.removed_at)


def meetings(me):
    held = {one.review_id: one for one in Meeting.select(Meeting, Person).join(Person, pw.JOIN.LEFT_OUTER)}
    for review, stands in _seen(me):
        one = held.get(review.id)
        if one and stands & access.READS["remarks"][access.stage_of(review)]:
            yield (review.cycle.name, review.person.name, review.person.employee_id, one.held_on, one.notes,
                   one.saved_by.name if one.saved_by else None, one.saved_at)


def persons(me):
    rows = access.reviews_to_see(me).select(Review.person, Review.manager).tuples()
    return {number for pair in rows for number in pair}


def _seen(me):
    """(review, what the reader is to it) of all that the reader may see, in the order of the cycles."""
    found = iter(list(with_names(access.reviews_to_see(me))))
    while some := list(islice(found, STEP)):
        stands = access.stands_to(me, some)
        yield from ((review, stands[review.id]) for review in some)


def with_names(seen):
    """Reviews with cycle, employee and manager, in the order of the cycles."""
    return (seen.select(Review, Cycle, Person, Manager).switch(Review).join(Person, on=Review.person).switch(Review)
            .join(Manager, on=Review.manager, attr="manager").order_by(Cycle.period_end, Cycle.id, Person.last_name, Review.id))


def _forms(me):
    """(review, the forms of it that were handed in and that the reader may read, what the reader is to it)."""
    seen = _seen(me)
    while some := list(islice(seen, STEP)):
        wanted = {number: kind for review, stands in some for kind, number in (("self", review.self_sheet_id), ("manager", review.manager_sheet_id))
                  if number and stands & access.READS[kind][access.stage_of(review)]}
        rows = Sheet.select(Sheet, Person).join(Person, on=Sheet.author).where(Sheet.id.in_(list(wanted)), Sheet.state.in_(access.GIVEN))
        sheets = {sheet.id: sheet for sheet in rows if wanted[sheet.id] == sheet.kind}
        peers = _peers(some)
        for review, stands in some:
            yield review, [sheets[number] for number in (review.self_sheet_id, review.manager_sheet_id) if number in sheets] + peers.get(review.id, []), stands


def _peers(some):
    """{review id: peers' forms} of some reviews, as far as the reader may read them with their names."""
    may = [review.id for review, stands in some if access.reads_peer_forms(stands, review)]
    found = {}
    for form in (PeerForm.select(PeerForm.review, Sheet, Person).join(Sheet, on=PeerForm.sheet).join(Person, on=Sheet.author)
                 .where(PeerForm.review.in_(may), PeerForm.state == "asked", Sheet.state.in_(access.GIVEN)).order_by(PeerForm.id)):
        found.setdefault(form.review_id, []).append(form.sheet)
    return found


TABLES = (
    Table("cycles", _("Review cycles"), (_("Cycle"), _("State"), _("From"), _("Until"), _("Launched"), _("Self-reviews due"), _("Managers due"),
                                         _("To be shared by"), _("Closes on")), cycles),
    Table("reviews", _("Reviews"), (*ONE, _("Role"), _("Department"), _("Manager"), _("State"), _("Score"), _("Level"), _("Submitted"),
                                    _("Shared"), _("Closed"), _("Response"), _("Responded")), reviews, persons),
    Table("answers", _("Answers in reviews"), (*ONE, _("Form"), _("Written by"), _("Handed in"), _("Section"), _("Question"), _("Rating"),
                                               _("Answer"), _("Text")), answers, persons),
    Table("signatures", _("Sign-offs"), (*ONE, _("What"), _("By"), _("When"), _("Present"), _("Note"), _("Removed")), signatures, persons),
    Table("meetings", _("Talks about reviews"), (*ONE, _("Day"), _("Notes"), _("Saved by"), _("Saved")), meetings, persons),
)
