"""Choosing a period."""

from __future__ import annotations

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.database import database
from survei.errors import SurveiError
from survei.retention.choices import DataClass
from survei.retention.models import ChosenPeriod
from survei.retention.queries import period_of
from survei.retention.rules import RULES, bounds_of


class PeriodInvalid(SurveiError):
    """The period is outside what may be chosen for this class, or nothing to choose at all."""

    field = "amount"
    message = "Masa simpan harus antara %(least)s dan %(most)s."


def choose_period(data: DataClass, amount: int, *, reason: str, actor: Actor) -> None:
    """Another period from now on; cycles that are open or over keep what they promised.

    Raises PeriodInvalid.
    """
    rule = RULES[data]
    least, most = bounds_of(data)
    if not least <= amount <= most:
        raise PeriodInvalid(least=least, most=most)
    with database.atomic():
        before = period_of(data).amount
        row = {"amount": amount, "chosen_at": clock.now(), "chosen_by": actor.name[:200]}
        ChosenPeriod.delete().where(ChosenPeriod.data == data).execute()
        ChosenPeriod.create(data=data, **row)
        facts = {"before": before, "after": amount, "unit": rule.period.unit, "reason": reason}
        record(actor, "retention.change", "retention", data, **facts)
