"""What is deleted of each class of data: the one table beside that of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peewee import Model

from survei import clock
from survei.account.models import OneTimeLink, Session, User
from survei.audit.choices import SYSTEM
from survei.audit.purging import lines_before, purge_lines
from survei.cycle.models import Assignment, Cycle, CycleDraw, Participant, UnitProgress
from survei.evidence.models import Evidence
from survei.exchange.imports import drop_stale_files, stale_files
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import (
    DisputedSubmission,
    HandedLink,
    Handout,
    Link,
    ReachedGroup,
)
from survei.jobs.models import Job, JobFile
from survei.logs import old_days
from survei.mail.choices import ENDED, Lane
from survei.mail.models import Letter
from survei.mail.transports import landed_before
from survei.purge.due import Due
from survei.purge.erasables import HEAVY_PIECE, PIECE, Erasing, Files, Part, Rows
from survei.response.models import (
    ConfidentialSubmission,
    Draft,
    IdentifiedSubmission,
    OpenedBox,
    SealedSubmission,
)
from survei.result.models import Result
from survei.retention.choices import DataClass
from survei.sealing.private_keys import path_of
from survei.staff.imports import drop_stale_imports, stale_imports
from survei.throttle.models import ThrottleHit
from survei.timekeeping.models import ClockMark

#: Lines of the log deleted in one transaction, which leaves one line of its own.
LINES = 5000


@dataclass(frozen=True)
class Target:
    """Everything that goes with one class."""

    parts: tuple[Part, ...]
    #: Written on the cycles before the first row goes, so that no page looks for answers in vain.
    mark: str = ""
    #: Column of the cycle that is empty where there never was anything.
    since: str = ""
    #: Tables whose files PostgreSQL writes anew afterwards, since dead rows stay readable in them.
    rewritten: tuple[str, ...] = ()

    def count(self, due: Due) -> int:
        """How many of the class are due."""
        return sum(part.count(due) for part in self.parts if part.is_counted)


def _of_forms(model: type[Model], data: DataClass, which: Any = None, piece: int = PIECE) -> Rows:
    """Rows that belong to a form of a cycle."""

    def due_rows(due: Due) -> Any:
        of_cycle = Assignment.cycle.in_(due.cycles(data))
        return of_cycle if which is None else of_cycle & which

    return Rows(model, due_rows, through=Assignment, piece=piece)


def _links(data: DataClass, *purposes: LinkPurpose, is_counted: bool = True) -> Rows:
    kinds = Link.purpose.in_([purpose.value for purpose in purposes])
    return Rows(
        Link,
        lambda due: kinds & Participant.cycle.in_(due.cycles(data)),
        through=Participant,
        is_counted=is_counted,
    )


def _led(due: Due) -> Any:
    return Participant.cycle.in_(due.emptied()) & Participant.supervisor.is_null(False)


def _not_held(column: Any, due: Due) -> Any:
    """Rows of other cycles, and of none."""
    return column.is_null() | column.not_in(sorted(due.held) or [0])


def _letters(due: Due) -> Any:
    old = Letter.state.in_(ENDED) & (Letter.due_at < due.oldest(DataClass.MAIL_RECORDS))
    # Every lane, named, so that an index answers without the rows.
    return Letter.lane.in_(list(Lane)) & old & _not_held(Letter.cycle_id, due)


def _jobs(due: Due) -> Any:
    old = Job.ended_at < due.oldest(DataClass.JOBS)
    return old & _not_held(Job.cycle_id, due)


def _landed(due: Due) -> list[Path]:
    old = landed_before(due.settings, due.oldest(DataClass.LANDED_MAILS))
    kept = Letter.select(Letter.id).where(Letter.cycle_id.in_(sorted(due.held)))
    held = {letter.id for letter in kept} if due.held else set()
    return [path for path in old if path.stem not in held]


def _log_lines(due: Due) -> int:
    """None while any hold stands: the chain has one end only, and what is held may lie there."""
    return 0 if due.held else lines_before(due.oldest(DataClass.AUDIT_LOG))


def _drop_log_lines(due: Due) -> int:
    if due.held:
        return 0
    return purge_lines(due.oldest(DataClass.AUDIT_LOG), limit=LINES, actor=SYSTEM)


def _hits(due: Due) -> Any:
    """Those of a clock that was ahead go, too: they would count once their time comes."""
    latest = clock.latest_credible(due.now).timestamp()
    return (ThrottleHit.at < due.oldest(DataClass.ATTEMPTS).timestamp()) | (ThrottleHit.at > latest)


def _import_count(due: Due) -> int:
    oldest = due.oldest(DataClass.IMPORT_FILES)
    return stale_imports(oldest) + stale_files(oldest)


def _drop_imports(due: Due) -> int:
    oldest = due.oldest(DataClass.IMPORT_FILES)
    return drop_stale_imports(oldest) + drop_stale_files(oldest)


def _days_of_access(due: Due) -> list[Path]:
    oldest = clock.to_local(due.oldest(DataClass.ACCESS_LOG)).date()
    return old_days(due.settings.access_log, oldest)


def _box_keys(due: Due) -> list[Path]:
    """Of boxes that were never opened: what backups still hold of them nobody is to read."""
    cycles = Cycle.select().where(
        Cycle.id.in_(due.cycles(DataClass.SUBMISSIONS)), Cycle.box_key.is_null(False)
    )
    paths = [path_of(cycle.box_key or "") for cycle in cycles]
    return [path for path in paths if path.exists()]


D = DataClass
TARGETS: dict[DataClass, Target] = {
    D.SUBMISSIONS: Target(
        (
            Rows(
                SealedSubmission, lambda due: SealedSubmission.cycle.in_(due.cycles(D.SUBMISSIONS))
            ),
            Rows(
                ConfidentialSubmission,
                lambda due: ConfidentialSubmission.cycle.in_(due.cycles(D.SUBMISSIONS)),
            ),
            _of_forms(IdentifiedSubmission, D.SUBMISSIONS),
            Rows(
                OpenedBox,
                lambda due: OpenedBox.cycle.in_(due.cycles(D.SUBMISSIONS)),
                is_counted=False,
            ),
            Files(_box_keys, is_counted=False),
        ),
        mark="answers_erased_at",
        since="closed_at",
        rewritten=("sealed_submission", "confidential_submission", "identified_submission"),
    ),
    D.EVIDENCE: Target(
        (_of_forms(Evidence, D.EVIDENCE, Evidence.key != "", HEAVY_PIECE),), rewritten=("evidence",)
    ),
    D.DRAFTS: Target(
        (
            _of_forms(Draft, D.DRAFTS),
            _of_forms(Evidence, D.DRAFTS, Evidence.key == "", HEAVY_PIECE),
        ),
        rewritten=("draft", "evidence"),
    ),
    D.HANDOUTS: Target(
        (
            Rows(
                HandedLink,
                lambda due: Handout.cycle.in_(due.cycles(D.HANDOUTS)),
                through=Handout,
            ),
            Rows(
                Handout,
                lambda due: Handout.cycle.in_(due.cycles(D.HANDOUTS)),
                is_counted=False,
            ),
        ),
    ),
    D.LINKS: Target((_links(D.LINKS, LinkPurpose.FORM, LinkPurpose.LIST),), rewritten=("link",)),
    D.RESULTS: Target(
        (
            Rows(Result, lambda due: Result.cycle.in_(due.cycles(D.RESULTS))),
            _links(D.RESULTS, LinkPurpose.RESULT, is_counted=False),
        ),
        mark="results_erased_at",
        since="published_at",
        rewritten=("result", "link"),
    ),
    D.ROSTER: Target(
        (
            # Whoever repeats a draw knows who rated whom: it goes first.
            Rows(CycleDraw, lambda due: CycleDraw.cycle.in_(due.emptied()), is_counted=False),
            Rows(
                DisputedSubmission,
                lambda due: Assignment.cycle.in_(due.emptied()),
                through=Assignment,
                is_counted=False,
            ),
            Rows(ReachedGroup, lambda due: ReachedGroup.cycle.in_(due.emptied()), is_counted=False),
            Rows(Assignment, lambda due: Assignment.cycle.in_(due.emptied()), is_counted=False),
            Rows(UnitProgress, lambda due: UnitProgress.cycle.in_(due.emptied()), is_counted=False),
            Rows(Participant, _led, is_counted=False, emptied={"supervisor": None}),
            Rows(Participant, lambda due: Participant.cycle.in_(due.emptied())),
        ),
        rewritten=("cycle_draw", "disputed_submission", "assignment", "participant"),
    ),
    D.MAIL_BODIES: Target(()),
    D.MAIL_RECORDS: Target((Rows(Letter, _letters),)),
    D.LANDED_MAILS: Target((Files(_landed),)),
    D.AUDIT_LOG: Target((Erasing(_log_lines, _drop_log_lines),)),
    D.ACCESS_LOG: Target((Files(_days_of_access),)),
    D.ACCOUNTS: Target((Rows(User, lambda due: User.inactive_since < due.oldest(D.ACCOUNTS)),)),
    D.ACCOUNT_LINKS: Target(
        (Rows(OneTimeLink, lambda due: OneTimeLink.expires_at < due.oldest(D.ACCOUNT_LINKS)),)
    ),
    D.SESSIONS: Target((Rows(Session, lambda due: Session.last_seen_at < due.oldest(D.SESSIONS)),)),
    D.ATTEMPTS: Target((Rows(ThrottleHit, _hits),)),
    D.IMPORT_FILES: Target((Erasing(_import_count, _drop_imports),)),
    D.CLOCK_MARKS: Target(
        (Rows(ClockMark, lambda due: ClockMark.wall < due.oldest(D.CLOCK_MARKS)),)
    ),
    D.JOBS: Target((Rows(Job, _jobs),)),
    D.JOB_FILES: Target(
        (
            Rows(
                JobFile,
                lambda due: JobFile.made_at < due.oldest(D.JOB_FILES),
                piece=HEAVY_PIECE,
            ),
        )
    ),
}


def mark(target: Target, data: DataClass, due: Due) -> None:
    """Says on each cycle that the deleting has begun."""
    column, had_any = getattr(Cycle, target.mark), getattr(Cycle, target.since)
    Cycle.update({target.mark: due.now}).where(
        Cycle.id.in_(due.cycles(data)), column.is_null(), had_any.is_null(False)
    ).execute()
