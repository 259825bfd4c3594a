"""What an import made and which cells it changed, kept so that it can be undone."""
from datetime import date

from ..kernel.db import Model


class Record:
    def __init__(self):
        self.made = []          # (table, id, values)
        self.cells = []         # (table, id, column, old, new)

    def change(self, model, row_id, **given):
        """Write cells of one row, each given as (old, new)."""
        given = {name: pair for name, pair in given.items() if pair[0] != pair[1]}
        if not given:
            return
        values = {name: new for name, (_old, new) in given.items()}
        if "version" in model._meta.fields:
            values["version"] = model.version + 1
        model.update(values).where(model._meta.primary_key == row_id).execute()
        self._keep(model, row_id, given)

    def change_all(self, model, rows, name, new):
        """Write one cell of several rows: {id: old}."""
        rows = {row: old for row, old in rows.items() if old != new}
        if not rows:
            return
        values = {name: new}
        if "version" in model._meta.fields:
            values["version"] = model.version + 1
        for chunk in _chunks(list(rows)):
            model.update(values).where(model._meta.primary_key << chunk).execute()
        for row, old in rows.items():
            self._keep(model, row, {name: (old, new)})

    def _keep(self, model, row_id, given):
        self.cells += [(table(model), row_id, name, plain(old), plain(new)) for name, (old, new) in given.items()]

    def as_json(self):
        return {"made": self.made, "cells": self.cells}


def inserted(record, model, rows):
    """Insert rows in few statements; their ids in the same order, which is the order they are numbered in."""
    ids = []
    for chunk in _chunks(rows):
        found = model.insert_many(chunk).returning(model._meta.primary_key).tuples().execute()
        ids += sorted(row[0] for row in found)
    record.made += [(table(model), row_id, {name: plain(value) for name, value in row.items()})
                    for row_id, row in zip(ids, rows)]
    return ids


def _chunks(rows, size=400):
    return [rows[at:at + size] for at in range(0, len(rows), size)]


def table(model):
    return model._meta.table_name


def plain(value):
    """A value as JSON and the database keep it."""
    if isinstance(value, date):
        return value.isoformat()
    return value.id if isinstance(value, Model) else value


def models():
    """Every table of the house by its name."""
    found, queue = {}, list(Model.__subclasses__())
    while queue:
        model = queue.pop()
        queue += model.__subclasses__()
        found[table(model)] = model
    return found
