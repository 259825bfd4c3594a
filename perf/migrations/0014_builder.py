"""Templates in versions that can be read again, questions for HR alone, and the role that a sheet was made for."""
import json

from peewee import *

ITEM = 'kind prompt help options_json weight is_required may_be_na asks_comment authors'.split()


def version_table(db):
    class Template(Model):
        class Meta:
            database = db
            table_name = 'template'

    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class TemplateVersion(Model):
        template = ForeignKeyField(Template, on_delete='CASCADE')
        number = IntegerField()
        at = DateTimeField()
        by = ForeignKeyField(Person, null=True, on_delete='SET NULL')
        told_json = TextField(default='{}')
        content_json = TextField(default='{}')
        class Meta:
            database = db
            table_name = 'template_version'
            indexes = ((('template', 'number'), True),)

    return TemplateVersion


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('scale', 'version', IntegerField(default=1)),
        migrator.add_column('item', 'is_for_hr', BooleanField(default=False)),
        migrator.add_column('item', 'anchors_json', TextField(default='{}')),
        migrator.add_column('question', 'part', IntegerField(default=1)),
        migrator.add_column('question', 'is_for_hr', BooleanField(default=False)),
        migrator.add_column('sheet', 'role_id', IntegerField(null=True)),
        migrator.add_column('answer', 'writer_id', IntegerField(null=True)))
    # until here the weight of an item could not be changed, so what is left of a question's weight is its part of the role
    db.execute_sql('UPDATE "question" SET "part" = max(1, "weight" / max(1, (SELECT "weight" FROM "item" WHERE "item"."id" = "question"."item_id")))')
    _note_roles(db)
    versions = version_table(db)
    db.create_tables([versions])
    for number, version in db.execute_sql('SELECT "id", "version" FROM "template" ORDER BY "id"').fetchall():
        versions.insert(template=number, number=version, at=_now(db), told_json='{"did": "found"}',
                        content_json=json.dumps(_content(db, number), ensure_ascii=False)).execute()


def _now(db):
    return db.execute_sql("SELECT strftime('%Y-%m-%d %H:%M:%S', 'now')").fetchone()[0]


def _note_roles(db):
    """The role of whom a sheet is about, on the day of its launch; where nothing was written down of that day, the one since."""
    launched = ('SELECT date(c."launched_at") FROM "review" r JOIN "cycle" c ON c."id" = r."cycle_id" '
                'WHERE r."self_sheet_id" = "sheet"."id" OR r."manager_sheet_id" = "sheet"."id"')
    db.execute_sql(
        'UPDATE "sheet" SET "role_id" = (SELECT p."role_id" FROM "assignment" a JOIN "position" p ON p."id" = a."position_id" '
        'WHERE a."person_id" = "sheet"."subject_id" ORDER BY '
        f'(coalesce(a."starts", \'\') <= coalesce(({launched}), date(\'now\')) AND '
        f'coalesce(a."ends", \'9999\') >= coalesce(({launched}), date(\'now\'))) DESC, '
        'a."is_interim", a."starts" DESC LIMIT 1)')


def _content(db, number):
    """A template as its file has it."""
    name, kind, about, scale, levels = db.execute_sql(
        'SELECT t."name", t."kind", t."about", s."name", s."levels_json" FROM "template" t JOIN "scale" s ON s."id" = t."scale_id" '
        'WHERE t."id" = ?', (number,)).fetchone()
    sections = db.execute_sql('SELECT "id", "title", "about", "weight" FROM "section" WHERE "template_id" = ? ORDER BY "order", "id"',
                              (number,)).fetchall()
    return {"format": "perf-template", "format_version": 1, "name": name, "kind": kind, "about": about,
            "scale": {"name": scale, "levels": json.loads(levels)},
            "sections": [{"title": title, "about": words, "weight": weight, "items": _items(db, section)}
                         for section, title, words, weight in sections]}


def _items(db, section):
    columns = ", ".join(f'"{name}"' for name in ITEM)
    rows = db.execute_sql(f'SELECT {columns} FROM "item" WHERE "section_id" = ? AND "is_retired" = 0 ORDER BY "order", "id"', (section,))
    found = [dict(zip(ITEM, row)) for row in rows.fetchall()]
    for item in found:
        item["options"], item["authors"] = json.loads(item.pop("options_json")), item["authors"].split()
        item["is_required"], item["may_be_na"] = bool(item["is_required"]), bool(item["may_be_na"])
        item.update(is_for_hr=False, anchors={})
    return found


def down(migrator, db):
    migrator.migrate(migrator.drop_table('template_version'))
    migrator.migrate(*[migrator.drop_column(table, column) for table, column in (
        ('answer', 'writer_id'), ('sheet', 'role_id'), ('question', 'is_for_hr'), ('question', 'part'),
        ('item', 'anchors_json'), ('item', 'is_for_hr'), ('scale', 'version'))])
