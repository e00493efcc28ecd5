"""A cycle that is over, with a row of everything that ages, each text of it easy to find again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from survei import clock
from survei.audit.choices import SYSTEM, Actor, ActorKind
from survei.bulk import insert_many
from survei.cycle.choices import CycleState
from survei.cycle.models import Assignment, Cycle, CycleDraw, Participant
from survei.cycle.plan import Plan
from survei.evidence.models import Evidence
from survei.invitation.issuing import issue_result_links
from survei.invitation.models import DisputedSubmission, Link
from survei.jobs.choices import JobState
from survei.jobs.models import Job, JobFile
from survei.mail.choices import LetterState
from survei.mail.models import Letter
from survei.response.models import (
    ConfidentialSubmission,
    IdentifiedSubmission,
    OpenedBox,
    SealedSubmission,
)
from survei.response.sealed_submissions import open_box
from survei.response.services import submit_response
from survei.result.models import QuestionStatistic, Result
from tests.devices import begin
from tests.examples import EVERY_KIND_ANSWERS
from tests.raters import NOW, Raters, make_raters

#: End of the cycle, a month after `NOW`, at half past four in the afternoon of Makassar.
CLOSED = datetime(2026, 12, 20, 8, 30, tzinfo=UTC)
PUBLISHED = CLOSED + timedelta(days=3)
AUTHOR = Actor(ActorKind.USER, 1, "Ahmad Administrator")

#: Texts by the table that holds them.
SECRETS = {
    "confidential_submission": "JAWABAN-REKAN",
    "identified_submission": "JAWABAN-ATASAN",
    "result": "ISI-HASIL",
    "evidence": "BERKAS-BUKTI",
    "cycle_draw": "DASAR-UNDIAN",
    "disputed_submission": "ALASAN-AUDITOR",
    "letter": "penerima-lama@example.go.id",
}


@dataclass
class World:
    """The cycle and its people."""

    raters: Raters

    @property
    def cycle(self) -> Cycle:
        """The cycle, read anew."""
        return Cycle.get_by_id(self.raters.cycle.id)


def make_world(
    *, plan: Plan | None = None, closed_at: datetime = CLOSED, published_at: datetime = PUBLISHED
) -> World:
    """Two confidential submissions, one named, one draft, a file of each kind, results, letters."""
    with clock.fixed(NOW):
        raters = make_raters(plan=plan)
        for who in ("budi", "citra"):
            submit_response(raters.link(who), _answers("confidential_submission"))
        submit_response(raters.link("nur"), _answers("identified_submission"))
        begin(raters, "dewi", {"saran": ["belum selesai"]})
        for who, key in (("andi", "kunci"), ("eko", "")):
            _store_file(raters.assignment(who), key)
    _end(raters, closed_at, published_at)
    return World(raters)


def _answers(table: str) -> dict[str, object]:
    return EVERY_KIND_ANSWERS | {"saran": SECRETS[table]}


def _store_file(assignment: Assignment, key: str) -> None:
    Evidence.create(
        force_insert=True,
        id=secrets.token_hex(16),
        assignment=assignment,
        question="foto",
        name=SECRETS["evidence"],
        key=key,
        size=3,
        stored_at=NOW,
        content=SECRETS["evidence"].encode(),
    )


def _end(raters: Raters, closed_at: datetime, published_at: datetime) -> None:
    cycle, ratee = raters.cycle, raters.people["andi"]
    taken, _ = open_box(cycle, lambda _, content: content is not None)
    insert_many(OpenedBox, ("fingerprint", "cycle_id"), ((one, cycle.id) for one in taken))
    Cycle.update(state=CycleState.PUBLISHED, closed_at=closed_at, published_at=published_at).where(
        Cycle.id == cycle.id
    ).execute()
    text = f'{{"secret": "{SECRETS["result"]}"}}'
    Result.create(cycle=cycle, ratee=ratee, document=text, sha256="0" * 64, made_at=published_at)
    QuestionStatistic.create(
        cycle=cycle, version=raters.version, relation="peer", code="mutu", asked=9, ratings=9
    )
    CycleDraw.insert(
        cycle=cycle, algorithm=2, seed="0" * 64, basis=SECRETS["cycle_draw"], digest="0" * 64
    ).execute()
    DisputedSubmission.insert(
        assignment=raters.assignment("budi").id,
        reported_at=closed_at,
        is_mail_only=False,
        reason=SECRETS["disputed_submission"],
    ).execute()
    issue_result_links(cycle.id)
    make_letter(closed_at, cycle.id)


def make_letter(sent_at: datetime, cycle_id: int | None) -> Letter:
    """A letter that was sent."""
    return Letter.create(
        force_insert=True,
        id=secrets.token_hex(16),
        kind="reminder",
        payload="{}",
        recipient=SECRETS["letter"],
        cycle_id=cycle_id,
        state=LetterState.SENT,
        queued_at=sent_at,
        due_at=sent_at,
        sent_at=sent_at,
    )


def make_job(ended_at: datetime, cycle_id: int = 1) -> Job:
    """A file that somebody asked for and got."""
    job = Job.create(
        kind="export",
        cycle_id=cycle_id,
        state=JobState.DONE,
        actor_kind=SYSTEM.kind,
        actor_name="",
        address="",
        asked_at=ended_at,
        ended_at=ended_at,
    )
    JobFile.create(job=job, content=b"x", made_at=ended_at, force_insert=True)
    return job


def counts() -> dict[str, int]:
    """Rows of the tables that hold something of a cycle."""
    models = (
        SealedSubmission,
        ConfidentialSubmission,
        IdentifiedSubmission,
        Evidence,
        Link,
        Result,
        QuestionStatistic,
        CycleDraw,
        DisputedSubmission,
        Assignment,
        Participant,
        Letter,
    )
    return {model._meta.table_name: model.select().count() for model in models}
