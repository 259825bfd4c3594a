"""The audit and access log: ids and the verb's name, never names, texts or values.

Lines are only ever added. Each holds a hash over itself and the line before, so a line that was changed, moved or
taken away is found out; whoever can write the file could forge all of it, unless the end was noted elsewhere (`head`).
"""
import hashlib
import json
from datetime import timedelta
from functools import lru_cache
from ipaddress import ip_address, ip_network

import peewee as pw
from flask import has_request_context, request

from . import clock
from .db import Model, prepared, write

READ_AGAIN_AFTER = timedelta(minutes=15)
V4_BITS, V6_BITS = 24, 48       # what is kept of an address: the network, not the device
STANDS = (                      # only the verbs below pass: a line is added at the end, and taken away only at the beginning
    "CREATE TRIGGER IF NOT EXISTS trail_line_is_added_at_the_end BEFORE INSERT ON trail_line "
    "WHEN NEW.id IS NOT (SELECT last_id + 1 FROM trail_ends) "
    "BEGIN SELECT RAISE(ABORT, 'a line of the trail is added at its end'); END",
    "CREATE TRIGGER IF NOT EXISTS trail_line_stays_as_it_is BEFORE UPDATE ON trail_line "
    "BEGIN SELECT RAISE(ABORT, 'a line of the trail is never changed'); END",
    "CREATE TRIGGER IF NOT EXISTS trail_line_stays BEFORE DELETE ON trail_line "
    "WHEN OLD.id > (SELECT start_id FROM trail_ends) BEGIN SELECT RAISE(ABORT, 'a line of the trail is never deleted'); END",
)


class TrailLine(Model):
    at = pw.DateTimeField(index=True)
    verb = pw.CharField(max_length=60)
    actor_id = pw.IntegerField(null=True)
    about_id = pw.IntegerField(null=True, index=True)
    kind = pw.CharField(max_length=40, default="")
    row_id = pw.IntegerField(null=True)
    is_reading = pw.BooleanField(default=False)
    ip = pw.CharField(max_length=50, default="")            # the network that a request came from, as 192.0.2.0/24
    hash = pw.CharField(max_length=64)

    class Meta:
        indexes = ((("actor_id", "at"), False),)

    @classmethod
    def create_table(cls, safe=True, **options):
        super().create_table(safe, **options)
        for trigger in STANDS:
            cls._meta.database.execute_sql(trigger)


class TrailEnds(Model):
    """One row: the line before the first that is kept, and the last one. So lines missing at either end are found out."""

    start_id = pw.IntegerField(default=0)
    start_hash = pw.CharField(max_length=64, default="")
    last_id = pw.IntegerField(default=0)
    last_hash = pw.CharField(max_length=64, default="")


COLUMNS = [field.name for field in TrailLine._meta.sorted_fields]


@write()
def record(verb, actor, about=None, kind="", row_id=None, is_reading=False):
    """Keep that `actor` did `verb`, concerning the person `about`."""
    [(last_id, last_hash)] = _ends()
    line = (last_id + 1, str(clock.now()), verb, getattr(actor, "id", None), getattr(about, "id", about), kind, row_id,
            int(is_reading), _network())
    mark = chained(last_hash, line)
    _add(**dict(zip(COLUMNS, (*line, mark))))
    _end_with(number=last_id + 1, mark=mark)


def record_reading(verb, actor, about, kind, row_id):
    """Keep that somebody has read a row; once in a quarter of an hour, so a page that refreshes itself is one reading."""
    if not done_since(clock.now() - READ_AGAIN_AFTER, verb, actor, kind, row_id):
        record(verb, actor, about, kind=kind, row_id=row_id, is_reading=True)


def done_since(moment, verb, actor, kind, row_id=None):
    """Whether a line says that somebody has done this since a moment, to one row or to any."""
    found = _deeds if row_id is None else _deeds_to_row
    return bool(found(moment=moment, actor=actor.id, verb=verb, kind=kind, **({} if row_id is None else {"row_id": row_id})))


def how_many(moment, verb, actor):
    """How many such lines somebody has caused since a moment."""
    return _count(moment=moment, actor=actor.id, verb=verb)[0][0]


def head():
    """(id, hash) of the last line: noted elsewhere, it proves later that nothing before it was touched."""
    return TrailEnds.select(TrailEnds.last_id, TrailEnds.last_hash).tuples().get()


@write()
def cut(before, *, by=None):
    """Take away the oldest lines, those before a moment; the rest goes on from their last hash. Returns how many went."""
    kept = TrailLine.select(pw.fn.MIN(TrailLine.id)).where(TrailLine.at >= before).scalar()
    old = TrailLine.select().where(TrailLine.id < kept) if kept else TrailLine.select()
    last = old.order_by(TrailLine.id.desc()).first()
    if last is None:
        return 0
    TrailEnds.update(start_id=last.id, start_hash=last.hash).execute()
    count = TrailLine.delete().where(TrailLine.id <= last.id).execute()
    record("cut_trail", by, kind="trail", row_id=last.id)
    return count


def chained(before, line):
    """The hash of a line: over the hash before it and its fields as they are stored, in one canonical form."""
    return hashlib.sha256(json.dumps([before, *line], separators=(",", ":"), default=repr).encode()).hexdigest()


@lru_cache
def network_of(address, v4=V4_BITS, v6=V6_BITS):
    """What is kept of an address: enough to tell the office from elsewhere, too little to tell devices apart."""
    try:
        ip = ip_address(address)
        ip = getattr(ip, "ipv4_mapped", None) or ip
        return str(ip_network((int(ip), v4 if ip.version == 4 else v6), strict=False))
    except ValueError:
        return ""


@prepared
def _ends():
    return TrailEnds.select(TrailEnds.last_id, TrailEnds.last_hash)


@prepared
def _add(id, at, verb, actor_id, about_id, kind, row_id, is_reading, ip, hash):
    return TrailLine.insert(dict(zip(COLUMNS, (id, at, verb, actor_id, about_id, kind, row_id, is_reading, ip, hash))))


@prepared
def _end_with(number, mark):
    return TrailEnds.update(last_id=number, last_hash=mark)


def _network():
    return network_of(request.remote_addr or "") if has_request_context() else ""


def _lines(moment, actor, verb):
    return TrailLine.select(TrailLine.id).where(TrailLine.actor_id == actor, TrailLine.at > moment, TrailLine.verb == verb)


@prepared
def _deeds(moment, actor, verb, kind):
    return _lines(moment, actor, verb).where(TrailLine.kind == kind).limit(1)


@prepared
def _deeds_to_row(moment, actor, verb, kind, row_id):
    return _lines(moment, actor, verb).where(TrailLine.kind == kind, TrailLine.row_id == row_id).limit(1)


@prepared
def _count(moment, actor, verb):
    return TrailLine.select(pw.fn.COUNT(TrailLine.id)).where(TrailLine.actor_id == actor, TrailLine.at > moment, TrailLine.verb == verb)
