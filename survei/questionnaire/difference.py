"""What changed between two documents, in plain words; for stale saves and version history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from survei.errors import Term
from survei.questionnaire.checks.places import short
from survei.questionnaire.checks.sections import decimal
from survei.questionnaire.choices import QUESTION_KIND_LABELS
from survei.questionnaire.document import Document, Question, Rating, Section
from survei.questionnaire.kinds import kind_of


class ChangeKind(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    RESCALED = "rescaled"
    REWEIGHTED = "reweighted"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One difference. `message_id` is a msgid with `%(name)s` places."""

    kind: ChangeKind
    message_id: str
    params: Mapping[str, object] = field(default_factory=dict)
    #: Codes of the part in the newer document; empty where they do not apply.
    section: str = ""
    question: str = ""
    #: The text before and after, for rewordings.
    before: str = ""
    after: str = ""

    @property
    def message(self) -> str:
        """The difference as an Indonesian sentence."""
        return self.message_id % self.params

    def __str__(self) -> str:
        return self.message


#: Texts of a question: member → what it is called.
QUESTION_TEXTS = {
    "text": Term("Rumusan"),
    "text_self": Term("Rumusan penilaian diri"),
    "hint": Term("Petunjuk"),
    "text_en": Term("Rumusan bahasa Inggris"),
    "text_self_en": Term("Rumusan diri bahasa Inggris"),
    "hint_en": Term("Petunjuk bahasa Inggris"),
}
SECTION_TEXTS = {
    "title": Term("Judul"),
    "intro": Term("Pengantar"),
    "title_en": Term("Judul bahasa Inggris"),
    "intro_en": Term("Pengantar bahasa Inggris"),
}
#: Members with changes of their own, so not in the rest.
TOLD = {*QUESTION_TEXTS, "code", "scale", "weight", "anchors", "kind"}

K = ChangeKind


def difference(old: Document, new: Document) -> list[Change]:
    """Every difference from `old` to `new`: whole, scales, sections, questions."""
    return [change for part in PARTS for change in part(old, new)]


def _whole(old: Document, new: Document) -> Iterator[Change]:
    for name, called in SECTION_TEXTS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            message = "%(called)s kuesioner diubah."
            yield Change(K.REWORDED, message, {"called": called}, before=before, after=after)


def _scales(old: Document, new: Document) -> Iterator[Change]:
    for key, scale in new.scales.items():
        if key not in old.scales:
            yield Change(K.ADDED, "Skala “%(title)s” ditambahkan.", {"title": scale.title})
        elif old.scales[key] != scale:
            yield Change(K.RESCALED, "Skala “%(title)s” diubah.", {"title": scale.title})
    for key, scale in old.scales.items():
        if key not in new.scales:
            yield Change(K.REMOVED, "Skala “%(title)s” dihapus.", {"title": scale.title})


def _sections(old: Document, new: Document) -> Iterator[Change]:
    before = {section.code: section for section in old.sections}
    after = {section.code: section for section in new.sections}
    moved = _moved(list(before), list(after))
    for code, section in after.items():
        about = {"title": section.title}
        if code not in before:
            yield Change(K.ADDED, "Aspek “%(title)s” ditambahkan.", about, section=code)
            continue
        if code in moved:
            yield Change(K.MOVED, "Aspek “%(title)s” dipindahkan.", about, section=code)
        yield from _section(before[code], section)
    for code in before.keys() - after.keys():
        yield Change(K.REMOVED, "Aspek “%(title)s” dihapus.", {"title": before[code].title})


def _section(old: Section, new: Section) -> Iterator[Change]:
    for name, called in SECTION_TEXTS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(
                K.REWORDED,
                "%(called)s aspek “%(title)s” diubah.",
                {"called": called, "title": new.title},
                section=new.code,
                before=before,
                after=after,
            )
    if old.weight != new.weight:
        yield Change(
            K.REWEIGHTED,
            "Bobot aspek “%(title)s” dari %(before)s menjadi %(after)s persen.",
            {"title": new.title, "before": decimal(old.weight), "after": decimal(new.weight)},
            section=new.code,
        )


