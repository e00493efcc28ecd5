"""A question of the bank copied into a draft, together with the scale it stands on."""

from __future__ import annotations

from msgspec.structs import replace

from survei.audit.choices import Actor
from survei.drafting import queries
from survei.drafting.models import Questionnaire
from survei.drafting.services import NoDraft, save_draft
from survei.errors import NotFound, SurveiError
from survei.questionnaire import editing
from survei.questionnaire.codes import unique_code
from survei.questionnaire.document import MOST_QUESTIONS, Document
from survei.questionnaire.kinds import Question
from survei.questionnaire.parts import Scale


class DraftFull(SurveiError):
    """The draft has as many questions as a form can take."""

    message = "Draf ini sudah memuat %(most)s pertanyaan, yaitu batasnya."


def borrowed(target: Document, section: str, source: Document, code: str) -> Document:
    """`target` with the question `code` of `source` at the end of a section.

    Its code stays where it is free, so that the lineage stays readable; its scale is taken over
    unless the target has an equal one. Conditions stay behind: they ask about questions of
    another questionnaire. Raises NotFound, DraftFull.
    """
    question = source.question(code)
    if question is None or target.section(section) is None:
        raise NotFound
    if sum(1 for _ in target.questions()) >= MOST_QUESTIONS:
        raise DraftFull(most=MOST_QUESTIONS)
    copied = replace(
        question,
        code=_free_code(target, question),
        origin=f"{source.key}:{question.code}",
        show_if=None,
        required_if=None,
    )
    key = getattr(question, "scale", None)
    if key in source.scales:
        target, key = _with_scale(target, key, source.scales[key])
        copied = replace(copied, scale=key)
    return editing.add_question(target, section, copied)


def _free_code(target: Document, question: Question) -> str:
    taken = {item.code for item in target.questions()}
    return question.code if question.code not in taken else unique_code(question.code, taken)


def _with_scale(target: Document, key: str, scale: Scale) -> tuple[Document, str]:
    """The target with the scale, and under which key it stands there."""
    same = (name for name, known in target.scales.items() if known.points == scale.points)
    if (known := next(same, None)) is not None:
        return target, known
    free = key if key not in target.scales else unique_code(key, target.scales, otherwise="skala")
    return editing.set_scale(target, free, scale), free


def borrow(
    questionnaire_id: int, section: str, *, version_id: int, code: str, actor: Actor
) -> Questionnaire:
    """Copies a published question into a draft as it is now.

    Raises NoDraft, NotFound, DraftFull, StaleRevision when somebody saves at the same moment.
    """
    row = queries.questionnaire(questionnaire_id)
    draft = queries.draft_of(row)
    if draft is None or row.archived_at:
        raise NoDraft
    changed = borrowed(draft, section, queries.document_of(version_id), code)
    return save_draft(row.id, changed, revision=row.draft_revision, actor=actor)
