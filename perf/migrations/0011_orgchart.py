"""Drafts of a reorganisation, and links to the chart."""
from peewee import *

def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class Scenario(Model):
        name = CharField(max_length=120)
        note = TextField(default='')
        made_by = ForeignKeyField(Person, on_delete='CASCADE')
        made_at = DateTimeField()
        state = CharField(max_length=20, default='draft')
        holds_from = DateField(null=True)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'scenario'

    class Step(Model):
        scenario = ForeignKeyField(Scenario, on_delete='CASCADE')
        does = CharField(max_length=20)
        told = TextField(default='{}')
        class Meta:
            database = db
            table_name = 'step'

    class Reader(Model):
        scenario = ForeignKeyField(Scenario, on_delete='CASCADE')
        person = ForeignKeyField(Person, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'scenario_reader'
            indexes = ((('scenario', 'person'), True),)

    class ChartLink(Model):
        secret = CharField(unique=True, max_length=64)
        whom_for = CharField(max_length=120, default='')
        made_by = ForeignKeyField(Person, null=True, on_delete='SET NULL')
        made_at = DateTimeField()
        ends_at = DateTimeField()
        withdrawn_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'chart_link'

    db.create_tables([Scenario, Step, Reader, ChartLink])


def down(migrator, db):
    for table in ('chart_link', 'scenario_reader', 'step', 'scenario'):
        migrator.migrate(migrator.drop_table(table))
