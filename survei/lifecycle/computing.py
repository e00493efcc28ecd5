"""Computing results: the step after which answers and raters cannot be joined, nor it undone.

It has two halves. The first is one transaction: drafts go, and the confidential rows come back
under new keys in random order. The second clears what that left in the files and cannot be part
of a transaction; it is owed from the commit on (`Cycle.cleared_at`), and whoever comes next does
it: the same caller, the worker's schedule, the next step of anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.cycle.choices import CycleState
from survei.cycle.group_sizes import write_group_sizes
from survei.cycle.models import Cycle
from survei.cycle.queries import cycles_to_clear
from survei.cycle.services import advance_cycle
from survei.database import LONG_SECONDS, database, is_sqlite, long_statements
from survei.evidence.services import drop_drafts
from survei.jobs.choices import JobKind
from survei.jobs.models import Job
from survei.jobs.services import enqueue
from survei.lifecycle.workload import is_computing_long
from survei.purge.holds import require_free
from survei.response.models import Draft
from survei.response.queries import assignments_in, confidential_count, draft_count
from survei.traces import clear_files

#: Tables whose dead rows could be read; a file's content cannot, without its draft.
TABLES = ("confidential_submission", "draft")
#: Seconds that somebody who waits for a page gives to the clearing; the worker gives an hour.
CLEARING_SECONDS = 4.0


@dataclass(frozen=True)
class Computed:
    """What computing did."""

    #: Confidential answers that were given new keys and places.
    answers: int
    #: Drafts that were erased.
    drafts: int


def begin_computing(cycle: Cycle, *, actor: Actor) -> Computed | Job:
    """Computes results and clears the files, or leaves both to the worker where it would take
    long. Raises what `compute_results` raises.
    """
    if cycle.state == CycleState.CLOSED and is_computing_long(cycle.id):
        return enqueue(JobKind.COMPUTE, cycle.id, actor=actor)
    done = compute_results(cycle.id, actor=actor)
    finish_clearing(most_seconds=CLEARING_SECONDS)
    return done


def compute_results(cycle_id: int, *, actor: Actor) -> Computed:
    """Makes the results of a closed cycle computable, for good: drafts are erased, and nothing
    ties a confidential answer to its rater any more.

    One transaction; call `finish_clearing` after it. Raises WrongState unless the cycle is closed,
    and DataHeld while a legal hold stands.
    """
    if is_sqlite() and not database.in_transaction():
        database.execute_sql("PRAGMA temp_store = MEMORY")  # answers never touch another file
    with database.atomic():
        require_free(cycle_id)
        now = clock.now()
        advance_cycle(cycle_id, CycleState.COMPUTED, computed_at=now, cleared_at=None)
        done = Computed(confidential_count(cycle_id), draft_count(cycle_id))
        erase_drafts(cycle_id)
        _rewrite(cycle_id)
        write_group_sizes(cycle_id)
        details = {"answers": done.answers, "drafts": done.drafts}
        record(actor, "cycle.compute", "cycle", cycle_id, **details)
    return done


def erase_drafts(cycle_id: int) -> None:
    """All drafts of a cycle, with their files. Part of the caller's transaction."""
    assignments = assignments_in(cycle_id)
    Draft.delete().where(Draft.assignment.in_(assignments)).execute()
    drop_drafts(assignments)


_COLUMNS = "cycle_id, ratee_id, relation, version_id, answers, section_scores"
#: An UPDATE would not do: SQLite puts a row that shrinks or stays back into its old gap. So all
#: go first, and come back in the order of their new random keys, which has nothing to do with the
#: one they came in, and adds to the end of the index of keys instead of all over it.
_REWRITE_SQLITE = (
    f"CREATE TEMP TABLE sealing AS SELECT lower(hex(randomblob(16))) AS id, {_COLUMNS} "
    "FROM confidential_submission WHERE cycle_id = ?",
    "DELETE FROM confidential_submission WHERE cycle_id = ?",
    f"INSERT INTO confidential_submission (id, {_COLUMNS}) "
    f"SELECT id, {_COLUMNS} FROM sealing ORDER BY id",
    "DROP TABLE sealing",
)
_REWRITE_POSTGRES = (
    f"WITH gone AS (DELETE FROM confidential_submission WHERE cycle_id = %s RETURNING {_COLUMNS}), "
    f"keyed AS (SELECT replace(gen_random_uuid()::text, '-', '') AS id, {_COLUMNS} FROM gone) "
    f"INSERT INTO confidential_submission (id, {_COLUMNS}) "
    f"SELECT id, {_COLUMNS} FROM keyed ORDER BY id",
)


def _rewrite(cycle_id: int) -> None:
    """Gives every confidential row of the cycle a new key and a new place, in random order."""
    with long_statements():
        for statement in _REWRITE_SQLITE if is_sqlite() else _REWRITE_POSTGRES:
            keyed = "?" in statement or "%s" in statement
            database.execute_sql(statement, (cycle_id,) if keyed else ())


# --- the second half -------------------------------------------------------------------------


def finish_clearing(*, most_seconds: float = LONG_SECONDS) -> bool:
    """Clears what computed cycles have left in the files; harmless to repeat. Says whether
    nothing is owed any more.

    Tries for `most_seconds`. Inside somebody's transaction, or while
    others are in the way, it is left to whoever comes next.
    """
    owed = cycles_to_clear()
    if not owed:
        return True
    if database.in_transaction() or not clear_files(TABLES, most_seconds=most_seconds):
        return False
    Cycle.update(cleared_at=clock.now()).where(
        Cycle.id.in_(owed), Cycle.computed_at.is_null(False)
    ).execute()
    return True
