"""How long records are kept, holds, what was removed, and requests for the file about oneself."""
from peewee import *

def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class KeepingPeriod(Model):
        key = CharField(unique=True, max_length=40)
        years = IntegerField()
        class Meta:
            database = db
            table_name = 'keeping_period'

    class Hold(Model):
        person = ForeignKeyField(Person, null=True)
        reason = TextField()
        placed_by = ForeignKeyField(Person, null=True)
        placed_at = DateTimeField()
        lifted_by = ForeignKeyField(Person, null=True)
        lifted_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'hold'

    class Purge(Model):
        at = DateTimeField()
        by = ForeignKeyField(Person, null=True)
        counts_json = TextField()
        people = IntegerField(default=0)
        cleaned_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'purge'

    class Erasure(Model):
        person = ForeignKeyField(Person, unique=True)
        number = IntegerField(unique=True)
        at = DateTimeField()
        by = ForeignKeyField(Person, null=True)
        with_written = BooleanField(default=False)
        cleaned_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'erasure'

    class FileRequest(Model):
        person = ForeignKeyField(Person)
        asked_at = DateTimeField()
        entered_by = ForeignKeyField(Person, null=True)
        wish = TextField(default='')
        due_on = DateField()
        state = CharField(default='asked', max_length=20)
        taken_by = ForeignKeyField(Person, null=True)
        released_by = ForeignKeyField(Person, null=True)
        closed_at = DateTimeField(null=True)
        ends_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'file_request'

    class FileDecision(Model):
        request = ForeignKeyField(FileRequest, on_delete='CASCADE')
        key = CharField(max_length=60)
        verdict = CharField(max_length=10)
        ticked_json = TextField(default='[]')
        reason = CharField(default='', max_length=600)
        fingerprint = CharField(max_length=64)
        by = ForeignKeyField(Person, null=True)
        where = CharField(default='', max_length=400)
        author = CharField(default='', max_length=160)
        text = TextField(default='')
        class Meta:
            database = db
            table_name = 'file_decision'
            indexes = ((('request', 'key'), True),)

    db.create_tables([KeepingPeriod, Hold, Purge, Erasure, FileRequest, FileDecision])

def down(migrator, db):
    for table in ('file_decision', 'file_request', 'erasure', 'purge', 'hold', 'keeping_period'):
        db.execute_sql(f'DROP TABLE {table}')
