"""What people were handed links by HR: when, how, by whom and why; each link knows that it was."""

from peewee import CharField, ForeignKeyField, Model, SqliteDatabase

from survei.database import UTCDateTimeField


def up(migrator, db):
    db.execute_sql('ALTER TABLE link ADD COLUMN is_handed_out BOOLEAN NOT NULL DEFAULT FALSE')

    class Cycle(Model):
        class Meta:
            database = db
            table_name = 'cycle'

    class Link(Model):
        token_hash = CharField(primary_key=True, max_length=64)
        class Meta:
            database = db
            table_name = 'link'
            without_rowid = isinstance(db, SqliteDatabase)

    class Handout(Model):
        cycle = ForeignKeyField(Cycle, on_delete='RESTRICT')
        way = CharField(max_length=8)
        at = UTCDateTimeField()
        made_by = CharField(max_length=8)
        reason = CharField(max_length=500)
        class Meta:
            database = db
            table_name = 'handout'

    class HandedLink(Model):
        handout = ForeignKeyField(Handout, on_delete='CASCADE')
        link = ForeignKeyField(Link, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'handed_link'

    db.create_tables([Handout, HandedLink])


def down(migrator, db):
    db.execute_sql('DROP TABLE handed_link')
    db.execute_sql('DROP TABLE handout')
    db.execute_sql('ALTER TABLE link DROP COLUMN is_handed_out')
