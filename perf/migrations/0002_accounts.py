"""Sessions that wait for a second factor or are freshly confirmed, known devices, asked resets, changes of address."""
from peewee import *

def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class Account(Model):
        class Meta:
            database = db
            table_name = 'account'

    class AskedReset(Model):
        person = ForeignKeyField(Person, unique=True, on_delete='CASCADE')
        by = ForeignKeyField(Person, on_delete='CASCADE', backref='+')
        at = DateTimeField()
        class Meta:
            database = db
            table_name = 'asked_reset'

    class LostPassword(Model):
        name = CharField(max_length=200)
        at = DateTimeField()
        class Meta:
            database = db
            table_name = 'lost_password'

    class AddressChange(Model):
        person = ForeignKeyField(Person, unique=True, on_delete='CASCADE', backref='+')
        email = CharField(max_length=200)
        secret = CharField(unique=True, max_length=64)
        ends_at = DateTimeField()
        class Meta:
            database = db
            table_name = 'address_change'

    class KnownDevice(Model):
        account = ForeignKeyField(Account, on_delete='CASCADE')
        reference = CharField(max_length=64)
        seen_at = DateTimeField()
        class Meta:
            database = db
            table_name = 'known_device'
            indexes = ((('account', 'reference'), True),)

    db.create_tables([AskedReset, LostPassword, AddressChange, KnownDevice])
    migrator.migrate(
        migrator.add_column('account', 'has_short_password', BooleanField(default=False)),
        migrator.add_column('session', 'fresh_until', DateTimeField(null=True)),
        migrator.add_column('session', 'is_pending', BooleanField(default=False)),
        migrator.add_column('invitation', 'told_at', DateTimeField(null=True)))


def down(migrator, db):
    migrator.migrate(
        migrator.drop_column('invitation', 'told_at'),
        migrator.drop_column('session', 'is_pending'),
        migrator.drop_column('session', 'fresh_until'),
        migrator.drop_column('account', 'has_short_password'))
    for table in ('known_device', 'address_change', 'lost_password', 'asked_reset'):
        migrator.migrate(migrator.drop_table(table))
