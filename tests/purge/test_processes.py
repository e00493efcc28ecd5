"""A run that is killed is gone on with, and two processes never do it twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.models import Cycle
from survei.keys import use_keys
from survei.purge.holds import place_hold
from survei.purge.models import PurgeRun
from survei.purge.rules import LEASE
from survei.purge.services import purge
from survei.settings import Settings
from survei.throttle.models import ThrottleHit
from tests.forked import Popen
from tests.purge.world import CLOSED, counts, make_world

ROOT = Path(__file__).parents[2]
DUE = CLOSED + timedelta(days=800)
HITS = 1700


@pytest.fixture
def start(
    committed_db: str, settings: Settings
) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Starts runs over a cycle that is over and 1,700 old hits; ends what is left of them."""
    use_keys(settings.keys)
    make_world()
    ThrottleHit.insert_many([{"key": "k", "at": 1.0}] * HITS).execute()
    running: list[subprocess.Popen[str]] = []

    def begin(place: str) -> subprocess.Popen[str]:
        words = [settings.database_url, DUE.isoformat(), str(settings.instance), place]
        command = [sys.executable, "-m", "tests.purge.process", *words]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        running.append(Popen(command, cwd=ROOT, **pipes))  # type: ignore[call-overload]
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def until(process: subprocess.Popen[str], pieces: int) -> None:
    """Waits until this process stands within its piece number `pieces`, not yet committed."""
    for _ in range(pieces - 1):
        assert process.stdout.readline() == "piece\n"  # type: ignore[union-attr]
        process.stdin.write("\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
    assert process.stdout.readline() == "piece\n"  # type: ignore[union-attr]


def test_a_killed_run_is_gone_on_with_and_counted_once(
    start: Callable[[str], subprocess.Popen[str]], settings: Settings
) -> None:
    before = counts()
    process = start("within")
    until(process, 10)
    process.kill()
    process.wait()
    left = PurgeRun.get()
    assert (left.live_key, left.ended_at) == ("run", None)
    assert AuditEvent.select().where(AuditEvent.action == "retention.purge").count() == 0
    with clock.fixed(DUE + LEASE + timedelta(seconds=1)):
        purge(settings, actor=SYSTEM)
    after = counts()
    line = AuditEvent.get(AuditEvent.action == "retention.purge")
    told = json.loads(line.details)
    assert told["submissions"] == before["confidential_submission"] + 1
    assert told["links"] == before["link"] - after["link"]
    assert told["attempts"] == HITS
    assert after["confidential_submission"] == after["identified_submission"] == 0
    assert (PurgeRun.get().id, PurgeRun.get().live_key) == (left.id, None)


def test_a_second_process_lets_the_first_do_it(
    start: Callable[[str], subprocess.Popen[str]], settings: Settings
) -> None:
    first = start("between")
    until(first, 2)
    second = start("between")
    assert second.communicate("\n" * 100)[0] == "under way\n"
    said, _ = first.communicate("\n" * 100)
    assert said.endswith("}\n")
    assert ThrottleHit.select().count() == 0
    assert PurgeRun.select().count() == 1


def test_a_hold_that_is_placed_between_two_pieces_keeps_what_is_left(
    start: Callable[[str], subprocess.Popen[str]],
) -> None:
    """Also of the classes whose turn comes later; of other things the run goes on."""
    process = start("between")
    until(process, 2)
    place_hold(Cycle.get().id, reason="Sengketa hasil penilaian", actor=SYSTEM)
    at_hold = counts()
    said, _ = process.communicate("\n" * 100)
    assert said.endswith("}\n")
    after = counts()
    held = ("confidential_submission", "identified_submission", "link", "assignment", "result")
    assert {name: after[name] for name in held} == {name: at_hold[name] for name in held}
    assert sum(after[name] for name in held) > 0
    assert ThrottleHit.select().count() == 0
