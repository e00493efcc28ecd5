"""Any number of options within bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any, ClassVar

from survei.errors import Term
from survei.questionnaire.choices import Operator
from survei.questionnaire.finding import Finding, Place, error
from survei.questionnaire.kinds.base import EITHER, Scales
from survei.questionnaire.kinds.with_choices import WithOther
from survei.questionnaire.sampler import Sampler

#: Options that are tried in all combinations; beyond, nothing is concluded.
_MOST_OPTIONS = 8


class MultipleChoice(WithOther, kw_only=True, tag_field="kind", tag="multiple_choice"):
    """The answer lists the values of options."""

    #: Fewest and most options; 0 at most means no limit.
    minimum: int = 0
    maximum: int = 0
    #: Whether "lainnya" with a text is offered after the options.
    other: bool = False
    allow_na: bool = False

    label: ClassVar[str] = "Pilihan ganda"
    use: ClassVar[str] = "Beberapa jawaban dari daftar pilihan."
    seconds: ClassVar[float] = 6
    operators: ClassVar[tuple[Operator, ...]] = (Operator.INCLUDES, Operator.EXCLUDES, *EITHER)
    rules: ClassVar[Mapping[str, Term]] = {
        "minimum": Term("Paling sedikit"),
        "maximum": Term("Paling banyak"),
        "other": Term("Pilihan “lainnya”"),
    }

    def sample(self, scales: Scales, sampler: Sampler, language: str) -> Any:
        """As many options as the bounds ask for."""
        values = self.choice_values()
        least = min(max(self.minimum, 1), len(values))
        most = min(self.maximum or len(values), len(values))
        if most < 1:
            return None
        count = least + sampler.index(max(most - least, 0) + 1)
        kept = sorted(sampler.several(len(values))[:count])
        return [values[place] for place in kept]

    def outcomes(self, values: list[str], scales: Scales) -> list[Any] | None:
        """Every combination of the options named, filled up with others where that is allowed."""
        named = sorted(set(values))
        options = self.values(scales)
        if len(named) > _MOST_OPTIONS:
            return None
        others = [value for value in options if value not in named]
        least, most = max(self.minimum, 1), self.maximum or len(options)
        found = []
        for picks in product((False, True), repeat=len(named)):
            chosen = [value for value, picked in zip(named, picks, strict=True) if picked]
            chosen += others[: max(0, least - len(chosen))]
            if least <= len(chosen) <= most:
                found.append(chosen)
        return found

    def check(self, place: Place) -> Iterator[Finding]:
        """Fewest and most options can both be met."""
        yield from super().check(place)
        options = len(self.choices) + self.other
        most = self.maximum or options
        if not 0 <= self.minimum <= most <= options:
            yield error(
                replace(place, member="minimum"),
                "Batas %(minimum)s sampai %(maximum)s pilihan tidak dapat dipenuhi dari "
                "%(options)s pilihan.",
                "Sesuaikan batas paling sedikit dan paling banyak; 0 berarti tanpa batas atas.",
                minimum=self.minimum,
                maximum=self.maximum,
                options=options,
            )

    def bounds(self) -> list[str]:
        """How many options."""
        most = self.maximum or len(self.choices)
        return [str(self.minimum), str(most), "", "", "pilihan"]
