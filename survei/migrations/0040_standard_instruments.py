"""Which questionnaire serves which job role and relation, as proposed to new cycles."""

from peewee import CharField, ForeignKeyField, Model


def up(migrator, db):
    def stub(name, table):
        meta = type("Meta", (), {"database": db, "table_name": table})
        return type(name, (Model,), {"Meta": meta})

    JobRole = stub("JobRole", "job_role")
    Questionnaire = stub("Questionnaire", "questionnaire")
    QuestionnaireVersion = stub("QuestionnaireVersion", "questionnaire_version")

    class StandardInstrument(Model):
        job_role = ForeignKeyField(JobRole, on_delete='RESTRICT', index=False)
        relation = CharField(max_length=16)
        questionnaire = ForeignKeyField(Questionnaire, on_delete='RESTRICT')
        version = ForeignKeyField(QuestionnaireVersion, null=True, on_delete='RESTRICT')
        class Meta:
            database = db
            table_name = 'standard_instrument'
            indexes = ((('job_role', 'relation'), True),)
    db.create_tables([StandardInstrument])
