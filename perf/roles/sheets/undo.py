"""Take a list of this room out again: versions and rows that nothing else hangs on go, and what was changed since stays."""
import json

from ...kernel import live
from ...kernel.db import write
from ...kernel.errors import Refused
from ...kernel.intake import keeping
from ...kernel.intake.models import Import
from ...kernel.intake.undo import links, put_back, read_rows, remove, ties
from ...kernel.record import models
from ...kernel.words import _
from ..models import Department, RoleVersion
from ..rows import TOPIC

ORDER = ("role_next", "role_competency", "duty", "role_version", "department_past", "role", "competency", "department")
PART_OF = {"role_next": ("of", "role_version"), "role_competency": ("of", "role_version"), "duty": ("of", "role_version"),
           "role_version": ("role", "role"), "department_past": ("department", "department")}
TOLD = ("role", "role_version", "department", "competency")


@write()
def undo_import(kept, *, by):
    kept = Import.get_by_id(kept.id)
    if kept.state != "done":
        raise Refused(_("This import was taken back already."))
    changes, tables, made = json.loads(kept.changes), models(), {}
    for name, row_id, values in changes["made"]:
        made.setdefault(name, {})[row_id] = values
    whole = {name: dict(rows) for name, rows in made.items()}
    stays = _keep_changed(tables, made) + _keep_written_on(made)
    cells = _without_circles(changes["cells"], stays)
    stays += put_back(tables, cells)
    stays += _keep_tied(tables, made, whole, {(one["table"], one["id"]) for one in stays if "column" in one})
    remove(tables, made, ORDER)
    live.changed(TOPIC)
    return keeping.undone(kept, stays, by=by)


def _keep_changed(tables, made):
    """Rows that read otherwise by now stay; those that somebody removed already are not looked for."""
    found, stays = read_rows(tables, {(name, row_id): None for name, rows in made.items() for row_id in rows}), []
    for name, rows in made.items():
        for row_id, values in list(rows.items()):
            now = found.get((name, row_id))
            if now is None or any(now.get(column) != value for column, value in values.items()):
                del rows[row_id]
                stays += [{"table": name, "id": row_id, "why": "changed"}] if now and name in TOLD else []
    return stays


def _keep_written_on(made):
    """A version on which a later one was written stays, so that the history of the role stays true."""
    versions, stays = made.get("role_version", {}), []
    for row_id, values in list(versions.items()):
        later = RoleVersion.select().where(RoleVersion.role == values["role"], RoleVersion.number > values["number"])
        if later.where(RoleVersion.id.not_in(list(versions))).exists():
            del versions[row_id]
            stays.append({"table": "role_version", "id": row_id, "why": "later"})
    return stays


def _without_circles(cells, stays):
    """The cells that may be put back: not those by which a department would lie within itself, now that others moved."""
    above = dict(Department.select(Department.id, Department.parent).tuples())
    back = {row_id: old for name, row_id, _column, old, new in cells if name == "department" and above.get(row_id) == new}
    while barred := [row_id for row_id in back if _circles({**above, **back}, row_id)]:
        for row_id in barred:
            del back[row_id]
            stays.append({"table": "department", "id": row_id, "column": "parent", "why": "circle"})
    gone = {one["id"] for one in stays if one["why"] == "circle"}
    return [cell for cell in cells if cell[0] != "department" or cell[1] not in gone]


def _circles(above, start):
    at, passed = above.get(start), set()
    while at is not None and at not in passed and at != start:
        passed.add(at)
        at = above.get(at)
    return at == start


def _keep_tied(tables, made, whole, kept):
    """Whatever something hangs on that is not going away itself stays, in whole; and so on, until nothing more does."""
    stays, hanging, again = [], links(tables, made), True
    while again:
        again = _keep_parts(made, whole, kept)
        for model, field in hanging:
            goal, own = made[field.rel_model._meta.table_name], made.get(model._meta.table_name, {})
            for row_id, tied in ties(model, field, goal):
                if tied in goal and row_id not in own:
                    del goal[tied]
                    again = True
                    stays.append({"table": field.rel_model._meta.table_name, "id": tied, "why": "tied"})
    return [one for one in stays if one["table"] in TOLD and (one["table"], one["id"]) not in kept]


def _keep_parts(made, whole, kept):
    """A role that stays keeps its version, a version its duties, a department what it was before."""
    again = False
    for name, (column, above) in PART_OF.items():
        for row_id, values in list(made.get(name, {}).items()):
            number = values[column]
            if number in whole.get(above, {}) and number not in made[above] or (above, number) in kept:
                del made[name][row_id]
                again = True
    return again
