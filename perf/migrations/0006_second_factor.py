"""Second factors, passkeys, and who somebody is at another provider."""
from peewee import *

def up(migrator, db):
    class Account(Model):
        class Meta:
            database = db
            table_name = 'account'

    class Authenticator(Model):
        account = ForeignKeyField(Account, unique=True, on_delete='CASCADE')
        seed = CharField(max_length=400)
        last_step = IntegerField(default=0)
        made_at = DateTimeField()
        class Meta:
            database = db
            table_name = 'authenticator'

    class RecoveryCode(Model):
        account = ForeignKeyField(Account, on_delete='CASCADE')
        code = CharField(unique=True, max_length=64)
        used_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'recovery_code'

    class Passkey(Model):
        account = ForeignKeyField(Account, on_delete='CASCADE')
        name = CharField(max_length=60)
        credential = CharField(unique=True, max_length=1400)
        public_key = TextField()
        sign_count = IntegerField(default=0)
        made_at = DateTimeField()
        used_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'passkey'

    class Identity(Model):
        account = ForeignKeyField(Account, on_delete='CASCADE')
        issuer = CharField(max_length=300)
        subject = CharField(max_length=255)
        shown_as = CharField(max_length=200, default='')
        made_at = DateTimeField()
        used_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'identity'
            indexes = ((('issuer', 'subject'), True),)

    class UsedOnce(Model):
        mark = CharField(unique=True, max_length=64)
        ends_at = DateTimeField(index=True)
        class Meta:
            database = db
            table_name = 'used_once'

    db.create_tables([Authenticator, RecoveryCode, Passkey, Identity, UsedOnce])
    migrator.migrate(migrator.add_column('session', 'has_second', BooleanField(default=False)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column('session', 'has_second'))
    for table in ('used_once', 'identity', 'passkey', 'recovery_code', 'authenticator'):
        migrator.migrate(migrator.drop_table(table))
