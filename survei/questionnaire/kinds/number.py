"""A number, typed with a decimal comma."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

from survei.errors import Term
from survei.numerals import written
from survei.questionnaire import number_line
from survei.questionnaire.choices import Operator
from survei.questionnaire.finding import Finding, Place, error
from survei.questionnaire.kinds.base import EXACT, ORDER, QuestionBase, Scales
from survei.questionnaire.sampler import Sampler
from survei.questionnaire.wording import text_in

MOST_DECIMALS = 4
#: How far a sample goes where one bound is missing, in accepted numbers.
REACH = 10


class Number(QuestionBase, kw_only=True, tag_field="kind", tag="number"):
    """The answer is a number on a line between bounds."""

    minimum: float | None = None
    maximum: float | None = None
    #: Decimal places that are accepted, 0 to 4.
    decimals: int = 0
    #: Distance between accepted numbers, counted from the minimum (else from 0); None: any.
    step: float | None = None
    unit: str = ""
    unit_en: str = ""
    allow_na: bool = False

    label: ClassVar[str] = "Angka"
    use: ClassVar[str] = "Angka dengan satuan dan batas."
    seconds: ClassVar[float] = 6
    operators: ClassVar[tuple[Operator, ...]] = ORDER
    has_one_answer: ClassVar[bool] = True
    is_number: ClassVar[bool] = True
    rules: ClassVar[Mapping[str, Term]] = {
        "minimum": Term("Paling sedikit"),
        "maximum": Term("Paling banyak"),
        "decimals": Term("Angka di belakang koma"),
        "step": Term("Kelipatan"),
        "unit": Term("Satuan"),
        "unit_en": Term("Satuan bahasa Inggris"),
    }

    def typed(self, value: Any) -> str:
        """With a decimal comma."""
        return written(value) if isinstance(value, float) else str(value)

    def read(self, given: Any, answers: Mapping[str, Any], language: str) -> str:
        """With its unit."""
        number = str(given) if language == "en" else str(given).replace(".", ",")
        return f"{number} {text_in(self, 'unit', language)}".strip()

    def sample(self, scales: Scales, sampler: Sampler, language: str) -> Any:
        """An accepted number between the bounds, or within reach of the one that is there.

        None where the draft's bounds, decimals and step accept none.
        """
        if not (number_line.is_sound(self) and number_line.fits_decimals(self)):
            return None
        unit = number_line.spacing(self)
        least, most = _ends(self, REACH * unit)
        if most < least:
            return None
        number = min(least + sampler.index(int((most - least) / unit) + 1) * unit, most)
        return float(number) if self.decimals else int(number)

    def fits(self, operator: Operator, value: str, scales: Scales) -> bool:
        """Any number, but an equal one must be accepted."""
        number = number_line.number_in(value)
        if number is None or not number_line.is_sound(self):
            return number is not None
        return operator not in EXACT or number_line.accepts(self, number)

    def outcomes(self, values: list[str], scales: Scales) -> list[Any] | None:
        """The numbers on the line next to each value and bound, two on each side."""
        if not number_line.is_sound(self):
            return None
        bounds = [number_line.exact(v) for v in (self.minimum, self.maximum) if v is not None]
        named = [one for text in values if (one := number_line.number_in(text)) is not None]
        unit = number_line.spacing(self)
        near = {
            edge + unit * step
            for value in [*named, *bounds, number_line.start(self)]
            for edge in number_line.around(self, value)
            for step in (-1, 0, 1)
        }
        kept = sorted(value for value in near if number_line.within(self, value))
        return [float(value) for value in kept]

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
        return [*shown, str(self.decimals), self.unit]

    def lineage_words(self) -> list[str]:
        """Its unit."""
        return [self.unit]


def _ends(line: Number, reach: Decimal) -> tuple[Decimal, Decimal]:
    """The smallest and the largest accepted number, or one within reach for a bound not set."""
    least, most = line.minimum, line.maximum
    highest = None if most is None else number_line.around(line, number_line.exact(most))[0]
    if least is not None:
        lowest = number_line.around(line, number_line.exact(least))[1]
    else:
        lowest = Decimal(0) if highest is None else min(Decimal(0), highest - reach)
        lowest = number_line.around(line, lowest)[1]
    return lowest, lowest + reach if highest is None else highest


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
