"""Saved states of a draft: what undo brings back, and what a second editor started from."""

from __future__ import annotations

from survei.questionnaire.document import Document, decode
from survei.questionnaire.models import DraftStep, Questionnaire

#: States that are kept. An undo is a state too, so it reaches back half as far.
MOST_STEPS = 100


def step_at(questionnaire_id: int, revision: int | None) -> DraftStep | None:
    """The state that the draft had at a revision; None when it is forgotten."""
    found: DraftStep | None = DraftStep.get_or_none(
        DraftStep.questionnaire == questionnaire_id, DraftStep.revision == revision
    )
    return found


def document_at(questionnaire_id: int, revision: int) -> Document | None:
    """The draft as it was at a revision; None when it is forgotten."""
    step = step_at(questionnaire_id, revision)
    return decode(step.document) if step else None


def remember(row: Questionnaire) -> None:
    """Keeps the state just saved. A published or discarded draft has no states any more."""
    mine = DraftStep.questionnaire == row.id
    if row.draft is None:
        DraftStep.delete().where(mine).execute()
        return
    DraftStep.create(
        questionnaire=row.id,
        revision=row.draft_revision,
        undo_to=row.draft_revision - 1 if step_at(row.id, row.draft_revision - 1) else None,
        document=row.draft,
        saved_at=row.draft_saved_at,
        saved_by=row.draft_saved_by,
    )
    oldest = row.draft_revision - MOST_STEPS
    DraftStep.delete().where(mine, DraftStep.revision <= oldest).execute()
