"""Follow-ups, the meeting in which a review is talked through, and hints that were put away."""
from peewee import *

def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class Review(Model):
        class Meta:
            database = db
            table_name = 'review'

    class Sheet(Model):
        class Meta:
            database = db
            table_name = 'sheet'

    class FollowUp(Model):
        what = TextField()
        owner = ForeignKeyField(Person, backref='+')
        about = ForeignKeyField(Person, backref='+')
        agreed_with = ForeignKeyField(Person, backref='+', null=True)
        by_when = DateField()
        state = CharField(max_length=20, default='open')
        what_came_of_it = TextField(default='')
        made_by = ForeignKeyField(Person, backref='+', null=True)
        made_at = DateTimeField()
        done_on = DateField(null=True)
        origin = CharField(max_length=20, default='')
        origin_id = IntegerField(null=True)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'follow_up'
            indexes = ((('origin', 'origin_id'), False),)

    class FollowUpChange(Model):
        follow_up = ForeignKeyField(FollowUp, on_delete='CASCADE')
        by = ForeignKeyField(Person, backref='+', null=True)
        at = DateTimeField()
        did = CharField(max_length=20)
        cells = TextField(default='{}')
        class Meta:
            database = db
            table_name = 'follow_up_change'

    class Meeting(Model):
        review = ForeignKeyField(Review, unique=True, on_delete='CASCADE')
        held_on = DateField(null=True)
        notes = TextField(default='')
        saved_by = ForeignKeyField(Person, backref='+', null=True)
        saved_at = DateTimeField(null=True)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'meeting'

    class HintsAway(Model):
        sheet = ForeignKeyField(Sheet, unique=True, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'hints_away'

    db.create_tables([FollowUp, FollowUpChange, Meeting, HintsAway])


def down(migrator, db):
    for table in ('hints_away', 'meeting', 'follow_up_change', 'follow_up'):
        migrator.migrate(migrator.drop_table(table))
