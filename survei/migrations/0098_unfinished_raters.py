"""Whether a rater has open forms is a column of its own, which changes once: the number of them is
in no index any more, so that PostgreSQL writes a submission's new number into the page where the
rater stands, and into none of the table's indexes.
"""

from peewee import SqliteDatabase

LISTS = {
    'participant_finished': 'participant (cycle_id, name) WHERE {finished}',
    'participant_unfinished': 'participant (cycle_id, name) WHERE {unfinished}',
}
BEFORE = {'finished': 'open_forms = 0', 'unfinished': 'open_forms > 0'}
AFTER = {'finished': 'NOT has_open_forms', 'unfinished': 'has_open_forms'}
#: What is written beside the number, from the number as it will be.
FLAG = ', has_open_forms = open_forms {change} > 0'
SQLITE = {
    'added': ("AFTER INSERT ON assignment WHEN NEW.state = 'open'", '+ 1', 'NEW'),
    'moved': (
        "AFTER UPDATE OF state ON assignment WHEN (OLD.state = 'open') <> (NEW.state = 'open')",
        "+ (NEW.state = 'open') - (OLD.state = 'open')", 'NEW',
    ),
    'removed': ("AFTER DELETE ON assignment WHEN OLD.state = 'open'", '- 1', 'OLD'),
}
MOVE = '''UPDATE participant p SET open_forms = p.open_forms {sign} c.forms{flag} FROM
    (SELECT rater_id, count(*) AS forms FROM {table} WHERE state = 'open'
    GROUP BY rater_id ORDER BY rater_id) c WHERE p.id = c.rater_id'''
ROW = "+ (NEW.state = 'open')::int - (OLD.state = 'open')::int"
POSTGRES = {
    'added': lambda flag: _move('+', 'added', flag),
    'moved': lambda flag: (
        f"UPDATE participant SET open_forms = open_forms {ROW}{flag.format(change=ROW)} "
        'WHERE id = NEW.rater_id'
    ),
    'removed': lambda flag: _move('-', 'gone', flag),
}


def up(migrator, db):
    db.execute_sql(
        'ALTER TABLE participant ADD COLUMN has_open_forms BOOLEAN NOT NULL DEFAULT FALSE'
    )
    db.execute_sql('UPDATE participant SET has_open_forms = TRUE WHERE open_forms > 0')
    _count(db, FLAG)
    _index(db, AFTER)
    if not isinstance(db, SqliteDatabase):
        db.execute_sql('ALTER TABLE participant SET (fillfactor = 90)')


def down(migrator, db):
    if not isinstance(db, SqliteDatabase):
        db.execute_sql('ALTER TABLE participant RESET (fillfactor)')
    _index(db, BEFORE)
    _count(db, '')
    db.execute_sql('ALTER TABLE participant DROP COLUMN has_open_forms')


def _count(db, flag):
    if not isinstance(db, SqliteDatabase):
        for step, body in POSTGRES.items():
            db.execute_sql(
                f'CREATE OR REPLACE FUNCTION open_forms_{step}() RETURNS trigger '
                f'LANGUAGE plpgsql AS $$ BEGIN {body(flag)}; RETURN NULL; END $$'
            )
        return
    for step, (event, change, row) in SQLITE.items():
        db.execute_sql(f'DROP TRIGGER open_forms_{step}')
        db.execute_sql(
            f'CREATE TRIGGER open_forms_{step} {event} BEGIN UPDATE participant SET '
            f'open_forms = open_forms {change}{flag.format(change=change)} '
            f'WHERE id = {row}.rater_id; END'
        )


def _move(sign, table, flag):
    change = flag.replace('open_forms {', 'p.open_forms {').format(change=f'{sign} c.forms')
    return MOVE.format(sign=sign, table=table, flag=change)


def _index(db, conditions):
    for name, rest in LISTS.items():
        db.execute_sql(f'DROP INDEX {name}')
        db.execute_sql(f'CREATE INDEX {name} ON {rest.format(**conditions)}')
