"""A number, typed with a decimal comma."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from survei.errors import Term
from survei.numerals import written
from survei.questionnaire import number_line
from survei.questionnaire.finding import Finding, Place, error
from survei.questionnaire.kinds.on_line import OnLine
from survei.questionnaire.translated_text import NOTHING, Text

MOST_DECIMALS = 4


class Number(OnLine, kw_only=True, tag_field="kind", tag="number"):
    """The answer is a number on a line between bounds."""

    minimum: float | None = None
    maximum: float | None = None
    #: Decimal places that are accepted, 0 to 4.
    decimals: int = 0
    #: Distance between accepted numbers, counted from the minimum (else from 0); None: any.
    step: float | None = None
    unit: Text = NOTHING
    allow_na: bool = False

    label: ClassVar[str] = "Angka"
    use: ClassVar[str] = "Angka dengan satuan dan batas."
    seconds: ClassVar[float] = 6
    rules: ClassVar[Mapping[str, Term]] = {
        "minimum": Term("Paling sedikit"),
        "maximum": Term("Paling banyak"),
        "decimals": Term("Angka di belakang koma"),
        "step": Term("Kelipatan"),
        "unit": Term("Satuan"),
    }

    def read(self, given: Any, answers: Mapping[str, Any], language: str) -> str:
        """With its unit."""
        number = str(given) if language == "en" else str(given).replace(".", ",")
        return f"{number} {self.unit.wording(language)}".strip()

    def check(self, place: Place) -> Iterator[Finding]:
        """Some number is possible: bounds in order, decimals, a step that can be typed."""
        yield from _bound_findings(self, place)
        if not 0 <= self.decimals <= MOST_DECIMALS:
            yield error(
                replace(place, member="decimals"),
                "Jumlah angka di belakang koma harus 0 sampai 4.",
                "Isi 0 untuk bilangan bulat.",
            )
        if self.step is not None:
            yield from _step_findings(self, place, self.step)

    def bounds(self) -> list[str]:
        """Smallest, largest, step, decimals and unit."""
        numbers = (self.minimum, self.maximum, self.step)
        shown = ["" if value is None else written(value) for value in numbers]
        return [*shown, str(self.decimals), str(self.unit)]

    def lineage_words(self) -> list[str]:
        """Its unit."""
        return [str(self.unit)]


def _bound_findings(question: Number, place: Place) -> Iterator[Finding]:
    bounds = [limit for limit in (question.minimum, question.maximum) if limit is not None]
    if bounds != sorted(bounds) or not all(math.isfinite(limit) for limit in bounds):
        yield error(
            replace(place, member="minimum"),
            "Batas bawah angka lebih besar daripada batas atasnya.",
            "Tukar atau sesuaikan kedua batas.",
        )
    elif number_line.is_sound(question) and not number_line.has_any(question):
        yield error(
            replace(place, member="maximum"),
            "Di antara kedua batas tidak ada angka yang dapat diisikan.",
            "Longgarkan batasnya, kecilkan langkahnya, atau izinkan angka di belakang koma.",
        )


def _step_findings(question: Number, place: Place, step: float) -> Iterator[Finding]:
    if not (math.isfinite(step) and step > 0):
        yield error(
            replace(place, member="step"),
            "Langkah angka harus lebih besar dari 0.",
            "Isi misalnya 0,5 atau 1, atau kosongkan bila setiap angka boleh.",
        )
    elif number_line.is_sound(question):
        yield from _reached_findings(question, place, step)


def _reached_findings(question: Number, place: Place, step: float) -> Iterator[Finding]:
    least, most = question.minimum, question.maximum
    if not number_line.fits_decimals(question):
        yield error(
            replace(place, member="step"),
            "Langkah %(step)s dari %(least)s tidak dapat diisikan dengan %(decimals)s angka di "
            "belakang koma.",
            "Tambah jumlah angka di belakang koma atau bulatkan langkah dan batas bawahnya.",
            step=written(step),
            least=written(least or 0),
            decimals=question.decimals,
        )
    elif least is not None and most is not None and least < most < least + step:
        yield error(
            replace(place, member="step"),
            "Langkah %(step)s lebih besar daripada jarak kedua batas.",
            "Kecilkan langkahnya atau longgarkan batasnya.",
            step=written(step),
        )
