"""The questions and the leavings of earlier surveys that are there, read in a few queries, for planning an import."""
import json
from collections import defaultdict, namedtuple
from dataclasses import dataclass
from functools import cached_property

import peewee as pw

from ....kernel import words
from ....kernel.db import database
from ....kernel.intake.names import name_key
from ....people.models import Person, Power
from ....questions.models import LibraryQuestion
from ....roles.models import Department, Role
from ...models import ExitAnswer, Leaving, LeavingReason, Measure
from .cells import Answer
from .questions import KnownQuestion

FIELDS = ("last_day", "hired_on", "kind", "is_regretted", "department_id", "department", "manager_id", "manager", "role_id", "role", "for_executive")
KnownLeaving = namedtuple("KnownLeaving", ("id", "version", *FIELDS, "reasons"))
COUNTED = ("agreement", "recommend", "rating", "yesno", "choice", "choices", "text")


@dataclass
class Known:
    questions: list                     # KnownQuestion: what was answered already, then what the library holds besides
    leavings: dict                      # {label: [KnownLeaving]}, the latest first
    hr: frozenset
    departments: dict                   # {name written plainly: id}
    roles: dict
    people: dict                        # {name: id, or None where two have it}

    @cached_property
    def by_key(self):
        return {one.key: one for one in self.questions}

    def answers_of(self, ids):
        """{leaving: {key: [Answer]}} of leavings that are there."""
        found = defaultdict(lambda: defaultdict(list))
        for some in pw.chunked(ids, 400):
            rows = ExitAnswer.select(ExitAnswer.leaving, Measure.key, ExitAnswer.level, ExitAnswer.choice, ExitAnswer.text).join(Measure)
            for leaving, key, *answer in rows.where(ExitAnswer.leaving.in_(some)).order_by(ExitAnswer.id).tuples():
                found[leaving][key].append(Answer(*answer))
        return found


def known():
    with database.atomic():                     # one view of the records, even while others write
        hr = Power.select(Power.person).where(Power.name == "hr").tuples()
        return Known(_questions(), _leavings(), frozenset(number for number, in hr), _by_name(Department.name), _by_name(Role.title), _people())


def _questions():
    rows = Measure.select(Measure.id, Measure.key, Measure.kind, Measure.prompt, Measure.topic, Measure.options_json, Measure.highest, Measure.is_core,
                          Measure.order).where(Measure.kind.in_(COUNTED)).order_by(Measure.order, Measure.id)
    found = [KnownQuestion(*row[:5], json.loads(row[5]), *row[6:]) for row in rows.tuples()]
    there = {one.key for one in found}
    library = LibraryQuestion.select().where(~LibraryQuestion.is_archived, LibraryQuestion.kind.in_(COUNTED)).order_by(LibraryQuestion.order)
    return found + [KnownQuestion(None, one.key, one.kind, one.prompt, one.topic, one.options, 10 if one.kind == "recommend" else 5, one.is_core, 0)
                    for one in library if one.key not in there]


def _leavings():
    reasons, found = defaultdict(dict), defaultdict(list)
    ours = Leaving.select(Leaving.id).where(Leaving.person.is_null())
    rows = LeavingReason.select(LeavingReason.leaving, LeavingReason.reason, LeavingReason.is_main).where(LeavingReason.leaving.in_(ours))
    for leaving, reason, is_main in rows.tuples():
        reasons[leaving][reason] = is_main
    rows = (Leaving.select(Leaving.label, Leaving.id, Leaving.version, *[getattr(Leaving, name) for name in FIELDS])
            .where(Leaving.person.is_null(), Leaving.state == "noted").order_by(Leaving.id.desc()))
    for label, number, *rest in rows.tuples():
        found[label].append(KnownLeaving(number, *rest, reasons.get(number, {})))
    return dict(found)


def _by_name(field):
    return {words.plain(name): number for number, name in field.model.select(field.model.id, field).order_by(field.model.id.desc()).tuples()}


def _people():
    found = {}
    for number, first, last in Person.select(Person.id, Person.first_name, Person.last_name).tuples():
        key = name_key(f"{first} {last}")
        found[key] = None if key in found else number
    return found
