"""Raters whose links reach the own mailbox alone, since one was used by somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import Expression

from survei.cycle.models import HAS_OPEN_FORMS, Assignment, Participant
from survei.cycle.queries import within
from survei.errors import SurveiError
from survei.invitation.models import DisputedSubmission
from survei.staff.rules import Scope


class MailOnly(SurveiError):
    """Nobody is handed such a link."""

    message = "Tautan penilai ini hanya dikirim lewat surel dan tidak dapat diserahkan."


def is_mail_only(rater: Any) -> Expression:
    """Condition on the key of a rater."""
    raters = DisputedSubmission.select(Assignment.rater).join(Assignment)
    condition: Expression = rater.in_(raters.where(DisputedSubmission.is_mail_only))
    return condition


def mail_only_among(participant_ids: Iterable[int]) -> set[int]:
    """Those of these raters."""
    chosen = Participant.id.in_(sorted(set(participant_ids))) & is_mail_only(Participant.id)
    return {person.id for person in Participant.select(Participant.id).where(chosen)}


def count_mail_only(cycle_id: int, scope: Scope) -> int:
    """How many raters in scope with open forms an export leaves out."""
    open_in = (Participant.cycle == cycle_id) & HAS_OPEN_FORMS & within(scope)
    return int(Participant.select().where(open_in & is_mail_only(Participant.id)).count())
