"""All options in an order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from survei.questionnaire.kinds.base import Scales
from survei.questionnaire.kinds.with_choices import WithChoices
from survei.questionnaire.sampler import Sampler


class Ranking(WithChoices, kw_only=True, tag_field="kind", tag="ranking"):
    """The answer lists the options' values, the first in rank first."""

    allow_na: bool = False

    label: ClassVar[str] = "Peringkat"
    use: ClassVar[str] = "Semua pilihan diurutkan."
    #: For each option.
    seconds: ClassVar[float] = 4
    #: More than this nobody puts in order.
    most_choices: ClassVar[int] = 15

    def sample(self, scales: Scales, sampler: Sampler, language: str) -> Any:
        """An order of all options."""
        values = self.choice_values()
        return [values[place] for place in sampler.several(len(values))] or None

    def answering_seconds(self) -> float:
        """For each option."""
        return self.seconds * len(self.choices)

    def stored_as(self, answer: Any) -> list[str]:
        """ "value:rank" for each option."""
        if not isinstance(answer, list):
            return [str(answer)]
        return [f"{value}:{rank}" for rank, value in enumerate(answer, start=1)]

    def read(self, given: Any, answers: Mapping[str, Any], language: str) -> str:
        """ "1. Pagi, 2. Siang"."""
        chosen = [str(value) for value in given] if isinstance(given, list) else [str(given)]
        labels = self.answer_labels(answers, language)
        return ", ".join(
            f"{place}. {labels.get(value, value)}" for place, value in enumerate(chosen, 1)
        )

    def outcomes(self, values: list[str], scales: Scales) -> list[Any] | None:
        """An order: only whether it was answered can be asked."""
        return [self.choice_values()]
