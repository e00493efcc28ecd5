"""What changed between two documents, in plain words; for stale saves and version history."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from survei.questionnaire.change import (
    CHANGE_KIND_LABELS,
    Change,
    ChangeKind,
    Detail,
)
from survei.questionnaire.difference import questions, sections, whole
from survei.questionnaire.document import Document

__all__ = ["CHANGE_KIND_LABELS", "Change", "ChangeKind", "Detail", "difference"]

#: Each tells the changes of one sort of part, in the order in which they are read.
PARTS: tuple[Callable[[Document, Document], Iterator[Change]], ...] = (
    whole.texts,
    whole.languages,
    whole.scales,
    sections.sections,
    questions.questions,
)


def difference(old: Document, new: Document) -> list[Change]:
    """Every difference from `old` to `new`: whole, scales, sections, questions."""
    return [change for part in PARTS for change in part(old, new)]
