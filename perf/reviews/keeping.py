"""What reviews tells the employee, how long reviews are kept, and what erasing somebody takes out of them."""
from dataclasses import replace

import peewee as pw

from ..kernel import words
from ..kernel.records import Due, Keeps, Passage, Section
from ..kernel.words import _
from ..people.models import Person
from ..questions import actions as sheets
from ..questions import queries as questions
from ..questions.models import Sheet
from . import access, queries
from .earlier import keeping as earlier
from .models import Appeal, Cycle, Meeting, PeerForm, Review, SignOff

HEAD = (_("Cycle"), _("From"), _("Until"), _("Role"), _("Department"), _("Manager"), _("State"), _("Score"), _("Level"),
        _("Your response"), _("Responded"))
ANSWERS = (_("Cycle"), _("Form"), _("Written by"), _("Section"), _("Question"), _("Answer"), _("Text"), _("Note when it came back"))
FORMS = {"self": _("Self-review"), "manager": _("The manager's form"), "peer": _("A colleague's form")}


def everything(person):
    """One's reviews as one may read them; what the manager wrote before sharing waits for HR's look."""
    reviews = list(access.own_reviews(person).where(Cycle.state != "planning").order_by(Cycle.period_end, Review.id))
    given, drafts, passages = [], [], []
    for review in reviews:
        readable = list(access.sheets_to_read(person, review))
        readable += list(access.peer_sheets_to_read(person, review))
        for sheet in readable:
            (drafts if sheet.state not in access.GIVEN else given).extend(_answers(review, sheet))
        passages += _passages(person, review, {sheet.id for sheet in readable})
    return [Section("reviews", _("Your reviews"), HEAD, tuple(_line(review) for review in reviews)),
            Section("review-answers", _("What your reviews say"), ANSWERS, tuple(given)),
            Section("review-drafts", _("Your drafts of self-reviews"), ANSWERS, tuple(drafts), is_private=True),
            Section("review-events", _("What happened to your reviews"), (_("Cycle"), _("When"), _("What"), _("By"), _("Reason")),
                    tuple(row for review in reviews for row in _events(person, review))),
            Section("review-signatures", _("Signatures"), (_("Cycle"), _("When"), _("What"), _("By"), _("Present"), _("Note")),
                    tuple(row for review in reviews for row in _signatures(review))),
            Section("review-appeals", _("Your appeals"), (_("Cycle"), _("When"), _("What you wrote"), _("Outcome"), _("Answer"), _("Decided")),
                    tuple((review.cycle.name, one.at, one.reason, _(one.state), one.answer, one.decided_at) for review in reviews
                          for one in Appeal.select().where(Appeal.review == review).order_by(Appeal.id))),
            Section("review-versions", _("Earlier versions of your reviews"), (_("Cycle"), _("Until"), _("Score"), _("Level"), _("Why")),
                    tuple((review.cycle.name, one.at, words.hundredths(one.score) if one.score is not None else None, one.score_label, one.why)
                          for review in reviews for one in queries.versions_of(review))),
            Section("review-meetings", _("Talks about your reviews"), (_("Cycle"), _("Day"), _("Notes"), _("Saved by"), _("Saved")),
                    tuple(row for review in reviews for row in _meetings(review))),
            Section("review-texts", _("Texts in reviews that are not shared with you"), passages=tuple(passages)), *earlier.everything(person)]


def _line(review):
    shown = (words.hundredths(review.score) if review.is_shared and review.score is not None else None,
             review.score_label if review.is_shared else None)
    return (review.cycle.name, review.cycle.period_start, review.cycle.period_end, review.role_title, review.department,
            review.manager.name, _(review.state), *shown, review.response, review.responded_at)


def _answers(review, sheet):
    for row in queries.rows_for(sheet, review.person, decides=False):
        if row.is_answered or row.text or row.return_note:
            yield (review.cycle.name, FORMS.get(sheet.kind, sheet.kind), sheet.author.name, row.section_title, question(row),
                   answer(row), row.text, row.return_note)
    said = [(_("Why so much is not applicable"), sheet.na_reason)] if sheet.na_reason else []
    if sheet.author_id == review.person_id:     # what one wrote to a question that HR has taken out since
        said += questions.retired_texts(sheet.id)
    for prompt, text in said:
        yield review.cycle.name, FORMS.get(sheet.kind, sheet.kind), sheet.author.name, "", prompt, "", text, ""


def question(row):
    """What was asked; of a goal with where it stood when the form was submitted."""
    return _("%(question)s (stood at: %(standing)s)", question=row.prompt, standing=row.standing) if row.standing else row.prompt


def answer(row):
    """The level, choice or figure that was given, in words."""
    if row.is_na:
        return _("Not applicable")
    if row.kind == "rating":
        return next((f"{level.value} {level.label}" for level in row.levels if level.value == row.rating), "")
    if row.kind == "yesno":
        return {"yes": _("Yes"), "no": _("No")}.get(row.choice, "")
    return ", ".join(str(row.options[number]) for number in sorted(row.chosen)) if row.chosen else ""


def _events(person, review):
    return [(review.cycle.name, one.at, _(one.what.replace("_", " ")), one.by.name if one.by else "", one.reason)
            for one in queries.events(review, person)]


