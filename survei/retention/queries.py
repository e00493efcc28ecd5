"""The periods that count now."""

from __future__ import annotations

from survei.retention.choices import DataClass
from survei.retention.models import ChosenPeriod
from survei.retention.periods import Period
from survei.retention.rules import PROMISED, RULES


def periods() -> dict[DataClass, Period]:
    """Every class with the period that counts for what comes from now on."""
    chosen = {row.data: row.amount for row in ChosenPeriod.select()}
    return {data: _period(data, chosen) for data in RULES}


def _period(data: DataClass, chosen: dict[str, int]) -> Period:
    rule = RULES[data]
    amount = chosen.get(rule.follows or data, rule.period.amount)
    return Period(amount, rule.period.unit)


def period_of(data: DataClass) -> Period:
    """One of `periods`."""
    return periods()[data]


def promises() -> dict[DataClass, int]:
    """Amounts that a cycle which opens now promises to its people."""
    now = periods()
    return {data: now[data].amount for data in PROMISED}
