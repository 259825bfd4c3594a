"""What is kept of an import: how its columns were matched, and what it wrote."""
import json
from collections import Counter

from .. import clock, trail, words
from ..errors import Changed
from ..words import _
from .models import Import, Matching


def remembered(kind):
    """{heading, written plainly: field} as it was matched the last time."""
    return dict(Matching.select(Matching.heading, Matching.field).where(Matching.kind == kind).tuples())


def remember(kind, sheet, choices, names):
    """How the columns were matched, for the next list."""
    fed = {int(column): name for column, name in choices.matching.items()}
    kept = {words.plain(heading)[:200]: fed.get(column, "") for column, heading in enumerate(sheet.headings)}
    Matching.delete().where(Matching.kind == kind, Matching.heading << list(kept)).execute()
    Matching.insert_many([{"kind": kind, "heading": heading, "field": name} for heading, name in kept.items()
                          if not name or name in names]).execute()


def keep(kind, record, counts, *, by, file_name="", aside=()):
    """Write down what an import did, inside its own transaction; gives the Import."""
    made = Counter(name for name, _row, _values in record.made if name not in aside)
    kept = Import.create(kind=kind, by_id=getattr(by, "id", None), at=clock.now(), file_name=file_name,
                         changes=json.dumps(record.as_json()), summary=json.dumps({"kind": kind, **counts, "made": made}))
    trail.record(f"import_{kind}", by, kind="import", row_id=kept.id)
    return kept


def undone(kept, stays, *, by):
    """Write down that an import was taken back, and what of it stays."""
    summary = {**json.loads(kept.summary), "stays": stays, "undone_at": clock.now().isoformat()}
    Import.update(state="undone", summary=json.dumps(summary)).where(Import.id == kept.id).execute()
    trail.record("undo_import", by, kind="import", row_id=kept.id)
    return Import.get_by_id(kept.id)


def changed_meanwhile():
    return Changed(_("The records changed since you looked at this. Nothing was imported; please look at the preview again."))
