"""Changes of questions: there or not, place, texts, conditions, and what their kind adds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from survei.errors import Term
from survei.questionnaire.change import Change, ChangeKind, rewordings
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Question
from survei.questionnaire.places import short
from survei.questionnaire.reordering import moved

K = ChangeKind

#: Texts of a question: member → what it is called.
TEXTS = {
    "text": Term("Rumusan"),
    "text_self": Term("Rumusan penilaian diri"),
    "hint": Term("Petunjuk"),
}
#: The sentence that tells a new wording, and the one for other languages than Indonesian.
REWORDED = (
    "%(called)s indikator “%(text)s” diubah.",
    "%(called)s indikator “%(text)s” dalam %(language)s diubah.",
)
#: Member that holds a condition → the sentence that tells its change.
CONDITIONS = {
    "show_if": "Syarat tampil “%(text)s” diubah.",
    "required_if": "Syarat wajib “%(text)s” diubah.",
}


def questions(old: Document, new: Document) -> Iterator[Change]:
    """Every change of a question."""
    before = {item.code: (part.code, item) for part in old.sections for item in part.questions}
    after = {item.code: (part.code, item) for part in new.sections for item in part.questions}
    elsewhere = _moved(old, new)
    for code, (section, question) in after.items():
        about = {"text": short(question.text) or code}
        here: dict[str, Any] = {"section": section, "question": code}
        if code not in before:
            message = "Indikator “%(text)s” ditambahkan."
            yield Change(K.ADDED, message, about, **here)
            continue
        if code in elsewhere:
            yield Change(K.MOVED, "Indikator “%(text)s” dipindahkan.", about, **here)
        yield from _question(before[code][1], question, here)
    for code, (section, question) in before.items():
        if code not in after:
            about = {"text": short(question.text) or code}
            yield Change(K.REMOVED, "Indikator “%(text)s” dihapus.", about, was_in=section)


def _moved(old: Document, new: Document) -> set[str]:
    home = {item.code: part.code for part in old.sections for item in part.questions}
    was = {part.code: [item.code for item in part.questions] for part in old.sections}
    found: set[str] = set()
    for part in new.sections:
        codes = [item.code for item in part.questions]
        found |= {code for code in codes if home.get(code, part.code) != part.code}
        found |= moved(was.get(part.code, []), codes)
    return found


def _question(old: Question, new: Question, here: dict[str, Any]) -> Iterator[Change]:
    about = {"text": short(new.text)}
    yield from rewordings(TEXTS, (old, new), REWORDED, about, **here)
    for member, message in CONDITIONS.items():
        both = (getattr(old, member), getattr(new, member))
        if both[0] != both[1]:
            yield Change(K.CONDITIONED, message, about, member=member, conditions=both, **here)
    if type(old) is not type(new):
        labels = {"before": _kind_label(old), "after": _kind_label(new)}
        message = "Jenis “%(text)s” dari “%(before)s” menjadi “%(after)s”."
        yield Change(K.CHANGED, message, {**about, **labels}, **here)
        return
    yield from new.changes(old, here)
    if details := tuple(new.rule_changes(old)):
        message = "Ketentuan jawaban “%(text)s” diubah."
        yield Change(K.CHANGED, message, about, details=details, **here)


def _kind_label(question: Question) -> str:
    return Term(question.label)
