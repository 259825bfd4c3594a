"""Roles in versions: what each role said so far is its first one, in force since always. Departments with a past."""
from peewee import *

TABLES = ('role_reading', 'role_next', 'department_past')
COPIED = 400


def tables(db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Department(Base):
        class Meta:
            table_name = 'department'

    class DepartmentPast(Base):
        department = ForeignKeyField(Department, on_delete='CASCADE')
        name = CharField(max_length=120)
        parent = ForeignKeyField(Department, null=True, backref='+', on_delete='SET NULL')
        until = DateField()
        class Meta:
            indexes = ((('department', 'until'), True),)

    class Role(Base):
        class Meta:
            table_name = 'role'

    class RoleVersion(Base):
        role = ForeignKeyField(Role, on_delete='CASCADE')
        number = IntegerField()
        state = CharField(max_length=10, default='draft')
        starts = DateField(null=True)
        title = CharField(max_length=120)
        department = ForeignKeyField(Department, null=True)
        purpose = TextField(default='')
        qualifications = TextField(default='')
        pay_min = BigIntegerField(null=True)
        pay_max = BigIntegerField(null=True)
        review_on = DateField(null=True)
        asks_to_read = BooleanField(default=False)
        note = CharField(max_length=300, default='')
        published_by_id = IntegerField(null=True)
        published_by = CharField(max_length=170, default='')
        published_at = DateTimeField(null=True)
        version = IntegerField(default=1)
        class Meta:
            indexes = ((('role', 'number'), True),)

    class Duty(Base):
        of = ForeignKeyField(RoleVersion, on_delete='CASCADE')
        text = CharField(max_length=300)
        success = TextField(default='')
        weight = IntegerField(default=10000)
        is_essential = BooleanField(default=True)
        order = IntegerField(default=0)
        version = IntegerField(default=1)
        origin = IntegerField(null=True)

    class Competency(Base):
        class Meta:
            table_name = 'competency'

    class RoleCompetency(Base):
        of = ForeignKeyField(RoleVersion, on_delete='CASCADE')
        competency = ForeignKeyField(Competency, on_delete='CASCADE')
        level = IntegerField(default=3)
        weight = IntegerField(default=10000)
        order = IntegerField(default=0)
        version = IntegerField(default=1)
        class Meta:
            indexes = ((('of', 'competency'), True),)

    class RoleNext(Base):
        of = ForeignKeyField(RoleVersion, on_delete='CASCADE')
        role = ForeignKeyField(Role, backref='+', on_delete='CASCADE')
        class Meta:
            indexes = ((('of', 'role'), True),)

    class RoleReading(Base):
        of = ForeignKeyField(RoleVersion, on_delete='CASCADE')
        person_id = IntegerField(index=True)
        asked_on = DateField(null=True)
        at = DateTimeField(null=True)
        class Meta:
            indexes = ((('of', 'person_id'), True),)

    return DepartmentPast, RoleVersion, Duty, RoleCompetency, RoleNext, RoleReading


def up(migrator, db):
    past, version, duty, need, step, reading = tables(db)
    db.create_tables([past, version, step, reading])
    db.execute_sql("INSERT INTO role_version (role_id, number, state, title, purpose, qualifications, asks_to_read, note, published_by, version) "
                   "SELECT id, 1, 'published', title, purpose, '', 0, '', '', 1 FROM role ORDER BY id")
    # both tables are made anew, since what they hang on is another one; indexes go with the old tables
    duties = db.execute_sql('SELECT d.id, v.id, d.text, d.success, d.weight, d.is_essential, d."order", d.version FROM duty d '
                            'JOIN role_version v ON v.role_id = d.role_id ORDER BY d.id').fetchall()
    needs = db.execute_sql('SELECT n.id, v.id, n.competency_id, n.level, n.weight, n."order", n.version FROM role_competency n '
                           'JOIN role_version v ON v.role_id = n.role_id ORDER BY n.id').fetchall()
    for name in ('duty', 'role_competency'):
        migrator.migrate(migrator.drop_table(name))
    db.create_tables([duty, need])
    for model, rows, columns in ((duty, duties, 'id of text success weight is_essential order version'),
                                 (need, needs, 'id of competency level weight order version')):
        for some in chunked(rows, COPIED):
            model.insert_many(some, fields=[getattr(model, name) for name in columns.split()]).execute()
    migrator.migrate(migrator.drop_column('role', 'purpose'), migrator.add_column('department', 'made_on', DateField(null=True)))


def down(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Role(Base):
        class Meta:
            table_name = 'role'

    class Competency(Base):
        class Meta:
            table_name = 'competency'

    class Duty(Base):
        role = ForeignKeyField(Role, on_delete='CASCADE')
        text = CharField(max_length=300)
        success = TextField(default='')
        weight = IntegerField(default=10000)
        is_essential = BooleanField(default=True)
        order = IntegerField(default=0)
        version = IntegerField(default=1)

    class RoleCompetency(Base):
        role = ForeignKeyField(Role, on_delete='CASCADE')
        competency = ForeignKeyField(Competency, on_delete='CASCADE')
        level = IntegerField(default=3)
        weight = IntegerField(default=10000)
        order = IntegerField(default=0)
        version = IntegerField(default=1)
        class Meta:
            indexes = ((('role', 'competency'), True),)

    latest = "SELECT max(id) FROM role_version WHERE state = 'published' GROUP BY role_id"
    duties = db.execute_sql('SELECT d.id, v.role_id, d.text, d.success, d.weight, d.is_essential, d."order", d.version FROM duty d '
                            f'JOIN role_version v ON v.id = d.of_id WHERE v.id IN ({latest})').fetchall()
    needs = db.execute_sql('SELECT n.id, v.role_id, n.competency_id, n.level, n.weight, n."order", n.version FROM role_competency n '
                           f'JOIN role_version v ON v.id = n.of_id WHERE v.id IN ({latest})').fetchall()
    migrator.migrate(migrator.drop_column('department', 'made_on'), migrator.add_column('role', 'purpose', TextField(default='')))
    db.execute_sql("UPDATE role SET purpose = coalesce((SELECT purpose FROM role_version v WHERE v.role_id = role.id "
                   f"AND v.id IN ({latest})), '')")
    for name in ('duty', 'role_competency', *TABLES, 'role_version'):
        migrator.migrate(migrator.drop_table(name))
    db.create_tables([Duty, RoleCompetency])
    for model, rows, columns in ((Duty, duties, 'id role text success weight is_essential order version'),
                                 (RoleCompetency, needs, 'id role competency level weight order version')):
        for some in chunked(rows, COPIED):
            model.insert_many(some, fields=[getattr(model, name) for name in columns.split()]).execute()
