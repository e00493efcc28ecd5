"""Publishing: once, all or none visible, ratee by ratee, with links, letters and a line."""

from __future__ import annotations

import json

import pytest

from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.choices import CycleState, Relation
from survei.cycle.models import Cycle
from survei.errors import NotFound, WrongState
from survei.invitation.models import Link
from survei.invitation.queries import token_of
from survei.invitation.token_lookup import find_link
from survei.lifecycle import publishing
from survei.lifecycle.publishing import publish_results
from survei.mail.models import Letter
from survei.response.models import ConfidentialSubmission
from survei.result import queries
from survei.result.integrity import published_proof
from survei.result.models import Result
from survei.result.queries import ratee_count, result_of, result_of_ratee
from survei.result.result_lists import outlook
from survei.result.seal import sealed
from survei.result.services import acknowledge_result
from survei.result.stored_document import decode_result, fingerprint
from survei.staff.models import Employee
from survei.staff.rules import Scope
from tests.held_keys import hold_own
from tests.result.rows import School, accept, rated_school, ratings

pytestmark = pytest.mark.usefixtures("db", "link_key")


@pytest.fixture
def link_key() -> None:
    hold_own(link=b"k" * 32)


@pytest.fixture
def school(db: None) -> School:
    return rated_school()


def test_every_ratee_gets_one_document_a_link_and_a_letter(school: School) -> None:
    steps: list[tuple[int, int]] = []
    cycle = publish_results(
        school.cycle.id, actor=SYSTEM, progress=lambda done, total: steps.append((done, total))
    )
    assert (cycle.state, steps) == (CycleState.PUBLISHED, [(2, 4), (4, 4)])
    results = {row.ratee.name: row for row in Result.select()}
    assert sorted(results) == ["Aminah", "Basri"]
    assert all(row.sha256 == fingerprint(row.document) for row in results.values())
    assert sorted(link.participant.name for link in Link.select()) == ["Aminah", "Basri"]
    assert [
        (row.kind, row.participant_id) for row in Letter.select().order_by(Letter.participant_id)
    ] == [
        ("result", school.people["Aminah"].id),
        ("result", school.people["Basri"].id),
    ]
    event = AuditEvent.get(AuditEvent.action == "cycle.publish")
    proof = published_proof(school.cycle.id)
    seal, _ = sealed(
        0, {row.ratee_id: row.sha256 for row in Result.select().order_by(Result.ratee)}
    )
    reach = {"groups": 0, "answers": 0, "thin": 0, "left_out": False}
    facts = {"results": 2, "sha256": proof, "proved": 1, "coarsened": 0, "bank_narrowing": 0}
    facts["seals"] = [seal]
    assert json.loads(event.details) == facts | {"in_reach": reach}


def test_the_link_opens_the_ratees_result(school: School) -> None:
    publish_results(school.cycle.id, actor=SYSTEM)
    aminah = school.people["Aminah"]
    link = Link.get(Link.participant == aminah)
    found = find_link(token_of(link))
    assert found
    assert (found.participant_id, found.purpose) == (aminah.id, "result")


def test_the_document_is_made_of_the_rows(school: School) -> None:
    publish_results(school.cycle.id, actor=SYSTEM)
    row = result_of_ratee(school.people["Aminah"].id)
    assert row
    result = decode_result(row.document)
    assert [(group.relation, group.n, group.score) for group in result.groups] == [
        (Relation.SELF, 1, 100),
        (Relation.SUPERVISOR, 1, 75),
        (Relation.PEER, 3, 50),
        (Relation.SUBORDINATE, None, None),
    ]
    assert result.score == pytest.approx((60 * 75 + 25 * 50) / 85, abs=0.1)
    assert (result.ratee.supervisor, result.ratee.superior) == ("Kepala", "Dinas")
    assert (result.ratee.unit, result.objection_days) == ("SD Negeri Uji", 14)
    assert "Saran 0" not in row.document


def test_a_second_publication_is_refused(school: School) -> None:
    publish_results(school.cycle.id, actor=SYSTEM)
    before = [(row.ratee_id, row.sha256) for row in Result.select()]
    with pytest.raises(WrongState):
        publish_results(school.cycle.id, actor=SYSTEM)
    assert [(row.ratee_id, row.sha256) for row in Result.select()] == before
    assert Link.select().count() == 2


@pytest.mark.parametrize("state", [state for state in CycleState if state != CycleState.COMPUTED])
def test_only_a_computed_cycle_is_published(school: School, state: CycleState) -> None:
    Cycle.update(state=state).execute()
    with pytest.raises(WrongState):
        publish_results(school.cycle.id, actor=SYSTEM)
    assert Result.select().count() == 0


