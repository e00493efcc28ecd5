"""An opening that fails or is killed leaves no key of a box that belongs to no cycle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.lifecycle.boxes import reserve_box
from survei.lifecycle.opening import open_cycle
from survei.sealing.private_keys import has_receipts, path_of
from tests.cycle.world import ACTOR, World
from tests.forked import Popen
from tests.held_keys import BOXES

ROOT = Path(__file__).parents[2]


@pytest.fixture
def before() -> set[Path]:
    """Key files that were there."""
    return keys()


def keys() -> set[Path]:
    return set(BOXES.glob("*.key"))


def key_of(cycle_id: int) -> Path:
    return path_of(Cycle.get_by_id(cycle_id).box_key)


def break_off(done: int, total: int) -> None:
    raise ZeroDivisionError


def test_the_next_opening_takes_the_key_of_one_that_failed(before: set[Path], world: World) -> None:
    cycle = world.cycle()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            open_cycle(cycle.id, actor=ACTOR, progress=break_off)
        assert Cycle.get_by_id(cycle.id).state == CycleState.DRAFT
    open_cycle(cycle.id, actor=ACTOR)
    assert keys() - before == {key_of(cycle.id)}
    assert has_receipts(Cycle.get_by_id(cycle.id).box_key)


def test_the_next_opening_takes_the_key_of_one_that_was_killed(
    committed_db: str, before: set[Path]
) -> None:
    cycle = World().cycle()
    command = [sys.executable, "-m", "tests.cycle.open_and_wait", committed_db, str(cycle.id)]
    process = Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"writing\n"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert Cycle.get_by_id(cycle.id).state == CycleState.DRAFT
    assert keys() - before == {key_of(cycle.id)}
    open_cycle(cycle.id, actor=ACTOR)
    assert keys() - before == {key_of(cycle.id)}


def test_killed_before_the_file_was_written_another_key_is_made(
    before: set[Path], world: World
) -> None:
    cycle = world.cycle()
    reserve_box(cycle.id)
    key_of(cycle.id).unlink()
    open_cycle(cycle.id, actor=ACTOR)
    assert keys() - before == {key_of(cycle.id)}


def test_no_two_cycles_get_one_box(world: World) -> None:
    """Who owns the database writes the key of another one into a cycle that is prepared."""
    first, second = world.cycle(), world.cycle()
    Cycle.update(box_key=reserve_box(first.id)).where(Cycle.id == second.id).execute()
    open_cycle(second.id, actor=ACTOR)
    assert key_of(first.id) != key_of(second.id)
