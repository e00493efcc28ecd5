"""Undo and redo of a draft. Each is a save like any other, so a stale one is refused."""

from __future__ import annotations

from dataclasses import dataclass

from survei.audit.choices import Actor
from survei.database import database
from survei.drafting.draft_revisions import step_at
from survei.drafting.models import DraftStep, Questionnaire
from survei.drafting.queries import questionnaire
from survei.drafting.services import save_draft
from survei.errors import StaleRevision, WrongState
from survei.questionnaire.document import decode


class NothingToUndo(WrongState):
    """The draft is at one end of its history."""

    message = "Tidak ada perubahan lagi yang dapat diurungkan atau diulangi."


@dataclass(frozen=True)
class History:
    """Which ways are open from the state shown."""

    can_undo: bool
    can_redo: bool


def history_of(row: Questionnaire) -> History:
    """What undo and redo would find."""
    step = step_at(row.id, row.draft_revision)
    if step is None:
        return History(can_undo=False, can_redo=False)
    return History(
        can_undo=step_at(row.id, step.undo_to) is not None,
        can_redo=step_at(row.id, step.redo_to) is not None,
    )


def undo_draft(questionnaire_id: int, *, revision: int, actor: Actor) -> Questionnaire:
    """Brings back the state before the last change. Raises StaleRevision, NothingToUndo."""
    with database.atomic():
        step = step_at(questionnaire_id, revision)
        row, target = _go(questionnaire_id, step.undo_to if step else None, revision, actor)
        _link(row, undo_to=target.undo_to, redo_to=revision)
    return row


def redo_draft(questionnaire_id: int, *, revision: int, actor: Actor) -> Questionnaire:
    """Takes the last undo back. Raises StaleRevision, NothingToUndo."""
    with database.atomic():
        step = step_at(questionnaire_id, revision)
        row, target = _go(questionnaire_id, step.redo_to if step else None, revision, actor)
        _link(row, undo_to=revision, redo_to=target.redo_to)
    return row


def _go(
    questionnaire_id: int, to: int | None, revision: int, actor: Actor
) -> tuple[Questionnaire, DraftStep]:
    target = step_at(questionnaire_id, to)
    row = questionnaire(questionnaire_id)
    if row.draft_revision != revision:
        raise StaleRevision(editor=row.draft_saved_by)
    if target is None:
        raise NothingToUndo
    document = decode(target.document)
    return save_draft(questionnaire_id, document, revision=revision, actor=actor), target


def _link(row: Questionnaire, *, undo_to: int | None, redo_to: int | None) -> None:
    here = (DraftStep.questionnaire == row.id) & (DraftStep.revision == row.draft_revision)
    DraftStep.update(undo_to=undo_to, redo_to=redo_to).where(here).execute()
