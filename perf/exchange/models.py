"""A spreadsheet that was sent and is being worked on."""
import peewee as pw

from ..kernel.db import Model
from ..people.models import Person


class Upload(Model):
    """Kept on the server between the steps, for its owner alone, until it is imported or a day has passed."""

    owner = pw.ForeignKeyField(Person, backref="uploads", on_delete="CASCADE")
    at = pw.DateTimeField(index=True)
    kind = pw.CharField(max_length=40)
    file_name = pw.CharField(max_length=200, default="")
    content = pw.BlobField(null=True)                       # as it was sent; text files only, to be read in another encoding
    sheet = pw.BlobField(null=True)                         # what was read from it, packed
    matching = pw.TextField(default="{}")                   # column -> field, as JSON
    clear = pw.TextField(default="[]")                      # fields that an empty cell clears
    answers = pw.TextField(default="{}")
    import_id = pw.IntegerField(null=True)                  # what became of it
    refused = pw.TextField(default="")                      # rows that were not taken, as CSV


class Export(Model):
    """That records were taken along as a workbook: the line in the trail names it, and whose records were in it stands beside."""

    at = pw.DateTimeField()
    tables = pw.TextField(default="")                       # the keys of the sheets, with blanks


class ExportedPerson(Model):
    """Somebody whose records were in an export: a number alone, since it must outlive the records."""

    export = pw.ForeignKeyField(Export, backref="persons", on_delete="CASCADE")
    person_id = pw.IntegerField(index=True)
