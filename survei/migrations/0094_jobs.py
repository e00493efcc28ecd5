"""Long work left to the worker is called a job, as everywhere else."""

from peewee import SqliteDatabase

#: Name, kind, table and column of each index.
INDEXES = (
    ('{}_cycle_id', 'INDEX', '', 'cycle_id'),
    ('{}_live_key', 'UNIQUE INDEX', '', 'live_key'),
    ('{}_ended_at', 'INDEX', '', 'ended_at'),
    ('{}file_made_at', 'INDEX', '_file', 'made_at'),
)
#: What PostgreSQL named after the tables when it made them.
CONSTRAINTS = (
    ('', '{}_pkey'),
    ('_file', '{}_file_pkey'),
    ('_file', '{0}_file_{0}_id_fkey'),
)


def up(migrator, db):
    _move(db, 'errand', 'job')


def down(migrator, db):
    _move(db, 'job', 'errand')


def _move(db, old, new):
    db.execute_sql(f'ALTER TABLE {old} RENAME TO {new}')
    db.execute_sql(f'ALTER TABLE {old}_file RENAME TO {new}_file')
    db.execute_sql(f'ALTER TABLE {new}_file RENAME COLUMN {old}_id TO {new}_id')
    if isinstance(db, SqliteDatabase):  # which cannot rename an index
        for name, kind, table, column in INDEXES:
            db.execute_sql(f'DROP INDEX {name.format(old)}')
            db.execute_sql(f'CREATE {kind} {name.format(new)} ON {new}{table} ({column})')
    else:
        _move_names(db, old, new)
    for table in ('chosen_period', 'purge_count'):
        for ending in ('s', '_files'):
            db.execute_sql(
                f"UPDATE {table} SET data = '{new}{ending}' WHERE data = '{old}{ending}'"
            )


def _move_names(db, old, new):
    for name, *_ in INDEXES:
        db.execute_sql(f'ALTER INDEX {name.format(old)} RENAME TO {name.format(new)}')
    for table, name in CONSTRAINTS:
        names = f'{name.format(old)} TO {name.format(new)}'
        db.execute_sql(f'ALTER TABLE {new}{table} RENAME CONSTRAINT {names}')
    db.execute_sql(f'ALTER SEQUENCE {old}_id_seq RENAME TO {new}_id_seq')
