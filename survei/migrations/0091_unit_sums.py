"""How far a cycle is, is added up from an index alone."""


COLUMNS = ('cycle_id', 'relation', 'open', 'submitted', 'declined')


def up(migrator, db):
    migrator.migrate(migrator.add_index('unit_progress', COLUMNS, False))


def down(migrator, db):
    migrator.migrate(migrator.drop_index('unit_progress', 'unit_progress_' + '_'.join(COLUMNS)))
