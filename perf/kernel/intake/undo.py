"""Taking an import back, row by row: what still holds what it wrote, and what something else hangs on by now."""
from datetime import date

import peewee as pw

from ..record import plain

STEP = 400


def read_rows(tables, rows):
    """The present values of rows {(table, id): …}, a few statements for each table."""
    found = {}
    for name in {name for name, _row in rows}:
        model, ids = tables[name], [row for table, row in rows if table == name]
        for at in range(0, len(ids), STEP):
            for row in model.select().where(model._meta.primary_key << ids[at:at + STEP]).dicts():
                found[name, row["id"]] = {column: plain(value) for column, value in row.items()}
    return found


def put_back(tables, cells):
    """Write each old value where the imported one still stands; newest first. Gives what stays."""
    stays, rows = [], {}
    for name, row_id, column, old, new in reversed(cells):
        rows.setdefault((name, row_id), []).append((column, old, new))
    found = read_rows(tables, rows)
    for (name, row_id), given in rows.items():
        model, now, values = tables[name], found.get((name, row_id)), {}
        for column, old, new in given:
            if now is not None and column in now and now[column] == new:
                values[column] = now[column] = old
            else:
                stays.append({"table": name, "id": row_id, "column": column, "why": "changed"})
        stays += _write_row(model, name, row_id, values)
    return stays


def _write_row(model, name, row_id, values):
    if not values:
        return []
    written = {column: as_stored(model, column, value) for column, value in values.items()}
    if "version" in model._meta.fields:
        written["version"] = model.version + 1
    try:
        with model._meta.database.atomic():
            model.update(written).where(model._meta.primary_key == row_id).execute()
    except pw.IntegrityError:                   # the old number or address is somebody else's by now
        return [{"table": name, "id": row_id, "column": column, "why": "taken"} for column in values]
    return []


def as_stored(model, column, value):
    is_date = isinstance(model._meta.fields[column], pw.DateField) and value is not None
    return date.fromisoformat(value) if is_date else value


def ties(model, field, ids):
    """(row, what it hangs on) of the rows that point at any of these."""
    key, ids = model._meta.primary_key, list(ids)
    return [pair for at in range(0, len(ids), STEP)
            for pair in model.select(key, field).where(field << ids[at:at + STEP]).tuples()]


def links(tables, made):
    """Every reference by which something may hang on a row that an import made."""
    return [(model, field) for model in tables.values() for field in model._meta.refs if made.get(field.rel_model._meta.table_name)]


def remove(tables, made, order):
    for name in order:
        ids, model = list(made.get(name, {})), tables[name]
        for at in range(0, len(ids), STEP):
            model.delete().where(model._meta.primary_key << ids[at:at + STEP]).execute()
