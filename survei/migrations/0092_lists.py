"""Lists cost what their page costs: text to search lies in blocks that the database keeps, raters
know how many forms they have open, and every filter has an index in the order of its list.
"""

from peewee import CharField, CompositeKey, IntegerField, Model, SqliteDatabase, TextField

#: Table: what its blocks are kept apart by, and the columns that are searched.
SEARCHED = {
    'employee': ('0', ('name', 'nip')),
    'participant': ('cycle_id', ('name', 'unit_name')),
    'audit_event': ('0', ('actor_name', 'action', 'object_id')),
}
KEYS = 'subject, part, number, body'
LETTERS = 'abcdefghijklmnopqrstuvwxyz_0123456789'


def _line(columns, row, char):
    joined = f' || {char}(10) || '.join(f'{row}{column}' for column in columns)
    return f'lower({joined})'


def _rebuilt(table, char, joined):
    """Statements that write the block of the row OLD anew, or take away an empty one."""
    part, columns = SEARCHED[table]
    block = 'OLD.id / 16'
    old_part = part if part == '0' else f'OLD.{part}'
    same_part = '' if part == '0' else f' AND r.{part} = OLD.{part}'
    rows = f'FROM {table} r WHERE r.id BETWEEN {block} * 16 AND {block} * 16 + 15{same_part}'
    own = f"subject = '{table}' AND part = {old_part} AND number = {block}"
    text = f"{joined}({_line(columns, 'r.', char)}, {char}(10))"
    return (
        f'DELETE FROM search_block WHERE {own} AND NOT EXISTS (SELECT 1 {rows})',
        f"UPDATE search_block SET body = coalesce((SELECT {text} {rows}), '') WHERE {own}",
    )


def _filled(table, source, char, joined):
    part, columns = SEARCHED[table]
    text = f"{joined}({_line(columns, '', char)}, {char}(10))"
    return (
        f"INSERT INTO search_block ({KEYS}) SELECT '{table}', {part}, id / 16, {text} "
        f'FROM {source} GROUP BY {"" if part == "0" else f"{part}, "}id / 16'
    )


def _added(char):
    return (f' ON CONFLICT (subject, part, number) DO UPDATE '
            f'SET body = search_block.body || {char}(10) || excluded.body')


def _sqlite(table):
    part, columns = SEARCHED[table]
    new_part = part if part == '0' else f'NEW.{part}'
    changed = ' OR '.join(f'OLD.{column} <> NEW.{column}' for column in columns)
    anew = '; '.join(_rebuilt(table, 'char', 'group_concat'))
    yield (
        f'CREATE TRIGGER {table}_search_added AFTER INSERT ON {table} BEGIN '
        f"INSERT INTO search_block ({KEYS}) VALUES ('{table}', {new_part}, NEW.id / 16, "
        f"{_line(columns, 'NEW.', 'char')}){_added('char')}; END"
    )
    yield (
        f'CREATE TRIGGER {table}_search_changed AFTER UPDATE OF {", ".join(columns)} ON {table} '
        f'WHEN {changed} BEGIN {anew}; END'
    )
    yield f'CREATE TRIGGER {table}_search_removed AFTER DELETE ON {table} BEGIN {anew}; END'


def _function(name, body):
    return (f'CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; '
            'RETURN NULL; END $$')


def _postgres(table):
    part, columns = SEARCHED[table]
    changed = ' OR '.join(f'OLD.{column} <> NEW.{column}' for column in columns)
    # In the order of the keys, so that two writers never wait for each other.
    added = _filled(table, 'added', 'chr', 'string_agg') + ' ORDER BY 2, 3' + _added('chr')
    yield _function(f'{table}_search_added', added)
    yield _function(f'{table}_search_anew', '; '.join(_rebuilt(table, 'chr', 'string_agg')))
    yield (
        f'CREATE TRIGGER {table}_search_added AFTER INSERT ON {table} REFERENCING NEW TABLE AS '
        f'added FOR EACH STATEMENT EXECUTE FUNCTION {table}_search_added()'
    )
    yield (
        f'CREATE TRIGGER {table}_search_changed AFTER UPDATE OF {", ".join(columns)} ON {table} '
        f'FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {table}_search_anew()'
    )
    yield (
        f'CREATE TRIGGER {table}_search_removed AFTER DELETE ON {table} FOR EACH ROW '
        f'EXECUTE FUNCTION {table}_search_anew()'
    )


#: One open form more or less for its rater.
COUNT_SQLITE = (
    '''CREATE TRIGGER open_forms_added AFTER INSERT ON assignment WHEN NEW.state = 'open' BEGIN
    UPDATE participant SET open_forms = open_forms + 1 WHERE id = NEW.rater_id; END''',
    '''CREATE TRIGGER open_forms_moved AFTER UPDATE OF state ON assignment
    WHEN (OLD.state = 'open') <> (NEW.state = 'open') BEGIN
    UPDATE participant SET open_forms = open_forms + (NEW.state = 'open') - (OLD.state = 'open')
    WHERE id = NEW.rater_id; END''',
    '''CREATE TRIGGER open_forms_removed AFTER DELETE ON assignment WHEN OLD.state = 'open' BEGIN
    UPDATE participant SET open_forms = open_forms - 1 WHERE id = OLD.rater_id; END''',
)
MOVE = '''UPDATE participant p SET open_forms = p.open_forms {sign} c.forms FROM
    (SELECT rater_id, count(*) AS forms FROM {table} WHERE state = 'open'
    GROUP BY rater_id ORDER BY rater_id) c WHERE p.id = c.rater_id'''
