"""How many answers of a confidential group others than its raters could have written: a form keeps
whether its link had been handed out when it was sent, a group how many such answers it has.
"""

from peewee import CharField, ForeignKeyField, IntegerField, Model

CONFIDENTIAL = "relation IN ('peer', 'subordinate') AND state = 'submitted'"
OF = 'cycle_id IN (SELECT id FROM cycle WHERE state IN ({states}))'
#: A report brings new links for what was sent, so the link of then is no longer in force.
REACHED = """EXISTS (SELECT 1 FROM link WHERE link.assignment_id = assignment.id
    AND link.is_handed_out AND (link.revoked_at IS NULL OR assignment.is_disputed))"""
COUNT = f'SUM(CASE WHEN {REACHED} THEN 1 ELSE 0 END)'


def up(migrator, db):
    class Cycle(Model):
        class Meta:
            database = db
            table_name = 'cycle'

    class Participant(Model):
        class Meta:
            database = db
            table_name = 'participant'

    class ReachedGroup(Model):
        cycle = ForeignKeyField(Cycle, on_delete='RESTRICT')
        ratee = ForeignKeyField(Participant, on_delete='RESTRICT', index=False)
        relation = CharField(max_length=16)
        answers = IntegerField()
        in_reach = IntegerField()
        class Meta:
            database = db
            table_name = 'reached_group'
            indexes = ((('ratee', 'relation'), True),)

    db.execute_sql('ALTER TABLE assignment ADD COLUMN sent_in_reach BOOLEAN NOT NULL DEFAULT FALSE')
    db.create_tables([ReachedGroup])
    running = OF.format(states="'open', 'closed'")
    db.execute_sql(
        f'UPDATE assignment SET sent_in_reach = TRUE WHERE {CONFIDENTIAL} AND {running} AND {REACHED}'
    )
    computed = OF.format(states="'computed'")
    db.execute_sql(
        'INSERT INTO reached_group (cycle_id, ratee_id, relation, answers, in_reach) '
        f'SELECT cycle_id, ratee_id, relation, COUNT(*), {COUNT} FROM assignment '
        f'WHERE {CONFIDENTIAL} AND {computed} GROUP BY cycle_id, ratee_id, relation '
        f'HAVING {COUNT} > 0'
    )


def down(migrator, db):
    db.execute_sql('DROP TABLE reached_group')
    db.execute_sql('ALTER TABLE assignment DROP COLUMN sent_in_reach')
