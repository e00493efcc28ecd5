"""Errands: asked for once, held by one worker, gone on with after a crash."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from survei import clock
from survei.audit.choices import Actor, ActorKind
from survei.audit.models import AuditEvent
from survei.errand import services
from survei.errand.choices import ErrandKind, ErrandState
from survei.errand.models import Errand
from survei.errand.queries import asker_of, file_of, live_errand, newest_file, refusal_of
from survei.errand.rules import LEASE, MOST_TRIES, PAUSE, is_stalled, percent_of
from survei.errors import WrongState
from survei.purge.services import purge
from survei.retention.choices import DataClass
from survei.settings import Settings

NOW = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)
NURUL = Actor(ActorKind.USER, 7, "Nurul", "10.0.0.7")
RAHMAT = Actor(ActorKind.USER, 8, "Rahmat", "10.0.0.8")


def state_of(errand: Errand) -> str:
    return Errand.get_by_id(errand.id).state


def test_asking_twice_is_asking_once(db: None) -> None:
    first = services.ask(ErrandKind.PUBLISH, 3, actor=NURUL)
    assert services.ask(ErrandKind.PUBLISH, 3, actor=RAHMAT).id == first.id
    assert services.ask(ErrandKind.PUBLISH, 4, actor=NURUL).id != first.id
    assert asker_of(first) == NURUL
    assert [line.object_id for line in AuditEvent.select().order_by(AuditEvent.id)] == ["3", "4"]


def test_a_file_is_asked_for_by_each(db: None) -> None:
    mine = services.ask(ErrandKind.EXPORT, 3, actor=NURUL, everyone=True)
    theirs = services.ask(ErrandKind.EXPORT, 3, actor=RAHMAT, everyone=True)
    assert mine.id != theirs.id
    assert newest_file(3, 7) == mine
    assert newest_file(3, 9) is None


def test_what_ended_can_be_asked_for_again(db: None) -> None:
    first = services.ask(ErrandKind.PUBLISH, 3, actor=NURUL)
    taken = services.take()
    assert taken is not None
    services.fail(taken, WrongState())
    assert refusal_of(Errand.get_by_id(first.id)) == (WrongState.message, {})
    assert live_errand(3, ErrandKind.PUBLISH) is None
    assert services.ask(ErrandKind.PUBLISH, 3, actor=NURUL).id != first.id


def test_one_worker_holds_it_until_it_falls_silent(db: None) -> None:
    services.ask(ErrandKind.PUBLISH, 3, actor=NURUL)
    with clock.fixed(NOW):
        first = services.take()
        assert first is not None
        assert services.take() is None
    with clock.fixed(NOW + LEASE - timedelta(seconds=1)):
        services.report(first, 5, 10)
    with clock.fixed(NOW + 2 * LEASE - timedelta(seconds=2)):
        assert services.take() is None
    with clock.fixed(NOW + 2 * LEASE):
        second = services.take()
    assert second is not None
    assert (second.id, second.done, second.tries) == (first.id, 5, 2)
    with pytest.raises(services.LeaseLost):
        services.report(first, 6, 10)
    services.finish(first)
    assert state_of(first) == ErrandState.RUNNING
    services.finish(second)
    assert state_of(first) == ErrandState.DONE


def test_a_withdrawn_wish_stops_the_worker(db: None) -> None:
    services.ask(ErrandKind.OPEN, 3, actor=NURUL)
    taken = services.take()
    assert taken is not None
    services.withdraw(ErrandKind.OPEN, 3)
    with pytest.raises(services.LeaseLost):
        services.report(taken, 1, 2)
    assert state_of(taken) == ErrandState.WITHDRAWN


def test_a_worker_that_is_told_to_stop_gives_back_at_once(db: None) -> None:
    services.ask(ErrandKind.PUBLISH, 3, actor=NURUL)
    taken = services.take()
    assert taken is not None
    services.give_back(taken, is_told_to_stop=True)
    again = services.take()
    assert again is not None
    assert again.tries == 1


def test_what_always_breaks_ends_with_what_to_do(db: None) -> None:
    services.ask(ErrandKind.PUBLISH, 3, actor=NURUL)
    for turn in range(MOST_TRIES):
        with clock.fixed(NOW + 2 * turn * PAUSE):
            taken = services.take()
            assert taken is not None
            services.give_back(taken, is_told_to_stop=False)
            assert services.take() is None
    errand = Errand.get()
    assert errand.state == ErrandState.FAILED
    assert refusal_of(errand)[1] == {"tries": MOST_TRIES}


@pytest.mark.parametrize(
    ("done", "total", "percent"), [(0, 0, 0), (0, 9, 0), (1, 3, 33), (999, 1000, 99), (3, 3, 100)]
)
def test_percent_is_rounded_down(done: int, total: int, percent: int) -> None:
    assert percent_of(Errand(done=done, total=total)) == percent


@pytest.mark.parametrize(
    ("state", "seconds", "stalled"),
    [("waiting", 5, False), ("waiting", 31, True), ("running", 31, True), ("done", 99, False)],
)
def test_stalled_is_what_no_worker_takes(state: str, seconds: int, stalled: bool) -> None:
    past = NOW - timedelta(seconds=seconds)
    assert is_stalled(Errand(state=state, asked_at=past, leased_until=past), NOW) is stalled


def test_files_are_dropped_after_a_day(db: None, settings: Settings) -> None:
    asked = [services.ask(ErrandKind.COMPUTE, cycle, actor=NURUL) for cycle in (1, 2)]
    for errand, hours in zip(asked, (25, 23), strict=True):
        with clock.fixed(NOW - timedelta(hours=hours)):
            services.keep_file(errand, b"first")
            services.keep_file(errand, b"x")
    with clock.fixed(NOW):
        assert purge(settings, actor=NURUL).counts == {DataClass.ERRAND_FILES: 1}
    assert [file_of(errand) for errand in asked] == [None, b"x"]
