"""What kinds share whose answer is a number on a line between bounds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from survei.numerals import written
from survei.questionnaire import number_line
from survei.questionnaire.choices import Operator
from survei.questionnaire.kinds.base import EXACT, ORDER, QuestionBase, Scales
from survei.questionnaire.sampler import Sampler

#: How far a sample goes where one bound is missing, in accepted numbers.
REACH = 10


class OnLine(QuestionBase, kw_only=True):
    """A number that lies on the line of `number_line`."""

    if TYPE_CHECKING:
        # Each kind has them as members or as constants.
        @property
        def minimum(self) -> float | None: ...
        @property
        def maximum(self) -> float | None: ...
        @property
        def decimals(self) -> int: ...
        @property
        def step(self) -> float | None: ...

    operators: ClassVar[tuple[Operator, ...]] = ORDER
    has_one_answer: ClassVar[bool] = True
    is_number: ClassVar[bool] = True

    def typed(self, value: Any) -> str:
        """With a decimal comma."""
        return written(value) if isinstance(value, float) else str(value)

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
        return [int(value) if value % 1 == 0 else float(value) for value in kept]


def _ends(line: OnLine, reach: Decimal) -> tuple[Decimal, Decimal]:
    """The smallest and the largest accepted number, or one within reach for a bound not set."""
    least, most = line.minimum, line.maximum
    highest = None if most is None else number_line.around(line, number_line.exact(most))[0]
    if least is not None:
        lowest = number_line.around(line, number_line.exact(least))[1]
    else:
        lowest = Decimal(0) if highest is None else min(Decimal(0), highest - reach)
        lowest = number_line.around(line, lowest)[1]
    return lowest, lowest + reach if highest is None else highest
