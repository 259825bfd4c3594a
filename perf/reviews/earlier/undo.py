"""Taking a list of earlier reviews back: what it brought in goes, but not what was changed since or has a PDF beside it by now."""
import json

from ...kernel import live
from ...kernel.db import write
from ...kernel.errors import Refused
from ...kernel.intake import keeping
from ...kernel.intake.models import Import
from ...kernel.intake.undo import put_back, read_rows, remove, ties
from ...kernel.words import _
from .. import telling
from ..models import EarlierReview, ReviewFile

TABLE, TABLES = "earlier_review", {"earlier_review": EarlierReview}


@write()
def undo_import(kept, *, by):
    kept = Import.get_by_id(kept.id)
    if kept.state != "done":
        raise Refused(_("This import was taken back already."))
    changes = json.loads(kept.changes)
    made = {row_id: values for _table, row_id, values in changes["made"]}
    persons = _persons([*made, *(row[1] for row in changes["cells"])])
    stays = put_back(TABLES, changes["cells"]) + _keep_touched(made)
    remove(TABLES, {TABLE: made}, [TABLE])
    telling.taken_out(persons - _persons_with_any(persons))
    for person_id in persons:
        live.changed("history", person_id)
    return keeping.undone(kept, stays, by=by)


def _keep_touched(made):
    """Rows that another list changed, or beside which a PDF lies, stay; those that are gone already are not looked for."""
    found, stays = read_rows(TABLES, {(TABLE, row_id): None for row_id in made}), []
    tied = {earlier for _file, earlier in ties(ReviewFile, ReviewFile.earlier, made)}
    for row_id in list(made):
        now = found.get((TABLE, row_id))
        if now is None or now["version"] != 1 or row_id in tied:
            del made[row_id]
            stays += [{"table": TABLE, "id": row_id, "why": "tied" if row_id in tied else "changed"}] if now else []
    return stays


def _persons(ids):
    return {number for number, in EarlierReview.select(EarlierReview.person).where(EarlierReview.id.in_(ids)).distinct().tuples()}


def _persons_with_any(persons):
    """Those whose history still holds a review from before, so that what they were told of it stays true."""
    return {number for number, in EarlierReview.select(EarlierReview.person).where(EarlierReview.person.in_(persons)).distinct().tuples()}
