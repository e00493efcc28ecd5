"""What kinds with options share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

from survei.questionnaire.change import Change, ChangeKind
from survei.questionnaire.choices import CANNOT_RATE, OTHER
from survei.questionnaire.codes import PATTERN
from survei.questionnaire.finding import Finding, Place, error
from survei.questionnaire.kinds.base import QuestionBase, Scales, ValueRow
from survei.questionnaire.parts import Choice
from survei.questionnaire.places import choice_place, short
from survei.questionnaire.reordering import Pair, paired
from survei.questionnaire.translated_text import Text

FEWEST_CHOICES, MOST_CHOICES = 2, 100
#: What the option beside a text of the rater's own is called.
OTHER_LABEL = Text("Lainnya", en="Other")


class WithChoices(QuestionBase, kw_only=True):
    """A question whose answers are named options."""

    choices: list[Choice]

    if TYPE_CHECKING:
        #: Each kind has it after its own members.
        allow_na: bool = False

    #: More options than this nobody reads.
    most_choices: ClassVar[int] = MOST_CHOICES

    @classmethod
    def blank(cls, *, code: str, text: str, scale: str) -> Self:
        """Two options."""
        choices = [Choice(value=f"pilihan-{n}", label=Text(f"Pilihan {n}")) for n in (1, 2)]
        return cls(code=code, text=Text(text), choices=choices)

    def choice_values(self) -> list[str]:
        """Values of the options as they stand."""
        return [choice.value for choice in self.choices]

    def lineage_values(self) -> list[str]:
        """The options."""
        return self.choice_values()

    def lineage_words(self) -> list[str]:
        """Their labels."""
        return ["", *(str(choice.label) for choice in self.choices)]

    def value_rows(self) -> Iterable[ValueRow]:
        """The options."""
        return [(choice.value, choice.label) for choice in self.choices]

    def read(self, given: Any, answers: Mapping[str, Any], language: str) -> str:
        """The labels of what was chosen."""
        chosen = [str(value) for value in given] if isinstance(given, list) else [str(given)]
        labels = self.answer_labels(answers, language)
        return ", ".join(labels.get(value, value) for value in chosen)

    def labels(self, scales: Scales, language: str) -> dict[str, str]:
        """The labels of the options."""
        return {choice.value: choice.label.wording(language) for choice in self.choices}

    def answer_labels(self, answers: Mapping[str, Any], language: str) -> dict[str, str]:
        """{value: what is read in a result}."""
        return self.labels({}, language)

    def check(self, place: Place) -> Iterator[Finding]:
        """Options that can be told apart, counted and kept."""
        if not FEWEST_CHOICES <= len(self.choices) <= self.most_choices:
            yield error(
                replace(place, entry="choices-0", member="label"),
                "Ada %(count)s pilihan; yang diperbolehkan 2 sampai %(most)s pilihan.",
                "Tambah atau kurangi pilihan jawaban.",
                count=len(self.choices),
                most=self.most_choices,
            )
        values = self.choice_values()
        for number, value in enumerate(values, 1):
            yield from _value_findings(choice_place(place, number), value, values[: number - 1])

    def changes(self, old: Any, here: dict[str, Any]) -> Iterator[Change]:
        """Options that came, moved, were reworded and went."""
        before = {option.value: option for option in old.choices}
        for pair in paired(before, {option.value: option for option in self.choices}):
            yield from _option_changes(pair, self.text, here)


class WithOther(WithChoices, kw_only=True):
    """Options beside which "lainnya" may be offered, with words of the rater's own."""

    if TYPE_CHECKING:
        #: Each kind has it at its own place: the order of members is part of a version's hash.
        other: bool = False
    na_is_option: ClassVar[bool] = True

    def answer_keys(self) -> list[str]:
        """The words beside "lainnya" have their own."""
        return [self.code, self.other_key()] if self.other else [self.code]

    def own_keys(self) -> list[str]:
        """Without those words."""
        return [self.code]

    def other_key(self) -> str:
        """Under what the words beside "lainnya" are stored."""
        return f"{self.code}.{OTHER}"

    def values(self, scales: Scales) -> list[str]:
        """The options, "lainnya" as the last."""
        return [*self.choice_values(), *([OTHER] if self.other else [])]

    def lineage_values(self) -> list[str]:
        """As clauses name them."""
        return self.values({})

    def value_rows(self) -> Iterable[ValueRow]:
        """The options, "lainnya" as the last."""
        yield from super().value_rows()
        if self.other:
            yield OTHER, OTHER_LABEL

    def answer_labels(self, answers: Mapping[str, Any], language: str) -> dict[str, str]:
        """ "lainnya" gives the rater's own words."""
        own = {OTHER: str(answers.get(self.other_key(), OTHER))}
        return super().answer_labels(answers, language) | own

    def check(self, place: Place) -> Iterator[Finding]:
        """Beside "lainnya" with a text no option has its value."""
        yield from super().check(place)
        for number, choice in enumerate(self.choices, 1):
            if self.other and choice.value == OTHER:
                yield error(
                    choice_place(place, number),
                    "Nilai “lainnya” sudah dipakai oleh pilihan “Lainnya” dengan isian.",
                    "Hapus pilihan ini atau matikan “Lainnya” dengan isian.",
                )


def _value_findings(place: Place, value: str, before: list[str]) -> Iterator[Finding]:
    if value == CANNOT_RATE or not PATTERN.fullmatch(f"a{value}"[:60]) or not value:
        yield error(
            place,
            "Nilai pilihan “%(value)s” tidak dapat dipakai.",
            "Gunakan huruf kecil, angka, tanda hubung atau garis bawah, dan bukan “na”.",
            value=short(value),
        )
    elif value in before:
        yield error(
            place,
            "Nilai pilihan “%(value)s” dipakai lebih dari sekali.",
            "Beri setiap pilihan nilai yang berbeda.",
            value=value,
        )


def _option_changes(pair: Pair[Choice], text: Text, here: dict[str, Any]) -> Iterator[Change]:
    old, new = pair.old, pair.new
    option = new or old
    about = {"label": short(option.label) if option else "", "text": short(text)}
    if new is None:
        message = "Pilihan “%(label)s” dihapus dari “%(text)s”."
        yield Change(ChangeKind.REMOVED, message, about, **here)
        return
    if old is None:
        message = "Pilihan “%(label)s” ditambahkan pada “%(text)s”."
        yield Change(ChangeKind.ADDED, message, about, **here)
        return
    if pair.is_moved:
        message = "Pilihan “%(label)s” pada “%(text)s” dipindahkan."
        yield Change(ChangeKind.MOVED, message, about, **here)
    if old != new:
        message = "Pilihan “%(label)s” pada “%(text)s” diubah."
        both: dict[str, Any] = {
            "before": old.label.together(),
            "after": new.label.together(),
        }
        yield Change(ChangeKind.REWORDED, message, about, **both, **here)
