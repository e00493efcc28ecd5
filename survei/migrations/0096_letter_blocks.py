"""Letters are found by address in blocks, as people are since 0092. Their keys are random, so a
block holds those whose first ten bits are the same.
"""

from peewee import SqliteDatabase

KEYS = 'search_block (subject, part, number, body)'

def _number(place, row=''):
    first, second, third = (
        f"({place}('0123456789abcdef', substr({row}id, {at}, 1)) - 1)" for at in (1, 2, 3)
    )
    return f'(({first} * 16 + {second}) * 4 + {third} / 4)'


def _added(char):
    return (f'ON CONFLICT (subject, part, number) DO UPDATE '
            f'SET body = search_block.body || {char}(10) || excluded.body')


def _filled(source, place, joined):
    number = _number(place)
    return f'''INSERT INTO {KEYS} SELECT 'letter', coalesce(cycle_id, 0), {number}, {joined}
    FROM {source} WHERE true GROUP BY coalesce(cycle_id, 0), {number}'''


def _anew(place, joined):
    """Writes the block of the row OLD anew, or takes away an empty one."""
    rows = f'''FROM letter r WHERE coalesce(r.cycle_id, 0) = coalesce(OLD.cycle_id, 0)
    AND r.id >= substr(OLD.id, 1, 2) AND r.id < substr(OLD.id, 1, 2) || 'g'
    AND {_number(place, 'r.')} = {_number(place, 'OLD.')}'''
    own = (f"subject = 'letter' AND part = coalesce(OLD.cycle_id, 0) "
           f"AND number = {_number(place, 'OLD.')}")
    return '; '.join((
        f'DELETE FROM search_block WHERE {own} AND NOT EXISTS (SELECT 1 {rows})',
        f"UPDATE search_block SET body = coalesce((SELECT {joined} {rows}), '') WHERE {own}",
    ))


JOINED_SQLITE = 'group_concat(lower(recipient), char(10))'
SQLITE = (
    f'''CREATE TRIGGER letter_search_added AFTER INSERT ON letter BEGIN
    INSERT INTO {KEYS} VALUES ('letter', coalesce(NEW.cycle_id, 0), {_number('instr', 'NEW.')},
    lower(NEW.recipient)) {_added('char')}; END''',
    f'''CREATE TRIGGER letter_search_changed AFTER UPDATE OF recipient ON letter
    WHEN OLD.recipient <> NEW.recipient BEGIN {_anew('instr', JOINED_SQLITE)}; END''',
    f'''CREATE TRIGGER letter_search_removed AFTER DELETE ON letter
    BEGIN {_anew('instr', JOINED_SQLITE)}; END''',
)
JOINED_POSTGRES = 'string_agg(lower(recipient), chr(10))'


def _function(name, body):
    return (f'CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; '
            'RETURN NULL; END $$')


#: In the order of the keys, so that two writers never wait for each other.
POSTGRES = (
    _function('letter_search_added',
              f"{_filled('added', 'strpos', JOINED_POSTGRES)} ORDER BY 2, 3 {_added('chr')}"),
    _function('letter_search_anew', _anew('strpos', JOINED_POSTGRES)),
    '''CREATE TRIGGER letter_search_added AFTER INSERT ON letter REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION letter_search_added()''',
    '''CREATE TRIGGER letter_search_changed AFTER UPDATE OF recipient ON letter FOR EACH ROW
    WHEN (OLD.recipient <> NEW.recipient) EXECUTE FUNCTION letter_search_anew()''',
    '''CREATE TRIGGER letter_search_removed AFTER DELETE ON letter FOR EACH ROW
    EXECUTE FUNCTION letter_search_anew()''',
)


def up(migrator, db):
    is_sqlite = isinstance(db, SqliteDatabase)
    words = ('instr', JOINED_SQLITE) if is_sqlite else ('strpos', JOINED_POSTGRES)
    db.execute_sql(_filled('letter', *words))
    for statement in SQLITE if is_sqlite else POSTGRES:
        db.execute_sql(statement)


def down(migrator, db):
    is_sqlite = isinstance(db, SqliteDatabase)
    for step in ('added', 'changed', 'removed'):
        db.execute_sql(f"DROP TRIGGER letter_search_{step}{'' if is_sqlite else ' ON letter'}")
    if not is_sqlite:
        for name in ('added', 'anew'):
            db.execute_sql(f'DROP FUNCTION letter_search_{name}()')
    db.execute_sql("DELETE FROM search_block WHERE subject = 'letter'")
