"""Yes or no."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from survei.questionnaire.choices import NO, YES, Operator
from survei.questionnaire.kinds.base import EITHER, QuestionBase, Scales, ValueRow
from survei.questionnaire.sampler import Sampler
from survei.questionnaire.translated_text import Text


class YesNo(QuestionBase, kw_only=True, tag_field="kind", tag="yes_no"):
    """The answer is `YES` or `NO`."""

    allow_na: bool = False

    label: ClassVar[str] = "Ya atau tidak"
    use: ClassVar[str] = "Ya atau tidak."
    seconds: ClassVar[float] = 3
    operators: ClassVar[tuple[Operator, ...]] = (Operator.IS, Operator.IS_NOT, *EITHER)
    is_statement: ClassVar[bool] = True
    has_one_answer: ClassVar[bool] = True
    na_is_option: ClassVar[bool] = True

    def values(self, scales: Scales) -> list[str]:
        """Yes and no."""
        return [YES, NO]

    def sample(self, scales: Scales, sampler: Sampler, language: str) -> Any:
        """No is the lowest."""
        return (NO, YES)[sampler.index(2)]

    def outcomes(self, values: list[str], scales: Scales) -> list[Any] | None:
        """Both."""
        return [YES, NO]

    def value_rows(self) -> Iterable[ValueRow]:
        """Both."""
        return [(YES, Text("Ya", en="Yes")), (NO, Text("Tidak", en="No"))]
