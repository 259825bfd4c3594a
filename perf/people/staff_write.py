"""Take a staff list in: all or nothing, in one verb, with a record of every cell so that it can be taken out again."""
import json
from collections import defaultdict

from ..kernel import clock, live, modules, trail, words
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from ..roles.models import Department, Role
from .actions import CHART, plain_name
from .models import Assignment, Import, Matching, Person, Position
from .staff_columns import BY_NAME
from .staff_known import known
from .staff_lead import made_name
from .staff_plan import plan
from .staff_record import Record, inserted
from .staff_seats import Seats


@write()
def import_staff(sheet, choices, *, seen, by, file_name=""):
    """Do exactly what was looked at; where the records changed meanwhile, nothing is done."""
    before = known()
    planned = plan(sheet, choices, before, clock.today())
    if planned.open:
        raise Refused(_("Something is still to be decided. Answer the open questions first."))
    if planned.digest != seen:
        raise Changed(_("The records changed since you looked at this. Nothing was imported; please look at the preview again."))
    record = Record()
    done = _Writing(planned, before, record)
    done.write()
    _remember(sheet, choices)
    kept = Import.create(by=by, at=clock.now(), file_name=file_name, changes=json.dumps(record.as_json()),
                         summary=json.dumps(_summary(planned, record)))
    trail.record("import_staff", by, kind="import", row_id=kept.id)
    live.changed(CHART)
    done.tell()
    return kept


class _Writing:
    """The steps of writing a plan, in the order in which they lean on each other."""

    def __init__(self, planned, before, record):
        self.plan, self.before, self.record = planned, before, record
        self.people = {}                        # node -> person id
        self.left = []                          # (person id, last day) of those who were here until now

    def write(self):
        roles = self._named(Role, "title", self.before.titles, self.plan.titles)
        departments = self._named(Department, "name", self.before.departments, self.plan.departments)
        self._add_people()
        self._change_people()
        self.seats = Seats(self.plan, self.before, self.record, roles, departments, self.people)
        self.seats.write()

    def _named(self, model, column, there, new):
        """{plain name: id} of all titles or departments, the new ones added."""
        ids = {words.plain(name): row for row, name in model.select(model.id, getattr(model, column)).tuples()}
        for key, name in zip(map(words.plain, new), new):
            ids[key] = None
        fresh = [name for name in new if ids[words.plain(name)] is None]
        for name, row in zip(fresh, inserted(self.record, model, [{column: name} for name in fresh])):
            ids[words.plain(name)] = row
        return ids

    def _add_people(self):
        lines = [line for line in self.plan.lines if line.state == "new"]
        made = [one for one in self.plan.made if one.is_person]
        rows = [_row_of(dict((name, new) for name, _old, new in line.changes if name in PERSON)) for line in lines]
        rows += [_row_of(dict(zip(("first_name", "last_name"), made_name(one)))) for one in made]
        ids = inserted(self.record, Person, rows)
        self.people = dict(zip([one.node for one in (*lines, *made)], ids))
        self.people.update({f"p{row}": row for row in self.before.people})

    def _change_people(self):
        for line in self.plan.lines:
            given = {name: (old, new) for name, old, new in line.changes if name in PERSON}
            if line.state != "changed" or not given:
                continue
            self._change_person(line, given)

    def _change_person(self, line, given):
        names = {"first_name", "last_name", "employee_id"}
        was = line.person
        if names & set(given):
            old = plain_name(was.first_name, was.last_name, was.employee_id)
            given["plain_name"] = (old, plain_name(*(line.after(name) or "" for name in
                                                     ("first_name", "last_name", "employee_id"))))
        for name in ("phone", *names - {"employee_id"}):
            if name in given:
                given[name] = (given[name][0] or "", given[name][1] or "")
        self.record.change(Person, was.id, **given)
        if "left_on" in given and given["left_on"][1] and not was.left_on:
            self.left.append((was.id, given["left_on"][1]))

    def tell(self):
        """Let the other rooms hear who left and who moved, inside the same transaction."""
        for person_id, last_day in self.left:
            modules.react("person_left", Person.get_by_id(person_id), last_day)
        for person_id in self.seats.moved:
            modules.react("person_moved", Person.get_by_id(person_id))


PERSON = ("employee_id", "first_name", "last_name", "email", "phone", "hired_on", "left_on")


def _row_of(given):
    row = {name: given.get(name) for name in PERSON}
    for name in ("first_name", "last_name", "phone"):
        row[name] = row[name] or ""
    return {**row, "plain_name": plain_name(row["first_name"], row["last_name"], row["employee_id"])}


def _remember(sheet, choices):
    """How the columns were matched, for the next list."""
    rows = [{"heading": words.plain(heading)[:200], "field": choices.matching.get(column, "")}
            for column, heading in enumerate(sheet.headings)]
    kept = {row["heading"]: row for row in rows if row["field"] in BY_NAME or row["field"] == ""}
    Matching.delete().where(Matching.heading << list(kept)).execute()
    Matching.insert_many(list(kept.values())).execute()


def _summary(planned, record):
    made = defaultdict(int)
    for table, _row, _values in record.made:
        made[table] += 1
    return {**planned.counts, "made": dict(made), "managers": len(planned.made), "kind": "staff"}
