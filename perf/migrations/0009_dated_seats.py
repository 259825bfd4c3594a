"""Reporting lines, leaves and changes with their dates; until here a seat knew only whom it reports to at present."""
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

    class Position(Model):
        class Meta:
            database = db
            table_name = 'position'

    class ReportingLine(Model):
        position = ForeignKeyField(Position, on_delete='CASCADE')
        above = ForeignKeyField(Position, on_delete='CASCADE')
        starts = DateField(null=True)
        ends = DateField(null=True)
        is_dotted = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'reporting_line'

    class Stay(Model):
        person = ForeignKeyField(Person, on_delete='CASCADE')
        starts = DateField(null=True)
        ends = DateField()
        class Meta:
            database = db
            table_name = 'stay'

    class Leave(Model):
        person = ForeignKeyField(Person, on_delete='CASCADE')
        kind = CharField(max_length=20)
        starts = DateField()
        ends = DateField(null=True)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'leave'

    class Head(Model):
        department = ForeignKeyField(Department, unique=True, on_delete='CASCADE')
        position = ForeignKeyField(Position, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'head'

    class Change(Model):
        kind = CharField(max_length=20)
        on = DateField(index=True)
        person = ForeignKeyField(Person, null=True, on_delete='CASCADE')
        position = ForeignKeyField(Position, null=True, on_delete='SET NULL')
        at = DateTimeField()
        by = ForeignKeyField(Person, null=True, on_delete='SET NULL')
        note = CharField(max_length=300, default='')
        state = CharField(max_length=20, default='holds')
        is_announced = BooleanField(default=True)
        scenario_id = IntegerField(null=True)
        rows = TextField(default='{}')
        class Meta:
            database = db
            table_name = 'change'

    db.create_tables([ReportingLine, Stay, Leave, Head, Change])
    db.execute_sql('INSERT INTO "reporting_line" ("position_id", "above_id", "starts", "ends", "is_dotted") '
                   'SELECT "id", "reports_to_id", "opened_on", "closed_on", 0 FROM "position" WHERE "reports_to_id" IS NOT NULL')
    _without_reports_to(db, migrator)
    migrator.migrate(migrator.add_column('assignment', 'is_lead', BooleanField(default=False)))


def _without_reports_to(db, migrator):
    """SQLite cannot drop a column that refers to a row: the table is built anew, with the rows under their numbers."""
    class Role(Model):
        class Meta:
            database = db
            table_name = 'role'

    class Department(Model):
        class Meta:
            database = db
            table_name = 'department'

    class Built(Model):
        role = ForeignKeyField(Role)
        department = ForeignKeyField(Department, null=True)
        opened_on = DateField(null=True)
        closed_on = DateField(null=True)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'position_built'

    db.execute_sql(Built._schema._create_table(safe=False).query()[0])
    columns = '"id", "role_id", "department_id", "opened_on", "closed_on", "version"'
    db.execute_sql(f'INSERT INTO "position_built" ({columns}) SELECT {columns} FROM "position"')
    db.execute_sql('DROP TABLE "position"')
    db.execute_sql('ALTER TABLE "position_built" RENAME TO "position"')
    for column in ('role_id', 'department_id'):
        db.execute_sql(f'CREATE INDEX "position_{column}" ON "position" ("{column}")')


def down(migrator, db):
    raise NotImplementedError("the dates of reporting lines would be lost; restore the copy made before the upgrade")
