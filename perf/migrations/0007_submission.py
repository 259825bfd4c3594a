"""What has been sent once is not done twice."""
from peewee import *

def up(migrator, db):
    class Submission(Model):
        key = CharField(unique=True, max_length=64)
        at = DateTimeField(index=True)
        where = CharField(null=True, max_length=500)
        class Meta:
            database = db
            table_name = 'submission'
    db.create_tables([Submission])

def down(migrator, db):
    db.execute_sql('DROP TABLE submission')
