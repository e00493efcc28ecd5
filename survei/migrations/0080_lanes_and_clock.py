"""Letters get lanes, one-time links count from their sending, workers keep marks of their clock."""

from peewee import BooleanField, CharField, DoubleField, Model

from survei.database import UTCDateTimeField

#: What went first before there were lanes.
ACCOUNT_KINDS = ('activation', 'reset', 'test')


def up(migrator, db):
    class ClockMark(Model):
        host = CharField(max_length=255, primary_key=True)
        boot = CharField(max_length=64)
        wall = UTCDateTimeField()
        uptime = DoubleField()
        trusted_wall = UTCDateTimeField()
        trusted_uptime = DoubleField()
        untrusted_since = UTCDateTimeField(null=True)
        jump_seconds = DoubleField(default=0.0)
        steady_seconds = DoubleField(default=0.0)
        skew_seconds = DoubleField(default=0.0)
        accepted_skew = DoubleField(default=0.0)
        is_confirmed = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'clock_mark'
    db.create_tables([ClockMark])
    migrator.migrate(
        migrator.add_column('letter', 'lane', CharField(max_length=8, default='bulk')),
        migrator.drop_index('letter', 'letter_state_due_at'),
        migrator.add_index('letter', ('lane', 'state', 'cycle_id', 'due_at'), False),
        migrator.add_column('one_time_link', 'sent_at', UTCDateTimeField(null=True)),
    )

    class Letter(Model):
        id = CharField(max_length=32, primary_key=True)
        kind = CharField(max_length=32)
        lane = CharField(max_length=8)
        class Meta:
            database = db
            table_name = 'letter'
    Letter.update(lane='account').where(Letter.kind.in_(ACCOUNT_KINDS)).execute()


def down(migrator, db):
    migrator.migrate(
        migrator.drop_column('one_time_link', 'sent_at'),
        migrator.drop_index('letter', 'letter_lane_state_cycle_id_due_at'),
        migrator.add_index('letter', ('state', 'due_at'), False),
        migrator.drop_column('letter', 'lane'),
    )
    migrator.drop_table('clock_mark')
