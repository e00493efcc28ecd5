"""What a supervisor is told while and after people rate."""

from __future__ import annotations

import pytest

from survei.cycle.choices import AssignmentState as S
from survei.cycle.choices import CycleState
from survei.cycle.choices import Relation as R
from survei.cycle.models import Assignment
from survei.errors import NotFound
from survei.result.choices import Completion as C
from survei.result.rules import completions_of, is_readable
from survei.result.team import cycles_of, full_submission, member, team
from survei.staff.rules import Scope
from tests.result.rows import School, make_school, rated_school, ratings


@pytest.mark.parametrize(
    ("relation", "states", "expected"),
    [
        (R.SELF, [S.OPEN], C.OPEN),
        (R.SELF, [S.SUBMITTED], C.SENT),
        (R.SUPERVISOR, [S.DECLINED], C.DECLINED),
        (R.SUPERVISOR, [S.DECLINED, S.OPEN], C.OPEN),
        (R.PEER, [S.SUBMITTED] * 2, C.TOO_FEW),
        (R.PEER, [S.SUBMITTED] * 2 + [S.OPEN] * 3, C.BELOW),
        (R.PEER, [S.OPEN] * 5, C.BELOW),
        (R.PEER, [S.SUBMITTED] * 3 + [S.OPEN] * 2, C.ENOUGH),
        (R.PEER, [S.SUBMITTED] * 5, C.ENOUGH),
    ],
)
def test_completion_once_results_are_computed(relation: R, states: list[S], expected: C) -> None:
    for state in (CycleState.COMPUTED, CycleState.PUBLISHED):
        told = completions_of({relation: states}, list(R), least=3, cycle_state=state)
        assert told == {relation: expected}


@pytest.mark.parametrize("cycle_state", [CycleState.OPEN, CycleState.CLOSED])
@pytest.mark.parametrize(
    "states",
    [[], [S.OPEN], [S.OPEN] * 3, [S.SUBMITTED] * 3, [S.SUBMITTED, S.DECLINED], [S.SUBMITTED] * 9],
    ids=str,
)
def test_of_a_closed_survey_nothing_moves_before(cycle_state: CycleState, states: list[S]) -> None:
    told = completions_of({R.PEER: states}, [R.SELF, R.PEER], least=3, cycle_state=cycle_state)
    assert told == {R.PEER: C.SEALED}


@pytest.mark.parametrize(
    ("relation", "state", "is_own", "supervisor", "expected"),
    [
        (R.SELF, CycleState.OPEN, False, [S.OPEN], False),
        (R.SELF, CycleState.OPEN, False, [S.SUBMITTED], True),
        (R.SELF, CycleState.OPEN, False, [], True),
        (R.SELF, CycleState.CLOSED, False, [S.OPEN], False),
        (R.SUPERVISOR, CycleState.CLOSED, False, [S.SUBMITTED], False),
        (R.SELF, CycleState.COMPUTED, False, [S.OPEN], True),
        (R.SUPERVISOR, CycleState.OPEN, True, [S.SUBMITTED], True),
        (R.SUPERVISOR, CycleState.OPEN, False, [S.SUBMITTED], False),
        (R.SUPERVISOR, CycleState.PUBLISHED, False, [S.SUBMITTED], True),
        (R.PEER, CycleState.PUBLISHED, False, [], False),
        (R.SUBORDINATE, CycleState.COMPUTED, True, [], False),
    ],
)
def test_what_may_be_read(
    relation: R, state: CycleState, is_own: bool, supervisor: list[S], expected: bool
) -> None:
    assert (
        is_readable(relation, cycle_state=state, is_own=is_own, supervisor_states=supervisor)
        == expected
    )


def scope_of(school: School, name: str) -> Scope:
    return Scope(supervisor_id=school.people[name].employee_id)


def test_a_team_is_those_who_report_today(db: None) -> None:
    school = rated_school()
    members = team(school.cycle, scope_of(school, "Kepala"))
    assert [found.participant.name for found in members] == ["Aminah"]
    assert members[0].completion == {R.SELF: C.SENT, R.SUPERVISOR: C.SENT, R.PEER: C.ENOUGH}
    assert members[0].readable == {R.SELF, R.SUPERVISOR}
    assert cycles_of(scope_of(school, "Kepala")) == [school.cycle]
    assert cycles_of(Scope()) == []


def test_the_self_rating_waits_for_ones_own(db: None) -> None:
    school = make_school(state=CycleState.OPEN)
    school.person("Kepala")
    school.person("Aminah", "Kepala")
    school.ask("Aminah", "Aminah", R.SELF, ratings(5, "Saya rajin"))
    own = school.ask("Kepala", "Aminah", R.SUPERVISOR)
    scope, aminah = scope_of(school, "Kepala"), school.people["Aminah"].id
    assert member(aminah, scope).readable == frozenset()
    with pytest.raises(NotFound):
        full_submission(aminah, R.SELF, scope)
    Assignment.update(state=S.SUBMITTED).where(Assignment.id == own.id).execute()
    assert full_submission(aminah, R.SELF, scope).answers["saran"] == "Saya rajin"


@pytest.mark.parametrize("relation", [R.PEER, R.SUBORDINATE])
def test_confidential_submissions_are_never_opened(db: None, relation: R) -> None:
    school = rated_school(peers=6)
    with pytest.raises(NotFound):
        full_submission(school.people["Aminah"].id, relation, scope_of(school, "Kepala"))


def test_other_peoples_team_is_not_found(db: None) -> None:
    school = rated_school()
    stranger, basri = scope_of(school, "Kepala"), school.people["Basri"].id
    for look in (
        lambda: member(basri, stranger),
        lambda: full_submission(basri, R.SUPERVISOR, stranger),
    ):
        with pytest.raises(NotFound):
            look()


def test_one_who_only_rates_is_nobodys_report(db: None) -> None:
    school = rated_school()
    with pytest.raises(NotFound):
        member(school.people["Rekan 0"].id, scope_of(school, "Kepala"))


def test_the_same_number_of_statements_for_more_people(db: None, statements: list[str]) -> None:
    school = rated_school()
    scope = scope_of(school, "Kepala")
    statements.clear()
    team(school.cycle, scope)
    few = len(statements)
    for number in range(3):
        school.person(f"Guru {number}", "Kepala")
        school.ask("Kepala", f"Guru {number}", R.SUPERVISOR, ratings(4))
    statements.clear()
    assert len(team(school.cycle, scope)) == 4
    assert len(statements) == few
