"""Taking a list back: leavings that it brought in go, those that it changed are put back; what somebody has worked on since stays."""
import json
from collections import defaultdict

from ...kernel import live
from ...kernel.db import write
from ...kernel.errors import Refused
from ...kernel.intake import keeping
from ...kernel.intake.models import Import
from ...kernel.intake.undo import STEP, as_stored, ties
from ...kernel.words import _
from ..models import ExitAnswer, ExitCase, Leaving, LeavingReason, Measure, RemarkTheme

TABLES = {"leaving": Leaving, "leaving_reason": LeavingReason, "exit_answer": ExitAnswer}


@write()
def undo_import(kept, *, by):
    kept = Import.get_by_id(kept.id)
    if kept.state != "done":
        raise Refused(_("This import was taken back already."))
    changes = json.loads(kept.changes)
    made = [row_id for table, row_id, _values in changes["made"] if table == "leaving"]
    stays = _remove(made) + _put_back(changes, set(made))
    _restore_measures(changes)
    live.changed("leavings", 0)
    return keeping.undone(kept, stays, by=by)


# what was brought in

def _remove(made):
    """Leavings that nobody has touched, with their answers and reasons."""
    stays = []
    for at in range(0, len(made), STEP):
        some = made[at:at + STEP]
        tied = {leaving for _row, leaving in ties(ExitCase, ExitCase.leaving, some)} | _sorted(some)
        there = {row[0]: row[1:] for row in Leaving.select(Leaving.id, Leaving.version, Leaving.publication).where(Leaving.id.in_(some)).tuples()}
        free = [number for number, (version, publication) in there.items() if version == 1 and publication is None and number not in tied]
        Leaving.delete().where(Leaving.id.in_(free)).execute()
        stays += [{"table": "leaving", "id": number, "why": "published" if there[number][1] else "tied" if number in tied else "changed"}
                  for number in there if number not in set(free)]
    return stays


def _sorted(ids):
    """Leavings of which somebody has sorted a comment by theme."""
    rows = RemarkTheme.select(ExitAnswer.leaving).join(ExitAnswer).where(ExitAnswer.leaving.in_(ids)).distinct()
    return {number for number, in rows.tuples()}


# what was changed

def _put_back(changes, made):
    """Each leaving as a whole, or not at all: half of a decision would be nobody's."""
    parts = _by_leaving(changes, made)
    versions = {row_id: (old, new) for table, row_id, column, old, new in changes["cells"] if (table, column) == ("leaving", "version")}
    there = dict(Leaving.select(Leaving.id, Leaving.version).where(Leaving.id.in_(list(versions))).tuples())
    stays = []
    for number, (_old, new) in versions.items():
        if there.get(number) == new:
            _restore(parts[number])
            Leaving.update(version=new + 1).where(Leaving.id == number).execute()
        elif number in there:
            stays.append({"table": "leaving", "id": number, "why": "changed"})
    return stays


def _by_leaving(changes, made):
    """{leaving: {"cells" | "made" | "gone": rows}} of what was written about leavings that were there before."""
    found = defaultdict(lambda: defaultdict(list))
    owners = {("leaving", row_id): row_id for table, row_id, *_rest in changes["cells"] if table == "leaving"}
    for name in ("leaving_reason", "exit_answer"):
        ids = [row[1] for row in changes["cells"] + changes["made"] if row[0] == name]
        owners |= {(name, row_id): leaving for row_id, leaving in _leavings_of(TABLES[name], ids)}
        owners |= {(name, row[1]): row[2]["leaving"] for row in changes["gone"] if row[0] == name}
    for part in ("cells", "made", "gone"):
        for row in changes[part]:
            owner = owners.get((row[0], row[1]))
            if row[0] in TABLES and owner is not None and owner not in made:
                found[owner][part].append(row)
    return found


def _leavings_of(model, ids):
    return [pair for at in range(0, len(ids), STEP)
            for pair in model.select(model.id, model.leaving).where(model.id.in_(ids[at:at + STEP])).tuples()]


def _restore(part):
    for table, row_id, column, old, _new in reversed(part["cells"]):
        if column != "version":
            model = TABLES[table]
            model.update({column: as_stored(model, column, old)}).where(model.id == row_id).execute()
    for table, row_id, _values in part["made"]:
        TABLES[table].delete().where(TABLES[table].id == row_id).execute()
    for table, row_id, values in part["gone"]:
        TABLES[table].insert(values).execute()


# questions

def _restore_measures(changes):
    """Questions that nobody answers any more go; choices that the list added go where nobody has chosen them."""
    for table, row_id, _values in changes["made"]:
        if table == "measure" and not ExitAnswer.select().where(ExitAnswer.measure == row_id).exists():
            Measure.delete().where(Measure.id == row_id).execute()
    for table, row_id, column, old, new in reversed(changes["cells"]):
        if table == "measure" and not _is_chosen(row_id, len(json.loads(old))):
            Measure.update(options_json=old).where(Measure.id == row_id, Measure.options_json == new).execute()


def _is_chosen(measure, least):
    return ExitAnswer.select().where(ExitAnswer.measure == measure, ExitAnswer.choice >= least).exists()
