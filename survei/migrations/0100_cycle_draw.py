"""What the raters of a cycle were drawn from is kept, so that the draw can be repeated."""

from peewee import CharField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class Cycle(Model):
        class Meta:
            database = db
            table_name = 'cycle'

    class CycleDraw(Model):
        cycle = ForeignKeyField(Cycle, primary_key=True, on_delete='RESTRICT')
        algorithm = IntegerField()
        seed = CharField(max_length=64)
        basis = TextField()
        digest = CharField(max_length=64)
        class Meta:
            database = db
            table_name = 'cycle_draw'
    db.create_tables([CycleDraw])


def down(migrator, db):
    migrator.drop_table('cycle_draw')
