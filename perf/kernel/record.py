"""What a deed made, changed and removed, row by row, so that it can be taken back, or thought away."""
from datetime import date

from .db import Model

STEP = 400


class Record:
    def __init__(self):
        self.made = []          # (table, id, values)
        self.cells = []         # (table, id, column, old, new)
        self.gone = []          # (table, id, values)
        self._values = {}       # (table, id) -> values of a row that this deed made

    def insert(self, model, rows):
        """Insert rows in few statements; their ids in the order of the rows, in which they are numbered."""
        ids = []
        for chunk in _chunks(rows):
            found = model.insert_many(chunk).returning(model._meta.primary_key).tuples().execute()
            ids += sorted(row[0] for row in found)
        for row_id, row in zip(ids, rows):
            values = {name: plain(value) for name, value in row.items()}
            self._values[table(model), row_id] = values
            self.made.append((table(model), row_id, values))
        return ids

    def add(self, model, **row):
        """Insert one row; gives its id."""
        return self.insert(model, [row])[0]

    def change(self, model, row_id, given):
        """Write cells of one row: {column: (old, new)}."""
        given = {name: pair for name, pair in given.items() if pair[0] != pair[1]}
        if given:
            self._update(model, [row_id], {name: new for name, (_old, new) in given.items()})
        for name, (old, new) in given.items():
            self._keep(model, row_id, name, old, new)

    def change_all(self, model, rows, name, new):
        """Write one cell of several rows alike: {id: old}."""
        for chunk in _chunks(list(rows)):
            self._update(model, chunk, {name: new})
        for row_id, old in rows.items():
            self._keep(model, row_id, name, old, new)

    def drop(self, row):
        """Remove a row, which its values can bring back."""
        model = type(row)
        values = {name: plain(value) for name, value in row.__data__.items() if name != "id"}
        model.delete().where(model._meta.primary_key == row.id).execute()
        if (table(model), row.id) in self._values:
            self.made = [one for one in self.made if one[:2] != (table(model), row.id)]
        else:
            self.gone.append((table(model), row.id, values))

    def _update(self, model, ids, values):
        if "version" in model._meta.fields and (table(model), ids[0]) not in self._values:
            values["version"] = model.version + 1
        model.update(values).where(model._meta.primary_key << ids).execute()

    def _keep(self, model, row_id, name, old, new):
        made = self._values.get((table(model), row_id))
        if made is not None:
            made[name] = plain(new)
        else:
            self.cells.append((table(model), row_id, name, plain(old), plain(new)))

    def emails_before(self):
        """{id: address} of the persons who were here and got another one, as it was."""
        return {row_id: old for name, row_id, column, old, _new in self.cells if (name, column) == ("person", "email")}

    def as_json(self):
        return {"made": self.made, "cells": self.cells, "gone": self.gone}


def take_back(rows):
    """Put everything back as it was before a deed, or nothing: False where it has been changed again since.

    `rows` is what `Record.as_json` kept.
    """
    tables = models()
    if not _still_stands(rows, tables):
        return False
    for name, row_id, column, old, _new in reversed(rows["cells"]):
        model = tables[name]
        more = {"version": model.version + 1} if "version" in model._meta.fields else {}
        model.update({column: old, **more}).where(model.id == row_id).execute()
    for name, row_id, _values in reversed(rows["made"]):        # after the cells: what points elsewhere again goes not along
        tables[name].delete().where(tables[name].id == row_id).execute()
    for name, row_id, values in rows.get("gone", ()):
        tables[name].insert({"id": row_id, **values}).execute()
    return True


def read(column, value):
    """A value as JSON kept it, as the code uses it."""
    return date.fromisoformat(value) if column in DATES and value else value


DATES = frozenset(("starts", "ends", "opened_on", "closed_on", "hired_on", "left_on"))


def _still_stands(rows, tables):
    """Whether each row that was made, and each cell that was written, is as the deed left it, and nothing else hangs on what it made."""
    made = {(name, row_id) for name, row_id, _values in rows["made"]}
    latest = {(name, row_id, column): new for name, row_id, column, _old, new in rows["cells"]}
    wanted = [(name, row_id, values) for name, row_id, values in rows["made"]]
    wanted += [(name, row_id, {column: new}) for (name, row_id, column), new in latest.items()]
    for name, row_id, values in wanted:
        now = tables[name].select().where(tables[name].id == row_id).dicts().first()
        if now is None or any(plain(now[column]) != value for column, value in values.items() if column != "version"):
            return False
    own = made | {(name, row_id, column) for name, row_id, column in latest}
    freed = [(name, row_id) for name, row_id, _values in rows.get("gone", ()) if (name, row_id) not in made]     # SQLite gives a last number anew
    taken = any(tables[name].select().where(tables[name].id == row_id).exists() for name, row_id in freed)
    return not taken and not any(_hangs_on(tables, *one, own) for one in made)


def _hangs_on(tables, name, row_id, own):
    """Whether a row refers to this one that goes away, unless the deed made it as well or pointed it here."""
    for model in tables.values():
        for field in model._meta.refs:
            if table(field.rel_model) == name and table(model) != "change":
                found = model.select(model._meta.primary_key).where(field == row_id).tuples()
                if any((table(model), one) not in own and (table(model), one, field.name) not in own for one, in found):
                    return True
    return False


def _chunks(rows):
    return [rows[at:at + STEP] for at in range(0, len(rows), STEP)]


def table(model):
    return model._meta.table_name


def plain(value):
    """A value as JSON and the database keep it."""
    if isinstance(value, Model):
        return value.id
    return value.isoformat() if isinstance(value, date) else value


def models():
    """Every table of the house by its name."""
    found, queue = {}, list(Model.__subclasses__())
    while queue:
        model = queue.pop()
        queue += model.__subclasses__()
        found[table(model)] = model
    return found
