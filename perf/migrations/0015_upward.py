"""Answers without a name, what of them is published, and rounds of upward feedback."""
from peewee import *

TABLES = ('signed_answer', 'upward_writer', 'upward_manager', 'upward_round', 'remark', 'figure', 'answered', 'unnamed_answer',
          'unnamed_question', 'gathering')


def tables(db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Base):
        class Meta:
            table_name = 'person'

    class Template(Base):
        class Meta:
            table_name = 'template'

    class Gathering(Base):
        room = CharField(max_length=30)
        minimum = IntegerField()
        minimum_texts = IntegerField()
        minimum_all = IntegerField()
        state = CharField(max_length=10, default='open')
        closed_on = DateField(null=True)
        groups_json = TextField(default='[]')

    class UnnamedQuestion(Base):
        gathering = ForeignKeyField(Gathering, on_delete='CASCADE')
        number = IntegerField()
        fingerprint = CharField(max_length=64)
        kind = CharField(max_length=20)
        section_id = IntegerField()
        section_title = CharField(max_length=120)
        section_about = CharField(max_length=300, default='')
        section_weight = IntegerField()
        prompt = CharField(max_length=300)
        help = TextField(default='')
        levels_json = TextField(default='[]')
        weight = IntegerField()
        weight_base = IntegerField(default=1)
        takes_text = BooleanField(default=True)
        class Meta:
            indexes = ((('gathering', 'number'), True),)

    class UnnamedAnswer(Base):
        key = CharField(max_length=32, primary_key=True)
        gathering = ForeignKeyField(Gathering, on_delete='CASCADE', index=False)
        about = IntegerField()
        question = ForeignKeyField(UnnamedQuestion, on_delete='CASCADE', index=False)
        rating = IntegerField(null=True)
        text = TextField(default='')
        class Meta:
            without_rowid = True

    class Answered(Base):
        gathering = ForeignKeyField(Gathering, on_delete='CASCADE', index=False)
        about = IntegerField()
        person_id = IntegerField()
        class Meta:
            primary_key = CompositeKey('gathering', 'about', 'person_id')
            without_rowid = True

    class Figure(Base):
        gathering = ForeignKeyField(Gathering, on_delete='CASCADE')
        question = ForeignKeyField(UnnamedQuestion, on_delete='CASCADE')
        part = CharField(max_length=10)
        part_id = IntegerField(null=True)
        count = IntegerField()
        halves = IntegerField()
        levels_json = TextField(default='')
        with_earlier_json = TextField(default='[]')
        class Meta:
            indexes = ((('gathering', 'part', 'part_id'), False),)

    class Remark(Base):
        key = CharField(max_length=32, primary_key=True)
        gathering = ForeignKeyField(Gathering, on_delete='CASCADE', index=False)
        question = ForeignKeyField(UnnamedQuestion, on_delete='CASCADE', index=False)
        about = IntegerField()
        text = TextField()
        class Meta:
            without_rowid = True

    class UpwardRound(Base):
        name = CharField(max_length=120)
        template = ForeignKeyField(Template)
        opens_on = DateField()
        closes_on = DateField()
        minimum = IntegerField(default=3)
        minimum_texts = IntegerField(default=5)
        above_reads = BooleanField(default=False)
        picked_json = TextField(default='[]')
        state = CharField(max_length=12, default='planned')
        gathering = ForeignKeyField(Gathering, null=True, on_delete='SET NULL')
        made_by = ForeignKeyField(Person, null=True, on_delete='SET NULL')
        version = IntegerField(default=1)

    class UpwardManager(Base):
        round = ForeignKeyField(UpwardRound, on_delete='CASCADE')
        person = ForeignKeyField(Person, on_delete='CASCADE')
        department_id = IntegerField(null=True)
        department = CharField(max_length=120, default='')
        class Meta:
            indexes = ((('round', 'person'), True),)

    class UpwardWriter(Base):
        manager = ForeignKeyField(UpwardManager, on_delete='CASCADE')
        person = ForeignKeyField(Person, on_delete='CASCADE')
        class Meta:
            indexes = ((('manager', 'person'), True),)

    class SignedAnswer(Base):
        manager = ForeignKeyField(UpwardManager, on_delete='CASCADE')
        person = ForeignKeyField(Person, on_delete='CASCADE')
        question = ForeignKeyField(UnnamedQuestion, on_delete='CASCADE')
        rating = IntegerField(null=True)
        text = TextField(default='')
        class Meta:
            indexes = ((('manager', 'person', 'question'), True),)

    return [Gathering, UnnamedQuestion, UnnamedAnswer, Answered, Figure, Remark, UpwardRound, UpwardManager, UpwardWriter, SignedAnswer]


def up(migrator, db):
    db.create_tables(tables(db))


def down(migrator, db):
    for table in TABLES:
        migrator.migrate(migrator.drop_table(table))
