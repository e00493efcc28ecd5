"""Questionnaires that were read from a file and wait for a yes."""

from peewee import CharField, ForeignKeyField, IntegerField, Model, TextField

from survei.database import UTCDateTimeField


def up(migrator, db):
    class Questionnaire(Model):
        class Meta:
            database = db
            table_name = 'questionnaire'

    class QuestionnaireImport(Model):
        filename = CharField(max_length=200)
        sha256 = CharField(max_length=64)
        uploaded_by = IntegerField(null=True)
        uploaded_at = UTCDateTimeField()
        document = TextField()
        remarks = TextField(default='[]')
        questionnaire = ForeignKeyField(Questionnaire, null=True, on_delete='SET NULL')
        class Meta:
            database = db
            table_name = 'questionnaire_import'
    db.create_tables([QuestionnaireImport])


def down(migrator, db):
    migrator.drop_table('questionnaire_import')
