"""Files that raters hand in as evidence."""

from peewee import BlobField, CharField, ForeignKeyField, IntegerField, Model

from survei.database import UTCDateTimeField


def up(migrator, db):
    class Assignment(Model):
        class Meta:
            database = db
            table_name = 'assignment'

    class Evidence(Model):
        id = CharField(primary_key=True, max_length=32)
        assignment = ForeignKeyField(Assignment, on_delete='RESTRICT')
        question = CharField(max_length=60)
        name = CharField(max_length=120, default='')
        type = CharField(max_length=8, default='')
        sha256 = CharField(max_length=64, default='')
        key = CharField(max_length=64, default='')
        size = IntegerField()
        stored_at = UTCDateTimeField()
        content = BlobField()
        class Meta:
            database = db
            table_name = 'evidence'
    db.create_tables([Evidence])
