"""How many forms of a unit are open, sent and declined is kept beside the forms, by the database."""

from peewee import CharField, ForeignKeyField, IntegerField, Model, SqliteDatabase

KEYS = 'cycle_id, unit_lineage, relation'
SUMS = ('open', 'submitted', 'declined')
ADDED = ', '.join(f'{name} = unit_progress.{name} + excluded.{name}' for name in SUMS)
ONE = ', '.join(f"CASE WHEN a.state = '{name}' THEN 1 ELSE 0 END" for name in SUMS)
MANY = ', '.join(f"sum(CASE WHEN a.state = '{name}' THEN 1 ELSE 0 END)" for name in SUMS)


def _moved(change):
    """The sums with `change`, in which {} is the state that each counts."""
    return ', '.join(f'{name} = {name} + {change.format(name)}' for name in SUMS)


#: One form more, one form less.
MORE = "CASE WHEN NEW.state = '{0}' THEN 1 ELSE 0 END"
LESS = "CASE WHEN OLD.state = '{0}' THEN 1 ELSE 0 END"


def _filled(source, sums):
    return f'''INSERT INTO unit_progress ({KEYS}, unit_name, {", ".join(SUMS)})
    SELECT a.cycle_id, p.unit_lineage, a.relation, max(p.unit_name), {sums}
    FROM {source} JOIN participant p ON p.id = a.rater_id WHERE 1 = 1
    GROUP BY a.cycle_id, p.unit_lineage, a.relation
    ON CONFLICT ({KEYS}) DO UPDATE SET {ADDED}'''


#: The unit of the form's rater.
OF_ROW = '''WHERE cycle_id = {row}.cycle_id AND relation = {row}.relation
    AND unit_lineage = (SELECT unit_lineage FROM participant WHERE id = {row}.rater_id)'''
SQLITE = (
    f'''CREATE TRIGGER unit_progress_added AFTER INSERT ON assignment BEGIN
    INSERT INTO unit_progress ({KEYS}, unit_name, {", ".join(SUMS)})
    SELECT a.cycle_id, p.unit_lineage, a.relation, p.unit_name, {ONE}
    FROM assignment a JOIN participant p ON p.id = a.rater_id WHERE a.id = NEW.id
    ON CONFLICT ({KEYS}) DO UPDATE SET {ADDED}; END''',
    f'''CREATE TRIGGER unit_progress_moved AFTER UPDATE OF state ON assignment
    WHEN OLD.state <> NEW.state BEGIN
    UPDATE unit_progress SET {_moved(f"{MORE} - {LESS}")} {OF_ROW.format(row="NEW")}; END''',
    f'''CREATE TRIGGER unit_progress_removed AFTER DELETE ON assignment BEGIN
    UPDATE unit_progress SET {_moved(f"0 - {LESS}")} {OF_ROW.format(row="OLD")}; END''',
)
#: A statement's rows are added up first: the opening of a cycle writes thousands at once.
CHANGES = ', '.join(f'sum({name}) AS {name}' for name in SUMS)
APPLY = '''UPDATE unit_progress u SET ''' + ', '.join(
    f'{name} = u.{name} + c.{name}' for name in SUMS
) + ''' FROM (SELECT b.cycle_id, p.unit_lineage, b.relation, ''' + CHANGES + '''
    FROM ({changes}) b JOIN participant p ON p.id = b.rater_id
    GROUP BY b.cycle_id, p.unit_lineage, b.relation) c
    WHERE u.cycle_id = c.cycle_id AND u.unit_lineage = c.unit_lineage AND u.relation = c.relation'''


def _states(table, sign):
    sums = ', '.join(
        f"CASE WHEN state = '{name}' THEN {sign}1 ELSE 0 END AS {name}" for name in SUMS
    )
    return f'SELECT cycle_id, rater_id, relation, {sums} FROM {table}'


def _function(name, body):
    return (f'CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; '
            'RETURN NULL; END $$')


POSTGRES = (
    _function('unit_progress_added', _filled('added a', MANY)),
    'CREATE TRIGGER unit_progress_added AFTER INSERT ON assignment REFERENCING NEW TABLE AS added '
    'FOR EACH STATEMENT EXECUTE FUNCTION unit_progress_added()',
    _function('unit_progress_moved', APPLY.format(
        changes=f"{_states('after', '')} UNION ALL {_states('before', '-')}")),
    'CREATE TRIGGER unit_progress_moved AFTER UPDATE ON assignment REFERENCING OLD TABLE AS before '
    'NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION unit_progress_moved()',
    _function('unit_progress_removed', APPLY.format(changes=_states('gone', '-'))),
    'CREATE TRIGGER unit_progress_removed AFTER DELETE ON assignment REFERENCING OLD TABLE AS gone '
    'FOR EACH STATEMENT EXECUTE FUNCTION unit_progress_removed()',
)


def up(migrator, db):
    class Cycle(Model):
        class Meta:
            database = db
            table_name = 'cycle'

    class UnitProgress(Model):
        cycle = ForeignKeyField(Cycle, index=False, on_delete='CASCADE')
        unit_lineage = CharField(max_length=200)
        relation = CharField(max_length=16)
        unit_name = CharField(max_length=200)
        open = IntegerField(default=0)
        submitted = IntegerField(default=0)
        declined = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'unit_progress'
            indexes = ((('cycle', 'unit_lineage', 'relation'), True),)
    db.create_tables([UnitProgress])
    for statement in SQLITE if isinstance(db, SqliteDatabase) else POSTGRES:
        db.execute_sql(statement)
    db.execute_sql(_filled('assignment a', MANY))
    migrator.migrate(
        migrator.add_index('result', ('cycle_id', 'acknowledged_at'), False),
        migrator.drop_index('result', 'result_cycle_id'),
    )


def down(migrator, db):
    for name in ('added', 'moved', 'removed'):
        on = '' if isinstance(db, SqliteDatabase) else ' ON assignment'
        db.execute_sql(f'DROP TRIGGER unit_progress_{name}{on}')
        if not isinstance(db, SqliteDatabase):
            db.execute_sql(f'DROP FUNCTION unit_progress_{name}()')
    migrator.migrate(
        migrator.add_index('result', ('cycle_id',), False),
        migrator.drop_index('result', 'result_cycle_id_acknowledged_at'),
    )
    migrator.drop_table('unit_progress')
