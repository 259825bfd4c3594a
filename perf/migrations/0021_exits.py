"""Leaving: what each leaver is asked, what they said, what was published, cases and what is done about findings."""
from peewee import *


def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class Template(Model):
        class Meta:
            database = db
            table_name = 'template'

    class Sheet(Model):
        class Meta:
            database = db
            table_name = 'sheet'

    class ExitSet(Model):
        leavers = CharField(max_length=20, unique=True)
        template = ForeignKeyField(Template, null=True, backref='+', on_delete='SET NULL')
        way = CharField(max_length=20, default='link')
        class Meta:
            database = db
            table_name = 'exit_set'

    class Publication(Model):
        name = CharField(max_length=120)
        starts = DateField()
        ends = DateField()
        dimension = CharField(max_length=20, default='')
        audience = CharField(max_length=20, default='leadership')
        few = IntegerField(default=5)
        made_by = ForeignKeyField(Person, null=True, backref='+', on_delete='SET NULL')
        made_at = DateTimeField()
        told_json = TextField(default='{}')
        class Meta:
            database = db
            table_name = 'publication'

    class Leaving(Model):
        person = ForeignKeyField(Person, null=True, backref='+', on_delete='CASCADE')
        label = CharField(max_length=80, default='')
        last_day = DateField(index=True)
        hired_on = DateField(null=True)
        kind = CharField(max_length=20, default='')
        is_regretted = BooleanField(null=True)
        is_volunteer = BooleanField(default=False)
        department_id = IntegerField(null=True, index=True)
        department = CharField(max_length=120, default='')
        manager_id = IntegerField(null=True, index=True)
        manager = CharField(max_length=160, default='')
        role_id = IntegerField(null=True, index=True)
        role = CharField(max_length=160, default='')
        state = CharField(max_length=10, default='open')
        for_executive = BooleanField(default=False)
        way = CharField(max_length=20, default='link')
        template = ForeignKeyField(Template, null=True, backref='+', on_delete='SET NULL')
        interviewer = ForeignKeyField(Person, null=True, backref='+', on_delete='SET NULL')
        own_sheet = ForeignKeyField(Sheet, null=True, backref='+', on_delete='SET NULL')
        interview_sheet = ForeignKeyField(Sheet, null=True, backref='+', on_delete='SET NULL')
        asks_from = DateField(null=True)
        asks_until = DateField(null=True)
        result = CharField(max_length=10, default='')
        result_on = DateField(null=True)
        publication = ForeignKeyField(Publication, null=True, backref='+', on_delete='SET NULL')
        started_by = ForeignKeyField(Person, null=True, backref='+', on_delete='SET NULL')
        started_at = DateTimeField()
        import_id = IntegerField(null=True)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'leaving'

    class LeavingReason(Model):
        leaving = ForeignKeyField(Leaving, backref='+', on_delete='CASCADE')
        reason = CharField(max_length=20)
        is_main = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'leaving_reason'
            indexes = ((('leaving', 'reason'), True),)

    class ExitLink(Model):
        leaving = ForeignKeyField(Leaving, backref='+', on_delete='CASCADE')
        secret = CharField(max_length=64, unique=True)
        code = CharField(max_length=64, default='')
        code_sealed = CharField(max_length=200, default='')
        reader = CharField(max_length=64, default='', index=True)
        others_json = TextField(default='[]')
        tries = IntegerField(default=0)
        made_by = ForeignKeyField(Person, null=True, backref='+', on_delete='SET NULL')
        made_at = DateTimeField()
        ends_at = DateTimeField()
        opened_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'exit_link'

    class ChecklistItem(Model):
        what = CharField(max_length=200)
        owner = CharField(max_length=20, default='hr')
        days = IntegerField(default=0)
        order = IntegerField(default=0)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'checklist_item'

    class LeavingTask(Model):
        leaving = ForeignKeyField(Leaving, backref='+', on_delete='CASCADE')
        what = CharField(max_length=200)
        owner = CharField(max_length=20, default='hr')
        person = ForeignKeyField(Person, null=True, backref='+', on_delete='SET NULL')
        due = DateField()
        done_on = DateField(null=True)
        done_by = ForeignKeyField(Person, null=True, backref='+', on_delete='SET NULL')
        is_needless = BooleanField(default=False)
        order = IntegerField(default=0)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'leaving_task'

    class Measure(Model):
        key = CharField(max_length=60, unique=True)
        kind = CharField(max_length=20)
        prompt = CharField(max_length=300)
        topic = CharField(max_length=20, default='')
        options_json = TextField(default='[]')
        highest = IntegerField(default=5)
        is_core = BooleanField(default=False)
        order = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'measure'

    class ExitAnswer(Model):
        leaving = ForeignKeyField(Leaving, backref='+', on_delete='CASCADE')
        measure = ForeignKeyField(Measure, backref='+')
        level = IntegerField(null=True)
        choice = IntegerField(null=True)
        text = TextField(default='')
        class Meta:
            database = db
            table_name = 'exit_answer'
            indexes = ((('measure', 'leaving'), False),)

    class Theme(Model):
        name = CharField(max_length=80, unique=True)
        order = IntegerField(default=0)
        is_archived = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'theme'

    class RemarkTheme(Model):
        answer = ForeignKeyField(ExitAnswer, backref='+', on_delete='CASCADE')
        theme = ForeignKeyField(Theme, backref='+', on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'remark_theme'
            indexes = ((('answer', 'theme'), True),)

    class ExitCase(Model):
        leaving = ForeignKeyField(Leaving, null=True, backref='+', on_delete='SET NULL')
        person = ForeignKeyField(Person, null=True, backref='+', on_delete='CASCADE')
        text = TextField()
        is_about_hr = BooleanField(default=False)
        about_id = IntegerField(null=True)
        reach = CharField(max_length=200, default='')
        at = DateTimeField()
        state = CharField(max_length=10, default='new')
        handler = ForeignKeyField(Person, null=True, backref='+', on_delete='SET NULL')
        outcome = TextField(default='')
        closed_on = DateField(null=True)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'exit_case'

    class CaseNote(Model):
        case = ForeignKeyField(ExitCase, backref='+', on_delete='CASCADE')
        by = ForeignKeyField(Person, null=True, backref='+', on_delete='SET NULL')
        at = DateTimeField()
        text = TextField()
        class Meta:
            database = db
            table_name = 'case_note'

    class ExitAction(Model):
        finding = CharField(max_length=300)
        what = CharField(max_length=300)
        owner = ForeignKeyField(Person, null=True, backref='+', on_delete='SET NULL')
        by_when = DateField()
        state = CharField(max_length=10, default='open')
        came_of_it = CharField(max_length=600, default='')
        made_by = ForeignKeyField(Person, null=True, backref='+', on_delete='SET NULL')
        made_on = DateField()
        done_on = DateField(null=True)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'exit_action'

    db.create_tables([ExitSet, Publication, Leaving, LeavingReason, ExitLink, ChecklistItem, LeavingTask, Measure, ExitAnswer, Theme, RemarkTheme, ExitCase, CaseNote, ExitAction])


def down(migrator, db):
    """What leavers said would be lost."""
    for table in ('exit_action', 'case_note', 'exit_case', 'remark_theme', 'theme', 'exit_answer', 'measure', 'leaving_task', 'checklist_item', 'exit_link', 'leaving_reason', 'leaving', 'publication', 'exit_set'):
        db.execute_sql(f'DROP TABLE "{table}"')
