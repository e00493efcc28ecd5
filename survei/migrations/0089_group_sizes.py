"""A computed cycle remembers how many answers its confidential groups have; people are searched by
name and unit without a look at their rows.
"""

from peewee import TextField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('cycle', 'group_sizes', TextField(null=True)),
        migrator.add_index('participant', ('cycle_id', 'name', 'unit_name'), False),
        migrator.drop_index('participant', 'participant_cycle_id_name'),
    )


def down(migrator, db):
    migrator.migrate(
        migrator.add_index('participant', ('cycle_id', 'name'), False),
        migrator.drop_index('participant', 'participant_cycle_id_name_unit_name'),
        migrator.drop_column('cycle', 'group_sizes'),
    )
