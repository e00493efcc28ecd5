"""A draft is sealed under its link and a code: several of them may wait for one form. Those of older
releases stay sealed under their link alone, and no page opens them by it.
"""

from peewee import BlobField, CharField, ForeignKeyField, IntegerField, Model

#: What stands in place of an access for a draft of an older release.
OLD = "'old-' || assignment_id"


def up(migrator, db):
    class Assignment(Model):
        class Meta:
            database = db
            table_name = 'assignment'

    class Draft(Model):
        access = CharField(max_length=64, primary_key=True)
        assignment = ForeignKeyField(Assignment, on_delete='RESTRICT')
        link_hash = CharField(max_length=64)
        ciphertext = BlobField()
        revision = IntegerField()
        files = BlobField(null=True)
        class Meta:
            database = db
            table_name = 'draft'

    db.execute_sql('CREATE TABLE old_draft AS SELECT * FROM draft')
    db.execute_sql('DROP TABLE draft')
    db.create_tables([Draft])
    db.execute_sql(
        'INSERT INTO draft (access, assignment_id, link_hash, ciphertext, revision, files) '
        f"SELECT {OLD}, assignment_id, '', ciphertext, revision, files FROM old_draft"
    )
    db.execute_sql('DROP TABLE old_draft')


def down(migrator, db):
    class Assignment(Model):
        class Meta:
            database = db
            table_name = 'assignment'

    class Draft(Model):
        assignment = ForeignKeyField(Assignment, primary_key=True, on_delete='RESTRICT')
        ciphertext = BlobField()
        revision = IntegerField()
        files = BlobField(null=True)
        class Meta:
            database = db
            table_name = 'draft'

    # The release before reads no draft that has a code.
    db.execute_sql("CREATE TABLE old_draft AS SELECT * FROM draft WHERE link_hash = ''")
    db.execute_sql('DROP TABLE draft')
    db.create_tables([Draft])
    db.execute_sql(
        'INSERT INTO draft (assignment_id, ciphertext, revision, files) '
        'SELECT assignment_id, ciphertext, revision, files FROM old_draft'
    )
    db.execute_sql('DROP TABLE old_draft')
