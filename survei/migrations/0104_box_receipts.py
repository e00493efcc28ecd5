"""A sent form keeps the sealed receipt of its box until that is opened; of an opened box the list of
fingerprints is kept.
"""

from peewee import CharField, ForeignKeyField, Model, SqliteDatabase


def up(migrator, db):
    kind = 'BLOB' if isinstance(db, SqliteDatabase) else 'BYTEA'
    db.execute_sql(f'ALTER TABLE assignment ADD COLUMN box_receipt {kind}')

    class Cycle(Model):
        class Meta:
            database = db
            table_name = 'cycle'

    class OpenedBox(Model):
        fingerprint = CharField(max_length=64, primary_key=True)
        cycle = ForeignKeyField(Cycle, on_delete='RESTRICT')
        class Meta:
            database = db
            table_name = 'opened_box'
    db.create_tables([OpenedBox])


def down(migrator, db):
    migrator.drop_table('opened_box')
    db.execute_sql('ALTER TABLE assignment DROP COLUMN box_receipt')
