"""The sums beside the forms are always those of the forms, whoever changes what."""

from __future__ import annotations

from collections import Counter
from random import Random

from survei.cycle import planning
from survei.cycle.choices import AssignmentState
from survei.cycle.freezing import freeze_cycle
from survei.cycle.models import Assignment, Participant, UnitProgress
from survei.cycle.progress import STATES
from tests.cycle.world import World


def kept() -> dict[tuple[str, str, str], int]:
    """(unit, relation, state) → forms, as the database keeps it."""
    return {
        (row.unit_lineage, row.relation, state.value): getattr(row, state.value)
        for row in UnitProgress.select()
        for state in STATES
        if getattr(row, state.value)
    }


def counted() -> dict[tuple[str, str, str], int]:
    """The same, counted anew."""
    rows = (
        Assignment.select(Participant.unit_lineage, Assignment.relation, Assignment.state)
        .join(Participant, on=(Assignment.rater == Participant.id))
        .where(Assignment.state != AssignmentState.REVOKED)
        .tuples()
    )
    return dict(Counter(rows))


def test_sums_follow_every_change_of_a_form(world: World) -> None:
    freeze_cycle(planning.prepare(world.cycle()))
    assert kept() == counted()
    chance = Random(5)
    ids = [form.id for form in Assignment.select()]
    for state in [*AssignmentState, *AssignmentState]:
        some = Assignment.id.in_(chance.sample(ids, 25))
        Assignment.update(state=state).where(some).execute()
        assert kept() == counted()
    Assignment.update(decline_note="Keliru").execute()
    assert kept() == counted()
    Assignment.delete().where(Assignment.id.in_(ids[::3])).execute()
    assert kept() == counted()
    copy = Assignment.select().first().__data__
    Assignment.delete().where(Assignment.id == copy["id"]).execute()
    Assignment.create(**{**copy, "id": None})
    assert kept() == counted()
    Assignment.delete().execute()
    assert kept() == {}
