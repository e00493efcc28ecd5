"""What the buttons beside questions do."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from flask_babel import gettext as _
from flask_babel import ngettext

from admin.questionnaires.outcomes import (
    Outcome,
    Posted,
    index_of,
    kind_named,
    make_room,
    place_of,
)
from survei.errors import NotFound
from survei.questionnaire import editing
from survei.questionnaire.document import Document
from survei.questionnaire.pasting import pasted_wordings
from survei.questionnaire.translated_text import Text

#: `after` for the end of a section.
END = "*"


def add_question(document: Document, code: str, posted: Posted) -> Outcome:
    """A blank question at the end of a section; its page opens."""
    make_room(document, 1)
    kind = kind_named(posted.get(f"kind-{code}"))
    new = editing.new_question(document, kind, section=code)
    added = editing.add_question(document, code, new)
    return Outcome(added, _("Indikator ditambahkan."), ("indikator", new.code))


def paste_questions(document: Document, code: str, posted: Posted) -> Outcome:
    """One question per line that was pasted, at the end or after the one named `after`.

    A second column of a table is the wording for oneself.
    """
    lines = pasted_wordings(posted.get("lines", ""))
    make_room(document, len(lines))
    kind = kind_named(posted.get("kind"))
    place = position_after(document, code, posted.get("after", END))
    for number, (text, text_self) in enumerate(lines):
        new = editing.new_question(document, kind, text[:2000], section=code)
        new = msgspec.structs.replace(new, text_self=Text(text_self[:2000]))
        document = editing.add_question(document, code, new, place + number)
    said = ngettext("%(num)s indikator ditambahkan.", "%(num)s indikator ditambahkan.", len(lines))
    return Outcome(document, said, focus=f"question-add:{code}")


def insert_question(document: Document, code: str, posted: Posted) -> Outcome:
    """A blank question of the kind `code`, in `section` after the one named `after`."""
    make_room(document, 1)
    section = posted.get("section", "")
    place = position_after(document, section, posted.get("after", END))
    new = editing.new_question(document, kind_named(code), section=section)
    added = editing.add_question(document, section, new, place)
    return Outcome(added, _("Indikator ditambahkan."), ("indikator", new.code))


def position_after(document: Document, section: str, after: str) -> int:
    """Place in a section: after a question, at the start (empty) or at the end ("*").

    What is no longer there counts as the end.
    """
    codes = [item.code for item in document.sections[index_of(document, section)].questions]
    if not after:
        return 0
    return codes.index(after) + 1 if after in codes else len(codes)


def move_up(document: Document, code: str, posted: Posted) -> Outcome:
    """One place up; from the top of a section into the one before."""
    section, place = place_of(document, code)
    target, at = section.code, place - 1
    if place == 0:
        before = document.sections[max(0, index_of(document, section.code) - 1)]
        is_first = before.code == section.code
        target, at = before.code, 0 if is_first else len(before.questions)
    moved = editing.move_question(document, code, target, at)
    return Outcome(moved, _("Indikator dipindahkan."), focus=f"question-up:{code}")


def move_down(document: Document, code: str, posted: Posted) -> Outcome:
    """One place down; from the end of a section into the next one."""
    section, place = place_of(document, code)
    target, at = section.code, place + 1
    if at == len(section.questions) and section.code != document.sections[-1].code:
        target, at = document.sections[index_of(document, section.code) + 1].code, 0
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


def move_exactly(document: Document, code: str, posted: Posted) -> Outcome:
    """Into section `target`, after the question named `after`: where it was dropped."""
    target = posted.get("target", "")
    place_of(document, code)
    rest = editing.remove_question(document, code)
    place = position_after(rest, target, posted.get("after", END))
    moved = editing.move_question(document, code, target, place)
    return Outcome(moved, place_words(moved, code), focus=f"question-grip:{code}")


def place_words(document: Document, code: str) -> str:
    """ "Indikator dipindahkan: nomor 2 dari 5 di aspek “Kinerja”."."""
    section, place = place_of(document, code)
    return _(
        "Indikator dipindahkan: nomor %(number)s dari %(count)s di aspek “%(title)s”.",
        number=place + 1,
        count=len(section.questions),
        title=section.title,
    )


def move_between(document: Document, code: str, posted: Posted) -> Outcome:
    """ "code:section:start" or "code:section:end": one button of the page of places."""
    name, target, end = [*code.split(":"), "", ""][:3]
    after = "" if end == "start" else END
    moved = move_exactly(document, name, {"target": target, "after": after})
    return replace(moved, focus=f"question-open:{name}")


def change_kind(document: Document, code: str, posted: Posted) -> Outcome:
    """The same words asked in another way; its page opens."""
    changed = editing.change_kind(document, code, kind_named(posted.get("kind")))
    return Outcome(changed, _("Jenis jawaban diganti."), ("indikator", code))


def duplicate_question(document: Document, code: str, posted: Posted) -> Outcome:
    """A copy right below."""
    make_room(document, 1)
    copied = editing.duplicate_question(document, code)
    section, place = place_of(copied, code)
    new = section.questions[place + 1].code
    return Outcome(copied, _("Indikator digandakan."), focus=f"question-duplicate:{new}")


def delete_question(document: Document, code: str, posted: Posted) -> Outcome:
    """Without the question; undo brings it back, the focus goes to its neighbour."""
    section, place = place_of(document, code)
    rest = [item.code for item in section.questions if item.code != code]
    neighbour = rest[min(place, len(rest) - 1)] if rest else ""
    focus = f"question-delete:{neighbour}" if neighbour else f"question-add:{section.code}"
    removed = editing.remove_question(document, code)
    return Outcome(removed, _("Indikator dihapus."), focus=focus)
