"""Pure rules of the cycle area: its life, and when it accepts submissions."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from survei.cycle.choices import SETTLED, CycleState
from survei.errors import SurveiError, WrongState

#: {state: states that may follow}. Once people are frozen only a closing can be taken back, and
#: only until results are computed.
TRANSITIONS: dict[CycleState, frozenset[CycleState]] = {
    CycleState.DRAFT: frozenset({CycleState.OPENING, CycleState.OPEN}),
    CycleState.OPENING: frozenset({CycleState.DRAFT, CycleState.OPEN}),
    CycleState.OPEN: frozenset({CycleState.CLOSED}),
    CycleState.CLOSED: frozenset({CycleState.OPEN, CycleState.COMPUTED}),
    CycleState.COMPUTED: frozenset({CycleState.PUBLISHED}),
    CycleState.PUBLISHED: frozenset(),
}

#: Longest name and grace that the wizard and the TOML file accept.
LONGEST_NAME = 200
MOST_GRACE_MINUTES = 24 * 60
MOST_PEERS = 30
MOST_SUBORDINATES = 1000
#: From the opening to the closing: a year that was mistyped is no closing time.
LONGEST_OPEN = timedelta(days=731)
#: Length of the reason for taking a closing back, or for handing out links.
LEAST_REASON, MOST_REASON = 10, 500


class CycleNotReady(SurveiError):
    """The check before the opening found errors; `params` say how many and which comes first."""

    message = "Periode belum dapat dibuka: %(count)s masalah harus diselesaikan. %(first)s"


class DeadlineInvalid(SurveiError):
    """A new closing time lies in the past or before the opening."""

    message = "Batas waktu harus setelah pembukaan dan setelah saat ini."


class DeadlineTooLate(DeadlineInvalid):
    """A new closing time lies years after the opening."""

    message = "Batas waktu terlalu jauh setelah pembukaan. Periksa tahunnya."


class ReasonInvalid(SurveiError):
    """A grave step is taken without saying why, or in too many words."""

    message = "Tulis alasannya, paling sedikit %(least)s dan paling banyak %(most)s karakter."
    field = "reason"


class ComputedAlready(WrongState):
    """Results are computed: what was closed cannot be opened again."""

    message = (
        "Hasil periode ini sudah dihitung, sehingga penutupannya tidak dapat dibatalkan: draf "
        "sudah dihapus dan jawaban rahasia sudah dilepaskan dari pengisinya."
    )


class OpenAlready(WrongState):
    """Somebody else has taken the closing back."""

    message = "Periode ini sudah dibuka kembali."


class AnswersErased(WrongState):
    """Their time was over (`survei.retention`): the cycle stays as it is."""

    message = (
        "Jawaban periode ini sudah dihapus karena masa simpannya lewat. Hasil tidak dapat dibuat, "
        "dan periode tidak dapat dibuka kembali."
    )


class Phase(StrEnum):
    """Where a moment lies in the time of a cycle."""

    BEFORE = "before"
    ACCEPTING = "accepting"
    OVER = "over"


class Window(Protocol):
    """What the rules of time need of a cycle."""

    opens_at: datetime
    closes_at: datetime
    grace_minutes: int
    state: str


class Erasable(Protocol):
    """What the rule needs of a cycle."""

    answers_erased_at: datetime | None


def require_answers(cycle: Erasable) -> None:
    """Raises AnswersErased once the deleting of the answers has begun."""
    if cycle.answers_erased_at:
        raise AnswersErased()


def can_move(state: str, target: CycleState) -> bool:
    """Whether a cycle in `state` may go to `target`."""
    return target in TRANSITIONS[CycleState(state)]


def require_move(state: str, target: CycleState) -> None:
    """Raises WrongState unless `can_move`."""
    if not can_move(state, target):
        raise WrongState()


def last_moment(cycle: Window) -> datetime:
    """The first instant at which nothing is accepted any more: closing plus grace."""
    return cycle.closes_at + timedelta(minutes=cycle.grace_minutes)


def phase_at(cycle: Window, now: datetime) -> Phase:
    """Where `now` lies. The closing is an instant: at it, and after it, the cycle is over.

    Source: security.md, row 9.
    """
    if now < cycle.opens_at:
        return Phase.BEFORE
    return Phase.ACCEPTING if now < last_moment(cycle) else Phase.OVER


def accepts_at(cycle: Window, now: datetime) -> bool:
    """Whether a form may be opened and sent at `now`: the cycle is open and inside its time."""
    return cycle.state == CycleState.OPEN and phase_at(cycle, now) is Phase.ACCEPTING


def check_deadline(cycle: Window, closes_at: datetime, now: datetime) -> None:
    """Raises DeadlineInvalid unless a cycle may be made to close at `closes_at`."""
    if closes_at <= max(now, cycle.opens_at):
        raise DeadlineInvalid()
    if is_open_too_long(cycle.opens_at, closes_at):
        raise DeadlineTooLate()


def is_open_too_long(opens_at: datetime, closes_at: datetime) -> bool:
    """Whether more than two years lie between them."""
    return closes_at - opens_at > LONGEST_OPEN


def check_reason(text: str) -> str:
    """The reason in one line. Raises ReasonInvalid."""
    reason = " ".join(text.split())
    if not LEAST_REASON <= len(reason) <= MOST_REASON:
        raise ReasonInvalid(least=LEAST_REASON, most=MOST_REASON)
    return reason


def require_reopenable(state: str) -> None:
    """Raises WrongState, with the reason where it is one of two that people meet."""
    if state in SETTLED:
        raise ComputedAlready
    if state == CycleState.OPEN:
        raise OpenAlready
    if state != CycleState.CLOSED:
        raise WrongState
