"""Legal holds: nothing of the cycle is deleted until the hold is lifted."""

from __future__ import annotations

from peewee import IntegrityError

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.cycle import queries as cycle_queries
from survei.cycle.choices import NOT_YET_OPEN
from survei.database import database, is_sqlite
from survei.errors import NotFound, SurveiError, WrongState
from survei.purge.models import LegalHold
from survei.purge.rules import SHORTEST_REASON

#: Number of the PostgreSQL advisory lock between placing a hold and deleting a piece.
HOLD_LOCK = 7_261_002


class ReasonMissing(SurveiError):
    """Whoever reads the log later must understand it."""

    field = "reason"
    message = "Tulis alasannya, paling sedikit %(least)s karakter."


class AlreadyHeld(WrongState):
    """A cycle is held once."""

    message = "Data periode ini sudah ditahan."


class DataHeld(WrongState):
    """Computing results erases drafts, and unties answers: nothing of that while a hold stands."""

    message = (
        "Data periode ini ditahan (%(reason)s), sehingga hasil belum dapat dihitung: draf akan "
        "dihapus dan jawaban dilepaskan dari pengisinya. Cabut penahanannya dahulu."
    )


def require_free(cycle_id: int) -> None:
    """Within a transaction, before something of a cycle is lost for good. Raises DataHeld."""
    settle()
    hold = LegalHold.get_or_none(LegalHold.standing == cycle_id)
    if hold is not None:
        raise DataHeld(reason=hold.reason)


def settle() -> None:
    """Within a transaction: a hold and a piece of deleting never pass each other."""
    if not is_sqlite():
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (HOLD_LOCK,))


def place_hold(cycle_id: int, *, reason: str, actor: Actor) -> LegalHold:
    """Keeps everything of a cycle from now on. What was deleted before stays deleted.

    Raises ReasonMissing, AlreadyHeld, WrongState (nothing was frozen yet), NotFound.
    """
    words = _reason(reason)
    try:
        with database.atomic():
            settle()
            cycle = cycle_queries.cycle(cycle_id)
            if cycle.state in NOT_YET_OPEN:
                raise WrongState
            hold: LegalHold = LegalHold.create(
                cycle=cycle,
                standing=cycle.id,
                reason=words,
                placed_at=clock.now(),
                placed_by=actor.name[:200],
            )
            record(actor, "retention.hold", "cycle", cycle_id, reason=words)
    except IntegrityError:
        raise AlreadyHeld from None
    return hold


def lift_hold(hold_id: int, *, reason: str, actor: Actor) -> LegalHold:
    """Lets the cycle's data go again; what is due goes with the next run.

    Raises ReasonMissing, WrongState when it was lifted before, NotFound.
    """
    words = _reason(reason)
    with database.atomic():
        hold: LegalHold | None = LegalHold.get_or_none(LegalHold.id == hold_id)
        if hold is None:
            raise NotFound
        changes = {
            "standing": None,
            "lifted_at": clock.now(),
            "lifted_by": actor.name[:200],
            "lift_reason": words,
        }
        stands = (LegalHold.id == hold_id) & LegalHold.standing.is_null(False)
        if not LegalHold.update(changes).where(stands).execute():
            raise WrongState("Penahanan ini sudah dicabut.")
        record(actor, "retention.lift", "cycle", hold.cycle_id, reason=words)
    return hold


def _reason(text: str) -> str:
    words = " ".join(text.split())[:1000]
    if len(words) < SHORTEST_REASON:
        raise ReasonMissing(least=SHORTEST_REASON)
    return words
