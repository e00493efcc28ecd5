"""How long the data of one cycle is kept: what its notice promised, whatever is chosen later."""

from __future__ import annotations

from survei.cycle.plan import Plan
from survei.retention.choices import DataClass
from survei.retention.periods import Period
from survei.retention.rules import RULES


def promised(plan: Plan, data: DataClass) -> Period:
    """The period of a class of this cycle's data.

    Answers: the years of the plan. The rest: what counted when the cycle opened.
    """
    rule = RULES[data]
    leading = rule.follows or data
    if leading is DataClass.SUBMISSIONS:
        return Period(plan.retention_years, rule.period.unit)
    return Period(plan.periods.get(leading, rule.period.amount), rule.period.unit)
