"""What a row of the database makes this application do to key files."""

from __future__ import annotations

import os

import pytest
from flask import Flask

from survei import clock
from survei.audit.choices import SYSTEM
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.keys import own_keys
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results, finish_clearing
from survei.sealing.private_keys import is_there
from tests.raters import Raters


@pytest.mark.parametrize("state", [CycleState.OPEN, CycleState.CLOSED])
def test_the_box_of_a_cycle_that_was_not_computed_stays_readable(
    raters: Raters, state: CycleState
) -> None:
    """Who owns the database says that it was computed: no backup of it brings the key back."""
    if state == CycleState.CLOSED:
        close_cycle(raters.cycle.id, actor=SYSTEM)
    key = Cycle.get().box_key
    Cycle.update(computed_at=clock.now(), cleared_at=None).execute()
    finish_clearing()
    assert is_there(key)


def test_only_the_key_of_a_box_is_destroyed(committed_app: Flask, raters: Raters) -> None:
    """Names of files come out of the database."""
    folder = own_keys().boxes / f"inner-{os.getpid()}"
    folder.mkdir(exist_ok=True)
    other = own_keys().boxes.parent / f"link-{os.getpid()}.key"
    other.write_text("a" * 64)
    try:
        Cycle.update(
            box_key=f"../link-{os.getpid()}", computed_at=clock.now(), cleared_at=None
        ).execute()
        finish_clearing()
        assert other.exists()
    finally:
        other.unlink(missing_ok=True)
        folder.rmdir()


def test_a_key_that_another_cycle_still_needs_is_not_destroyed(raters: Raters) -> None:
    """Who owns the database lets a cycle that is out point to the box of one that is running."""
    running = Cycle.get()
    Cycle.create(
        name="Lama", period_start=running.period_start, period_end=running.period_end,
        opens_at=running.opens_at, closes_at=running.closes_at, state=CycleState.COMPUTED,
        plan=running.plan, created_at=running.created_at, box_key=running.box_key,
        computed_at=clock.now(), cleared_at=None,
    )  # fmt: skip
    finish_clearing()
    assert is_there(running.box_key)


def test_a_made_up_cycle_keeps_no_key_that_is_due(raters: Raters) -> None:
    """Who owns the database would like the key of an opened box to stay."""
    real = Cycle.get()
    close_cycle(real.id, actor=SYSTEM)
    compute_results(real.id, actor=SYSTEM)
    Cycle.create(
        name="Buatan", period_start=real.period_start, period_end=real.period_end,
        opens_at=real.opens_at, closes_at=real.closes_at, state=CycleState.COMPUTED,
        plan=real.plan, created_at=real.created_at, box_key="a" * 64,
        computed_at=clock.now(), cleared_at=None,
    )  # fmt: skip
    assert not finish_clearing()
    assert not is_there(real.box_key)
    assert Cycle.get_by_id(real.id).cleared_at
