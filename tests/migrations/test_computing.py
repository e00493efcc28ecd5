"""Cycles that were closed before closing could be taken back: it cannot for them."""

from __future__ import annotations

from collections.abc import Callable

from tests.migrations.conftest import Old

THIS = "0070_computing"
CYCLE = (
    "INSERT INTO cycle (name, period_start, period_end, opens_at, closes_at, grace_minutes, state, "
    "plan, revision, created_at, closed_at) VALUES ('{state}', '2026-01-01', '2026-12-31', "
    "'{at}', '{at}', 15, '{state}', '{{}}', 1, '{at}', {closed})"
)
ERRAND = (
    "INSERT INTO errand (kind, cycle_id, state, live_key, payload, actor_kind, actor_name, "
    "address, asked_at, done, total, tries, message, params) VALUES ('close', 1, '{state}', {key}, "
    "'{{}}', 'user', 'Siti', '', '{at}', 0, 0, 0, '', '{{}}')"
)
AT = "2026-11-01 00:00:00.000000"


def test_what_was_closed_is_computed_and_still_to_be_cleared(
    database_before: Callable[[str], Old],
) -> None:
    own, runner = database_before(THIS)
    for state, closed in (("open", "NULL"), ("closed", f"'{AT}'"), ("published", f"'{AT}'")):
        own.execute_sql(CYCLE.format(state=state, closed=closed, at=AT))
    for state, key in (("waiting", "'close:1'"), ("done", "NULL")):
        own.execute_sql(ERRAND.format(state=state, key=key, at=AT))
    runner.up(THIS)
    columns = "name, state, computed_at, cleared_at, closed_by"
    rows = own.execute_sql(f"SELECT {columns} FROM cycle ORDER BY id").fetchall()
    assert [(name, state, at is not None, *rest) for name, state, at, *rest in rows] == [
        ("open", "open", False, None, None),
        ("closed", "computed", True, None, None),
        ("published", "published", True, None, None),
    ]
    errands = own.execute_sql("SELECT kind, state, live_key FROM errand ORDER BY id").fetchall()
    assert list(errands) == [("compute", "withdrawn", None), ("compute", "done", None)]
