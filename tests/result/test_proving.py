"""Publishing proves what it makes visible: counted, on record, and never what somebody put in."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction

import msgspec
import pytest

from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.choices import CycleState, Relation
from survei.cycle.models import Cycle
from survei.lifecycle import publishing
from survei.lifecycle.proving import ResultsChanged
from survei.lifecycle.publishing import publish_results
from survei.result.choices import Coarsened, WhyCoarsened
from survei.result.models import Result, ResultProof
from survei.result.proof_counts import ProofCounts, proof_counts
from survei.result.stored_document import decode_result, encode_result, fingerprint
from tests.held_keys import hold_own
from tests.result.rows import School, make_school, rated_school, ratings
from tests.result.test_proof import conditional

pytestmark = pytest.mark.usefixtures("db", "link_key")


@pytest.fixture
def link_key() -> None:
    hold_own(link=b"k" * 32)


class Killed(BaseException):
    """The process is gone."""


def publish_until(school: School, moment: int, change: Callable[[], None] | None = None) -> None:
    """Stops a publication, or changes something, after so many steps."""

    def look(done: int, total: int) -> None:
        if done == moment:
            if change is None:
                raise Killed
            change()

    publish_results(school.cycle.id, actor=SYSTEM, progress=look)


def put_in_exact_figures(school: School) -> None:
    """Somebody who owns the database writes what the peers really came to, hash and all."""
    row = Result.get(Result.ratee == school.people["Aminah"])
    document = decode_result(row.document)
    cell = next(document.sections()).cells[Relation.PEER]
    cell.score, cell.step, cell.above, cell.below = Fraction(100, 3), None, None, None
    text = encode_result(document)
    change = Result.update(document=text, sha256=fingerprint(text))
    assert change.where(Result.id == row.id).execute() == 1


def kill_before_the_end(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "advance_cycle", die)
        with pytest.raises(Killed):
            publish_results(school.cycle.id, actor=SYSTEM)


def lines(action: str) -> list[dict[str, object]]:
    return [json.loads(one.details) for one in AuditEvent.select().where(
        AuditEvent.action == action)]  # fmt: skip


def test_a_group_that_holds_is_counted_and_on_record() -> None:
    school = rated_school()
    assert proof_counts(school.cycle.id) is None
    publish_results(school.cycle.id, actor=SYSTEM)
    assert proof_counts(school.cycle.id) == ProofCounts(held=1, remade=0)
    (line,) = lines("cycle.publish")
    assert (line["proved"], line["coarsened"]) == (1, 0)


def test_that_there_was_no_group_is_counted_too() -> None:
    school = rated_school(peers=2)
    publish_results(school.cycle.id, actor=SYSTEM)
    assert proof_counts(school.cycle.id) == ProofCounts(held=0, remade=0)


def conditional_school() -> School:
    school = make_school(document=conditional(on_section=True))
    school.person("Kepala")
    school.person("Aminah", "Kepala")
    for number in range(5):
        school.person(f"Rekan {number}", "Kepala")
        school.ask(f"Rekan {number}", "Aminah", Relation.PEER, ratings(2))
    return school


def test_a_group_that_fails_is_made_coarser_everywhere_and_counted() -> None:
    school = conditional_school()
    publish_results(school.cycle.id, actor=SYSTEM)
    reason = (Coarsened.WITHHELD, WhyCoarsened.CONDITIONS)
    assert proof_counts(school.cycle.id) == ProofCounts(0, 0, {reason: 1})
    (line,) = lines("cycle.publish")
    assert (line["proved"], line["coarsened"]) == (0, 1)
    document = decode_result(Result.get().document)
    scores = [part.cells[Relation.PEER].score for part in document.sections()]
    assert [score is None for score in scores] == [False, True]


def test_what_lies_there_since_a_run_that_was_killed_is_kept_where_it_is_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    school = rated_school(peers=6)
    kill_before_the_end(school, monkeypatch)
    assert ResultProof.select().count() == 0
    before = [(row.id, row.sha256) for row in Result.select().order_by(Result.id)]
    publish_results(school.cycle.id, actor=SYSTEM)
    assert [(row.id, row.sha256) for row in Result.select().order_by(Result.id)] == before
    assert proof_counts(school.cycle.id) == ProofCounts(held=1, remade=0)


def test_figures_that_somebody_put_in_meanwhile_are_made_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    school = rated_school()
    kill_before_the_end(school, monkeypatch)
    right = decode_result(Result.get(Result.ratee == school.people["Aminah"]).document)
    put_in_exact_figures(school)
    publish_results(school.cycle.id, actor=SYSTEM)
    found = decode_result(Result.get(Result.ratee == school.people["Aminah"]).document)
    assert msgspec.structs.replace(found, salt=right.salt) == right
    assert proof_counts(school.cycle.id) == ProofCounts(held=1, remade=1)
    assert lines("result.remake") == [{"results": 1}]


@pytest.mark.parametrize("text", ["", "{}", '{"format": 2}'], ids=str)
def test_a_document_that_cannot_be_read_is_made_anew(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = rated_school()
    kill_before_the_end(school, monkeypatch)
    Result.update(document=text, sha256=fingerprint(text)).execute()
    publish_results(school.cycle.id, actor=SYSTEM)
    assert proof_counts(school.cycle.id) == ProofCounts(held=1, remade=2)


def test_a_document_that_is_missing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    school = rated_school()
    kill_before_the_end(school, monkeypatch)
    Result.delete().where(Result.ratee == school.people["Aminah"]).execute()
    publish_results(school.cycle.id, actor=SYSTEM)
    assert Result.select().count() == 2


def test_what_changes_after_it_was_proved_is_not_published() -> None:
    """Not even where only the text changes; whoever publishes again gets it made anew."""
    school = rated_school()
    with pytest.raises(ResultsChanged):
        publish_until(school, 4, lambda: put_in_exact_figures(school))
    assert Cycle.get().state == CycleState.COMPUTED
    assert (ResultProof.select().count(), lines("cycle.publish")) == (0, [])
    publish_results(school.cycle.id, actor=SYSTEM)
    assert proof_counts(school.cycle.id) == ProofCounts(held=1, remade=1)


def test_a_document_of_nobody_who_is_rated_is_not_published() -> None:
    school = rated_school()

    def put_in_another() -> None:
        text = Result.get(Result.ratee == school.people["Aminah"]).document
        Result.create(
            cycle=school.cycle,
            ratee=school.people["Rekan 2"],
            document=text,
            sha256=fingerprint(text),
            made_at=school.cycle.opened_at,
        )

    with pytest.raises(ResultsChanged):
        publish_until(school, 4, put_in_another)
    assert Cycle.get().state == CycleState.COMPUTED


def test_a_run_that_is_killed_twice_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "CHUNK", 1)
    school = rated_school()
    for moment in (3, 4):
        with pytest.raises(Killed):
            publish_until(school, moment)
    put_in_exact_figures(school)
    with pytest.raises(Killed):
        publish_until(school, 4)
    publish_results(school.cycle.id, actor=SYSTEM)
    assert proof_counts(school.cycle.id) == ProofCounts(held=1, remade=1)
    assert lines("result.remake") == [{"results": 1}]
