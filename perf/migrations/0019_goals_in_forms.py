"""Goals in forms: which one a question is about, of what day and period a sheet is, and where a goal stood when it was submitted."""
from peewee import *

COLUMNS = (('question', 'about_id', IntegerField), ('sheet', 'made_on', DateField), ('sheet', 'period_start', DateField), ('sheet', 'period_end', DateField))


def up(migrator, db):
    migrator.migrate(*[migrator.add_column(table, column, field(null=True)) for table, column, field in COLUMNS],
                     migrator.add_column('answer', 'standing', CharField(max_length=300, default='')))
    _note_days(db)


def _note_days(db):
    """Of forms that there are: the day of their launch and the period of their review, so that a question about goals can be added to them."""
    of_sheet = ('FROM "review" r JOIN "cycle" c ON c."id" = r."cycle_id" WHERE r."self_sheet_id" = "sheet"."id" OR r."manager_sheet_id" = "sheet"."id" '
                'OR r."id" IN (SELECT p."review_id" FROM "peer_form" p WHERE p."sheet_id" = "sheet"."id") LIMIT 1')
    for column, value in (('made_on', 'date(c."launched_at")'), ('period_start', 'r."period_start"'), ('period_end', 'r."period_end"')):
        db.execute_sql(f'UPDATE "sheet" SET "{column}" = (SELECT {value} {of_sheet}) WHERE "room" = \'reviews\'')


def down(migrator, db):
    """What was kept of a goal at submission would be lost."""
    migrator.migrate(migrator.drop_column('answer', 'standing'), *[migrator.drop_column(table, column) for table, column, _field in reversed(COLUMNS)])
