"""Lines before a mark of the log, and whoever owns the database."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.head import keep_head
from survei.audit.key_changes import mark_now
from survei.audit.models import AuditEvent
from survei.audit.purging import purge_lines
from survei.audit.queries import facts_of, log_start, verify
from survei.audit.rules import ADOPTION, ANCHOR
from survei.audit.services import record
from survei.audit.whole_log import LogNotWhole
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.errors import SurveiError
from survei.installation.choices import KeyKind
from survei.installation.rules import fingerprint
from survei.invitation.models import DisputedSubmission
from survei.invitation.reporting import report_submission
from survei.keys import own_keys
from survei.lifecycle.publishing import publish_results
from tests.held_keys import hold_own, know_log_from_its_beginning
from tests.raters import Raters
from tests.response.box_tampering import close, compute, sent_raters

OLD, NEW = b"1" * 32, b"2" * 32


@pytest.fixture
def raters(db: None, tmp_path: Path) -> Raters:
    """Budi has reported; three lines stand before."""
    hold_own(audit=OLD, folder=tmp_path)
    know_log_from_its_beginning(tmp_path)
    for number in range(3):
        record(SYSTEM, "test.do", "thing", number)
    people = sent_raters()
    record(SYSTEM, "cycle.publish", "cycle", 77, sha256="a" * 64)
    report_submission(people.link("budi"))
    record(SYSTEM, "test.do", "thing", "later")
    return people


def take_out_the_report() -> None:
    """Its line, and its row."""
    AuditEvent.delete().where(AuditEvent.action == "dispute.report").execute()
    DisputedSubmission.delete().execute()


def go_on(raters: Raters) -> None:
    close(raters)
    compute(raters)
    publish_results(raters.cycle.id, actor=SYSTEM)


def adopt(tmp_path: Path) -> None:
    """Another audit key, as `survei.adoption` notes it."""
    mark = mark_now(fingerprint(KeyKind.AUDIT, OLD), gone=log_start().lines)
    hold_own(audit=NEW, folder=tmp_path)
    record(SYSTEM, ADOPTION, "keys", "-", chain=mark.as_details(), carried={})
    keep_head(tmp_path)


def put_anchor_before_the_adoption() -> None:
    """A line under the key that is gone: nobody can tell that it was not made with it."""
    mark = AuditEvent.get(AuditEvent.action == ADOPTION)
    last = AuditEvent.select().where(AuditEvent.id < mark.id).order_by(AuditEvent.id.desc()).get()
    carried = {"cycle.publish:77": {"sha256": "b" * 64}}
    facts = {"hash": "0" * 64, "lines": 10**9, "carried": carried}
    AuditEvent.delete().where(AuditEvent.id < mark.id).execute()
    AuditEvent.create(
        id=last.id, at=last.at, actor_kind="command", actor_name="purge", address="",
        action=ANCHOR, object_kind="audit", object_id="1", details=json.dumps(facts),
        previous_hash="0" * 64, hash=last.hash,
    )  # fmt: skip


def test_no_line_before_an_adoption_goes_by_a_made_up_anchor(
    raters: Raters, tmp_path: Path
) -> None:
    adopt(tmp_path)
    assert verify(NEW).is_intact
    put_anchor_before_the_adoption()
    assert not verify(NEW).is_intact


def test_such_an_anchor_carries_no_proof_of_a_result(raters: Raters, tmp_path: Path) -> None:
    adopt(tmp_path)
    put_anchor_before_the_adoption()
    facts = facts_of("cycle.publish", 77) or {}
    assert facts.get("sha256") != "b" * 64 or not verify(NEW).is_intact


def test_no_report_goes_by_a_made_up_anchor(raters: Raters, tmp_path: Path) -> None:
    adopt(tmp_path)
    take_out_the_report()
    put_anchor_before_the_adoption()
    with pytest.raises(SurveiError):
        go_on(raters)
    assert Cycle.get().state != CycleState.PUBLISHED


def put_anchor_below_the_first_line(upto: AuditEvent, carried: dict[str, object]) -> None:
    """All lines up to one go; the made up line has a key that the walk does not begin with."""
    gone = AuditEvent.delete().where(AuditEvent.id <= upto.id).execute()
    facts = {"hash": upto.hash, "lines": gone, "carried": carried}
    AuditEvent.create(
        id=-1, at=upto.at, actor_kind="command", actor_name="purge", address="",
        action=ANCHOR, object_kind="audit", object_id=str(upto.id), details=json.dumps(facts),
        previous_hash="0" * 64, hash="f" * 64,
    )  # fmt: skip


def test_no_line_outside_of_the_chain_says_where_it_begins(raters: Raters, tmp_path: Path) -> None:
    keep_head(tmp_path)
    report = AuditEvent.get(AuditEvent.action == "dispute.report")
    put_anchor_below_the_first_line(report, {"cycle.publish:77": {"sha256": "b" * 64}})
    assert not verify(own_keys().audit).is_intact


def test_no_report_goes_by_a_line_outside_of_the_chain(raters: Raters, tmp_path: Path) -> None:
    keep_head(tmp_path)
    report = AuditEvent.get(AuditEvent.action == "dispute.report")
    put_anchor_below_the_first_line(report, {})
    take_out_the_report()
    with pytest.raises(LogNotWhole):
        go_on(raters)
    assert Cycle.get().state != CycleState.PUBLISHED


def test_no_line_outside_of_the_chain_proves_a_result(raters: Raters, tmp_path: Path) -> None:
    """The right one went in its time, and the anchor carries what it said."""
    with clock.fixed(clock.now() + timedelta(days=1)):
        publish = AuditEvent.get(AuditEvent.action == "cycle.publish")
        count = AuditEvent.select().where(AuditEvent.id <= publish.id).count()
        purge_lines(clock.now(), limit=count, actor=SYSTEM)
    assert (facts_of("cycle.publish", 77) or {})["sha256"] == "a" * 64
    AuditEvent.create(
        id=-1, at=publish.at, actor_kind="user", actor_name="x", address="",
        action="cycle.publish", object_kind="cycle", object_id="77",
        details=json.dumps({"sha256": "b" * 64}), previous_hash="0" * 64, hash="f" * 64,
    )  # fmt: skip
    facts = facts_of("cycle.publish", 77) or {}
    assert facts["sha256"] == "a" * 64 or not verify(own_keys().audit).is_intact


def test_a_report_whose_line_went_in_its_time_is_no_end(raters: Raters, tmp_path: Path) -> None:
    """A cycle that waits longer than lines are kept."""
    from survei.invitation.choices import DisputeDecision
    from survei.lifecycle.disputing import decide_dispute

    decide_dispute(
        raters.assignment("budi").id, DisputeDecision.KEEP, reason="Slip tertukar.", actor=SYSTEM
    )
    close(raters)
    compute(raters)
    with clock.fixed(clock.now() + timedelta(days=800)):
        purge_lines(clock.now(), limit=99, actor=SYSTEM)
    keep_head(tmp_path)
    publish_results(raters.cycle.id, actor=SYSTEM)
