from peewee import *


def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

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


def down(migrator, db):
    migrator.migrate(migrator.drop_table('upload'))
