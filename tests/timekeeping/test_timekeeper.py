"""Marks in the database: what a worker's look leaves, and what a person's word does to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.purge.services import purge
from survei.retention.choices import DataClass
from survei.settings import Settings
from survei.timekeeping import reading as clocks_of
from survei.timekeeping.models import ClockMark
from survei.timekeeping.queries import clocks, untrusted_clocks
from survei.timekeeping.reading import read_clocks
from survei.timekeeping.rules import Reading
from survei.timekeeping.services import ClockMoved, Timekeeper, confirm_clock

EIGHT = timedelta(hours=8)


@contextmanager
def ahead(by: timedelta) -> Iterator[None]:
    """This host's clock set forward (or back); the machine's own count goes on."""
    with clock.fixed(clock.now() + by):
        yield


def actions() -> list[str]:
    return [event.action for event in AuditEvent.select().order_by(AuditEvent.id)]


def test_this_machine_reads_its_clocks(db: None) -> None:
    first, second = read_clocks(), read_clocks()
    assert first.boot == second.boot
    assert 0 <= second.uptime - first.uptime < 60
    assert abs(first.skew) < 60


def test_a_jump_is_kept_over_a_restart_of_the_worker(db: None) -> None:
    assert Timekeeper("h").trusted_now()
    with ahead(EIGHT):
        assert Timekeeper("h").trusted_now() is None
        assert Timekeeper("h").trusted_now() is None
        (mark,) = untrusted_clocks()
    assert round(mark.jump_seconds / 60) == 480
    assert Timekeeper("h").trusted_now()
    assert actions() == ["clock.distrust", "clock.trust"]


def test_each_host_waits_for_itself(db: None) -> None:
    for host in ("h", "i"):
        assert Timekeeper(host).trusted_now()
    with ahead(EIGHT):
        assert Timekeeper("h").trusted_now() is None
    assert Timekeeper("i").trusted_now()


def test_a_new_host_must_fit_what_others_saw(db: None) -> None:
    Timekeeper("h").tick()
    with ahead(EIGHT):
        assert Timekeeper("new").trusted_now() is None


def test_a_person_says_that_it_is_right(db: None) -> None:
    keeper = Timekeeper("h")
    keeper.tick()
    with ahead(EIGHT):
        keeper.tick()
        since = ClockMark.get().untrusted_since
        with pytest.raises(ClockMoved):
            confirm_clock("h", since - timedelta(seconds=1), actor=SYSTEM)
        with pytest.raises(ClockMoved):
            confirm_clock("other", since, actor=SYSTEM)
        confirm_clock("h", since, actor=SYSTEM)
        assert keeper.trusted_now()
        with pytest.raises(ClockMoved):
            confirm_clock("h", since, actor=SYSTEM)
    assert actions() == ["clock.distrust", "clock.confirm", "clock.trust"]


def test_a_word_for_one_clock_is_not_for_the_next_jump(db: None) -> None:
    keeper = Timekeeper("h")
    keeper.tick()
    with ahead(EIGHT):
        keeper.tick()
        confirm_clock("h", ClockMark.get().untrusted_since, actor=SYSTEM)
    with ahead(2 * EIGHT):
        assert keeper.trusted_now() is None


def test_the_database_is_a_second_witness(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that runs a little too fast makes no jump; the server's clock tells."""
    keeper = Timekeeper("h")
    keeper.tick()
    true = clocks_of.read_clocks

    def apart() -> Reading:
        found = true()
        return Reading(found.wall, found.uptime, found.boot, skew=found.skew + 900)

    monkeypatch.setattr("survei.timekeeping.services.read_clocks", apart)
    assert keeper.trusted_now() is None
    assert round(ClockMark.get().skew_seconds) in range(890, 910)


@pytest.mark.parametrize("days", [1, 31])
def test_silent_hosts_are_not_shown_and_forgotten_later(
    db: None, days: int, settings: Settings
) -> None:
    Timekeeper("h").tick()
    assert len(clocks()) == 1
    with ahead(timedelta(days=days)):
        assert clocks() == []
        counts = purge(settings, actor=SYSTEM).counts
    assert counts.get(DataClass.CLOCK_MARKS, 0) == (days > 30)


def test_a_look_leaves_no_line_in_the_log(db: None) -> None:
    for _ in range(3):
        Timekeeper("h").tick()
    assert actions() == []
