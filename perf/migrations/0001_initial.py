"""The tables of the first version."""
from peewee import *

def up(migrator, db):
    class Person(Model):
        employee_id = CharField(unique=True, null=True, max_length=40)
        first_name = CharField(max_length=80)
        last_name = CharField(max_length=80)
        email = CharField(unique=True, null=True, max_length=200)
        phone = CharField(max_length=40, default='')
        hired_on = DateField(null=True)
        left_on = DateField(null=True)
        plain_name = CharField(index=True, max_length=200, default='')
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'person'
    db.create_tables([Person])

    class Account(Model):
        person = ForeignKeyField(Person, unique=True, on_delete='CASCADE')
        password = CharField(max_length=200)
        is_enabled = BooleanField(default=True)
        opened_at = DateTimeField()
        signed_in_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'account'
    db.create_tables([Account])

    class Scale(Model):
        name = CharField(unique=True, max_length=80)
        levels_json = TextField()
        class Meta:
            database = db
            table_name = 'scale'
    db.create_tables([Scale])

    class Template(Model):
        name = CharField(max_length=120)
        kind = CharField(max_length=20, default='annual')
        about = CharField(max_length=300, default='')
        scale = ForeignKeyField(Scale)
        is_archived = BooleanField(default=False)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'template'
    db.create_tables([Template])

    class Sheet(Model):
        template = ForeignKeyField(Template)
        template_version = IntegerField()
        formula_version = IntegerField()
        author = ForeignKeyField(Person)
        subject = ForeignKeyField(Person)
        room = CharField(max_length=30)
        kind = CharField(max_length=20)
        state = CharField(max_length=20, default='not started')
        submitted_at = DateTimeField(null=True)
        started_at = DateTimeField(null=True)
        na_reason = CharField(max_length=600, default='')
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'sheet'
    db.create_tables([Sheet])

    class Section(Model):
        template = ForeignKeyField(Template, on_delete='CASCADE')
        title = CharField(max_length=120)
        about = CharField(max_length=300, default='')
        weight = IntegerField(default=0)
        order = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'section'
    db.create_tables([Section])

    class Item(Model):
        section = ForeignKeyField(Section, on_delete='CASCADE')
        kind = CharField(max_length=20)
        prompt = CharField(max_length=300)
        help = CharField(max_length=600, default='')
        options_json = TextField(default='[]')
        weight = IntegerField(default=10000)
        is_required = BooleanField(default=True)
        may_be_na = BooleanField(default=True)
        asks_comment = CharField(max_length=10, default='optional')
        authors = CharField(max_length=40, default='self manager')
        order = IntegerField(default=0)
        is_retired = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'item'
    db.create_tables([Item])

    class Question(Model):
        item = ForeignKeyField(Item)
        fingerprint = CharField(unique=True, max_length=64)
        section_id = IntegerField(index=True)
        section_title = CharField(max_length=120)
        section_about = CharField(max_length=300, default='')
        section_weight = IntegerField()
        section_order = IntegerField()
        kind = CharField(max_length=20)
        prompt = CharField(max_length=300)
        help = TextField(default='')
        options_json = TextField(default='[]')
        levels_json = TextField(default='[]')
        weight = IntegerField()
        weight_base = IntegerField(default=1)
        order = IntegerField()
        is_required = BooleanField()
        may_be_na = BooleanField()
        asks_comment = CharField(max_length=10)
        class Meta:
            database = db
            table_name = 'question'
    db.create_tables([Question])

    class Answer(Model):
        sheet = ForeignKeyField(Sheet, on_delete='CASCADE')
        question = ForeignKeyField(Question)
        rating = IntegerField(null=True)
        is_na = BooleanField(default=False)
        text = TextField(default='')
        choice = TextField(default='')
        saved_at = DateTimeField(null=True)
        version = IntegerField(default=0)
        tab = CharField(max_length=40, default='')
        sequence = IntegerField(default=0)
        return_note = CharField(max_length=1000, default='')
        is_retired = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'answer'
            indexes = ((('sheet', 'question'), True),)
    db.create_tables([Answer])

    class Role(Model):
        title = CharField(unique=True, max_length=120)
        purpose = TextField(default='')
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'role'
    db.create_tables([Role])

    class Department(Model):
        name = CharField(unique=True, max_length=120)
        parent = ForeignKeyField('self', null=True, on_delete='SET NULL')
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'department'
    db.create_tables([Department])

    class Position(Model):
        role = ForeignKeyField(Role)
        department = ForeignKeyField(Department, null=True)
        reports_to = ForeignKeyField('self', null=True, on_delete='SET NULL')
        opened_on = DateField(null=True)
        closed_on = DateField(null=True)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'position'
    db.create_tables([Position])

    class Assignment(Model):
        position = ForeignKeyField(Position, on_delete='CASCADE')
        person = ForeignKeyField(Person)
        starts = DateField(null=True)
        ends = DateField(null=True)
        is_interim = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'assignment'
    db.create_tables([Assignment])

    class Competency(Model):
        name = CharField(unique=True, max_length=120)
        meaning = TextField(default='')
        level_1 = TextField(default='')
        level_3 = TextField(default='')
        level_5 = TextField(default='')
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'competency'
    db.create_tables([Competency])

    class Cycle(Model):
        name = CharField(max_length=120)
        template = ForeignKeyField(Template)
        period_start = DateField()
        period_end = DateField()
        self_due = DateField()
        manager_due = DateField()
        share_by = DateField()
        close_on = DateField()
        self_weight = IntegerField(default=0)
        manager_weight = IntegerField(default=1)
        picked_json = TextField(default='{}')
        state = CharField(max_length=20, default='planning')
        launched_at = DateTimeField(null=True)
        made_by = ForeignKeyField(Person)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'cycle'
    db.create_tables([Cycle])

    class Duty(Model):
        role = ForeignKeyField(Role, on_delete='CASCADE')
        text = CharField(max_length=300)
        success = TextField(default='')
        weight = IntegerField(default=10000)
        is_essential = BooleanField(default=True)
        order = IntegerField(default=0)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'duty'
    db.create_tables([Duty])

    class FailedSignIn(Model):
        name = CharField(index=True, max_length=64)
        address = CharField(index=True, max_length=64)
        at = DateTimeField()
        class Meta:
            database = db
            table_name = 'failed_sign_in'
    db.create_tables([FailedSignIn])

    class Holiday(Model):
        day = DateField(unique=True)
        name = CharField(max_length=80)
        class Meta:
            database = db
            table_name = 'holiday'
    db.create_tables([Holiday])

    class Import(Model):
        by = ForeignKeyField(Person, null=True, on_delete='SET NULL')
        at = DateTimeField()
        file_name = CharField(max_length=200, default='')
        state = CharField(max_length=20, default='done')
        summary = TextField(default='{}')
        changes = TextField(default='[]')
        class Meta:
            database = db
            table_name = 'import'
    db.create_tables([Import])

    class Invitation(Model):
        person = ForeignKeyField(Person, on_delete='CASCADE')
        secret = CharField(unique=True, max_length=64)
        made_by = ForeignKeyField(Person, null=True, on_delete='SET NULL')
        made_at = DateTimeField()
        ends_at = DateTimeField()
        used_at = DateTimeField(null=True)
        is_reset = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'invitation'
    db.create_tables([Invitation])

    class Matching(Model):
        heading = CharField(unique=True, max_length=200)
        field = CharField(max_length=40)
        class Meta:
            database = db
            table_name = 'matching'
    db.create_tables([Matching])

    class Organisation(Model):
        name = CharField(max_length=120)
        purpose = CharField(max_length=300, default='')
        time_zone = CharField(max_length=60)
        locale = CharField(max_length=12, default='en_GB')
        currency = CharField(max_length=3)
        fiscal_start = IntegerField(default=1)
        is_demo = BooleanField(default=False)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'organisation'
    db.create_tables([Organisation])

    class Power(Model):
        person = ForeignKeyField(Person, on_delete='CASCADE')
        name = CharField(max_length=20)
        class Meta:
            database = db
            table_name = 'power'
            indexes = ((('person', 'name'), True),)
    db.create_tables([Power])

    class Review(Model):
        cycle = ForeignKeyField(Cycle)
        person = ForeignKeyField(Person)
        manager = ForeignKeyField(Person)
        self_sheet = ForeignKeyField(Sheet, null=True)
        manager_sheet = ForeignKeyField(Sheet, null=True)
        department = CharField(max_length=120, default='')
        role_title = CharField(max_length=120, default='')
        state = CharField(max_length=20, default='in progress')
        score = IntegerField(null=True)
        score_label = CharField(max_length=60, default='')
        formula_version = IntegerField(default=1)
        submitted_at = DateTimeField(null=True)
        shared_at = DateTimeField(null=True)
        answer_by = DateField(null=True)
        response = TextField(default='')
        responded_at = DateTimeField(null=True)
        closed_at = DateTimeField(null=True)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'review'
            indexes = ((('cycle', 'person'), True),)
    db.create_tables([Review])

    class ReviewEvent(Model):
        review = ForeignKeyField(Review, on_delete='CASCADE')
        by = ForeignKeyField(Person, null=True)
        at = DateTimeField()
        what = CharField(max_length=40)
        reason = CharField(max_length=600, default='')
        class Meta:
            database = db
            table_name = 'review_event'
    db.create_tables([ReviewEvent])

    class RoleCompetency(Model):
        role = ForeignKeyField(Role, on_delete='CASCADE')
        competency = ForeignKeyField(Competency, on_delete='CASCADE')
        level = IntegerField(default=3)
        weight = IntegerField(default=10000)
        order = IntegerField(default=0)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'role_competency'
            indexes = ((('role', 'competency'), True),)
    db.create_tables([RoleCompetency])

    class RoomSwitch(Model):
        room = CharField(unique=True, max_length=30)
        class Meta:
            database = db
            table_name = 'room_switch'
    db.create_tables([RoomSwitch])

    class Session(Model):
        account = ForeignKeyField(Account, on_delete='CASCADE')
        reference = CharField(unique=True, max_length=64)
        device = CharField(max_length=80, default='')
        started_at = DateTimeField()
        seen_at = DateTimeField()
        class Meta:
            database = db
            table_name = 'session'
    db.create_tables([Session])

    class SignOff(Model):
        review = ForeignKeyField(Review, on_delete='CASCADE')
        person = ForeignKeyField(Person)
        kind = CharField(max_length=20)
        at = DateTimeField()
        text_hash = CharField(max_length=64)
        witness = CharField(max_length=160, default='')
        note = TextField(default='')
        removed_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'sign_off'
    db.create_tables([SignOff])

    class TrailLine(Model):
        at = DateTimeField(index=True)
        verb = CharField(max_length=60)
        actor_id = IntegerField(null=True)
        about_id = IntegerField(index=True, null=True)
        kind = CharField(max_length=40, default='')
        row_id = IntegerField(null=True)
        is_reading = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'trail_line'
    db.create_tables([TrailLine])

    class Upload(Model):
        owner = ForeignKeyField(Person, on_delete='CASCADE')
        at = DateTimeField(index=True)
        kind = CharField(max_length=40)
        file_name = CharField(max_length=200, default='')
        content = BlobField(null=True)
        sheet = BlobField(null=True)
        matching = TextField(default='{}')
        clear = TextField(default='[]')
        answers = TextField(default='{}')
        import_id = IntegerField(null=True)
        refused = TextField(default='')
        class Meta:
            database = db
            table_name = 'upload'
    db.create_tables([Upload])

    class Value(Model):
        name = CharField(max_length=60)
        meaning = CharField(max_length=300, default='')
        order = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'value'
    db.create_tables([Value])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('value'))
    migrator.migrate(migrator.drop_table('upload'))
    migrator.migrate(migrator.drop_table('trail_line'))
    migrator.migrate(migrator.drop_table('sign_off'))
    migrator.migrate(migrator.drop_table('session'))
    migrator.migrate(migrator.drop_table('room_switch'))
    migrator.migrate(migrator.drop_table('role_competency'))
    migrator.migrate(migrator.drop_table('review_event'))
    migrator.migrate(migrator.drop_table('review'))
    migrator.migrate(migrator.drop_table('power'))
    migrator.migrate(migrator.drop_table('organisation'))
    migrator.migrate(migrator.drop_table('matching'))
    migrator.migrate(migrator.drop_table('invitation'))
    migrator.migrate(migrator.drop_table('import'))
    migrator.migrate(migrator.drop_table('holiday'))
    migrator.migrate(migrator.drop_table('failed_sign_in'))
    migrator.migrate(migrator.drop_table('duty'))
    migrator.migrate(migrator.drop_table('cycle'))
    migrator.migrate(migrator.drop_table('competency'))
    migrator.migrate(migrator.drop_table('assignment'))
    migrator.migrate(migrator.drop_table('position'))
    migrator.migrate(migrator.drop_table('department'))
    migrator.migrate(migrator.drop_table('role'))
    migrator.migrate(migrator.drop_table('answer'))
    migrator.migrate(migrator.drop_table('question'))
    migrator.migrate(migrator.drop_table('item'))
    migrator.migrate(migrator.drop_table('section'))
    migrator.migrate(migrator.drop_table('sheet'))
    migrator.migrate(migrator.drop_table('template'))
    migrator.migrate(migrator.drop_table('scale'))
    migrator.migrate(migrator.drop_table('account'))
    migrator.migrate(migrator.drop_table('person'))
