"""Cycles that were running when answers in reach began to be counted: counted from their links."""

from __future__ import annotations

from collections.abc import Callable

from survei.database import is_sqlite
from tests.migrations.conftest import Old

THIS = "0107_reached_groups"
AT = "2026-11-01 00:00:00.000000"
CYCLE = (
    "INSERT INTO cycle (id, name, period_start, period_end, opens_at, closes_at, grace_minutes, "
    "state, plan, revision, created_at) VALUES ({id}, '{state}', '2026-01-01', '2026-12-31', "
    "'{at}', '{at}', 15, '{state}', '{{}}', 1, '{at}')"
)
FORM = (
    "INSERT INTO assignment (id, cycle_id, rater_id, ratee_id, relation, version_id, state, "
    "decline_note, is_disputed) VALUES ({id}, {cycle}, {id}, {ratee}, '{relation}', 1, '{state}', "
    "'', {disputed})"
)
LINK = (
    "INSERT INTO link (token_hash, nonce, purpose, participant_id, assignment_id, revoked_at, "
    "is_handed_out) VALUES ('{id}', '', 'form', 1, {form}, {revoked}, {handed})"
)
#: Of each cycle: (relation, state, disputed, its links as (revoked, handed out)).
FORMS = [
    ("peer", "submitted", False, [(False, True)]),
    ("peer", "submitted", False, [(False, False)]),
    ("peer", "submitted", False, [(True, True), (False, False)]),
    ("peer", "submitted", True, [(True, True), (False, False)]),
    ("peer", "open", False, [(False, True)]),
    ("supervisor", "submitted", False, [(False, True)]),
    ("subordinate", "submitted", False, [(False, False)]),
]
STATES = ("open", "closed", "computed", "published")


def test_what_was_sent_by_a_link_in_hands_is_counted(
    database_before: Callable[[str], Old],
) -> None:
    own, runner = database_before(THIS)
    without_keys = "PRAGMA foreign_keys = OFF"
    run = own.execute_sql
    run(without_keys if is_sqlite() else "SET session_replication_role = replica")
    number = 0
    for cycle, state in enumerate(STATES, 1):
        run(CYCLE.format(id=cycle, state=state, at=AT))
        for place, (relation, form_state, disputed, links) in enumerate(FORMS):
            form = cycle * 100 + place
            run(
                FORM.format(
                    id=form, cycle=cycle, ratee=cycle, relation=relation, state=form_state,
                    disputed=disputed,
                )
            )  # fmt: skip
            for revoked, handed in links:
                number += 1
                at = f"'{AT}'" if revoked else "NULL"
                run(LINK.format(id=number, form=form, revoked=at, handed=handed))
    runner.up(THIS)
    marked = run("SELECT id FROM assignment WHERE sent_in_reach ORDER BY id").fetchall()
    assert [key for (key,) in marked] == [100, 103, 200, 203]
    columns = "cycle_id, ratee_id, relation, answers, in_reach"
    groups = run(f"SELECT {columns} FROM reached_group").fetchall()
    assert list(groups) == [(3, 3, "peer", 4, 2)]
    runner.down(THIS)
    runner.up(THIS)
    assert list(run(f"SELECT {columns} FROM reached_group").fetchall()) == list(groups)
