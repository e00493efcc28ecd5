"""What was asked of the worker before it was called a job is kept, both ways."""

from __future__ import annotations

from collections.abc import Callable

from survei.database import is_sqlite
from tests.migrations.conftest import Old

AT = "2026-11-01 00:00:00.000000"
ROWS = (
    "INSERT INTO errand (kind, cycle_id, state, live_key, payload, actor_kind, actor_name, "
    "address, asked_at, done, total, tries, message, params) VALUES ('export', 1, 'waiting', "
    f"'export:1:7', '{{}}', 'user', 'Siti', '', '{AT}', 0, 0, 0, '', '{{}}')",
    f"INSERT INTO errand_file (errand_id, content, made_at) VALUES (1, 'x', '{AT}')",
    "INSERT INTO chosen_period (data, amount, chosen_at, chosen_by) "
    f"VALUES ('errands', 30, '{AT}', 'Siti')",
)


def test_jobs_and_their_files_are_kept(database_before: Callable[[str], Old]) -> None:
    own, runner = database_before("0094_jobs")
    for statement in ROWS:
        own.execute_sql(statement)
    runner.up("0094_jobs")
    kept = "SELECT kind, live_key, made_at IS NULL FROM job JOIN job_file ON job_id = job.id"
    assert list(own.execute_sql(kept).fetchall()) == [("export", "export:1:7", False)]
    assert own.execute_sql("SELECT data FROM chosen_period").fetchall()[0] == ("jobs",)
    runner.down("0094_jobs")
    assert own.execute_sql("SELECT count(*) FROM errand_file").fetchone()[0] == 1
    assert "errand_live_key" in {index.name for index in own.get_indexes("errand")}


def test_the_queue_of_before_is_gone(database_before: Callable[[str], Old]) -> None:
    own, runner = database_before("0095_task_queue")
    if not is_sqlite():
        own.execute_sql("CREATE SCHEMA survei_queue")
        own.execute_sql("CREATE TABLE survei_queue.task (id INTEGER)")
    runner.up("0095_task_queue")
    assert "queued_task" in own.get_tables()
    if not is_sqlite():
        found = own.execute_sql("SELECT 1 FROM pg_namespace WHERE nspname = 'survei_queue'")
        assert found.fetchall() == []
