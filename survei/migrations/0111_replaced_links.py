"""Links are replaced with all others of their rater. Where only some were until now, an old one that
HR had seen still led to the new ones: these count as handed out, too, in cycles whose results are
not computed. A receipt keeps its number when its link is replaced.
"""

#: When somebody was last handed a list or form of a rater, replaced links included.
SEEN = """seen AS (SELECT l.participant_id AS rater, MAX(h.at) AS at FROM handout h
    JOIN handed_link hl ON hl.handout_id = h.id JOIN link l ON l.token_hash = hl.link_id
    JOIN cycle c ON c.id = h.cycle_id
    WHERE l.purpose IN ('list', 'form') AND c.state IN ('open', 'closed')
    GROUP BY l.participant_id)"""
#: Links in force of these raters, and whether each came in place of another after that moment.
HELD = """held AS (SELECT l.token_hash, l.participant_id AS rater, l.assignment_id, l.is_handed_out,
    EXISTS (SELECT 1 FROM link o WHERE o.participant_id = l.participant_id
        AND o.purpose = l.purpose AND o.revoked_at > seen.at
        AND COALESCE(o.assignment_id, 0) = COALESCE(l.assignment_id, 0)) AS is_newer
    FROM link l JOIN seen ON seen.rater = l.participant_id
    WHERE l.revoked_at IS NULL AND l.purpose IN ('list', 'form'))"""
#: Raters with one that was there already: it leads on to all the others. A report replaced all at
#: once, so nobody is among them who made one since.
REACHED = 'reached AS (SELECT DISTINCT rater FROM held WHERE NOT is_newer)'
WITH = f'WITH {SEEN}, {HELD}, {REACHED}'
#: A form whose link was replaced was open then, so it was sent after the handout.
SENT = f"""{WITH} UPDATE assignment SET sent_in_reach = TRUE
    WHERE state = 'submitted' AND NOT sent_in_reach AND id IN (
        SELECT assignment_id FROM held WHERE is_newer AND rater IN (SELECT rater FROM reached))"""
#: Each handout of the rater is told of each link that can still be answered by, and has none.
TOLD = f"""{WITH} INSERT INTO handed_link (handout_id, link_id)
    SELECT DISTINCT hl.handout_id, held.token_hash FROM held
    JOIN reached ON reached.rater = held.rater
    JOIN link l ON l.participant_id = held.rater AND l.purpose IN ('list', 'form')
    JOIN handed_link hl ON hl.link_id = l.token_hash
    LEFT JOIN assignment a ON a.id = held.assignment_id
    WHERE NOT held.is_handed_out AND (a.id IS NULL OR a.state IN ('open', 'declined'))"""
MARKED = """UPDATE link SET is_handed_out = TRUE
    WHERE NOT is_handed_out AND token_hash IN (SELECT link_id FROM handed_link)"""


def up(migrator, db):
    db.execute_sql('ALTER TABLE link ADD COLUMN receipt_nonce VARCHAR(32)')
    for statement in (SENT, TOLD, MARKED):
        db.execute_sql(statement)


def down(migrator, db):
    db.execute_sql('ALTER TABLE link DROP COLUMN receipt_nonce')
