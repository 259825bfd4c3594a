"""Questions of exit interviews: keys that stay the same over the years, topics, conditions, and a library."""
from peewee import *

COLUMNS = (('key', 60), ('topic', 20))


def up(migrator, db):
    class LibraryQuestion(Model):
        key = CharField(max_length=60, unique=True)
        kind = CharField(max_length=20)
        prompt = CharField(max_length=300)
        help = CharField(max_length=600, default='')
        options_json = TextField(default='[]')
        topic = CharField(max_length=20, default='')
        is_core = BooleanField(default=True)
        is_archived = BooleanField(default=False)
        order = IntegerField(default=0)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'library_question'

    db.create_tables([LibraryQuestion])
    for table in ('item', 'question'):
        migrator.migrate(*[migrator.add_column(table, name, CharField(max_length=longest, default='')) for name, longest in COLUMNS],
                         migrator.add_column(table, 'shown_if_json', TextField(default='')))
    migrator.migrate(migrator.add_index('item', ('key',), False))


def down(migrator, db):
    """What was marked as core, and what hangs on an answer, would be lost."""
    migrator.migrate(migrator.drop_index('item', 'item_key'))
    for table in ('item', 'question'):
        migrator.migrate(*[migrator.drop_column(table, name) for name in ('shown_if_json', 'topic', 'key')])
    db.execute_sql('DROP TABLE "library_question"')
