"""A rater may say of a form that was sent: it was not me. An auditor decides about it."""

from peewee import BooleanField, CharField, ForeignKeyField, Model

from survei.database import UTCDateTimeField


def up(migrator, db):
    db.execute_sql('ALTER TABLE assignment ADD COLUMN is_disputed BOOLEAN NOT NULL DEFAULT FALSE')

    class Assignment(Model):
        class Meta:
            database = db
            table_name = 'assignment'

    class DisputedSubmission(Model):
        assignment = ForeignKeyField(Assignment, primary_key=True, on_delete='RESTRICT')
        reported_at = UTCDateTimeField()
        is_mail_only = BooleanField()
        decided_at = UTCDateTimeField(null=True)
        decision = CharField(max_length=16, null=True)
        reason = CharField(max_length=500)
        decided_by = CharField(max_length=200)
        class Meta:
            database = db
            table_name = 'disputed_submission'

    db.create_tables([DisputedSubmission])


def down(migrator, db):
    db.execute_sql('DROP TABLE disputed_submission')
    db.execute_sql('ALTER TABLE assignment DROP COLUMN is_disputed')
