"""Saved states of a draft: what undo brings back, and what a second editor started from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from survei.questionnaire.document import Document, decode
from survei.questionnaire.models import DraftStep, Questionnaire

#: States that are kept. An undo is a state too, so it reaches back half as far.
MOST_STEPS = 100
#: Newest revisions that are kept whether or not undo stops at them: a second editor may have
#: started from one.
KEPT_FOR_OTHERS = 20
#: Saves of one field within this time are one change.
ONE_CHANGE = timedelta(minutes=2)


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


def remember(row: Questionnaire, *, continues: bool = False) -> None:
    """Keeps the state just saved. A published or discarded draft has no states any more.

    One that `continues` the change saved last by the same person is undone together with it.
    """
    mine = DraftStep.questionnaire == row.id
    if row.draft is None:
        DraftStep.delete().where(mine).execute()
        return
    last = step_at(row.id, row.draft_revision - 1)
    DraftStep.create(
        questionnaire=row.id,
        revision=row.draft_revision,
        undo_to=_undone_to(last, row, continues) if last else None,
        document=row.draft,
        saved_at=row.draft_saved_at,
        saved_by=row.draft_saved_by,
    )
    _forget(row)


def _undone_to(last: DraftStep, row: Questionnaire, continues: bool) -> int:
    """The state before the change: the last one, or where that itself goes back to."""
    is_same = (
        continues
        and last.redo_to is None
        and last.saved_by == row.draft_saved_by
        and row.draft_saved_at - last.saved_at < ONE_CHANGE
    )
    return last.undo_to if is_same and last.undo_to is not None else last.revision


def _forget(row: Questionnaire) -> None:
    """States that nothing goes back to any more, and those too long ago."""
    mine = DraftStep.questionnaire == row.id
    members = (DraftStep.revision, DraftStep.undo_to, DraftStep.redo_to)
    steps = DraftStep.select(*members).where(mine).order_by(-DraftStep.revision).namedtuples()
    kept: list[Any] = list(steps)
    goals = {step.undo_to for step in kept} | {step.redo_to for step in kept}
    recent = row.draft_revision - KEPT_FOR_OTHERS
    revisions = [one.revision for one in kept if one.revision > recent or one.revision in goals]
    DraftStep.delete().where(mine, DraftStep.revision.not_in(revisions[:MOST_STEPS])).execute()
