"""How many active people a unit has in each job role is kept beside them, by the database; a level
of the tree of units is ordered without a look at its rows.
"""

from peewee import ForeignKeyField, IntegerField, Model, SqliteDatabase

KEYS = 'unit_id, job_role_id'
ADDED = f'ON CONFLICT ({KEYS}) DO UPDATE SET people = headcount.people + excluded.people'


def _more(source):
    return f'''INSERT INTO headcount ({KEYS}, people)
    SELECT {KEYS}, count(*) FROM {source} WHERE is_active GROUP BY {KEYS} {ADDED}'''


#: One person more in the unit and role of the new row, one less in those of the old.
ONE_MORE = f'''INSERT INTO headcount ({KEYS}, people)
    SELECT NEW.unit_id, NEW.job_role_id, 1 WHERE NEW.is_active {ADDED}'''
ONE_LESS = '''UPDATE headcount SET people = people - 1
    WHERE OLD.is_active AND unit_id = OLD.unit_id AND job_role_id = OLD.job_role_id'''
#: Most changes of a person are none of these; then nothing is written.
CHANGED = '''(OLD.unit_id <> NEW.unit_id OR OLD.job_role_id <> NEW.job_role_id
    OR OLD.is_active <> NEW.is_active)'''
SQLITE = (
    f'CREATE TRIGGER headcount_added AFTER INSERT ON employee BEGIN {ONE_MORE}; END',
    f'''CREATE TRIGGER headcount_moved AFTER UPDATE OF unit_id, job_role_id, is_active ON employee
    WHEN {CHANGED} BEGIN {ONE_LESS}; {ONE_MORE}; END''',
    f'CREATE TRIGGER headcount_removed AFTER DELETE ON employee BEGIN {ONE_LESS}; END',
)


def _function(name, *statements):
    return (f'CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
            f'{"; ".join(statements)}; RETURN NULL; END $$')


#: An import writes thousands of people in one statement: they are added up first.
POSTGRES = (
    _function('headcount_added', _more('added')),
    'CREATE TRIGGER headcount_added AFTER INSERT ON employee REFERENCING NEW TABLE AS added '
    'FOR EACH STATEMENT EXECUTE FUNCTION headcount_added()',
    _function('headcount_moved', ONE_LESS, ONE_MORE),
    'CREATE TRIGGER headcount_moved AFTER UPDATE OF unit_id, job_role_id, is_active ON employee '
    f'FOR EACH ROW WHEN {CHANGED} EXECUTE FUNCTION headcount_moved()',
    _function('headcount_removed', ONE_LESS),
    'CREATE TRIGGER headcount_removed AFTER DELETE ON employee '
    'FOR EACH ROW EXECUTE FUNCTION headcount_removed()',
)


def up(migrator, db):
    class Unit(Model):
        class Meta:
            database = db
            table_name = 'unit'

    class JobRole(Model):
        class Meta:
            database = db
            table_name = 'job_role'

    class Headcount(Model):
        unit = ForeignKeyField(Unit, index=False, on_delete='CASCADE')
        job_role = ForeignKeyField(JobRole, index=False, on_delete='CASCADE')
        people = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'headcount'
            indexes = (
                (('unit', 'job_role'), True),
                (('job_role', 'unit', 'people'), False),
            )
    db.create_tables([Headcount])
    for statement in SQLITE if isinstance(db, SqliteDatabase) else POSTGRES:
        db.execute_sql(statement)
    db.execute_sql(_more('employee'))
    migrator.migrate(
        migrator.add_index('unit', ('parent_id', 'name'), False),
        migrator.drop_index('unit', 'unit_parent_id'),
    )


def down(migrator, db):
    for name in ('added', 'moved', 'removed'):
        on = '' if isinstance(db, SqliteDatabase) else ' ON employee'
        db.execute_sql(f'DROP TRIGGER headcount_{name}{on}')
        if not isinstance(db, SqliteDatabase):
            db.execute_sql(f'DROP FUNCTION headcount_{name}()')
    migrator.migrate(
        migrator.add_index('unit', ('parent_id',), False),
        migrator.drop_index('unit', 'unit_parent_id_name'),
    )
    migrator.drop_table('headcount')
