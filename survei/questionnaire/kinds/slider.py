"""A slider with its number: a place between two ends, which have words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from survei.errors import Term
from survei.questionnaire.finding import Finding, Place, error
from survei.questionnaire.kinds.on_line import OnLine
from survei.questionnaire.translated_text import NOTHING, Text

#: Ends further out than this make a slider on which no finger finds a number.
LEAST, MOST = -1000, 1000


class Slider(OnLine, kw_only=True, tag_field="kind", tag="slider"):
    """The answer is a whole number; without script, or by keyboard, it is typed."""

    minimum: int = 0
    maximum: int = 100
    step: int = 1
    #: What stands beside the ends: "Sama sekali tidak", "Sepenuhnya".
    low_label: Text = NOTHING
    high_label: Text = NOTHING
    allow_na: bool = False

    label: ClassVar[str] = "Skala geser dengan angka"
    use: ClassVar[str] = "Seberapa besar, dari 0 sampai 100; digeser atau diketik."
    seconds: ClassVar[float] = 5
    decimals: ClassVar[int] = 0
    rules: ClassVar[Mapping[str, Term]] = {
        "minimum": Term("Paling kecil"),
        "maximum": Term("Paling besar"),
        "step": Term("Kelipatan"),
        "low_label": Term("Kata di ujung bawah"),
        "high_label": Term("Kata di ujung atas"),
    }

    def check(self, place: Place) -> Iterator[Finding]:
        """Two ends with at least one step between them."""
        if not LEAST <= self.minimum < self.maximum <= MOST:
            yield error(
                replace(place, member="minimum"),
                "Ujung skala geser %(minimum)s sampai %(maximum)s tidak dapat dipakai.",
                "Isi ujung bawah yang lebih kecil daripada ujung atas, misalnya 0 dan 100.",
                minimum=self.minimum,
                maximum=self.maximum,
            )
        elif self.step < 1 or (self.maximum - self.minimum) % self.step:
            yield error(
                replace(place, member="step"),
                "Kelipatan %(step)s tidak membagi skala geser sampai ke ujung atasnya.",
                "Pilih kelipatan yang membagi habis jaraknya, misalnya 1, 5, atau 10.",
                step=self.step,
            )

    def bounds(self) -> list[str]:
        """Smallest, largest and step."""
        return [str(self.minimum), str(self.maximum), str(self.step), "0", ""]

    def lineage_values(self) -> list[str]:
        """Its ends and its step: another line makes another question."""
        return [str(self.minimum), str(self.maximum), str(self.step)]

    def lineage_words(self) -> list[str]:
        """The words of its ends."""
        return [str(self.low_label), str(self.high_label)]

    def typed(self, value: Any) -> str:
        """A whole number."""
        return str(value)
