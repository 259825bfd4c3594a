"""Links with which somebody without an account signs a review."""
from peewee import *

def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class Review(Model):
        class Meta:
            database = db
            table_name = 'review'

    class ReviewLink(Model):
        review = ForeignKeyField(Review, on_delete='CASCADE')
        secret = CharField(unique=True, max_length=64)
        number = CharField(max_length=64)
        made_by = ForeignKeyField(Person, null=True, on_delete='SET NULL')
        made_at = DateTimeField()
        ends_at = DateTimeField()
        tries = IntegerField(default=0)
        reader = CharField(unique=True, null=True, max_length=64)
        reader_until = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'review_link'
    db.create_tables([ReviewLink])

def down(migrator, db):
    migrator.migrate(migrator.drop_table('review_link'))
