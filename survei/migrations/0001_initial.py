"""The first schema. Frozen: a later change is a migration of its own."""

from peewee import (
    BlobField, BooleanField, CharField, Check, DateField, DoubleField, ForeignKeyField, IntegerField,
    Model, SqliteDatabase, TextField,
)

from survei.database import UTCDateTimeField

#: What was published stays as it was published, whoever writes.
SQLITE_GUARD = ("""
    CREATE TRIGGER questionnaire_version_frozen
    BEFORE UPDATE OF questionnaire_id, number, sha256, document ON questionnaire_version
    BEGIN SELECT RAISE(ABORT, 'a published questionnaire version never changes'); END
""",)
POSTGRES_GUARD = ("""
    CREATE FUNCTION questionnaire_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a published questionnaire version never changes'
        USING ERRCODE = 'integrity_constraint_violation'; END $$
""", """
    CREATE TRIGGER questionnaire_version_frozen
    BEFORE UPDATE OF questionnaire_id, number, sha256, document ON questionnaire_version
    FOR EACH ROW EXECUTE FUNCTION questionnaire_version_frozen()
""")

def up(migrator, db):
    class Cycle(Model):
        name = CharField(max_length=200)
        period_start = DateField()
        period_end = DateField()
        opens_at = UTCDateTimeField()
        closes_at = UTCDateTimeField()
        grace_minutes = IntegerField(default=15, constraints=[Check("grace_minutes >= 0")])
        state = CharField(max_length=16, default='draft')
        plan = TextField()
        revision = IntegerField(default=1)
        created_at = UTCDateTimeField()
        opened_at = UTCDateTimeField(null=True)
        closed_at = UTCDateTimeField(null=True)
        published_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'cycle'
            indexes = ((('state', 'closes_at'), False),)
    db.create_tables([Cycle])

    class Unit(Model):
        name = CharField(max_length=200)
        parent = ForeignKeyField('self', null=True, on_delete='RESTRICT')
        path_key = CharField(unique=True, max_length=1000)
        lineage = CharField(index=True, max_length=200)
        is_active = BooleanField(default=True)
        revision = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'unit'
    db.create_tables([Unit])

    class JobRole(Model):
        name = CharField(max_length=200)
        name_key = CharField(unique=True, max_length=200)
        family = CharField(max_length=200)
        is_active = BooleanField(default=True)
        revision = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'job_role'
    db.create_tables([JobRole])

    class Employee(Model):
        nip = CharField(unique=True, max_length=18, constraints=[Check("length(nip) = 18")])
        name = CharField(max_length=200)
        email = CharField(null=True, max_length=254)
        whatsapp = CharField(null=True, max_length=20)
        unit = ForeignKeyField(Unit, on_delete='RESTRICT')
        job_role = ForeignKeyField(JobRole, on_delete='RESTRICT')
        rank = CharField(max_length=100, default='')
        supervisor = ForeignKeyField('self', null=True, on_delete='RESTRICT')
        is_active = BooleanField(default=True)
        revision = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'employee'
            indexes = ((('name',), False), (('email',), False))
    db.create_tables([Employee])

    class Participant(Model):
        cycle = ForeignKeyField(Cycle, on_delete='RESTRICT', index=False)
        employee = ForeignKeyField(Employee, on_delete='RESTRICT')
        supervisor = ForeignKeyField('self', null=True, on_delete='RESTRICT')
        nip = CharField(max_length=18)
        name = CharField(max_length=200)
        email = CharField(null=True, max_length=254)
        whatsapp = CharField(null=True, max_length=20)
        unit_name = CharField(max_length=200)
        unit_lineage = CharField(max_length=200)
        job_role_id = IntegerField()
        job_role_name = CharField(max_length=200)
        rank = CharField(max_length=100, default='')
        class Meta:
            database = db
            table_name = 'participant'
            indexes = ((('cycle', 'employee'), True), (('cycle', 'unit_lineage'), False), (('cycle', 'name'), False))
    db.create_tables([Participant])

    class Questionnaire(Model):
        key = CharField(unique=True, max_length=100)
        title = CharField(max_length=200)
        draft = TextField(null=True)
        draft_revision = IntegerField(default=0)
        draft_saved_at = UTCDateTimeField(null=True)
        draft_saved_by = CharField(max_length=200, default='')
        archived_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'questionnaire'
    db.create_tables([Questionnaire])

    class QuestionnaireVersion(Model):
        questionnaire = ForeignKeyField(Questionnaire, on_delete='RESTRICT')
        number = IntegerField(constraints=[Check("number > 0")])
        sha256 = CharField(max_length=64)
        document = TextField()
        title = CharField(max_length=200)
        published_at = UTCDateTimeField()
        published_by = CharField(max_length=200)
        note = TextField(default='')
        retired_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'questionnaire_version'
            indexes = ((('questionnaire', 'number'), True), (('sha256',), False))
    db.create_tables([QuestionnaireVersion])
    for statement in SQLITE_GUARD if isinstance(db, SqliteDatabase) else POSTGRES_GUARD:
        db.execute_sql(statement)

    class DraftStep(Model):
        questionnaire = ForeignKeyField(Questionnaire, on_delete='CASCADE')
        revision = IntegerField()
        undo_to = IntegerField(null=True)
        redo_to = IntegerField(null=True)
        document = TextField()
        saved_at = UTCDateTimeField()
        saved_by = CharField(max_length=200)
        class Meta:
            database = db
            table_name = 'draft_step'
            indexes = ((('questionnaire', 'revision'), True),)
    db.create_tables([DraftStep])

    class Assignment(Model):
        cycle = ForeignKeyField(Cycle, on_delete='RESTRICT', index=False)
        rater = ForeignKeyField(Participant, on_delete='RESTRICT', index=False)
        ratee = ForeignKeyField(Participant, on_delete='RESTRICT', index=False)
        relation = CharField(max_length=16)
        version = ForeignKeyField(QuestionnaireVersion, on_delete='RESTRICT', index=False)
        state = CharField(max_length=16, default='open')
        done_on = DateField(null=True)
        decline_reason = CharField(null=True, max_length=32)
        decline_note = TextField(default='')
        class Meta:
            database = db
            table_name = 'assignment'
            indexes = ((('rater', 'ratee'), True), (('cycle', 'state', 'rater'), False), (('cycle', 'relation', 'state'), False), (('ratee', 'relation', 'state'), False))
    db.create_tables([Assignment])

    class AuditEvent(Model):
        at = UTCDateTimeField(index=True)
        actor_kind = CharField(max_length=16)
        actor_id = IntegerField(null=True)
        actor_name = CharField(max_length=200)
        address = CharField(max_length=64)
        action = CharField(index=True, max_length=64)
        object_kind = CharField(max_length=64)
        object_id = CharField(max_length=64)
        details = TextField()
        previous_hash = CharField(max_length=64)
        hash = CharField(unique=True, max_length=64)
        class Meta:
            database = db
            table_name = 'audit_event'
            indexes = ((('object_kind', 'object_id'), False),)
    db.create_tables([AuditEvent])

    class ConfidentialSubmission(Model):
        id = CharField(primary_key=True, max_length=32)
        cycle = ForeignKeyField(Cycle, on_delete='RESTRICT', index=False)
        ratee = ForeignKeyField(Participant, on_delete='RESTRICT', index=False)
        relation = CharField(max_length=16)
        version = ForeignKeyField(QuestionnaireVersion, on_delete='RESTRICT', index=False)
        answers = TextField()
        section_scores = TextField()
        class Meta:
            database = db
            table_name = 'confidential_submission'
            without_rowid = isinstance(db, SqliteDatabase)
            indexes = ((('ratee', 'relation'), False), (('cycle',), False))
    db.create_tables([ConfidentialSubmission])

    class Draft(Model):
        assignment = ForeignKeyField(Assignment, primary_key=True, on_delete='RESTRICT')
        ciphertext = BlobField()
        revision = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'draft'
    db.create_tables([Draft])

    class IdentifiedSubmission(Model):
        assignment = ForeignKeyField(Assignment, unique=True, on_delete='RESTRICT')
        ratee = ForeignKeyField(Participant, on_delete='RESTRICT', index=False)
        relation = CharField(max_length=16)
        version = ForeignKeyField(QuestionnaireVersion, on_delete='RESTRICT', index=False)
        submitted_at = UTCDateTimeField()
        answers = TextField()
        section_scores = TextField()
        class Meta:
            database = db
            table_name = 'identified_submission'
            indexes = ((('ratee', 'relation'), False),)
    db.create_tables([IdentifiedSubmission])

    class Letter(Model):
        id = CharField(primary_key=True, max_length=32)
        kind = CharField(max_length=32)
        payload = TextField()
        recipient = CharField(max_length=254)
        cycle_id = IntegerField(null=True)
        participant_id = IntegerField(null=True)
        state = CharField(max_length=16, default='queued')
        queued_at = UTCDateTimeField()
        due_at = UTCDateTimeField()
        attempts = IntegerField(default=0)
        leased_until = UTCDateTimeField(null=True)
        lease = CharField(null=True, max_length=32)
        sent_at = UTCDateTimeField(null=True)
        last_error = TextField(default='')
        class Meta:
            database = db
            table_name = 'letter'
            indexes = ((('state', 'due_at'), False), (('cycle_id', 'state'), False), (('participant_id', 'kind'), False))
    db.create_tables([Letter])

    class Link(Model):
        token_hash = CharField(primary_key=True, max_length=64)
        nonce = CharField(max_length=32)
        purpose = CharField(max_length=8)
        participant = ForeignKeyField(Participant, on_delete='RESTRICT')
        assignment = ForeignKeyField(Assignment, null=True, on_delete='RESTRICT')
        code_hash = CharField(unique=True, null=True, max_length=64)
        revoked_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'link'
            without_rowid = isinstance(db, SqliteDatabase)
    db.create_tables([Link])

    class User(Model):
        email = CharField(unique=True, max_length=254)
        name = CharField(max_length=200)
        password_hash = CharField(null=True, max_length=200)
        role = CharField(max_length=16)
        employee = ForeignKeyField(Employee, unique=True, null=True, on_delete='RESTRICT')
        unit = ForeignKeyField(Unit, null=True, on_delete='RESTRICT')
        language = CharField(max_length=2, default='id')
        is_active = BooleanField(default=True)
        auth_version = IntegerField(default=1)
        revision = IntegerField(default=1)
        created_at = UTCDateTimeField()
        last_signed_in_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'user'
    db.create_tables([User])

    class OneTimeLink(Model):
        token_hash = CharField(primary_key=True, max_length=64)
        nonce = CharField(max_length=32)
        purpose = CharField(max_length=16)
        user = ForeignKeyField(User, null=True, on_delete='CASCADE')
        created_at = UTCDateTimeField()
        expires_at = UTCDateTimeField()
        used_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'one_time_link'
    db.create_tables([OneTimeLink])

    class Result(Model):
        cycle = ForeignKeyField(Cycle, on_delete='RESTRICT')
        ratee = ForeignKeyField(Participant, unique=True, on_delete='RESTRICT')
        document = TextField()
        sha256 = CharField(max_length=64)
        made_at = UTCDateTimeField()
        acknowledged_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'result'
    db.create_tables([Result])

    class Session(Model):
        id = CharField(primary_key=True, max_length=64)
        user = ForeignKeyField(User, on_delete='CASCADE')
        auth_version = IntegerField()
        created_at = UTCDateTimeField()
        last_seen_at = UTCDateTimeField()
        confirmed_at = UTCDateTimeField()
        address = CharField(max_length=64)
        data = TextField(default='{}')
        class Meta:
            database = db
            table_name = 'session'
    db.create_tables([Session])

    class StaffImport(Model):
        filename = CharField(max_length=200)
        sha256 = CharField(max_length=64)
        state = CharField(max_length=16, default='checked')
        uploaded_by = IntegerField(null=True)
        uploaded_at = UTCDateTimeField()
        report = TextField()
        rows = TextField()
        confirmed_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'staff_import'
    db.create_tables([StaffImport])

    class ThrottleHit(Model):
        key = CharField(max_length=80)
        at = DoubleField()
        class Meta:
            database = db
            table_name = 'throttle_hit'
            indexes = ((('key', 'at'), False),)
    db.create_tables([ThrottleHit])