@pytest.mark.parametrize("state", [CycleState.OPEN, CycleState.CLOSED])
def test_nothing_of_answers_is_read_before_they_are_settled(
    school: School, state: CycleState
) -> None:
    school.cycle.state = state
    for read in (
        lambda: next(queries.ratee_inputs(school.cycle)),
        lambda: outlook(school.cycle),
    ):
        with pytest.raises(WrongState):
            read()


def test_an_unknown_cycle_is_not_found(db: None) -> None:
    with pytest.raises(NotFound):
        publish_results(99, actor=SYSTEM)


def test_an_interrupted_publication_shows_nothing_and_goes_on(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(publishing, "advance_cycle", fails)
    with pytest.raises(OSError):
        publish_results(school.cycle.id, actor=SYSTEM)
    aminah = school.people["Aminah"].id
    assert result_of_ratee(aminah) is None
    with pytest.raises(NotFound):
        result_of(aminah, Scope(everyone=True))
    monkeypatch.undo()
    publish_results(school.cycle.id, actor=SYSTEM)
    assert result_of_ratee(aminah)
    assert Result.select().count() == 2


def test_a_late_answer_changes_nothing(school: School) -> None:
    publish_results(school.cycle.id, actor=SYSTEM)
    before = result_of_ratee(school.people["Aminah"].id)
    school.person("Terlambat")
    school.ask("Terlambat", "Aminah", Relation.PEER, ratings(1))
    after = result_of_ratee(school.people["Aminah"].id)
    assert before
    assert after
    assert after.document == before.document


def test_the_same_number_of_statements_for_more_ratees(
    school: School, statements: list[str]
) -> None:
    list(queries.ratee_inputs(school.cycle))  # the document is then in memory
    statements.clear()
    list(queries.ratee_inputs(school.cycle))
    few = len(statements)
    for number in range(4):
        school.person(f"Guru {number}", "Kepala")
        school.ask("Kepala", f"Guru {number}", Relation.SUPERVISOR, ratings(4))
    statements.clear()
    assert len(list(queries.ratee_inputs(school.cycle))) == 6
    assert len(statements) == few


def test_ratees_are_counted_once(school: School) -> None:
    assert ratee_count(school.cycle.id) == 2


def test_acknowledged_once(school: School) -> None:
    publish_results(school.cycle.id, actor=SYSTEM)
    aminah = school.people["Aminah"].id
    assert acknowledge_result(aminah) is True
    first = Result.get(Result.ratee == aminah).acknowledged_at
    assert acknowledge_result(aminah) is False
    assert Result.get(Result.ratee == aminah).acknowledged_at == first


def scope_of(school: School, name: str) -> Scope:
    return Scope(supervisor_id=school.people[name].employee_id)


def test_who_sees_a_result(school: School) -> None:
    publish_results(school.cycle.id, actor=SYSTEM)
    aminah = school.people["Aminah"].id
    for scope in (scope_of(school, "Kepala"), Scope(everyone=True), Scope(unit_lineage="1.")):
        assert result_of(aminah, scope).ratee_id == aminah
    for scope in (scope_of(school, "Lain"), Scope(), Scope(unit_lineage="2.")):
        with pytest.raises(NotFound):
            result_of(aminah, scope)


def test_the_supervisor_of_today_sees_past_periods(school: School) -> None:
    publish_results(school.cycle.id, actor=SYSTEM)
    aminah, lain = school.people["Aminah"], school.people["Lain"]
    Employee.update(supervisor=lain.employee_id).where(Employee.id == aminah.employee_id).execute()
    assert result_of(aminah.id, scope_of(school, "Lain"))
    with pytest.raises(NotFound):
        result_of(aminah.id, scope_of(school, "Kepala"))


def test_hidden_answers_are_in_no_row_of_results(db: None) -> None:
    school = rated_school(peers=2)
    ConfidentialSubmission.update(answers=json.dumps(ratings(1, "BOCOR"))).execute()
    accept(school.cycle)
    publish_results(school.cycle.id, actor=SYSTEM)
    assert not Result.select().where(Result.document.contains("BOCOR")).count()


def test_a_publication_that_stopped_goes_on_and_is_seen_by_nobody_before(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "CHUNK", 1)
    seen: list[tuple[int, int]] = []

    def stop_after_the_first(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 3:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        publish_results(school.cycle.id, actor=SYSTEM, progress=stop_after_the_first)
    assert seen == [(1, 4), (2, 4), (3, 4)]
    assert Result.select().count() == 1
    assert result_of_ratee(school.people["Aminah"].id) is None
    assert publish_results(school.cycle.id, actor=SYSTEM).state == CycleState.PUBLISHED
    assert Result.select().count() == 2


def test_two_publications_at_once(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_results(school.cycle.id, actor=SYSTEM)
    Cycle.update(state=CycleState.COMPUTED).execute()
    monkeypatch.setattr(queries, "made_so_far", lambda cycle_id: (0, 0))
    with pytest.raises(WrongState):
        publish_results(school.cycle.id, actor=SYSTEM)
    assert Result.select().count() == 2
