"""Take an import out again: every cell that still holds what it wrote, and every row that nothing else hangs on."""
import json
from datetime import date

import peewee as pw

from ...kernel import clock, live, trail
from ...kernel.db import write
from ...kernel.errors import Refused
from ...kernel.words import _
from ..actions import CHART
from ..models import Import, Person
from .loops import loops_in
from .record import models, plain
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
    stays += _put_back(tables, _without(tables, changes["cells"], worked_on, stays))
    stays += _keep_tied(tables, made, persons)
    _remove(tables, made)
    tell_of_addresses(before, by)
    summary = {**json.loads(kept.summary), "stays": stays, "undone_at": clock.now().isoformat()}
    Import.update(state="undone", summary=json.dumps(summary)).where(Import.id == kept.id).execute()
    trail.record("undo_import", by, kind="import", row_id=kept.id)
    live.changed(CHART)
    return Import.get_by_id(kept.id)


def _emails(cells):
    """{id: present address} of the persons whose address the import changed."""
    ids = [row_id for name, row_id, column, _old, _new in cells if (name, column) == ("person", "email")]
    return dict(Person.select(Person.id, Person.email).where(Person.id << ids).tuples()) if ids else {}


def _put_back(tables, cells):
    """Write each old value where the imported one still stands; newest first."""
    stays, rows = [], {}
    for name, row_id, column, old, new in reversed(cells):
        rows.setdefault((name, row_id), []).append((column, old, new))
    found = _read(tables, rows)
    circling = _would_circle(tables["position"], rows, found)
    for (name, row_id), given in rows.items():
        model, now, values = tables[name], found.get((name, row_id)), {}
        for column, old, new in given:
            if name == "position" and column == "reports_to" and row_id in circling:
                stays.append({"table": name, "id": row_id, "column": column, "why": "loop"})
            elif now is not None and now[column] == new:
                values[column] = now[column] = old
            else:
                stays.append({"table": name, "id": row_id, "column": column, "why": "changed"})
        stays += _write_row(model, name, row_id, values)
    return stays


def _would_circle(model, rows, found):
    """The seats whose earlier line would close a circle, now that others moved."""
    above, back = dict(model.select(model.id, model.reports_to).tuples()), {}
    for (name, row_id), given in rows.items():
        for column, old, new in given:
            now = found.get((name, row_id)) if (name, column) == ("position", "reports_to") else None
            if now is not None and back.get(row_id, now[column]) == new:
                back[row_id] = old
    barred = set()
    while True:
        closing = {seat for loop in loops_in({**above, **back}) for seat in loop} & set(back)
        if not closing:
            return barred
        barred |= closing
        back = {seat: line for seat, line in back.items() if seat not in closing}


def _write_row(model, name, row_id, values):
    if not values:
        return []
    written = {column: _value(model, column, value) for column, value in values.items()}
    if "version" in model._meta.fields:
        written["version"] = model.version + 1
    try:
        with model._meta.database.atomic():
            model.update(written).where(model._meta.primary_key == row_id).execute()
    except pw.IntegrityError:                   # the old number or address is somebody else's by now
        return [{"table": name, "id": row_id, "column": column, "why": "taken"} for column in values]
    return []


def _read(tables, rows):
    """The present values of rows {(table, id): …}, a few statements for each table."""
    found = {}
    for name in {name for name, _row in rows}:
        model, ids = tables[name], [row for table, row in rows if table == name]
        for at in range(0, len(ids), 400):
            for row in model.select().where(model._meta.primary_key << ids[at:at + 400]).dicts():
                found[name, row["id"]] = {column: plain(value) for column, value in row.items()}
    return found


def _keep_changed(tables, made):
    """Whoever was worked on since stays, and so does their seat: (what stays, the persons concerned)."""
    worked_on, seats = set(), set()
    found = _read(tables, {(name, row): None for name in ("person", "position", "assignment") for row in made.get(name, {})})
    for name in ("person", "position", "assignment"):
        for row_id, values in made.get(name, {}).items():
            now = found.get((name, row_id))
            if now and all(now[column] == value for column, value in values.items()):
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
    links = [(model, field) for model in tables.values() for field in model._meta.refs
             if made.get(field.rel_model._meta.table_name)]
    while again:
        again = _keep_holds(made, persons)
        for model, field in links:
            goal, own = made[field.rel_model._meta.table_name], made.get(model._meta.table_name, {})
            for row_id, tied in _ties(model, field, goal):
                if tied in goal and row_id not in own:
                    del goal[tied]
                    again = True
                    if tied in persons and field.rel_model is tables["person"]:
                        stays.append({"table": "person", "id": tied, "why": "tied", "by": model._meta.table_name})
    return stays


def _keep_holds(made, persons):
    """Somebody who stays keeps the seat that the import gave them."""
    holds, stay = made.get("assignment", {}), persons - set(made.get("person", {}))
    kept = [row for row, values in holds.items() if values["person"] in stay]
    for row in kept:
        del holds[row]
    return bool(kept)


def _ties(model, field, ids):
    """(row, what it hangs on) of the rows that point at any of these."""
    key, ids = model._meta.primary_key, list(ids)
    return [pair for at in range(0, len(ids), 400)
            for pair in model.select(key, field).where(field << ids[at:at + 400]).tuples()]


def _remove(tables, made):
    for name in ("assignment", "position", "person", "role", "department"):
        ids, model = list(made.get(name, {})), tables[name]
        for at in range(0, len(ids), 400):
            model.delete().where(model._meta.primary_key << ids[at:at + 400]).execute()


def _value(model, column, value):
    is_date = isinstance(model._meta.fields[column], pw.DateField) and value is not None
    return date.fromisoformat(value) if is_date else value
