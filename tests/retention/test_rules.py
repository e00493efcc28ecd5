"""Periods: counted in whole days of the zone, said in words, the same wherever they stand."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survei import clock
from survei.cycle.plan import Plan
from survei.cycle.promises import promised
from survei.retention.choices import DataClass as D
from survei.retention.choices import Unit
from survei.retention.periods import Period, due_from, indonesian, oldest_kept, period_words
from survei.retention.queries import period_of, promises
from survei.retention.rules import CHOSEN, PROMISED, RULES, bounds_of
from survei.retention.services import PeriodInvalid, choose_period
from tests.purge.world import AUTHOR

CARD = (Path(__file__).parents[2] / "survei" / "retention" / "README.md").read_text()
AFTERNOON = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)  # 16.30 WITA


@pytest.mark.parametrize(
    ("amount", "unit", "due"),
    [
        (12, Unit.HOURS, "2026-11-24T04:30"),
        (0, Unit.DAYS, "2026-11-24T00:00"),
        (30, Unit.DAYS, "2026-12-24T00:00"),
        (2, Unit.YEARS, "2028-11-24T00:00"),
    ],
)
def test_what_is_due_goes_in_the_night_after_its_last_day(
    amount: int, unit: Unit, due: str
) -> None:
    local = clock.to_local(due_from(AFTERNOON, Period(amount, unit)))
    assert local.strftime("%Y-%m-%dT%H:%M") == due


def test_29_february_counts_as_the_28th() -> None:
    at = datetime(2028, 2, 29, 4, tzinfo=UTC)
    due = clock.to_local(due_from(at, Period(2, Unit.YEARS)))
    assert due.date().isoformat() == "2030-03-01"
    assert oldest_kept(Period(2, Unit.YEARS), datetime(2028, 2, 29, 4, tzinfo=UTC)) < at


moments = st.datetimes(
    min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)
)


@given(at=moments, amount=st.integers(0, 5000), unit=st.sampled_from([Unit.HOURS, Unit.DAYS]))
def test_both_ends_of_a_period_agree(at: datetime, amount: int, unit: Unit) -> None:
    period = Period(amount, unit)
    due, moment = due_from(at, period), timedelta(microseconds=1)
    assert not at < oldest_kept(period, due - moment)
    assert at < oldest_kept(period, due + moment)


def test_every_class_has_a_rule_within_its_own_bounds() -> None:
    assert list(RULES) == list(D)
    assert all(bounds_of(d)[0] <= RULES[d].period.amount <= bounds_of(d)[1] for d in D)
    assert set(PROMISED) < set(CHOSEN)
    assert all(RULES[data].is_of_cycle for data in PROMISED)


def test_a_chosen_period_counts_from_now_on_and_for_those_that_follow(db: None) -> None:
    choose_period(D.SUBMISSIONS, 4, reason="JRA Kota Makassar", actor=AUTHOR)
    choose_period(D.LINKS, 60, reason="JRA Kota Makassar", actor=AUTHOR)
    choose_period(D.LINKS, 50, reason="JRA Kota Makassar", actor=AUTHOR)
    assert period_of(D.SUBMISSIONS) == period_of(D.EVIDENCE) == Period(4, Unit.YEARS)
    assert promises() == {D.DRAFTS: 30, D.LINKS: 50, D.RESULTS: 5}
    for data, amount in ((D.LINKS, 0), (D.LINKS, 999), (D.SESSIONS, 13), (D.EVIDENCE, 3)):
        with pytest.raises(PeriodInvalid):
            choose_period(data, amount, reason="JRA Kota Makassar", actor=AUTHOR)


def test_a_cycle_keeps_its_promises() -> None:
    plan = Plan(retention_years=3, periods={D.LINKS: 50, D.RESULTS: 8})
    assert promised(plan, D.SUBMISSIONS) == promised(plan, D.EVIDENCE) == Period(3, Unit.YEARS)
    assert promised(plan, D.LINKS) == Period(50, Unit.DAYS)
    assert promised(plan, D.DRAFTS) == Period(30, Unit.DAYS)
    assert promised(plan, D.ROSTER) == promised(plan, D.RESULTS) == Period(8, Unit.YEARS)


@pytest.mark.parametrize("data", D)
def test_the_card_says_what_the_table_says(data: D) -> None:
    row = re.search(rf"^\| `{data}` \| (.*?) \| (.*?) \|", CARD, re.MULTILINE)
    assert row is not None
    period = RULES[data].period
    assert row[1] == (f"{period.amount} {period.unit}" if period.amount else "not kept")


@pytest.mark.parametrize(
    ("unit", "said"), [(Unit.HOURS, "3 jam"), (Unit.DAYS, "3 hari"), (Unit.YEARS, "3 tahun")]
)
def test_periods_are_said_in_words(unit: Unit, said: str) -> None:
    assert period_words(Period(3, unit), indonesian) == said
