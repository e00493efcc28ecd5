"""Answers of which the log does not say how they came out of their box: an older release computed
the cycle, or the line is gone. They are published once a person with the server has accepted them.
"""

from __future__ import annotations

from survei.audit.choices import Actor
from survei.audit.queries import proven_facts
from survei.audit.services import record
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.cycle.queries import cycle as cycle_of
from survei.cycle.rules import check_reason
from survei.database import database
from survei.errors import SurveiError, WrongState
from survei.response.box_proof import Content, box_proof, content_of

#: Action of the line of the log.
ACCEPTED = "box.accept"


class AnswersUnproved(SurveiError):
    """Nobody knows whether the answers are those that lay in the box."""

    message = (
        "Catatan kejadian tidak memuat bagaimana kotak jawaban periode ini dibuka: hasilnya "
        "dihitung oleh versi lama, atau catatannya hilang. Hasil belum diterbitkan. Minta auditor "
        "memeriksanya, lalu jalankan di server: audit accept-answers %(cycle)s --reason ALASAN."
    )


def accept_answers(cycle_id: int, reason: str, *, actor: Actor) -> bool:
    """The answers of a computed cycle may be published as they are now, and as nothing else. False,
    and nothing changed, where the log says how they came out of their box.

    Raises ReasonInvalid, NotFound, and WrongState unless the cycle is computed.
    """
    said = check_reason(reason)
    with database.atomic():
        if cycle_of(cycle_id).state != CycleState.COMPUTED:
            raise WrongState
        if box_proof(cycle_id):
            return False
        record(actor, ACCEPTED, "cycle", cycle_id, reason=said, content=content_of(cycle_id).digest)
    return True


def are_as_accepted(cycle: Cycle, content: Content) -> bool:
    """Whether the answers that were read are those that were accepted. Raises AnswersUnproved."""
    accepted = proven_facts(ACCEPTED, cycle.id)
    if accepted is None:
        raise AnswersUnproved(cycle=cycle.id)
    return bool(accepted["content"] == content.digest)
