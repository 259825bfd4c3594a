"""How long records are kept, what is under hold, and removing what is past its time."""
import hashlib
import json

from ..kernel import clock, trail
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from . import cleaning, queries
from .models import Hold, KeepingPeriod, Purge
from .plan import plan, sweep
from .requests import forget_released

LONGEST = 100


@write()
def keep_for(years, *, seen, by):
    """Keep each class of record for so many years: {key: years}. `seen` stands for the years that the form was filled with."""
    if seen != periods_mark():
        raise Changed(_("Somebody else changed how long records are kept. The years as they are now stand below; make your change again."))
    known = {record.key: record for record in queries.classes()}
    chosen = {key: number for key, number in years.items() if key in known}
    _refuse_short(known, chosen)
    for key, number in chosen.items():
        KeepingPeriod.insert(key=key, years=number).on_conflict(
            conflict_target=[KeepingPeriod.key], update={KeepingPeriod.years: number}).execute()
    trail.record("change_keeping", by)


def periods_mark():
    """Stands for the years as they are now."""
    return hashlib.sha256(repr([(record.key, queries.years_of(record)) for record in queries.classes()]).encode()).hexdigest()[:16]


def _refuse_short(known, chosen):
    """At least a year; and the person's own record as long as what hangs on it, or nobody would know whose that is."""
    for key, number in chosen.items():
        if not known[key].least <= number <= LONGEST:
            raise Refused(_("Between %(least)s and %(most)s years, please.", least=known[key].least, most=LONGEST), f"years_{key}")
    now = {key: chosen.get(key, queries.years_of(record)) for key, record in known.items()}
    longest = max((now[key] for key, record in known.items() if record.from_leaving and not record.comes_last), default=0)
    for key, record in known.items():
        if record.comes_last and now[key] < longest:
            raise Refused(_("The record says whose reviews these are, so it is kept at least as long: %(years)s years.", years=longest),
                          f"years_{key}")


@write()
def hold(person, *, reason, by):
    """Keep everything of a person, or of everybody (None), until the hold is lifted."""
    if not reason.strip():
        raise Refused(_("Please say why, so that somebody knows later when it can be lifted."), "reason")
    if person is not None and queries.erased(person):
        raise Refused(_("This person was erased; there is nothing left to keep."))
    standing = Hold.person.is_null() if person is None else Hold.person == person.id
    if Hold.select().where(Hold.lifted_at.is_null(), standing).exists():
        raise Refused(_("This hold stands already."))
    made = Hold.create(person=person, reason=reason.strip(), placed_by=by, placed_at=clock.now())
    trail.record("place_hold", by, person, kind="hold", row_id=made.id)
    return made


@write()
def lift(held, *, by):
    """From now on the periods count again."""
    changed = Hold.update(lifted_by=by, lifted_at=clock.now()).where(Hold.id == held.id, Hold.lifted_at.is_null()).execute()
    if not changed:
        raise Refused(_("This hold was lifted already."))
    trail.record("lift_hold", by, held.person_id, kind="hold", row_id=held.id)


def refuse_erased(person):
    """Nobody comes back of whom only a number is left."""
    if queries.erased(person):
        raise Refused(_("This person was erased, so nothing about them can be changed any more. Add them anew if they come back."))


def purge(*, seen, by):
    """Remove what was previewed and nothing else; then let the file itself forget it. Returns the log's row."""
    kept = _purge(seen, by)
    cleaning.tidy()
    return kept


@write()
def _purge(seen, by):
    found = plan(clock.today())
    if seen is not None and seen != found.digest:
        raise Changed(_("What is past its time has changed since you looked. Nothing was removed; please read the preview again."))
    if not found.rows:
        raise Refused(_("Nothing is past its time, so there is nothing to remove."))
    return _take(found, "purge", by)


def _take(found, verb, by):
    for line in found.lines:
        if line.free:
            line.record.purge([row.id for row in line.free])
    kept = Purge.create(at=clock.now(), by=by, counts_json=json.dumps(found.counts), people=sum(taken > 0 for _one, taken, _held in found.people))
    trail.record(verb, by, kind="purge", row_id=kept.id)
    return kept


@write()
def sweep_up(today):
    """What is only needed for some days goes by itself, each day; a hold keeps it as well."""
    found = sweep(today)
    if found.rows:
        _take(found, "sweep", None)
    forget_released(today)

