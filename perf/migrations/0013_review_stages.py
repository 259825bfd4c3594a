"""Stages of a cycle: peers, approval, calibration, appeal; each review gets dates of its own, and may come round again."""
from peewee import *

CYCLE = {
    'kind': CharField(max_length=20, default='annual'), 'basis': CharField(max_length=10, default='calendar'),
    'after_days': IntegerField(null=True), 'opens_before': IntegerField(default=14), 'repeats': IntegerField(default=0),
    'launch_on': DateField(null=True), 'peer_mode': CharField(max_length=10, default='none'), 'peers_wanted': IntegerField(default=3),
    'nominate_by': DateField(null=True), 'peers_due': DateField(null=True), 'peers_weight': IntegerField(default=0),
    'upward_weight': IntegerField(default=0), 'needs_approval': BooleanField(default=False), 'approve_by': DateField(null=True),
    'calibrates': BooleanField(default=False), 'holds_sharing': BooleanField(default=False), 'follows_id': IntegerField(null=True),
    'peer_template_id': IntegerField(null=True),
}
DATES = ('period_start', 'period_end', 'self_due', 'manager_due', 'share_by')
REVIEW = {
    'round': IntegerField(default=1), **{name: DateField(null=True) for name in (
        'period_start', 'period_end', 'nominate_by', 'self_due', 'peers_due', 'manager_due', 'approve_by', 'share_by')},
    'approved_at': DateTimeField(null=True), 'keeps_manager': BooleanField(default=False), 'form_score': IntegerField(null=True),
    'form_label': CharField(max_length=60, default=''), 'changed_why': CharField(max_length=600, default=''),
    'outcome': CharField(max_length=20, default=''), 'extend_until': DateField(null=True), 'approver_id': IntegerField(null=True),
    'calibration_id': IntegerField(null=True),
}


def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class Sheet(Model):
        class Meta:
            database = db
            table_name = 'sheet'

    class Cycle(Model):
        class Meta:
            database = db
            table_name = 'cycle'

    class Review(Model):
        class Meta:
            database = db
            table_name = 'review'

    class Calibration(Model):
        cycle = ForeignKeyField(Cycle, on_delete='CASCADE')
        name = CharField(max_length=120)
        state = CharField(max_length=10, default='open')
        made_by = ForeignKeyField(Person, null=True, on_delete='SET NULL')
        made_at = DateTimeField()
        locked_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'calibration'

    class Calibrator(Model):
        calibration = ForeignKeyField(Calibration, on_delete='CASCADE')
        person = ForeignKeyField(Person, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'calibrator'
            indexes = ((('calibration', 'person'), True),)

    class PeerForm(Model):
        review = ForeignKeyField(Review, on_delete='CASCADE')
        peer = ForeignKeyField(Person)
        sheet = ForeignKeyField(Sheet, null=True)
        state = CharField(max_length=20, default='nominated')
        nominated_by = ForeignKeyField(Person, null=True, on_delete='SET NULL')
        at = DateTimeField()
        reason = CharField(max_length=600, default='')
        class Meta:
            database = db
            table_name = 'peer_form'
            indexes = ((('review', 'peer'), True),)

    class Appeal(Model):
        review = ForeignKeyField(Review, on_delete='CASCADE')
        at = DateTimeField()
        reason = TextField()
        state_before = CharField(max_length=20)
        state = CharField(max_length=20, default='open')
        decided_by = ForeignKeyField(Person, null=True, on_delete='SET NULL')
        decided_at = DateTimeField(null=True)
        answer = TextField(default='')
        class Meta:
            database = db
            table_name = 'appeal'

    class ReviewVersion(Model):
        review = ForeignKeyField(Review, on_delete='CASCADE')
        number = IntegerField()
        at = DateTimeField()
        by = ForeignKeyField(Person, null=True, on_delete='SET NULL')
        why = CharField(max_length=600, default='')
        score = IntegerField(null=True)
        score_label = CharField(max_length=60, default='')
        text = TextField()
        text_hash = CharField(max_length=64)
        class Meta:
            database = db
            table_name = 'review_version'
            indexes = ((('review', 'number'), True),)

    db.create_tables([Calibration, Calibrator])
    migrator.migrate(*(migrator.add_column('cycle', name, field) for name, field in CYCLE.items()))
    migrator.migrate(*(migrator.add_column('review', name, field) for name, field in REVIEW.items()))
    migrator.migrate(migrator.drop_index('review', 'review_cycle_id_person_id'), migrator.add_index('review', ('cycle_id', 'person_id', 'round'), True),
                     migrator.add_index('review', ('approver_id',)), migrator.add_index('review', ('calibration_id',)))
    db.create_tables([PeerForm, Appeal, ReviewVersion])
    filled = ', '.join(f'"{name}" = (SELECT "{name}" FROM "cycle" WHERE "cycle"."id" = "review"."cycle_id")' for name in DATES)
    db.execute_sql(f'UPDATE "review" SET {filled}')
    db.execute_sql('UPDATE "cycle" SET "kind" = (SELECT "kind" FROM "template" WHERE "template"."id" = "cycle"."template_id")')


def down(migrator, db):
    if any(db.execute_sql(f'SELECT 1 FROM {kept} LIMIT 1').fetchone() for kept in (
            '"peer_form"', '"appeal"', '"review_version"', '"calibration"', '"review" WHERE "round" > 1 OR "approved_at" IS NOT NULL',
            '"cycle" WHERE "basis" <> \'calendar\' OR "peer_mode" <> \'none\' OR "needs_approval" OR "calibrates" OR "holds_sharing"')):
        raise NotImplementedError("peers, approvals, calibrated scores and appeals would be lost; restore the copy made before the upgrade")
    for table in ('review_version', 'appeal', 'peer_form', 'calibrator', 'calibration'):
        migrator.migrate(migrator.drop_table(table))
    migrator.migrate(migrator.drop_index('review', 'review_cycle_id_person_id_round'), migrator.drop_index('review', 'review_approver_id'),
                     migrator.drop_index('review', 'review_calibration_id'))
    migrator.migrate(*(migrator.drop_column('review', name) for name in REVIEW), *(migrator.drop_column('cycle', name) for name in CYCLE),
                     migrator.add_index('review', ('cycle_id', 'person_id'), True))
