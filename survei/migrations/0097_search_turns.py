"""Two transactions of PostgreSQL that change the same block of searched text take turns before they
read its rows: what one deletes is not written back by the other, what one adds is not left out.
"""

from peewee import SqliteDatabase

LETTER = (
    "(((strpos('0123456789abcdef', substr({row}id, 1, 1)) - 1) * 16"
    " + (strpos('0123456789abcdef', substr({row}id, 2, 1)) - 1)) * 4"
    " + (strpos('0123456789abcdef', substr({row}id, 3, 1)) - 1) / 4)"
)
NUMBERED = 'r.id BETWEEN OLD.id / 16 * 16 AND OLD.id / 16 * 16 + 15'
#: Table: cycle and number of a block, the rows of the block of OLD, and the searched columns.
SEARCHED = {
    'employee': ('0', '{row}id / 16', NUMBERED, ('name', 'nip')),
    'participant': (
        '{row}cycle_id', '{row}id / 16', f'{NUMBERED} AND r.cycle_id = OLD.cycle_id',
        ('name', 'unit_name'),
    ),
    'audit_event': ('0', '{row}id / 16', NUMBERED, ('actor_name', 'action', 'object_id')),
    'letter': (
        'coalesce({row}cycle_id, 0)', LETTER,
        "coalesce(r.cycle_id, 0) = coalesce(OLD.cycle_id, 0) AND r.id >= substr(OLD.id, 1, 2) "
        f"AND r.id < substr(OLD.id, 1, 2) || 'g' AND {LETTER.format(row='r.')} = "
        f"{LETTER.format(row='OLD.')}",
        ('recipient',),
    ),
}
ANEW = '''CREATE OR REPLACE FUNCTION {table}_search_anew() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
{turn}
    DELETE FROM search_block WHERE {own} AND NOT EXISTS (SELECT 1 FROM {table} r WHERE {rows});
    UPDATE search_block SET body = coalesce((SELECT string_agg({line}, chr(10))
    FROM {table} r WHERE {rows}), '') WHERE {own};
    RETURN NULL; END $$'''
#: A statement sees what was committed before it began; so the wait is a statement of its own.
TURN = 'PERFORM 1 FROM search_block WHERE {own} FOR UPDATE;'
FILLED = '''INSERT INTO search_block (subject, part, number, body)
    SELECT '{table}', {part}, {number}, string_agg({line}, chr(10)) FROM {table} GROUP BY 2, 3'''


def up(migrator, db):
    if isinstance(db, SqliteDatabase):  # where one transaction writes at a time
        return
    _write(db, TURN)
    db.execute_sql('DELETE FROM search_block')
    for table, (part, number, _rows, columns) in SEARCHED.items():
        db.execute_sql(FILLED.format(
            table=table, part=part.format(row=''), number=number.format(row=''),
            line=_line(columns, ''),
        ))


def down(migrator, db):
    if not isinstance(db, SqliteDatabase):
        _write(db, '')


def _write(db, turn):
    for table, (part, number, rows, columns) in SEARCHED.items():
        own = (f"subject = '{table}' AND part = {part.format(row='OLD.')} "
               f"AND number = {number.format(row='OLD.')}")
        db.execute_sql(ANEW.format(
            table=table, turn=turn.format(own=own), own=own, rows=rows, line=_line(columns, 'r.'),
        ))


def _line(columns, row):
    return 'lower(' + ' || chr(10) || '.join(f'{row}{column}' for column in columns) + ')'
