"""What the buttons of the outline do: one small function per verb, in a table.

A button posts `do=verb:code`. Each function gets the document, the code and the posted form and
gives an Outcome. To add a button, add a function here and the button to a template.
"""

from __future__ import annotations

from flask_babel import gettext as _

from admin.questionnaires import language_operations as languages
from admin.questionnaires import question_operations as questions
from admin.questionnaires.outcomes import Operation, Outcome, Posted, index_of, make_room
from survei.bank.scale_library.queries import offered_scale
from survei.errors import NotFound
from survei.questionnaire import editing
from survei.questionnaire.codes import unique_code
from survei.questionnaire.document import Document, Section
from survei.questionnaire.scale_use import use_scale
from survei.questionnaire.translated_text import Text


def add_section(document: Document, code: str, posted: Posted) -> Outcome:
    """An empty section at the end; its page opens."""
    title = _("Aspek %(number)s", number=len(document.sections) + 1)
    new = Section(code=editing.new_section_code(document, title), title=Text(title))
    return Outcome(editing.add_section(document, new), _("Aspek ditambahkan."), ("aspek", new.code))


def move_section(step: int) -> Operation:
    """A section one place up (-1) or down (1)."""

    def move(document: Document, code: str, posted: Posted) -> Outcome:
        place = max(0, index_of(document, code) + step)
        moved = editing.move_section(document, code, place)
        verb = "section-up" if step < 0 else "section-down"
        at_end = place in (0, len(document.sections) - 1)
        focus = {"section-up": "section-down", "section-down": "section-up"}[verb]
        return Outcome(moved, _("Aspek dipindahkan."), focus=f"{focus if at_end else verb}:{code}")

    return move


def place_section(document: Document, code: str, posted: Posted) -> Outcome:
    """A section after the one named `after`, where it was dropped; "" is the start.

    What is no longer there counts as the end.
    """
    index_of(document, code)
    after = posted.get("after", "")
    others = [part.code for part in document.sections if part.code != code]
    place = others.index(after) + 1 if after in others else len(others)
    moved = editing.move_section(document, code, place if after else 0)
    said = _(
        "Aspek dipindahkan: nomor %(number)s dari %(count)s.",
        number=index_of(moved, code) + 1,
        count=len(moved.sections),
    )
    return Outcome(moved, said, focus=f"section-grip:{code}")


def duplicate_section(document: Document, code: str, posted: Posted) -> Outcome:
    """A copy with all its questions."""
    section = document.sections[index_of(document, code)]
    make_room(document, len(section.questions))
    copied = editing.duplicate_section(document, code)
    new = copied.sections[index_of(document, code) + 1].code
    return Outcome(copied, _("Aspek digandakan."), focus=f"section-duplicate:{new}")


def delete_section(document: Document, code: str, posted: Posted) -> Outcome:
    """Without the section; undo brings it back."""
    section = document.sections[index_of(document, code)]
    said = _("Aspek “%(title)s” dihapus.", title=section.title)
    return Outcome(editing.remove_section(document, code), said)


def add_scale(document: Document, code: str, posted: Posted) -> Outcome:
    """A copy of a scale of the library; its page opens."""
    scale = offered_scale(posted.get("template", ""))
    key = editing.new_scale_key(document, str(scale.title))
    return Outcome(editing.set_scale(document, key, scale), _("Skala ditambahkan."), ("skala", key))


def refresh_scale(document: Document, code: str, posted: Posted) -> Outcome:
    """The library's present state of the scale that this one was copied from."""
    if code not in document.scales:
        raise NotFound
    scale = offered_scale(document.scales[code].origin)
    said = _("Skala “%(title)s” diperbarui dari pustaka.", title=scale.title)
    return Outcome(editing.set_scale(document, code, scale), said)


def use_everywhere(document: Document, code: str, posted: Posted) -> Outcome:
    """Every indicator that is rated, on this scale."""
    changed = use_scale(document, code)
    said = _("Semua indikator kini memakai skala “%(title)s”.", title=document.scales[code].title)
    return Outcome(changed, said)


def duplicate_scale(document: Document, code: str, posted: Posted) -> Outcome:
    """A copy under a new key; its page opens."""
    if code not in document.scales:
        raise NotFound
    key = unique_code(code, document.scales)
    copied = editing.set_scale(document, key, document.scales[code])
    return Outcome(copied, _("Skala digandakan."), ("skala", key))


def delete_scale(document: Document, code: str, posted: Posted) -> Outcome:
    """Without a scale that nobody uses."""
    return Outcome(editing.remove_scale(document, code), _("Skala dihapus."))


OPERATIONS: dict[str, Operation] = {
    "section-add": add_section,
    "section-up": move_section(-1),
    "section-down": move_section(1),
    "section-place": place_section,
    "section-duplicate": duplicate_section,
    "section-delete": delete_section,
    "question-add": questions.add_question,
    "question-paste": questions.paste_questions,
    "question-new": questions.insert_question,
    "question-place": questions.move_exactly,
    "question-to": questions.move_between,
    "question-up": questions.move_up,
    "question-down": questions.move_down,
    "question-move": questions.move_to,
    "question-kind": questions.change_kind,
    "question-duplicate": questions.duplicate_question,
    "question-delete": questions.delete_question,
    "scale-add": add_scale,
    "scale-refresh": refresh_scale,
    "scale-use": use_everywhere,
    "scale-duplicate": duplicate_scale,
    "scale-delete": delete_scale,
    "language-add": languages.add,
    "language-remove": languages.remove,
}


def perform(document: Document, do: str, posted: Posted) -> Outcome:
    """The outcome of a button. Raises NotFound for an unknown verb or code."""
    verb, _colon, code = do.partition(":")
    if verb not in OPERATIONS:
        raise NotFound
    return OPERATIONS[verb](document, code, posted)
