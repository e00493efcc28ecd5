"""What the buttons of the outline do: one small function per verb, in a table.

A button posts `do=verb:code`. Each function gets the document, the code and the posted form and
gives an Outcome. To add a button, add a function here and the button to a template.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from survei.errors import NotFound, SurveiError
from survei.questionnaire import editing
from survei.questionnaire.choices import QuestionKind
from survei.questionnaire.document import MOST_QUESTIONS, Document, Section
from survei.questionnaire.rules import unique_code
from survei.questionnaire.scale_library.queries import offered_scale


class TooManyQuestions(SurveiError):
    """The limit, said before it hurts."""

    message = "Satu kuesioner berisi paling banyak %(most)s indikator."


@dataclass(frozen=True)
class Outcome:
    """The changed document, what to say, and where to go: a part's page or the outline."""

    document: Document
    said: str
    #: (word of the part's page, code) to open; None stays where the button was.
    opens: tuple[str, str] | None = None
    #: `do` value of the button that gets the focus.
    focus: str = ""


Posted = Any
Operation = Callable[[Document, str, Posted], Outcome]


def _kind(text: str | None) -> QuestionKind:
    try:
        return QuestionKind(text or QuestionKind.RATING)
    except ValueError:
        raise NotFound from None


def _index(document: Document, code: str) -> int:
    codes = [section.code for section in document.sections]
    if code not in codes:
        raise NotFound
    return codes.index(code)


def _place(document: Document, code: str) -> tuple[Section, int]:
    section = document.section_of(code)
    if section is None:
        raise NotFound
    return section, [item.code for item in section.questions].index(code)


def _make_room(document: Document, count: int) -> None:
    if sum(1 for _item in document.questions()) + count > MOST_QUESTIONS:
        raise TooManyQuestions(most=MOST_QUESTIONS)


def add_section(document: Document, code: str, posted: Posted) -> Outcome:
    """An empty section at the end; its page opens."""
    title = _("Aspek %(number)s", number=len(document.sections) + 1)
    new = Section(code=editing.new_section_code(document, title), title=title)
    return Outcome(editing.add_section(document, new), _("Aspek ditambahkan."), ("aspek", new.code))


def move_section(step: int) -> Operation:
    """A section one place up (-1) or down (1)."""

    def move(document: Document, code: str, posted: Posted) -> Outcome:
        place = max(0, _index(document, code) + step)
        moved = editing.move_section(document, code, place)
        verb = "section-up" if step < 0 else "section-down"
        at_end = place in (0, len(document.sections) - 1)
        focus = {"section-up": "section-down", "section-down": "section-up"}[verb]
        return Outcome(moved, _("Aspek dipindahkan."), focus=f"{focus if at_end else verb}:{code}")

    return move


def duplicate_section(document: Document, code: str, posted: Posted) -> Outcome:
    """A copy with all its questions."""
    section = document.sections[_index(document, code)]
    _make_room(document, len(section.questions))
    copied = editing.duplicate_section(document, code)
    new = copied.sections[_index(document, code) + 1].code
    return Outcome(copied, _("Aspek digandakan."), focus=f"section-duplicate:{new}")


def delete_section(document: Document, code: str, posted: Posted) -> Outcome:
    """Without the section; undo brings it back."""
    section = document.sections[_index(document, code)]
    said = _("Aspek “%(title)s” dihapus.", title=section.title)
    return Outcome(editing.remove_section(document, code), said)


def add_question(document: Document, code: str, posted: Posted) -> Outcome:
    """A blank question at the end of a section; its page opens."""
    _make_room(document, 1)
    new = editing.new_question(document, _kind(posted.get(f"kind-{code}")))
    added = editing.add_question(document, code, new)
    return Outcome(added, _("Indikator ditambahkan."), ("indikator", new.code))


def paste_questions(document: Document, code: str, posted: Posted) -> Outcome:
    """One question per line that was pasted."""
    lines = [line.strip()[:2000] for line in posted.get("lines", "").splitlines() if line.strip()]
    _make_room(document, len(lines))
    kind = _kind(posted.get("kind"))
    for line in lines:
        new = editing.new_question(document, kind, line)
        document = editing.add_question(document, code, new)
    said = ngettext("%(num)s indikator ditambahkan.", "%(num)s indikator ditambahkan.", len(lines))
    return Outcome(document, said)


