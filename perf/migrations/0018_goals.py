"""Goals: periods, goals with milestones, check-ins, changes, history and templates."""
from peewee import *

def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class Department(Model):
        class Meta:
            database = db
            table_name = 'department'

    class GoalPeriod(Model):
        name = CharField(max_length=60, unique=True)
        kind = CharField(max_length=10, default='year')
        starts = DateField()
        ends = DateField()
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'goal_period'

    class Goal(Model):
        title = CharField(max_length=200)
        plain_title = CharField(max_length=200, default='')
        about = TextField(default='')
        level = CharField(max_length=12)
        department = ForeignKeyField(Department, null=True, on_delete='SET NULL', backref='+')
        owner = ForeignKeyField(Person, backref='+')
        parent = ForeignKeyField('self', null=True, on_delete='SET NULL', backref='+')
        period = ForeignKeyField(GoalPeriod, null=True, backref='+')
        starts = DateField()
        due = DateField(index=True)
        weight = IntegerField(default=10000)
        measure = CharField(max_length=12, default='number')
        unit = CharField(max_length=30, default='')
        currency = CharField(max_length=3, default='')
        start = BigIntegerField(default=0)
        target = BigIntegerField(default=0)
        now = BigIntegerField(default=0)
        is_down = BooleanField(default=False)
        kind = CharField(max_length=12, default='commitment')
        is_private = BooleanField(default=False)
        rhythm = CharField(max_length=12, default='monthly')
        state = CharField(max_length=12, default='draft')
        status = CharField(max_length=12, default='')
        checked_on = DateField(null=True)
        agreed_on = DateField(null=True)
        agreed_by = ForeignKeyField(Person, null=True, on_delete='SET NULL', backref='+')
        made_by = ForeignKeyField(Person, null=True, on_delete='SET NULL', backref='+')
        made_at = DateTimeField()
        look_back = TextField(default='')
        closed_on = DateField(null=True)
        carried_from = ForeignKeyField('self', null=True, on_delete='SET NULL', backref='+')
        given_with_id = IntegerField(null=True, index=True)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'goal'
            indexes = ((("owner", "state"), False),)

    class Milestone(Model):
        goal = ForeignKeyField(Goal, on_delete='CASCADE', backref='+')
        text = CharField(max_length=200)
        order = IntegerField(default=0)
        done_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'milestone'

    class CheckIn(Model):
        goal = ForeignKeyField(Goal, on_delete='CASCADE', backref='+')
        by = ForeignKeyField(Person, null=True, on_delete='SET NULL', backref='+')
        at = DateTimeField()
        value = BigIntegerField(null=True)
        status = CharField(max_length=12)
        note = CharField(max_length=600, default='')
        seen_by = ForeignKeyField(Person, null=True, on_delete='SET NULL', backref='+')
        seen_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'check_in'

    class CheckInWord(Model):
        check_in = ForeignKeyField(CheckIn, on_delete='CASCADE', backref='+')
        by = ForeignKeyField(Person, null=True, on_delete='SET NULL', backref='+')
        at = DateTimeField()
        text = CharField(max_length=600)
        is_answer = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'check_in_word'

    class GoalChange(Model):
        goal = ForeignKeyField(Goal, on_delete='CASCADE', backref='+')
        by = ForeignKeyField(Person, null=True, on_delete='SET NULL', backref='+')
        at = DateTimeField()
        cells = TextField()
        why = CharField(max_length=600, default='')
        state = CharField(max_length=12, default='proposed')
        class Meta:
            database = db
            table_name = 'goal_change'

    class GoalEvent(Model):
        goal = ForeignKeyField(Goal, on_delete='CASCADE', backref='+')
        by = ForeignKeyField(Person, null=True, on_delete='SET NULL', backref='+')
        at = DateTimeField()
        did = CharField(max_length=30)
        comment = CharField(max_length=600, default='')
        cells = TextField(default='{}')
        class Meta:
            database = db
            table_name = 'goal_event'

    class GoalTemplate(Model):
        title = CharField(max_length=200)
        about = TextField(default='')
        measure = CharField(max_length=12, default='number')
        unit = CharField(max_length=30, default='')
        start = BigIntegerField(default=0)
        target = BigIntegerField(default=0)
        is_down = BooleanField(default=False)
        kind = CharField(max_length=12, default='commitment')
        rhythm = CharField(max_length=12, default='monthly')
        steps = TextField(default='[]')
        is_archived = BooleanField(default=False)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'goal_template'

    db.create_tables([GoalPeriod, Goal, Milestone, CheckIn, CheckInWord, GoalChange, GoalEvent, GoalTemplate])


def down(migrator, db):
    for table in ('goal_template', 'goal_event', 'goal_change', 'check_in_word', 'check_in', 'milestone', 'goal', 'goal_period'):
        migrator.migrate(migrator.drop_table(table))
