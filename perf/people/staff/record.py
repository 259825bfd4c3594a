"""What an import made and which cells it changed, kept so that it can be undone."""
from datetime import date

from ...kernel.db import Model

STEP = 400


class Record:
    def __init__(self):
        self.made = []          # (table, id, values)
        self.cells = []         # (table, id, column, old, new)
        self._values = {}       # (table, id) -> values of a row that this import made

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
        return {"made": self.made, "cells": self.cells}


def _chunks(rows):
    return [rows[at:at + STEP] for at in range(0, len(rows), STEP)]


def table(model):
    return model._meta.table_name


def plain(value):
    """A value as JSON and the database keep it."""
    return value.isoformat() if isinstance(value, date) else value


def models():
    """Every table of the house by its name."""
    found, queue = {}, list(Model.__subclasses__())
    while queue:
        model = queue.pop()
        queue += model.__subclasses__()
        found[table(model)] = model
    return found
