"""How many small groups the proof before publishing found to hold, and made coarser, and why."""

from peewee import CharField, ForeignKeyField, IntegerField, Model


def up(migrator, db):
    class Cycle(Model):
        class Meta:
            database = db
            table_name = 'cycle'

    class ResultProof(Model):
        cycle = ForeignKeyField(Cycle, on_delete='RESTRICT', index=False)
        step = CharField(max_length=16)
        why = CharField(max_length=16)
        groups = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'result_proof'
            indexes = ((('cycle', 'step', 'why'), True),)
    db.create_tables([ResultProof])


def down(migrator, db):
    migrator.drop_table('result_proof')
