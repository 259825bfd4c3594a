"""Spreadsheets that were sent: they go after a day by themselves, and at once where they name somebody who is erased."""
from ..kernel.records import Due, Keeps, Piece
from ..kernel.words import _
from . import reading
from .access import KEPT
from .models import Upload


def forgets(person, called):
    """Whatever spreadsheet holds their name, number or address; it can be sent again without."""
    ids = [upload.id for upload in Upload.select() if _names(upload, person)]
    return [Piece(_("Spreadsheets that were sent"), len(ids), lambda: drop(ids))]


def old_uploads(before):
    return [Due(upload.id, (upload.owner_id,)) for upload in Upload.select(Upload.id, Upload.owner).where(Upload.at < before)]


def drop(ids):
    Upload.delete().where(Upload.id.in_(ids)).execute()


def _names(upload, person):
    cells = {cell.casefold() for row in reading.unpacked(bytes(upload.sheet)).rows for cell in row} if upload.sheet else set()
    told = f"{upload.refused} {upload.answers} {upload.file_name}".casefold()
    wanted = [one.casefold() for one in (person.last_name, person.name, person.email, person.employee_id) if one]
    return any(one in told or any(one in cell for cell in cells) for one in wanted)


KEEPS = (Keeps("uploads", _("Spreadsheets that were sent"), _("Between the steps of an import, for who sent them alone."), old_uploads,
               drop, years=0, days=KEPT.days, from_leaving=False),)
