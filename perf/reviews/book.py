"""A whole cycle as a workbook: reviews, answers, arithmetic, sources, signatures, appeals, each review as far as its reader may read it."""
from decimal import Decimal
from functools import cached_property
from fractions import Fraction

import peewee as pw

from ..kernel import trail
from ..kernel.db import database
from ..kernel.tables import Table
from ..kernel.words import _
from ..kernel.workbook import workbook
from ..people.models import Person
from ..questions import queries as questions
from ..questions.models import Sheet
from . import access, packets, queries
from .exports import with_names
from .keeping import FORMS, answer, question
from .models import Appeal, Cycle, PeerForm, ReviewVersion, SignOff
from .upward import queries as upward

PERSON = (_("Person"), _("Employee ID"))


def take_along(me, cycle):
    """The bytes of the workbook. That it was taken stands in the access log of everybody in the cycle before anything is read."""
    trail.record("export_cycle", me, kind="cycle", row_id=cycle.id, is_reading=True)
    with database.atomic():                     # one view of the records, even while others write
        return workbook(Book(me, cycle).tables, me)


class Book:
    """What lies in the workbook, read in a few statements whatever the number of reviews."""

    def __init__(self, me, cycle):
        self.me, self.cycle = me, cycle

    @cached_property
    def reviews(self):
        return list(with_names(access.reviews_to_see(self.me)).where(Cycle.id == self.cycle.id))

    @cached_property
    def stands(self):
        return access.stands_to(self.me, self.reviews)

    @cached_property
    def sheets(self):
        """Every form of the cycle by its number, with its author."""
        ids = [number for review in self.reviews for number in (review.self_sheet_id, review.manager_sheet_id) if number]
        return {sheet.id: sheet for sheet in Sheet.select(Sheet, Person).join(Person, on=Sheet.author).where(Sheet.id.in_(ids))}

    @cached_property
    def forms(self):
        """{review: {kind: (sheet, progress)}} of the forms that were given and that this reader reads."""
        read = {review.id: {sheet.kind: sheet for sheet in self._given(review) if self._reads(review, sheet.kind)} for review in self.reviews}
        rows = questions.rows_of_many([sheet.id for sheets in read.values() for sheet in sheets.values()])
        return {number: {kind: (sheet, questions.progress_of(rows[sheet.id])) for kind, sheet in sheets.items()} for number, sheets in read.items()}

    @cached_property
    def peers(self):
        """{review: [(sheet, progress)]} of every colleague's form that was given, whoever reads it."""
        ids, found = [review.id for review in self.reviews], {}
        made = list(PeerForm.select(PeerForm, Sheet, Person).join(Sheet, on=PeerForm.sheet).join(Person, on=Sheet.author)
                    .where(PeerForm.review.in_(ids), PeerForm.state == "asked", Sheet.state.in_(access.GIVEN)).order_by(PeerForm.id))
        rows = questions.rows_of_many([one.sheet_id for one in made])
        for one in made:
            found.setdefault(one.review_id, []).append((one.sheet, questions.progress_of(rows[one.sheet_id])))
        return found

    def _others(self, review):
        """What peers and the team come to, out of what is read already; a round is looked at for those alone about whom one has closed."""
        peers = [progress.score.overall for _sheet, progress in self.peers.get(review.id, ())]
        mean = queries.mean_of_peers(peers, self.cycle.peer_mode) if self.cycle.peer_mode in queries.PEERS_COUNT else None
        return queries.Others(mean, queries.upward_overall(review) if self.cycle.upward_weight and review.person_id in self.led else None)

    @cached_property
    def led(self):
        return upward.published_about([review.person_id for review in self.reviews]) if self.cycle.upward_weight else set()

    def _given(self, review):
        found = (self.sheets.get(number) for number in (review.manager_sheet_id, review.self_sheet_id))
        return [sheet for sheet in found if sheet and sheet.state in access.GIVEN]

    def _reads(self, review, text):
        return bool(self.stands[review.id] & access.READS[text][access.stage_of(review)])

    @property
    def tables(self):
        return [
            Table("reviews", _("Reviews"), (*PERSON, _("Department"), _("Role"), _("Manager"), _("State"), _("Score"), _("Level"), _("Score of the forms"),
                                            _("Why it was changed"), _("Self-review"),
                                            _("Submitted"), _("Shared"), _("Closed"), _("Response"), _("Responded")), self.review_rows),
            Table("answers", _("Answers"), (*PERSON, _("Form"), _("Written by"), _("Section"), _("Question"), _("Rating"), _("Answer"), _("Text")),
                  self.answer_rows),
            Table("arithmetic", _("Arithmetic"), (*PERSON, _("Form"), _("Section"), _("Question"), _("Rating"), _("Weight in its section, %"),
                                                  _("Effective weight, %"), _("Contribution")), self.arithmetic_rows),
            Table("sources", _("Sources"), (*PERSON, _("Source"), _("Weight"), _("Share, %"), _("Score")), self.source_rows),
            Table("signatures", _("Signatures"), (*PERSON, _("What"), _("By"), _("When"), _("Present"), _("Note"), _("Fingerprint"), _("Removed")),
                  self.signature_rows),
            Table("appeals", _("Appeals"), (*PERSON, _("When"), _("What was asked"), _("Outcome"), _("Answer"), _("By"), _("Decided")),
                  self.appeal_rows),
            Table("versions", _("Earlier versions"), (*PERSON, _("Version"), _("Until"), _("Score"), _("Level"), _("Why"), _("By"), _("Fingerprint")),
                  self.version_rows)]

    def review_rows(self, _me):
        for review in self.reviews:
            forms = self.forms[review.id]
            shown = review.score is not None and (review.is_shared or "manager" in forms)
            own = forms["self"][1].score.overall if "self" in forms else None
            remarks, changed = self._reads(review, "remarks"), shown and bool(review.changed_why) and self._reads(review, "changed")
            yield (*_named(review), review.department, review.role_title, review.manager.name, _(review.state),
                   Decimal(review.score) / 100 if shown else None, review.score_label if shown else None,
                   Decimal(review.form_score) / 100 if changed and review.form_score is not None else None, review.changed_why if changed else None,
                   questions.rounded(own), review.submitted_at,
                   review.shared_at, review.closed_at, review.response if remarks else None, review.responded_at if remarks else None)

    def answer_rows(self, _me):
        for review, form, sheet, progress in self._each_form():
            for row in progress.rows:
                if row.is_answered or row.text:
                    yield (*_named(review), form, sheet.author.name, row.section_title, question(row),
                           row.rating if row.kind == "rating" and not row.is_na else None, answer(row), row.text)
            if sheet.na_reason:
                yield (*_named(review), form, sheet.author.name, "", _("Why so much is not applicable"), None, "", sheet.na_reason)

    def arithmetic_rows(self, _me):
        """Line by line as the page shows it; the last two lines of a form show the one rounding."""
        for review, form, _sheet, progress in self._each_form():
            overall = progress.score.overall
            for part in progress.score.parts:
                whole = sum(line.weight for line in part.lines)
                for line in part.lines:
                    yield (*_named(review), form, part.title, line.label, _("N/A") if line.is_na else line.rating,
                           _percent(Fraction(line.weight) / whole), _percent(line.effective), questions.rounded(line.contribution, 4))
            if progress.parts:
                yield (*_named(review), form, "", _("Sum of the contributions"), None, None, None, questions.rounded(overall, 4))
                yield (*_named(review), form, "", _("Score, rounded once to two decimals, half up"), None, None, None,
                       _("Not rated") if overall is None else questions.rounded(overall))

    def source_rows(self, _me):
        for review in self.reviews:
            given = {sheet.kind for sheet in self._given(review)}
            for one in packets.weighed(review, self.forms[review.id], given, self.stands[review.id], self._others(review)) or ():
                yield *_named(review), one.name, one.weight, _percent(one.share), questions.rounded(one.overall)

    def signature_rows(self, _me):
        for review, one in self._each(SignOff.select(SignOff, Person).join(Person).order_by(SignOff.at), SignOff):
            yield *_named(review), _(one.kind), one.person.name, one.at, one.witness, one.note, one.text_hash, one.removed_at

    def appeal_rows(self, _me):
        decided = Appeal.select(Appeal, Person).join(Person, pw.JOIN.LEFT_OUTER, on=Appeal.decided_by).order_by(Appeal.id)
        for review, one in self._each(decided, Appeal):
            yield *_named(review), one.at, one.reason, _(one.state), one.answer, one.decided_by.name if one.decided_by else None, one.decided_at

    def version_rows(self, _me):
        kept = ReviewVersion.select(ReviewVersion, Person).join(Person, pw.JOIN.LEFT_OUTER, on=ReviewVersion.by).order_by(ReviewVersion.number)
        for review, one in self._each(kept, ReviewVersion):
            yield (*_named(review), one.number, one.at, None if one.score is None else Decimal(one.score) / 100, one.score_label, one.why,
                   one.by.name if one.by else None, one.text_hash)

    def _each(self, rows, model):
        """(review, row) of what stands beside the reviews whose remarks this reader reads: one query."""
        found, ids = {}, [review.id for review in self.reviews if self._reads(review, "remarks")]
        for one in rows.where(model.review.in_(ids)):
            found.setdefault(one.review_id, []).append(one)
        return [(review, one) for review in self.reviews for one in found.get(review.id, ())]

    def _each_form(self):
        for review in self.reviews:
            for kind, (sheet, progress) in self.forms[review.id].items():
                yield review, FORMS.get(kind, kind), sheet, progress
            for sheet, progress in self.peers.get(review.id, ()) if access.reads_peer_forms(self.stands[review.id], review) else ():
                yield review, FORMS["peer"], sheet, progress


def _named(review):
    return review.person.name, review.person.employee_id


def _percent(share):
    return None if share is None else questions.rounded(share * 100)
