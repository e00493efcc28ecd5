"""Saved states of a draft: what undo brings back, and what a second editor started from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from peewee import Expression

from survei.drafting.models import DraftStep, Questionnaire
from survei.questionnaire.document import Document, decode

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
    before = _steps(mine) if row.draft_revision > 1 else []
    last = before[0] if before and before[0].revision == row.draft_revision - 1 else None
    undo_to = _undone_to(last, row, continues) if last else None
    DraftStep.create(
        questionnaire=row.id,
        revision=row.draft_revision,
        undo_to=undo_to,
        document=row.draft,
        saved_at=row.draft_saved_at,
        saved_by=row.draft_saved_by,
    )
    goals = {undo_to} | {goal for step in before for goal in (step.undo_to, step.redo_to)}
    _forget(mine, [step.revision for step in before], goals)


def _steps(which: Expression) -> list[Any]:
    """Newest first, without their documents."""
    left_out = {"id", "questionnaire", "document"}
    members = [one for one in DraftStep._meta.sorted_fields if one.name not in left_out]
    found = DraftStep.select(*members).where(which).order_by(DraftStep.revision.desc())
    return list(found.namedtuples())


def _undone_to(last: Any, row: Questionnaire, continues: bool) -> int:
    """The state before the change: the last one, or where that itself goes back to."""
    is_same = (
        continues
        and last.redo_to is None
        and last.saved_by == row.draft_saved_by
        and row.draft_saved_at - last.saved_at < ONE_CHANGE
    )
    return int(last.undo_to if is_same and last.undo_to is not None else last.revision)


def _forget(mine: Expression, before: list[int], goals: set[int | None]) -> None:
    """States before the newest that nothing goes back to any more, and those too long ago."""
    recent = before[: KEPT_FOR_OTHERS - 1]
    kept = [number for number in before if number in recent or number in goals][: MOST_STEPS - 1]
    if len(kept) < len(before):
        gone = set(before).difference(kept)
        DraftStep.delete().where(mine, DraftStep.revision.in_(gone)).execute()
