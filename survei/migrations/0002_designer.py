"""The second schema."""

from peewee import BlobField, CharField, ForeignKeyField, IntegerField, Model, TextField

from survei.database import UTCDateTimeField


def up(migrator, db):
    class Errand(Model):
        kind = CharField(max_length=16)
        cycle_id = IntegerField(index=True)
        state = CharField(max_length=16, default='waiting')
        live_key = CharField(max_length=64, null=True, unique=True)
        payload = TextField(default='{}')
        actor_kind = CharField(max_length=16)
        actor_id = IntegerField(null=True)
        actor_name = CharField(max_length=200)
        address = CharField(max_length=64)
        asked_at = UTCDateTimeField()
        done = IntegerField(default=0)
        total = IntegerField(default=0)
        tries = IntegerField(default=0)
        lease = CharField(max_length=32, null=True)
        leased_until = UTCDateTimeField(null=True)
        ended_at = UTCDateTimeField(index=True, null=True)
        message = TextField(default='')
        params = TextField(default='{}')
        class Meta:
            database = db
            table_name = 'errand'
    db.create_tables([Errand])

    class ErrandFile(Model):
        errand = ForeignKeyField(Errand, primary_key=True, on_delete='CASCADE')
        content = BlobField()
        made_at = UTCDateTimeField(index=True)
        class Meta:
            database = db
            table_name = 'errand_file'
    db.create_tables([ErrandFile])
