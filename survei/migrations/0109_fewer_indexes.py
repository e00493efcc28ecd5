"""Two indexes that every sent form paid for, and that only the end of a cycle read."""

INDEXES = {
    'assignment_cycle_id_relation_state': 'assignment (cycle_id, relation, state)',
    'sealedsubmission_cycle_id': 'sealed_submission (cycle_id)',
}


def up(migrator, db):
    for name in INDEXES:
        db.execute_sql(f'DROP INDEX {name}')


def down(migrator, db):
    for name, columns in INDEXES.items():
        db.execute_sql(f'CREATE INDEX {name} ON {columns}')
