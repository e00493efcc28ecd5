"""Closing only stops answers; computing cannot be undone, and ends what it began."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.cycle.queries import cycles_to_clear
from survei.database import database, is_sqlite, make_database
from survei.errors import SurveiError, WrongState
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import Computed, compute_results, finish_clearing
from survei.lifecycle.reopening import reopen_cycle
from survei.purge.holds import DataHeld, lift_hold, place_hold
from survei.response.finishing import NotOpen
from survei.response.models import ConfidentialSubmission, Draft, SealedSubmission
from survei.response.services import submit_response
from survei.sealing.private_keys import is_there
from survei.settings import Settings
from survei.worker.job_runner import JobRunner
from tests.boxes import in_boxes
from tests.devices import begin, stored
from tests.examples import EVERY_KIND_ANSWERS
from tests.forked import Popen
from tests.raters import NOW, Raters

ROOT = Path(__file__).parents[2]


@pytest.fixture
def closed(raters: Raters) -> Raters:
    """Closed while "citra" has a draft; "budi" and "dewi" have sent theirs."""
    begin(raters, "citra", {"mutu": ["4"]})
    for who in ("budi", "dewi"):
        submit_response(raters.link(who), EVERY_KIND_ANSWERS)
    close_cycle(raters.cycle.id, actor=SYSTEM)
    return raters


def rows() -> list[tuple[str, int, bytes]]:
    """Sealed rows as they are stored."""
    return sorted(SealedSubmission.select().tuples())


def test_a_held_cycle_loses_nothing_by_computing(closed: Raters) -> None:
    hold = place_hold(closed.cycle.id, reason="Sengketa hasil di PTUN Makassar", actor=SYSTEM)
    before = rows()
    with pytest.raises(DataHeld, match="PTUN Makassar"):
        compute_results(closed.cycle.id, actor=SYSTEM)
    assert (rows(), Draft.select().count()) == (before, 1)
    assert Cycle.get().state == CycleState.CLOSED
    lift_hold(hold.id, reason="Putusan sudah berkekuatan tetap", actor=SYSTEM)
    assert compute_results(closed.cycle.id, actor=SYSTEM) == Computed(answers=2, drafts=1)


def test_closing_stops_answers_and_changes_nothing_else(raters: Raters) -> None:
    begin(raters, "citra", {"mutu": ["4"]})
    submit_response(raters.link("budi"), EVERY_KIND_ANSWERS)
    before = rows()
    cycle = close_cycle(raters.cycle.id, actor=SYSTEM)
    assert (cycle.state, cycle.closed_at, cycle.closed_by) == (CycleState.CLOSED, NOW, "system")
    with pytest.raises(NotOpen):
        submit_response(raters.link("citra"), EVERY_KIND_ANSWERS)
    assert rows() == before
    assert stored(raters, "citra") == {"mutu": ["4"]}
    with pytest.raises(WrongState):
        close_cycle(raters.cycle.id, actor=SYSTEM)


def test_a_closing_taken_back_goes_on_where_it_stopped(closed: Raters) -> None:
    again = {"closes_at": NOW + timedelta(days=3), "reason": "Terlalu cepat ditutup."}
    reopen_cycle(closed.cycle.id, actor=SYSTEM, **again)
    assert stored(closed, "citra") == {"mutu": ["4"]}
    assert submit_response(closed.link("citra"), EVERY_KIND_ANSWERS)
    assert not submit_response(closed.link("budi"), EVERY_KIND_ANSWERS)
    assert len(rows()) == 3


def test_computing_ends_drafts_and_empties_the_box(closed: Raters) -> None:
    before = in_boxes()
    done = compute_results(closed.cycle.id, actor=SYSTEM)
    assert done == Computed(answers=2, drafts=1)
    after = [row.answers for row in ConfidentialSubmission.select()]
    assert sorted(after) == sorted(one.answers for one in before)
    assert rows() == []
    assert Draft.select().count() == 0
    cycle = Cycle.get()
    assert (cycle.state, cycle.computed_at, cycle.cleared_at) == (CycleState.COMPUTED, NOW, None)
    event = AuditEvent.get(AuditEvent.action == "cycle.compute")
    details = json.loads(event.details)
    assert (details["answers"], details["drafts"], details["box"]["sent"]) == (2, 1, 2)
    with pytest.raises(WrongState):
        compute_results(closed.cycle.id, actor=SYSTEM)


@pytest.mark.parametrize("state", [state for state in CycleState if state != CycleState.CLOSED])
def test_only_a_closed_cycle_is_computed(closed: Raters, state: CycleState) -> None:
    Cycle.update(state=state).execute()
    before = rows()
    with pytest.raises(WrongState):
        compute_results(closed.cycle.id, actor=SYSTEM)
    assert (rows(), Draft.select().count()) == (before, 1)


def test_of_two_at_once_one_wins(closed: Raters) -> None:
    """One computes, one takes the closing back: never both, whoever is first."""
    cycle_id = closed.cycle.id

    def compute() -> None:
        compute_results(cycle_id, actor=SYSTEM)

    def reopen() -> None:
        later = NOW + timedelta(days=1)
        reopen_cycle(cycle_id, closes_at=later, reason="Masih ada yang mengisi.", actor=SYSTEM)

    def won(step: Callable[[], None]) -> bool:
        with database.connection_context():
            try:
                step()
            except SurveiError:
                return False
        return True

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(won, [compute, reopen, compute, reopen]))
    assert results.count(True) == 1
    is_open = Cycle.get().state == CycleState.OPEN
    assert Draft.select().count() == (1 if is_open else 0)


def files_of(url: str) -> Iterator[Path]:
    """The files in which the database keeps its rows."""
    if is_sqlite():
        path = Path(url.removeprefix("sqlite:///"))
        yield from (one for one in (path, Path(f"{path}-wal")) if one.is_file())
        return
    database.execute_sql("CHECKPOINT")
    (home,) = database.execute_sql("SHOW data_directory").fetchone()
    yield from (one for one in Path(home, "base").rglob("*") if one.is_file())


def pieces_of_boxes() -> list[bytes]:
    """By which each is known in a file."""
    return [bytes(row.box)[100:140] for row in SealedSubmission.select()]


def are_readable(pieces: list[bytes], url: str) -> bool:
    """Whether a box stands in a file."""
    found = [path.read_bytes() for path in files_of(url)]
    return any(piece in data for piece in pieces for data in found)


def test_killed_right_after_the_commit_the_next_worker_ends_it(
    closed: Raters, committed_db: str, settings: Settings
) -> None:
    old = pieces_of_boxes()
    command = [sys.executable, "-m", "tests.response.compute_and_wait", committed_db]
    command += [str(closed.cycle.id), str(settings.instance)]
    process = Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"committed\n"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert (Cycle.get().state, cycles_to_clear()) == (CycleState.COMPUTED, [closed.cycle.id])
    assert is_there(closed.cycle.box_key)
    assert are_readable(old, committed_db)
    JobRunner().look()
    assert cycles_to_clear() == []
    assert Cycle.get().cleared_at == NOW
    assert not is_there(closed.cycle.box_key)
    assert not are_readable(old, committed_db)


@contextmanager
def in_the_way(url: str) -> Iterator[None]:
    """Somebody else reads, and has not ended that."""
    other = make_database(url)
    with other.connection_context():
        other.execute_sql("BEGIN")
        other.execute_sql("SELECT count(*) FROM draft").fetchone()
        wait = "PRAGMA busy_timeout = 100" if is_sqlite() else "SET lock_timeout = 100"
        database.execute_sql(wait)
        yield
        other.execute_sql("ROLLBACK")
    other.close_all()


def test_it_stays_owed_while_others_are_in_the_way(closed: Raters, committed_db: str) -> None:
    with in_the_way(committed_db):
        compute_results(closed.cycle.id, actor=SYSTEM)
        assert not finish_clearing()
        assert cycles_to_clear() == [closed.cycle.id]
    assert finish_clearing()
    assert cycles_to_clear() == []
    if not is_sqlite():
        assert database.execute_sql("SHOW statement_timeout").fetchone() == ("8s",)


def test_inside_a_transaction_it_is_left_for_later(closed: Raters) -> None:
    with database.atomic():
        compute_results(closed.cycle.id, actor=SYSTEM)
        assert not finish_clearing()
    assert finish_clearing()