def _signatures(review):
    signed = SignOff.select(SignOff, Person).join(Person).where(SignOff.review == review.id).order_by(SignOff.at)
    return [(review.cycle.name, one.at, _(one.kind), one.person.name, one.witness, one.note) for one in signed]


def _meetings(review):
    held = Meeting.select(Meeting, Person).join(Person, pw.JOIN.LEFT_OUTER).where(Meeting.review == review.id)
    return [(review.cycle.name, one.held_on, one.notes, one.saved_by.name if one.saved_by else "", one.saved_at) for one in held]


# texts of others that one does not read by oneself

def _passages(person, review, readable):
    sheet = Sheet.get_or_none(Sheet.id == review.manager_sheet_id)
    if sheet is not None and sheet.id not in readable:
        yield from _of_form(review, sheet)
    elif sheet is not None and sheet.state in access.GIVEN:
        own = {row.id for row in queries.rows_for(sheet, person, decides=False)}
        yield from _for_hr(review, sheet, [row for row in questions.rows_of([sheet.id], for_hr=True)[sheet.id] if row.id not in own])
    given = Sheet.select(Sheet).where(Sheet.id.in_(queries.peer_sheet_ids([review])), Sheet.id.not_in(readable))
    for peer in given:      # the name was promised to the manager and HR alone, unless the cycle names colleagues
        yield from (replace(one, hides_author=review.cycle.peer_mode != "named") for one in _of_form(review, peer))
    for form in PeerForm.select().where(PeerForm.review == review, PeerForm.state == "declined", PeerForm.reason != ""):
        yield Passage(f"declined-{form.id}", _("%(cycle)s: why a colleague did not write", cycle=review.cycle.name), form.peer.name, form.reason, form.at)
    shown = {one.id for one in queries.events(review, person)}
    for one in review.events:
        if one.id not in shown and one.reason:
            yield Passage(f"event-{one.id}", _("%(cycle)s: why a form was returned, or a note beside it", cycle=review.cycle.name),
                          one.by.name if one.by else "", one.reason, one.at)


def _of_form(review, sheet):
    """A form that was handed in goes to HR; a draft is nobody's business but its author's, so it is only named."""
    if sheet.state not in access.GIVEN:
        if sheet.started_at:
            yield Passage(f"draft-{sheet.id}", _("%(cycle)s: %(form)s, a draft", cycle=review.cycle.name, form=FORMS[sheet.kind]),
                          sheet.author.name, is_named_only=True)
        return
    rows = questions.rows_of([sheet.id], for_hr=True)[sheet.id]
    yield from _for_hr(review, sheet, [row for row in rows if row.is_for_hr])
    rows = [row for row in rows if not row.is_for_hr]
    levels = [f"{question(row)}: {answer(row)}" for row in rows if answer(row)]
    if levels:
        chose = _("%(cycle)s: what the manager chose") if sheet.kind == "manager" else _("%(cycle)s: what a colleague chose")
        yield Passage(f"levels-{sheet.id}", chose % {"cycle": review.cycle.name}, sheet.author.name,
                      "\n".join(levels), sheet.submitted_at)
    for row in rows:
        if row.text:
            yield Passage(f"answer-{row.id}", f"{review.cycle.name}: {row.prompt}", sheet.author.name, row.text, row.saved_at)
    if sheet.na_reason:
        yield Passage(f"na-{sheet.id}", _("%(cycle)s: why so much is not applicable", cycle=review.cycle.name), sheet.author.name,
                      sheet.na_reason, sheet.submitted_at)


def _for_hr(review, sheet, rows):
    """What was written for HR alone, each by itself: the employee gets it only after HR's look."""
    for row in rows:
        said = "\n".join(filter(None, (answer(row), row.text)))
        if said:
            yield Passage(f"for-hr-{row.id}", _("%(cycle)s, for HR alone: %(prompt)s", cycle=review.cycle.name, prompt=row.prompt),
                          sheet.author.name, said, row.saved_at)


# how long

def past(before):
    """The reviews of people whose last day lies before: each concerns the employee and all who wrote in it."""
    rows = (Review.select(Review.id, Review.person, Review.manager).join(Person, on=Review.person)
            .where(Person.left_on < before).order_by(Review.id))
    found, peers = list(rows.tuples()), {}
    asked = PeerForm.select(PeerForm.review, PeerForm.peer).where(PeerForm.review.in_(rows.select(Review.id))).order_by(PeerForm.id)
    for number, peer in asked.tuples():
        peers.setdefault(number, []).append(peer)
    return [Due(number, (person, manager, *peers.get(number, ()))) for number, person, manager in found]


def oldest():
    return Review.select(pw.fn.MIN(Person.left_on)).join(Person, on=Review.person).scalar(as_tuple=False)


def purge(ids):
    """Reviews with their forms, signatures and history."""
    for some in pw.chunked(ids, 400):
        gone = queries.sheet_ids(list(Review.select().where(Review.id.in_(some))))
        Review.delete().where(Review.id.in_(some)).execute()
        sheets.drop_sheets(gone)


KEEPS = (Keeps("reviews", _("Reviews"), _("Forms, scores, signatures, responses, and the PDFs beside them."), past, purge, oldest), *earlier.KEEPS)
