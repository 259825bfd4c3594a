"""Take an import out again: every cell that still holds what it wrote, and every row that nothing else hangs on."""
import json

from ...kernel import clock, live, modules
from ...kernel.db import write
from ...kernel.errors import Refused
from ...kernel.intake import keeping
from ...kernel.intake.models import Import
from ...kernel.intake.undo import links, put_back, read_rows, remove, ties
from ...kernel.record import models, plain, read
from ...kernel.words import _
from ..actions import CHART
from .. import queries
from ..models import Person, ReportingLine
from .write import tell_of_addresses


@write()
def undo_import(kept, *, by):
    """Put back what still holds the imported value; what does not, and who is tied elsewhere, stays and is listed."""
    kept = Import.get_by_id(kept.id)
    if kept.state != "done":
        raise Refused(_("This import was taken back already."))
    changes, tables = json.loads(kept.changes), models()
    made = {}
    for name, row_id, values in changes["made"]:
        made.setdefault(name, {})[row_id] = values
    persons = set(made.get("person", {}))
    before = _emails(changes["cells"])
    stays, worked_on = _keep_changed(tables, made)
    cells, gone = _keep_lines(made, _without(tables, changes["cells"], worked_on, stays), changes.get("gone", ()), stays)
    stays += put_back(tables, cells)
    _tell_of_last_days(cells)
    stays += _keep_tied(tables, made, persons)
    remove(tables, made, ("reporting_line", "assignment", "position", "person", "role_version", "role", "department"))
    for name, row_id, values in gone:
        tables[name].insert({"id": row_id, **{column: read(column, value) for column, value in values.items()}}).execute()
    tell_of_addresses(before, by)
    live.changed(CHART)
    return keeping.undone(kept, stays, by=by)


def _tell_of_last_days(cells):
    """Whoever got a last day by the list, and has none now, does not leave: the other rooms hear of it, inside the same transaction."""
    brought = {row_id: new for name, row_id, column, old, new in cells if (name, column, old) == ("person", "left_on", None) and new}
    for number, in Person.select(Person.id).where(Person.id.in_(list(brought)), Person.left_on.is_null()).tuples():
        modules.react("last_day_undone", number, read("left_on", brought[number]))


def _emails(cells):
    """{id: present address} of the persons whose address the import changed."""
    ids = [row_id for name, row_id, column, _old, _new in cells if (name, column) == ("person", "email")]
    return dict(Person.select(Person.id, Person.email).where(Person.id << ids).tuples()) if ids else {}


def _keep_lines(made, cells, gone, stays):
    """Leave a seat's reporting line as it is where it was changed since, or where the earlier one would close a circle now.

    Gives the cells and removed rows that may be put back; lines that stay leave `made`, and are told in `stays`.
    """
    new, touched = made.get("reporting_line", {}), [cell for cell in cells if cell[0] == "reporting_line"]
    now = {row.id: row for row in ReportingLine.select().where(ReportingLine.id << [*new, *(cell[1] for cell in touched)])}
    seat_of = {**{row_id: row.position_id for row_id, row in now.items()}, **{row_id: values["position"] for row_id, values in new.items()},
               **{row_id: values["position"] for name, row_id, values in gone if name == "reporting_line"}}
    changed = {seat_of[row_id] for row_id, values in new.items() if not _as_made(now.get(row_id), values)}
    changed |= {seat_of.get(row_id) for _name, row_id, column, _old, kept in touched if plain(getattr(now.get(row_id), column, None)) != kept}
    barred = changed | _would_circle(new, touched, gone, now, seat_of, changed)
    stays += [{"table": "position", "id": seat, "column": "reports_to", "why": "changed" if seat in changed else "loop"}
              for seat in barred if seat is not None and seat not in made.get("position", {})]
    for row_id in [row_id for row_id in new if seat_of[row_id] in barred]:
        del new[row_id]
    return ([cell for cell in cells if cell[0] != "reporting_line" or seat_of.get(cell[1]) not in barred],
            [one for one in gone if seat_of.get(one[1]) not in barred])


def _as_made(row, values):
    return row is not None and all(plain(row.__data__[name]) == value for name, value in values.items())


