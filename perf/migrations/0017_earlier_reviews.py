"""Reviews from before Perf, and PDFs beside reviews."""
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

    class EarlierReview(Model):
        person = ForeignKeyField(Person)
        period_start = DateField()
        period_end = DateField()
        score = IntegerField(null=True)
        worst = IntegerField(null=True)
        best = IntegerField(null=True)
        label = CharField(max_length=60, default='')
        text = TextField(default='')
        written_by = CharField(max_length=160, default='')
        brought_in_at = DateTimeField()
        brought_in_by = ForeignKeyField(Person, null=True, on_delete='SET NULL')
        import_id = IntegerField(null=True)
        version = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'earlier_review'
            indexes = ((('person', 'period_start', 'period_end'), True),)

    class ReviewFile(Model):
        review = ForeignKeyField(Review, null=True, on_delete='CASCADE')
        earlier = ForeignKeyField(EarlierReview, null=True, on_delete='CASCADE')
        name = CharField(max_length=120)
        size = IntegerField()
        sha256 = CharField(max_length=64)
        content = BlobField()
        added_by = ForeignKeyField(Person, null=True, on_delete='SET NULL')
        added_at = DateTimeField()
        class Meta:
            database = db
            table_name = 'review_file'

    db.create_tables([EarlierReview, ReviewFile])


def down(migrator, db):
    """What was brought in would be lost; the list and the PDFs have to be brought in again after the next upgrade."""
    for table in ('review_file', 'earlier_review'):
        migrator.migrate(migrator.drop_table(table))
