"""Sliding windows in the database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from survei import clock
from survei.throttle.choices import Limit
from survei.throttle.models import ThrottleHit
from survei.throttle.queries import seconds_to_wait
from survei.throttle.rules import key_of, wait_seconds
from survei.throttle.services import TooManyAttempts, count, forget, give_back, take

THREE = Limit("test-three", 3, 60)
TWO = Limit("test-two", 2, 3600)


@pytest.mark.parametrize(
    ("hits", "seconds"),
    [
        pytest.param([], 0, id="none yet"),
        pytest.param([99.0, 98.0], 0, id="one is left"),
        pytest.param([99.0, 98.0, 50.0], 10, id="the third-newest must grow old"),
        pytest.param([99.0, 98.0, 40.0], 0, id="the third-newest is just old enough"),
    ],
)
def test_how_long_to_wait(hits: list[float], seconds: int) -> None:
    assert wait_seconds(THREE, hits, 100.0) == seconds


@pytest.mark.parametrize(
    ("newest", "seconds"),
    [
        pytest.param(99.0, 9, id="it rests after the last hit"),
        pytest.param(90.0, 0, id="then one more is allowed"),
        pytest.param(89.0, 0, id="and later too"),
    ],
)
def test_a_full_window_lets_one_in_after_a_rest(newest: float, seconds: int) -> None:
    """Row 19: never locked for good, nor for the whole window."""
    limit = Limit("test-rest", 3, 60, rest=10)
    assert wait_seconds(limit, [newest, 80.0, 70.0], 100.0) == seconds


def test_the_window_slides(db: None) -> None:
    begun = clock.now()
    for second in (0, 20, 40):
        with clock.fixed(begun + timedelta(seconds=second)):
            take((THREE, "a"))
    with clock.fixed(begun + timedelta(seconds=59)), pytest.raises(TooManyAttempts):
        take((THREE, "a"))
    with clock.fixed(begun + timedelta(seconds=60)):
        take((THREE, "a"))
    with clock.fixed(begun + timedelta(seconds=61)):
        assert seconds_to_wait(THREE, "a") == 19


def test_subjects_do_not_share_a_window(db: None) -> None:
    count((TWO, "a"), (TWO, "a"))
    assert seconds_to_wait(TWO, "a") > 0
    assert seconds_to_wait(TWO, "b") == 0


def test_a_refused_attempt_counts_under_no_limit(db: None) -> None:
    count((TWO, "a"), (TWO, "a"))
    with pytest.raises(TooManyAttempts):
        take((THREE, "a"), (TWO, "a"))
    assert ThrottleHit.select().where(ThrottleHit.key == key_of(THREE, "a")).count() == 0


def test_what_is_given_back_can_be_taken_again(db: None) -> None:
    for _ in range(5):
        take((TWO, "a"))
        give_back((TWO, "a"))
    count((TWO, "a"), (TWO, "a"))
    forget(TWO, "a")
    take((TWO, "a"))


def test_no_subject_is_kept_in_the_clear(db: None) -> None:
    count((TWO, "nurhayati@makassar.test"))
    assert "nurhayati" not in ThrottleHit.get().key