ROW = '''UPDATE participant SET open_forms = open_forms
    + (NEW.state = 'open')::int - (OLD.state = 'open')::int WHERE id = NEW.rater_id'''
COUNT_POSTGRES = (
    _function('open_forms_added', MOVE.format(sign='+', table='added')),
    'CREATE TRIGGER open_forms_added AFTER INSERT ON assignment REFERENCING NEW TABLE AS added '
    'FOR EACH STATEMENT EXECUTE FUNCTION open_forms_added()',
    _function('open_forms_moved', ROW),
    'CREATE TRIGGER open_forms_moved AFTER UPDATE OF state ON assignment FOR EACH ROW '
    "WHEN ((OLD.state = 'open') <> (NEW.state = 'open')) EXECUTE FUNCTION open_forms_moved()",
    _function('open_forms_removed', MOVE.format(sign='-', table='gone')),
    'CREATE TRIGGER open_forms_removed AFTER DELETE ON assignment REFERENCING OLD TABLE AS gone '
    'FOR EACH STATEMENT EXECUTE FUNCTION open_forms_removed()',
)
COUNT_ALL = '''UPDATE participant SET open_forms = (SELECT count(*) FROM assignment a
    WHERE a.rater_id = participant.id AND a.state = 'open')'''
#: Indexes with a condition or of an expression, by name.
SPECIAL = {
    'participant_finished': "participant (cycle_id, name) WHERE open_forms = 0",
    'participant_unfinished': "participant (cycle_id, name) WHERE open_forms > 0",
    'participant_without_email': "participant (cycle_id, name) WHERE email IS NULL",
    'audit_event_area': f"audit_event (rtrim(action, '{LETTERS}'), id)",
}
#: PostgreSQL looks a beginning up ("1.5.%") only in an index that sorts by bytes.
BEGINNINGS = {
    'participant_cycle_id_unit_lineage': 'participant (cycle_id, unit_lineage{})',
    'unit_lineage': 'unit (lineage{})',
}
ADDED = (
    ('participant', ('cycle_id', 'unit_name')),
    ('employee', ('is_active', 'name')),
    ('employee', ('supervisor_id', 'name')),
    ('employee', ('job_role_id', 'name')),
    ('employee', ('email', 'name')),
    ('employee', ('whatsapp', 'name')),
    ('letter', ('state', 'queued_at', 'id', 'recipient', 'cycle_id')),
    ('letter', ('kind', 'queued_at', 'id', 'recipient', 'cycle_id')),
    ('letter', ('cycle_id', 'queued_at', 'id', 'recipient')),
    ('letter', ('queued_at', 'id', 'recipient', 'cycle_id')),
)
#: Another one begins with these columns.
REPLACED = (
    ('employee', ('supervisor_id',)),
    ('employee', ('job_role_id',)),
    ('employee', ('email',)),
    ('letter', ('queued_at', 'id', 'recipient')),
)


def up(migrator, db):
    class SearchBlock(Model):
        subject = CharField(max_length=16)
        part = IntegerField()
        number = IntegerField()
        body = TextField()
        class Meta:
            database = db
            table_name = 'search_block'
            primary_key = CompositeKey('subject', 'part', 'number')
    db.create_tables([SearchBlock])
    is_sqlite = isinstance(db, SqliteDatabase)
    chars = ('char', 'group_concat') if is_sqlite else ('chr', 'string_agg')
    for table in SEARCHED:
        db.execute_sql(_filled(table, table, *chars))
        for statement in (_sqlite if is_sqlite else _postgres)(table):
            db.execute_sql(statement)
    db.execute_sql('ALTER TABLE participant ADD COLUMN open_forms INTEGER NOT NULL DEFAULT 0')
    db.execute_sql(COUNT_ALL)
    for statement in COUNT_SQLITE if is_sqlite else COUNT_POSTGRES:
        db.execute_sql(statement)
    for name, rest in SPECIAL.items():
        db.execute_sql(f'CREATE INDEX {name} ON {rest}')
    if not is_sqlite:
        _sort_beginnings(db, ' varchar_pattern_ops')
    migrator.migrate(
        *(migrator.add_index(table, columns, False) for table, columns in ADDED),
        *(migrator.drop_index(table, '_'.join((table, *columns))) for table, columns in REPLACED),
    )


def down(migrator, db):
    is_sqlite = isinstance(db, SqliteDatabase)
    migrator.migrate(
        *(migrator.add_index(table, columns, False) for table, columns in REPLACED),
        *(migrator.drop_index(table, '_'.join((table, *columns))) for table, columns in ADDED),
    )
    for name in SPECIAL:
        db.execute_sql(f'DROP INDEX {name}')
    if not is_sqlite:
        _sort_beginnings(db, '')
    for table in SEARCHED:
        for step in ('added', 'changed', 'removed'):
            _drop(db, is_sqlite, f'{table}_search_{step}', table)
        if not is_sqlite:
            db.execute_sql(f'DROP FUNCTION {table}_search_added, {table}_search_anew')
    for step in ('added', 'moved', 'removed'):
        _drop(db, is_sqlite, f'open_forms_{step}', 'assignment')
        if not is_sqlite:
            db.execute_sql(f'DROP FUNCTION open_forms_{step}')
    db.execute_sql('ALTER TABLE participant DROP COLUMN open_forms')
    migrator.drop_table('search_block')


def _sort_beginnings(db, by):
    for name, rest in BEGINNINGS.items():
        db.execute_sql(f'DROP INDEX {name}')
        db.execute_sql(f'CREATE INDEX {name} ON {rest.format(by)}')


def _drop(db, is_sqlite, trigger, table):
    db.execute_sql(f'DROP TRIGGER {trigger}' + ('' if is_sqlite else f' ON {table}'))