def _would_circle(new, touched, gone, now, seat_of, changed):
    """The seats whose earlier line would close a circle, now that others moved."""
    today = clock.today().isoformat()
    above = dict(ReportingLine.select(ReportingLine.position, ReportingLine.above).where(
        ~ReportingLine.is_dotted, queries.hangs_on(clock.today())).tuples())
    back = {seat_of[row_id]: None for row_id in new}
    back.update({now[row_id].position_id: now[row_id].above_id for _name, row_id, _column, old, _kept in touched
                 if row_id in now and (old is None or old >= today)})
    back.update({values["position"]: values["above"] for name, _id, values in gone if name == "reporting_line"})
    back, barred = {seat: line for seat, line in back.items() if seat not in changed}, set()
    while True:
        closing = {seat for loop in queries.loops_in({**above, **back}) for seat in loop} & set(back)
        if not closing:
            return barred
        barred |= closing
        back = {seat: line for seat, line in back.items() if seat not in closing}


def _keep_changed(tables, made):
    """Whoever was worked on since stays, and so does their seat: (what stays, the persons concerned)."""
    worked_on, seats = set(), set()
    found = read_rows(tables, {(name, row): None for name in ("person", "position", "assignment") for row in made.get(name, {})})
    for name in ("person", "position", "assignment"):
        for row_id, values in made.get(name, {}).items():
            now = found.get((name, row_id))
            if now and all(now.get(column, value) == value for column, value in values.items()):
                continue
            worked_on |= {row_id} if name == "person" else {values["person"]} if name == "assignment" else set()
            seats |= {row_id} if name == "position" else set()
    worked_on |= {one["person"] for one in made.get("assignment", {}).values() if one["position"] in seats}
    stays = [{"table": "person", "id": row_id, "why": "changed"} for row_id in worked_on if row_id in made.get("person", {})]
    for name, values in made.items():
        for row_id in [row for row in values if (name, row) not in found and name in ("person", "position", "assignment")]:
            del values[row_id]                  # somebody removed it already
    for row_id in worked_on & set(made.get("person", {})):
        del made["person"][row_id]
    return stays, worked_on


def _without(tables, cells, worked_on, stays):
    """The cells that may be put back: not those of the seats of somebody who was moved again since."""
    held = tables["assignment"].select(tables["assignment"].id, tables["assignment"].position,
                                       tables["assignment"].person).where(tables["assignment"].person << list(worked_on))
    rows = list(held.tuples()) if worked_on else []
    touched = {("assignment", row[0]) for row in rows} | {("position", row[1]) for row in rows}
    stays += [{"table": name, "id": row_id, "column": column, "why": "changed"} for name, row_id, column, _old, _new in cells
              if (name, row_id) in touched]
    return [cell for cell in cells if (cell[0], cell[1]) not in touched]


def _keep_tied(tables, made, persons):
    """Whatever something hangs on that is not going away itself stays; and so on, until nothing more does."""
    stays, again = [], True
    whole = {name: set(rows) for name, rows in made.items()} | {"person": persons}
    hanging = links(tables, made)
    while again:
        again = _keep_parts(made, whole)
        for model, field in hanging:
            goal, own = made[field.rel_model._meta.table_name], made.get(model._meta.table_name, {})
            for row_id, tied in ties(model, field, goal):
                if tied in goal and row_id not in own:
                    del goal[tied]
                    again = True
                    name = field.rel_model._meta.table_name
                    if tied in persons and name == "person" or name in ("role", "department"):
                        stays.append({"table": name, "id": tied, "why": "tied", "by": model._meta.table_name})
    return stays


def _keep_parts(made, whole):
    """Somebody who stays keeps the seat that the import gave them, a seat that stays its line, a role what it says."""
    kept = []
    for name, of in (("assignment", "person"), ("reporting_line", "position"), ("role_version", "role")):
        rows, stay = made.get(name, {}), whole.get(of, set()) - set(made.get(of, {}))
        kept += [(rows, row) for row, values in rows.items() if values[of] in stay]
    for rows, row in kept:
        del rows[row]
    return bool(kept)
