"""The sums beside the forms are always those of the forms, whoever changes what."""

from __future__ import annotations

from collections import Counter
from random import Random

from peewee import ModelSelect

from survei.cycle import planning
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment, Participant, UnitProgress
from survei.cycle.progress_queries import STATES
from survei.cycle.queries import within
from survei.database import database, is_sqlite
from survei.lifecycle.freezing import freeze_cycle
from survei.staff.models import Unit
from survei.staff.queries import below
from survei.staff.rules import Scope
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


def open_forms_are_true() -> bool:
    """Whether each rater knows how many forms are open."""
    wanted = Counter(
        form.rater_id for form in Assignment.select() if form.state == AssignmentState.OPEN
    )
    return all(
        (person.open_forms, person.has_open_forms) == (wanted[person.id], bool(wanted[person.id]))
        for person in Participant.select()
    )


def test_raters_know_how_many_forms_they_have_open(world: World) -> None:
    freeze_cycle(planning.prepare(world.cycle()))
    assert open_forms_are_true()
    assert any(person.open_forms for person in Participant.select())
    chance = Random(7)
    ids = [form.id for form in Assignment.select()]
    for state in [*AssignmentState, *AssignmentState]:
        some = Assignment.id.in_(chance.sample(ids, 25))
        Assignment.update(state=state).where(some).execute()
        assert open_forms_are_true()
    Assignment.delete().where(Assignment.id.in_(ids[::3])).execute()
    assert open_forms_are_true()
    Assignment.delete().execute()
    assert open_forms_are_true()


def test_people_of_a_unit_are_looked_up_in_an_index(world: World) -> None:
    """On PostgreSQL an index in the order of a language would not serve."""
    units = Unit.select(Unit.id).where(below(Unit.lineage, world.large.lineage))
    if is_sqlite():
        people = Participant.select(Participant.id).where(
            Participant.cycle == 1, within(Scope(unit_lineage=world.large.lineage))
        )
        assert "cycle_id=? AND unit_lineage>?" in "".join(plan_of(people))
        assert "lineage>?" in "".join(plan_of(units))
        return
    database.execute_sql("SET LOCAL enable_seqscan = off")
    assert "(lineage)::text ~>=~" in "".join(plan_of(units))
    # With few rows any index of the cycle is as good; there is this one.
    sorted_by_bytes = "SELECT indexdef FROM pg_indexes WHERE indexname = %s"
    found = database.execute_sql(sorted_by_bytes, ("participant_cycle_id_unit_lineage",))
    assert "unit_lineage varchar_pattern_ops" in found.fetchone()[0]


def plan_of(query: ModelSelect) -> list[str]:
    sql, values = query.sql()
    explain = "EXPLAIN QUERY PLAN " if is_sqlite() else "EXPLAIN "
    return [str(row[-1]) for row in database.execute_sql(explain + sql, values).fetchall()]


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
