"""Periods that were chosen, legal holds, and the runs that delete what is due."""

from datetime import UTC, datetime

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, Model, TextField

from survei.database import UTCDateTimeField

COLUMNS = (
    ('cycle', 'answers_erased_at'),
    ('cycle', 'results_erased_at'),
    ('user', 'inactive_since'),
)


def up(migrator, db):
    for table, name in COLUMNS:
        migrator.migrate(migrator.add_column(table, name, UTCDateTimeField(null=True)))

    class Cycle(Model):
        class Meta:
            database = db
            table_name = 'cycle'

    class ChosenPeriod(Model):
        data = CharField(primary_key=True, max_length=16)
        amount = IntegerField()
        chosen_at = UTCDateTimeField()
        chosen_by = CharField(max_length=200)
        class Meta:
            database = db
            table_name = 'chosen_period'

    class LegalHold(Model):
        cycle = ForeignKeyField(Cycle, on_delete='RESTRICT')
        standing = IntegerField(null=True, unique=True)
        reason = TextField()
        placed_at = UTCDateTimeField()
        placed_by = CharField(max_length=200)
        lifted_at = UTCDateTimeField(null=True)
        lifted_by = CharField(default='', max_length=200)
        lift_reason = TextField(default='')
        class Meta:
            database = db
            table_name = 'legal_hold'

    class PurgeRun(Model):
        began_at = UTCDateTimeField(index=True)
        asked_by = CharField(max_length=200)
        live_key = CharField(null=True, unique=True, max_length=8)
        lease = CharField(max_length=32)
        leased_until = UTCDateTimeField()
        ended_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'purge_run'

    class PurgeCount(Model):
        run = ForeignKeyField(PurgeRun, index=False, on_delete='CASCADE')
        data = CharField(max_length=16)
        rows = IntegerField()
        class Meta:
            database = db
            table_name = 'purge_count'
            indexes = ((('run', 'data'), True),)
    db.create_tables([ChosenPeriod, LegalHold, PurgeRun, PurgeCount])

    class User(Model):
        is_active = BooleanField()
        inactive_since = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'user'

    # Nobody wrote down since when: their time begins now.
    User.update(inactive_since=datetime.now(UTC)).where(User.is_active == False).execute()  # noqa: E712