def _questions(old: Document, new: Document) -> Iterator[Change]:
    before = {item.code: (part.code, item) for part in old.sections for item in part.questions}
    after = {item.code: (part.code, item) for part in new.sections for item in part.questions}
    moved = _moved_questions(old, new)
    for code, (section, question) in after.items():
        about = {"text": short(question.text)}
        here = {"section": section, "question": code}
        if code not in before:
            yield Change(K.ADDED, "Indikator “%(text)s” ditambahkan.", about, **here)
            continue
        if code in moved:
            yield Change(K.MOVED, "Indikator “%(text)s” dipindahkan.", about, **here)
        yield from _question(before[code][1], question, section)
    for code, (_, question) in before.items():
        if code not in after:
            about = {"text": short(question.text)}
            yield Change(K.REMOVED, "Indikator “%(text)s” dihapus.", about)


def _question(old: Question, new: Question, section: str) -> Iterator[Change]:
    here = {"section": section, "question": new.code}
    about = {"text": short(new.text)}
    for name, called in QUESTION_TEXTS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            message = "%(called)s indikator “%(text)s” diubah."
            params = {**about, "called": called}
            yield Change(K.REWORDED, message, params, before=before, after=after, **here)
    if type(old) is not type(new):
        labels = {"before": _kind_label(old), "after": _kind_label(new)}
        message = "Jenis “%(text)s” dari “%(before)s” menjadi “%(after)s”."
        yield Change(K.CHANGED, message, {**about, **labels}, **here)
        return
    if isinstance(old, Rating) and isinstance(new, Rating):
        yield from _rating(old, new, here)
    if any(getattr(old, name) != getattr(new, name) for name in _rest(new)):
        yield Change(K.CHANGED, "Ketentuan jawaban “%(text)s” diubah.", about, **here)


def _rating(old: Rating, new: Rating, here: dict[str, str]) -> Iterator[Change]:
    about = {"text": short(new.text)}
    if old.scale != new.scale:
        yield Change(K.RESCALED, "Skala indikator “%(text)s” diganti.", about, **here)
    if old.weight != new.weight:
        weights = {"before": decimal(old.weight), "after": decimal(new.weight)}
        message = "Bobot indikator “%(text)s” dari %(before)s menjadi %(after)s."
        yield Change(K.REWEIGHTED, message, {**about, **weights}, **here)
    for value in sorted(old.anchors.keys() | new.anchors.keys()):
        before, after = old.anchors.get(value), new.anchors.get(value)
        if before != after:
            yield Change(
                K.REWORDED,
                "Deskripsi perilaku poin %(value)s pada “%(text)s” diubah.",
                {**about, "value": value},
                before=before.text if before else "",
                after=after.text if after else "",
                **here,
            )


def _rest(question: Question) -> list[str]:
    return [name for name in question.__struct_fields__ if name not in TOLD]


def _kind_label(question: Question) -> str:
    return Term(QUESTION_KIND_LABELS[kind_of(question)])


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Codes whose order changed: those outside the longest common order."""
    old = [code for code in before if code in after]
    new = [code for code in after if code in before]
    return set(new) - set(_longest_common(old, new))


def _moved_questions(old: Document, new: Document) -> set[str]:
    home = {item.code: part.code for part in old.sections for item in part.questions}
    moved: set[str] = set()
    for part in new.sections:
        codes = [item.code for item in part.questions]
        moved |= {code for code in codes if home.get(code, part.code) != part.code}
        was = next((s for s in old.sections if s.code == part.code), None)
        stayed = [item.code for item in was.questions] if was else []
        moved |= _moved(stayed, codes)
    return moved


def _longest_common(one: list[str], other: list[str]) -> list[str]:
    """Longest subsequence of two orders of the same codes."""
    rank = {code: place for place, code in enumerate(one)}
    best: list[list[str]] = []
    for code in other:
        fits = [run for run in best if rank[run[-1]] < rank[code]]
        best.append([*max(fits, key=len, default=[]), code])
    return max(best, key=len, default=[])


PARTS: tuple[Callable[[Document, Document], Iterator[Change]], ...] = (
    _whole,
    _scales,
    _sections,
    _questions,
)
