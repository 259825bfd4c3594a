"""Imports of every kind of list, and column matchings by kind, where there was the staff list alone; and what was taken along as a workbook."""
import json

from peewee import *

KEPT = {
    'import': '"id", "by_id", "at", "file_name", "state", "summary", "changes"',
    'matching': '"id", "heading", "field"',
}


def tables(db):
    """Both under a name of their own first: SQLite cannot drop a reference, so the tables are built anew, rows under their numbers."""
    class Import(Model):
        kind = CharField(max_length=40)
        by_id = IntegerField(null=True)
        at = DateTimeField()
        file_name = CharField(max_length=200, default='')
        state = CharField(max_length=20, default='done')
        summary = TextField(default='{}')
        changes = TextField(default='[]')
        class Meta:
            database = db
            table_name = 'import_built'

    class Matching(Model):
        kind = CharField(max_length=40)
        heading = CharField(max_length=200)
        field = CharField(max_length=40)
        class Meta:
            database = db
            table_name = 'matching_built'

    return {'import': Import, 'matching': Matching}


def exports(db):
    class Export(Model):
        at = DateTimeField()
        tables = TextField(default='')
        class Meta:
            database = db
            table_name = 'export'

    class ExportedPerson(Model):
        export = ForeignKeyField(Export, on_delete='CASCADE')
        person_id = IntegerField(index=True)
        class Meta:
            database = db
            table_name = 'exported_person'

    return Export, ExportedPerson


def up(migrator, db):
    db.create_tables(exports(db))
    for name, built in tables(db).items():
        db.execute_sql(built._schema._create_table(safe=False).query()[0])
        columns = KEPT[name]
        db.execute_sql(f'INSERT INTO "{name}_built" ("kind", {columns}) SELECT \'staff\', {columns} FROM "{name}"')
        db.execute_sql(f'DROP TABLE "{name}"')
        db.execute_sql(f'ALTER TABLE "{name}_built" RENAME TO "{name}"')
    db.execute_sql('CREATE UNIQUE INDEX "matching_kind_heading" ON "matching" ("kind", "heading")')
    for number, changes in db.execute_sql('SELECT "id", "changes" FROM "import" WHERE "state" = \'done\'').fetchall():
        changes = json.loads(changes)
        if isinstance(changes, dict):
            changes["made"] = [one for row in changes["made"] for one in _as_it_lies_now(db, *row)]
            db.execute_sql('UPDATE "import" SET "changes" = ? WHERE "id" = ?', (json.dumps(changes), number))


def _as_it_lies_now(db, table, row_id, values):
    """What an import made, with the rows into which it was taken apart since: a seat and its line, a role and what it says."""
    rows = [(table, row_id, values)]
    if table == 'position' and 'reports_to' in values:
        above = values.pop('reports_to')
        found = db.execute_sql('SELECT "id", "starts", "ends" FROM "reporting_line" WHERE "position_id" = ? AND "above_id" = ? '
                               'AND "is_dotted" = 0', (row_id, above)).fetchall()
        rows += [('reporting_line', line, {'position': row_id, 'above': above, 'starts': starts, 'ends': ends, 'is_dotted': False})
                 for line, starts, ends in found[:1]]
    if table == 'role':
        found = db.execute_sql('SELECT "id" FROM "role_version" WHERE "role_id" = ? AND "number" = 1 AND "starts" IS NULL '
                               'AND "purpose" = \'\' AND "qualifications" = \'\'', (row_id,)).fetchall()
        rows += [('role_version', version, {'role': row_id, 'number': 1}) for version, in found]
    return rows


def down(migrator, db):
    """Imports of staff lists and their matchings stay; those of other lists are nothing that the release before could show."""
    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class Import(Model):
        by = ForeignKeyField(Person, null=True, on_delete='SET NULL')
        at = DateTimeField()
        file_name = CharField(max_length=200, default='')
        state = CharField(max_length=20, default='done')
        summary = TextField(default='{}')
        changes = TextField(default='[]')
        class Meta:
            database = db
            table_name = 'import_built'

    class Matching(Model):
        heading = CharField(max_length=200)
        field = CharField(max_length=40)
        class Meta:
            database = db
            table_name = 'matching_built'

    for table in ('exported_person', 'export'):
        migrator.migrate(migrator.drop_table(table))
    db.execute_sql('UPDATE "import" SET "by_id" = NULL WHERE "by_id" NOT IN (SELECT "id" FROM "person")')
    for name, built in (('import', Import), ('matching', Matching)):
        db.execute_sql(built._schema._create_table(safe=False).query()[0])
        db.execute_sql(f'INSERT INTO "{name}_built" ({KEPT[name]}) SELECT {KEPT[name]} FROM "{name}" WHERE "kind" = \'staff\'')
        db.execute_sql(f'DROP TABLE "{name}"')
        db.execute_sql(f'ALTER TABLE "{name}_built" RENAME TO "{name}"')
    db.execute_sql('CREATE INDEX "import_by_id" ON "import" ("by_id")')
    db.execute_sql('CREATE UNIQUE INDEX "matching_heading" ON "matching" ("heading")')
