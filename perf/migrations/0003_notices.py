"""Notices, the outbox for mail, and what each person wants to be told."""
from peewee import *

def up(migrator, db):
    class Notice(Model):
        person_id = IntegerField()
        at = DateTimeField()
        kind = CharField(max_length=30)
        sentence = CharField(max_length=300)
        url = CharField(max_length=300)
        about_id = IntegerField(index=True, null=True)
        key = CharField(max_length=120, null=True)
        mail = CharField(max_length=10, default='')
        read_at = DateTimeField(null=True)
        mailed_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'notice'
            indexes = ((('person_id', 'read_at'), False), (('person_id', 'at'), False))
    db.create_tables([Notice])

    class Mail(Model):
        to = CharField(max_length=254)
        subject = CharField(max_length=200)
        text = TextField()
        made_at = DateTimeField()
        until = DateTimeField()
        next_try_at = DateTimeField()
        claimed_at = DateTimeField(null=True)
        tries = IntegerField(default=0)
        sent_at = DateTimeField(null=True)
        gave_up_at = DateTimeField(null=True)
        last_problem = CharField(max_length=60, default='')
        key = CharField(unique=True, max_length=120, null=True)
        class Meta:
            database = db
            table_name = 'mail'
            indexes = ((('sent_at', 'gave_up_at', 'next_try_at'), False),)
    db.create_tables([Mail])

    class MailChoice(Model):
        person_id = IntegerField(unique=True)
        social = BooleanField(default=True)
        quiet_from = IntegerField(null=True)
        quiet_to = IntegerField(null=True)
        quiet_days = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'mail_choice'
    db.create_tables([MailChoice])

    class Reminded(Model):
        person_id = IntegerField()
        key = CharField(max_length=120)
        due = DateField()
        step = IntegerField()
        day = DateField()
        class Meta:
            database = db
            table_name = 'reminded'
            indexes = ((('person_id', 'key', 'due', 'step'), True), (('person_id', 'key', 'day'), True))
    db.create_tables([Reminded])

    class Snooze(Model):
        person_id = IntegerField()
        key = CharField(max_length=120)
        until = DateField()
        class Meta:
            database = db
            table_name = 'snooze'
            indexes = ((('person_id', 'key'), True),)
    db.create_tables([Snooze])


def down(migrator, db):
    for table in ('snooze', 'reminded', 'mail_choice', 'mail', 'notice'):
        migrator.migrate(migrator.drop_table(table))
