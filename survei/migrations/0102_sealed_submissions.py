"""Confidential answers are sealed until results are computed; a cycle has the key of its box."""

from peewee import BlobField, CharField, ForeignKeyField, Model


def up(migrator, db):
    class Cycle(Model):
        class Meta:
            database = db
            table_name = 'cycle'

    class SealedSubmission(Model):
        fingerprint = CharField(max_length=64, primary_key=True)
        cycle = ForeignKeyField(Cycle, on_delete='RESTRICT')
        box = BlobField()
        class Meta:
            database = db
            table_name = 'sealed_submission'
    db.create_tables([SealedSubmission])
    db.execute_sql('ALTER TABLE cycle ADD COLUMN box_key VARCHAR(64)')


def down(migrator, db):
    migrator.drop_table('sealed_submission')
    db.execute_sql('ALTER TABLE cycle DROP COLUMN box_key')
