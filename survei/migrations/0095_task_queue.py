"""The queue of background work lies among the other tables: asking for work and its cause are one
transaction.
"""

from peewee import BlobField, CharField, FloatField, Model, SqliteDatabase


def up(migrator, db):
    class QueuedTask(Model):
        queue = CharField(max_length=32)
        data = BlobField()
        priority = FloatField(default=0.0)
        class Meta:
            database = db
            table_name = 'queued_task'
    db.create_tables([QueuedTask])
    if not isinstance(db, SqliteDatabase):  # until now it had a schema of its own
        db.execute_sql('DROP SCHEMA IF EXISTS survei_queue CASCADE')


def down(migrator, db):
    migrator.migrate(migrator.drop_table('queued_task'))
