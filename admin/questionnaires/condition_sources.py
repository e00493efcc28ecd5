"""What a condition may ask about, as menus need it; and a part's conditions in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from survei.presentation.condition_words import REQUIRED_IF, SHOWN_IF, ByText, ConditionWords
from survei.questionnaire.choices import (
    CANNOT_RATE,
    OPERATOR_LABELS,
    Operator,
)
from survei.questionnaire.conditions import conditions_of
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import KINDS, Question, QuestionKind, kind_of
from survei.questionnaire.parts import Condition
from survei.questionnaire.places import short

#: How a value is given: chosen from a menu, or typed.
MENU, NUMBER, DAY = "menu", "number", "date"
#: Member that holds a condition → its sentence.
SENTENCES = {"show_if": SHOWN_IF, "required_if": REQUIRED_IF}


@dataclass(frozen=True)
class Source:
    """A question, or a row of a matrix, that a clause may ask about."""

    key: str
    #: "1.2".
    number: str
    text: str
    section: str
    kind: QuestionKind
    #: (index of the section, index in the section).
    place: tuple[int, int]
    #: (value, label) of a menu.
    values: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """ "1.2 Menyapa warga …"."""
        return f"{self.number} {short(self.text, 80)}"

    @property
    def operators(self) -> list[tuple[str, str]]:
        """(operator, label) that a clause about it may use."""
        return [(str(one), _(OPERATOR_LABELS[one])) for one in KINDS[self.kind].operators]

    @property
    def input(self) -> str:
        """How its value is given."""
        kind = KINDS[self.kind]
        return DAY if kind.is_day else NUMBER if kind.is_number and not kind.is_rated else MENU


class ConditionSources:
    """Everything in a document that conditions may ask about, in the order of display."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.sources: dict[str, Source] = {}
        self.places: dict[int, tuple[int, int]] = {}
        self._scales = {key: scale_values(scale) for key, scale in document.scales.items()}
        for part, section in enumerate(document.sections):
            self.places[id(section)] = (part, -1)
            for item, question in enumerate(section.questions):
                self.places[id(question)] = (part, item)
                self._take(section, question, (part, item))

    def _take(self, section: Section, question: Question, place: tuple[int, int]) -> None:
        if not question.operators:
            return
        texts = source_texts(question)
        for key in question.source_keys():
            self.sources[key] = Source(
                key=key,
                number=f"{place[0] + 1}.{place[1] + 1}",
                text=texts[key] or _("(belum ada kalimat)"),
                section=str(section.title),
                kind=kind_of(question),
                place=place,
                values=self._values(question),
            )

    def _values(self, question: Question) -> tuple[tuple[str, str], ...]:
        found: tuple[tuple[str, str], ...] = ()
        if hasattr(question, "scale"):
            found = self._scales.get(question.scale, ())
        elif hasattr(question, "choices"):
            found = tuple((choice.value, str(choice.label)) for choice in question.choices)
        else:
            found = tuple((value, _(str(label))) for value, label in question.value_rows())
        if question.allow_na and found and Operator.IS in question.operators:
            found = (*found, (CANNOT_RATE, _("Tidak dapat menilai")))
        return found

    def before(self, part: Section | Question) -> list[Source]:
        """What a condition of this part may ask about; everything for a part that is gone."""
        here = self.place_of(part)
        return [one for one in self.sources.values() if here is None or one.place < here]

    def place_of(self, part: Section | Question) -> tuple[int, int] | None:
        """Where the part stands; a part that was taken from elsewhere is found by its code."""
        if id(part) in self.places:
            return self.places[id(part)]
        is_section = isinstance(part, Section)
        find = self.document.section if is_section else self.document.question
        return self.places.get(id(find(part.code)))

    def problem(self, part: Section | Question, key: str) -> str:
        """Why a clause of this part cannot ask about the key; empty when it can."""
        source, here = self.sources.get(key), self.place_of(part)
        if source is None:
            return _(
                "Pertanyaan “%(key)s” tidak ada (lagi). Pilih pertanyaan lain atau hapus syarat "
                "ini.",
                key=short(key, 60),
            )
        if here is not None and source.place >= here:
            return _(
                "“%(question)s” ditanyakan di sini atau sesudahnya, jadi jawabannya belum ada. "
                "Pilih pertanyaan sebelumnya atau pindahkan pertanyaan itu ke atas.",
                question=short(source.text),
            )
        return ""

    def words(self, part: Section | Question) -> list[dict[str, Any]]:
        """Each condition of a part: its member, sentence, and what is wrong with it."""
        return [
            {
                "member": member,
                "text": self.sentence(member, condition),
                "problems": list(
                    dict.fromkeys(
                        filter(
                            None, (self.problem(part, one.question) for one in condition.clauses)
                        )
                    )
                ),
            }
            for member, condition in conditions_of(part)
            if condition.clauses
        ]

    def sentence(self, member: str, condition: Condition) -> str:
        """ "Tampil jika “…” paling sedikit “3 Sesuai”"."""
        language = str(get_locale() or "id")
        words = ConditionWords(self.document, ByText(language=language, longest=60), language)
        return words.sentence(SENTENCES[member], condition)


def scale_values(scale: Any) -> tuple[tuple[str, str], ...]:
    """(value, "3 · Sesuai") of each point."""
    return tuple((str(one.value), f"{one.value} · {one.label}") for one in scale.points)


def source_texts(question: Question) -> dict[str, str]:
    """{key: wording} of what may be asked about in a question."""
    rows = getattr(question, "rows", None)
    if rows is None:
        return dict.fromkeys(question.source_keys(), str(question.text) or str(question.text_self))
    named = zip(question.source_keys(), rows, strict=True)
    return {key: f"{short(question.text, 40)} › {row.text}" for key, row in named}
