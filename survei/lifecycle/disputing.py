"""An auditor decides about a form that its rater says somebody else sent."""

from __future__ import annotations

import json

from survei import clock
from survei.audit.choices import Actor
from survei.audit.models import AuditEvent
from survei.audit.queries import events, log_start
from survei.audit.services import record
from survei.cycle.choices import CycleState
from survei.cycle.models import Assignment
from survei.cycle.rules import check_reason
from survei.errors import NotFound, SurveiError, WrongState
from survei.invitation.choices import DisputeDecision
from survei.invitation.dispute_letters import DISPUTE_DECIDED
from survei.invitation.disputes import disputes, disputes_in
from survei.invitation.models import DisputedSubmission
from survei.invitation.reporting import tell_rater
from survei.jobs.choices import JobKind
from survei.jobs.queries import live_job
from survei.result.models import Result
from survei.write_transaction import write_transaction

#: Actions of the log.
REPORTED, DECIDED = "dispute.report", "dispute.decide"


class ReportsChanged(SurveiError):
    """Reports or decisions are not in the database as they were made."""

    message = (
        "Laporan “Bukan saya yang mengirim” atau keputusannya tidak lagi seperti dalam catatan "
        "kejadian: seseorang mengubah basis data. Hasil belum diterbitkan. Minta auditor "
        "memeriksanya, lalu pulihkan basis data dari cadangan."
    )


class Undecided(SurveiError):
    """Results wait for an auditor."""

    message = (
        "Hasil belum dapat diterbitkan: %(count)s laporan “Bukan saya yang mengirim” menunggu "
        "keputusan auditor."
    )


def require_decided(cycle_id: int) -> None:
    """Raises Undecided while a report about a form of the cycle waits for a decision."""
    waiting = sum(dispute.decided_at is None for dispute in disputes_in(cycle_id))
    if waiting:
        raise Undecided(count=waiting)


def require_as_logged(cycle_id: int) -> None:
    """Raises ReportsChanged unless the database holds the reports and decisions that the log tells
    of, and no others, unless lines of the cycle went when their time was over. As trustworthy as
    the chain: `require_whole_log` comes first.
    """
    opened = (AuditEvent.action == "cycle.open") & (AuditEvent.object_id == str(cycle_id))
    opening = events().where(opened).first()
    stored = {one.assignment_id: one.decision for one in disputes_in(cycle_id)}
    logged = _logged(cycle_id, since=opening.id if opening else 0)
    if opening is None and log_start().lines:  # it went with all that was written before
        stored = {form: decision for form, decision in stored.items() if form in logged}
    if stored != logged:
        raise ReportsChanged


def _logged(cycle_id: int, *, since: int) -> dict[int, str | None]:
    """{form of a cycle: the decision about it; None where only its report is logged}. Lines before
    `since` are about forms that are gone.
    """
    about = AuditEvent.action.in_((REPORTED, DECIDED)) & (AuditEvent.id > since)
    lines = events().where(about)
    found = {int(one.object_id): one for one in lines.order_by(AuditEvent.id)}
    own = Assignment.select(Assignment.id).where(
        Assignment.cycle == cycle_id,
        Assignment.id.in_(list(found)),  # type: ignore[attr-defined]
    )
    return {one.id: json.loads(found[one.id].details).get("decision") for one in own}


def decide_dispute(
    assignment_id: int, decision: DisputeDecision, *, reason: str, actor: Actor
) -> None:
    """Keeps the answers, or leaves the whole group out of the ratee's result; for good. The rater
    is written to.

    Documents of a publication that broke off are made anew. Raises NotFound, ReasonInvalid, and
    WrongState when it was decided before or while results are being published.
    """
    said = check_reason(reason)
    with write_transaction():
        dispute = disputes().where(DisputedSubmission.assignment == assignment_id).first()
        if dispute is None:
            raise NotFound
        cycle = dispute.assignment.cycle
        if cycle.state == CycleState.PUBLISHED or live_job(cycle.id, JobKind.PUBLISH):
            raise WrongState
        decided = (
            DisputedSubmission.update(
                decided_at=clock.now(),
                decision=decision.value,
                reason=said,
                decided_by=actor.name[:200],
            )
            .where(
                (DisputedSubmission.assignment == assignment_id)
                & DisputedSubmission.decided_at.is_null()
            )
            .execute()
        )
        if not decided:
            raise WrongState
        Result.delete().where(Result.cycle == cycle.id).execute()
        record(
            actor,
            DECIDED,
            "assignment",
            assignment_id,
            decision=decision.value,
            reason=said,
        )
        tell_rater(DISPUTE_DECIDED, dispute.assignment.rater, assignment_id)
