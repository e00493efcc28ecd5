"""Exactly one of several options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from survei.errors import Term
from survei.questionnaire.choices import Operator
from survei.questionnaire.kinds.base import EITHER, Scales
from survei.questionnaire.kinds.with_choices import WithOther
from survei.questionnaire.sampler import Sampler


class SingleChoice(WithOther, kw_only=True, tag_field="kind", tag="single_choice"):
    """The answer is the value of an option."""

    #: Whether "lainnya" with a text is offered after the options.
    other: bool = False
    allow_na: bool = False

    label: ClassVar[str] = "Pilihan tunggal"
    use: ClassVar[str] = "Satu jawaban dari beberapa pilihan."
    seconds: ClassVar[float] = 4
    operators: ClassVar[tuple[Operator, ...]] = (Operator.IS, Operator.IS_NOT, *EITHER)
    has_one_answer: ClassVar[bool] = True
    rules: ClassVar[Mapping[str, Term]] = {"other": Term("Pilihan “lainnya”")}

    def sample(self, scales: Scales, sampler: Sampler, language: str) -> Any:
        """One of the options."""
        values = self.choice_values()
        return values[sampler.index(len(values))] if values else None

    def outcomes(self, values: list[str], scales: Scales) -> list[Any] | None:
        """Every option."""
        return [*self.values(scales)]
