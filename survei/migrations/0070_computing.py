"""Closing can be taken back until results are computed, which is a step of its own."""

from peewee import CharField, IntegerField, Model

from survei.database import UTCDateTimeField

COLUMNS = {
    'closed_by': CharField(null=True, max_length=16),
    'announced_closes_at': UTCDateTimeField(null=True),
    'moved_at': UTCDateTimeField(null=True),
    'computed_at': UTCDateTimeField(null=True),
    'cleared_at': UTCDateTimeField(null=True),
}


def up(migrator, db):
    for name, field in COLUMNS.items():
        migrator.migrate(migrator.add_column('cycle', name, field))

    class Cycle(Model):
        state = CharField(max_length=16)
        closed_at = UTCDateTimeField(null=True)
        computed_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'cycle'

    class Errand(Model):
        kind = CharField(max_length=16)
        cycle_id = IntegerField()
        state = CharField(max_length=16)
        live_key = CharField(null=True, max_length=64)
        class Meta:
            database = db
            table_name = 'errand'

    # What closing did until now is what computing does. Whether its traces were cleared nobody
    # wrote down, so it is done once more.
    ended = Cycle.state.in_(['closed', 'published'])
    Cycle.update(computed_at=Cycle.closed_at).where(ended).execute()
    Cycle.update(state='computed').where(Cycle.state == 'closed').execute()
    live = Errand.state.in_(['waiting', 'running'])
    Errand.update(state='withdrawn', live_key=None).where(Errand.kind == 'close', live).execute()
    Errand.update(kind='compute').where(Errand.kind == 'close').execute()

