"""Cycles in preparation that use a version, for the tests of versions, bank and for-whom."""

from __future__ import annotations

from datetime import timedelta

from survei import clock
from survei.audit.choices import SYSTEM
from survei.cycle.choices import Relation
from survei.cycle.models import Cycle
from survei.cycle.plan import Instrument, Plan
from survei.cycle.services import create_cycle


def using(version_id: int, name: str = "Periode uji", job_role_id: int | None = None) -> Cycle:
    """A cycle whose plan asks the ratee with this version."""
    now = clock.now()
    instrument = Instrument(job_role_id=job_role_id, relation=Relation.SELF, version_id=version_id)
    return create_cycle(
        name=name,
        period_start=now.date(),
        period_end=now.date(),
        opens_at=now,
        closes_at=now + timedelta(days=7),
        plan=Plan(relations=[Relation.SELF], instruments=[instrument]),
        actor=SYSTEM,
    )