def move_up(document: Document, code: str, posted: Posted) -> Outcome:
    """One place up; from the top of a section into the one before."""
    section, place = _place(document, code)
    target, at = section.code, place - 1
    if place == 0:
        before = document.sections[max(0, _index(document, section.code) - 1)]
        is_first = before.code == section.code
        target, at = before.code, 0 if is_first else len(before.questions)
    moved = editing.move_question(document, code, target, at)
    return Outcome(moved, _("Indikator dipindahkan."), focus=f"question-up:{code}")


def move_down(document: Document, code: str, posted: Posted) -> Outcome:
    """One place down; from the end of a section into the next one."""
    section, place = _place(document, code)
    target, at = section.code, place + 1
    if at == len(section.questions) and section.code != document.sections[-1].code:
        target, at = document.sections[_index(document, section.code) + 1].code, 0
    moved = editing.move_question(document, code, target, at)
    return Outcome(moved, _("Indikator dipindahkan."), focus=f"question-down:{code}")


def move_to(document: Document, code: str, posted: Posted) -> Outcome:
    """To the end of another section."""
    target = document.section(posted.get("target", ""))
    if target is None:
        raise NotFound
    moved = editing.move_question(document, code, target.code, len(target.questions))
    said = _("Indikator dipindahkan ke aspek “%(title)s”.", title=target.title)
    return Outcome(moved, said, focus=f"question-up:{code}")


def change_kind(document: Document, code: str, posted: Posted) -> Outcome:
    """The same words asked in another way; its page opens."""
    changed = editing.change_kind(document, code, _kind(posted.get("kind")))
    return Outcome(changed, _("Jenis jawaban diganti."), ("indikator", code))


def duplicate_question(document: Document, code: str, posted: Posted) -> Outcome:
    """A copy right below."""
    _make_room(document, 1)
    copied = editing.duplicate_question(document, code)
    section, place = _place(copied, code)
    new = section.questions[place + 1].code
    return Outcome(copied, _("Indikator digandakan."), focus=f"question-duplicate:{new}")


def delete_question(document: Document, code: str, posted: Posted) -> Outcome:
    """Without the question; undo brings it back, the focus goes to its neighbour."""
    section, place = _place(document, code)
    rest = [item.code for item in section.questions if item.code != code]
    neighbour = rest[min(place, len(rest) - 1)] if rest else ""
    focus = f"question-delete:{neighbour}" if neighbour else f"question-add:{section.code}"
    removed = editing.remove_question(document, code)
    return Outcome(removed, _("Indikator dihapus."), focus=focus)


def add_scale(document: Document, code: str, posted: Posted) -> Outcome:
    """A copy of a scale of the library; its page opens."""
    scale = offered_scale(posted.get("template", ""))
    key = editing.new_scale_key(document, scale.title)
    return Outcome(editing.set_scale(document, key, scale), _("Skala ditambahkan."), ("skala", key))


def refresh_scale(document: Document, code: str, posted: Posted) -> Outcome:
    """The library's present state of the scale that this one was copied from."""
    if code not in document.scales:
        raise NotFound
    scale = offered_scale(document.scales[code].origin)
    said = _("Skala “%(title)s” diperbarui dari pustaka.", title=scale.title)
    return Outcome(editing.set_scale(document, code, scale), said)


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
    "section-duplicate": duplicate_section,
    "section-delete": delete_section,
    "question-add": add_question,
    "question-paste": paste_questions,
    "question-up": move_up,
    "question-down": move_down,
    "question-move": move_to,
    "question-kind": change_kind,
    "question-duplicate": duplicate_question,
    "question-delete": delete_question,
    "scale-add": add_scale,
    "scale-refresh": refresh_scale,
    "scale-duplicate": duplicate_scale,
    "scale-delete": delete_scale,
}


def perform(document: Document, do: str, posted: Posted) -> Outcome:
    """The outcome of a button. Raises NotFound for an unknown verb or code."""
    verb, _colon, code = do.partition(":")
    if verb not in OPERATIONS:
        raise NotFound
    return OPERATIONS[verb](document, code, posted)
