"""The trail is only added to: a hash chain over its lines, and triggers that let nothing else happen to it."""
import hashlib
import json

from peewee import *

OLD = "id, at, verb, actor_id, about_id, kind, row_id, is_reading"
TRIGGERS = (
    "CREATE TRIGGER IF NOT EXISTS trail_line_is_added_at_the_end BEFORE INSERT ON trail_line "
    "WHEN NEW.id IS NOT (SELECT last_id + 1 FROM trail_ends) BEGIN SELECT RAISE(ABORT, 'a line of the trail is added at its end'); END",
    "CREATE TRIGGER IF NOT EXISTS trail_line_stays_as_it_is BEFORE UPDATE ON trail_line "
    "BEGIN SELECT RAISE(ABORT, 'a line of the trail is never changed'); END",
    "CREATE TRIGGER IF NOT EXISTS trail_line_stays BEFORE DELETE ON trail_line "
    "WHEN OLD.id > (SELECT start_id FROM trail_ends) BEGIN SELECT RAISE(ABORT, 'a line of the trail is never deleted'); END",
)


def up(migrator, db):
    class TrailLine(Model):
        at = DateTimeField(index=True)
        verb = CharField(max_length=60)
        actor_id = IntegerField(null=True)
        about_id = IntegerField(null=True, index=True)
        kind = CharField(max_length=40, default='')
        row_id = IntegerField(null=True)
        is_reading = BooleanField(default=False)
        ip = CharField(max_length=50, default='')
        hash = CharField(max_length=64)
        class Meta:
            database = db
            table_name = 'trail_line'
            indexes = ((('actor_id', 'at'), False),)

    class TrailEnds(Model):
        start_id = IntegerField(default=0)
        start_hash = CharField(max_length=64, default='')
        last_id = IntegerField(default=0)
        last_hash = CharField(max_length=64, default='')
        class Meta:
            database = db
            table_name = 'trail_ends'

    db.execute_sql('ALTER TABLE trail_line RENAME TO trail_line_before')
    for name in [index.name for index in db.get_indexes('trail_line_before')]:
        db.execute_sql(f'DROP INDEX "{name}"')
    db.create_tables([TrailLine, TrailEnds])
    last_id, last_hash = chain_lines(db)
    db.execute_sql('INSERT INTO trail_ends (start_id, start_hash, last_id, last_hash) VALUES (0, \'\', ?, ?)', (last_id, last_hash))
    db.execute_sql('DROP TABLE trail_line_before')
    for trigger in TRIGGERS:
        db.execute_sql(trigger)


def chain_lines(db):
    """Copy the lines that are there in their order, numbered without gaps, each with its hash."""
    number, mark = 0, ''
    for _id, *rest in db.execute_sql(f'SELECT {OLD} FROM trail_line_before ORDER BY id').fetchall():
        number += 1
        line = (number, *rest, '')
        mark = hashlib.sha256(json.dumps([mark, *line], separators=(',', ':'), default=repr).encode()).hexdigest()
        db.execute_sql(f'INSERT INTO trail_line ({OLD}, ip, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', (*line, mark))
    return number, mark


def down(migrator, db):
    for trigger in ('trail_line_is_added_at_the_end', 'trail_line_stays_as_it_is', 'trail_line_stays'):
        db.execute_sql(f'DROP TRIGGER {trigger}')
    for index in db.get_indexes('trail_line'):
        if 'actor_id' in index.columns:
            db.execute_sql(f'DROP INDEX "{index.name}"')
    db.execute_sql('ALTER TABLE trail_line DROP COLUMN ip')
    db.execute_sql('ALTER TABLE trail_line DROP COLUMN hash')
    db.execute_sql('DROP TABLE trail_ends')
