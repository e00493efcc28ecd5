"""Many rows at once: what comes next knows how large a table is."""

from __future__ import annotations

import pytest

from survei.bulk import MANY, insert_many
from survei.database import database, is_sqlite
from survei.staff.models import JobRole

COLUMNS = ("name", "name_key", "family", "is_active", "revision")


def roles(count: int) -> int:
    rows = ((f"Jabatan {n}", f"jabatan {n}", "", True, 1) for n in range(count))
    return insert_many(JobRole, COLUMNS, rows, chunk=300)


def known() -> float:
    """How many rows PostgreSQL plans with; negative as long as it never looked."""
    found = database.execute_sql("SELECT reltuples FROM pg_class WHERE relname = 'job_role'")
    (count,) = found.fetchone()
    return float(count)


@pytest.mark.parametrize("is_whole", [True, False])
def test_many_rows_are_known_before_they_are_committed(db: None, *, is_whole: bool) -> None:
    with database.atomic() as held:
        assert roles(MANY) == MANY == JobRole.select().count()
        if not is_sqlite():
            assert known() == MANY
        if not is_whole:
            held.rollback()
    assert JobRole.select().count() == (MANY if is_whole else 0)


def test_few_rows_are_no_reason_to_look(db: None) -> None:
    before = None if is_sqlite() else known()
    assert roles(MANY - 1) == MANY - 1
    assert before is None or known() == before
