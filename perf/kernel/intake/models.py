"""Spreadsheets that were taken in, and how their columns were matched."""
import peewee as pw

from ..db import Model


class Import(Model):
    """One spreadsheet that was taken in, with all that is needed to take it out again."""

    kind = pw.CharField(max_length=40)                      # which list: the name of a room's offer
    by_id = pw.IntegerField(null=True)                      # a person's number; the room people stands above
    at = pw.DateTimeField()
    file_name = pw.CharField(max_length=200, default="")
    state = pw.CharField(max_length=20, default="done")     # done, undone
    summary = pw.TextField(default="{}")                    # counts, as JSON
    changes = pw.TextField(default="[]")                    # what record.Record kept, as JSON


class Matching(Model):
    """Which column of a kind of list fed which of ours, kept for the next time."""

    kind = pw.CharField(max_length=40)
    heading = pw.CharField(max_length=200)
    field = pw.CharField(max_length=40)

    class Meta:
        indexes = ((("kind", "heading"), True),)
