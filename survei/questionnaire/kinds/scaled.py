"""What ratings and the rows of matrices share: points of a scale, weight and direction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Protocol

from survei.errors import Term
from survei.numerals import written
from survei.questionnaire.change import Change, ChangeKind
from survei.questionnaire.choices import Operator
from survei.questionnaire.kinds.base import ORDER, QuestionBase, Scales
from survei.questionnaire.parts import Scale
from survei.questionnaire.places import short
from survei.questionnaire.sampler import Sampler
from survei.questionnaire.translated_text import Text


class Counting(Protocol):
    """What has a weight and a direction."""

    text: Text
    weight: float
    reversed: bool


class OnScale(QuestionBase, kw_only=True):
    """A question whose answers are points of one of the document's scales."""

    #: Key into `Document.scales`.
    scale: str

    operators: ClassVar[tuple[Operator, ...]] = (*ORDER, Operator.EXTREME)
    is_statement: ClassVar[bool] = True
    has_one_answer: ClassVar[bool] = True
    is_rated: ClassVar[bool] = True
    is_number: ClassVar[bool] = True

    def sample(self, scales: Scales, sampler: Sampler, language: str) -> Any:
        """A point of the scale, for the whole or for one row."""
        return point_sample(scales.get(self.scale), sampler)

    def values(self, scales: Scales) -> list[str]:
        """The points."""
        return point_values(scales.get(self.scale))

    def labels(self, scales: Scales, language: str) -> dict[str, str]:
        """The labels of the points."""
        return point_labels(scales.get(self.scale), language)

    def outcomes(self, values: list[str], scales: Scales) -> list[Any] | None:
        """Every point."""
        return [int(value) for value in self.values(scales)]


def point_values(scale: Scale | None) -> list[str]:
    """Values of the points as clauses name them; a draft may name a scale that is not there."""
    return [str(point.value) for point in scale.points] if scale else []


def point_labels(scale: Scale | None, language: str) -> dict[str, str]:
    """{value as clauses name it: label}."""
    points = scale.points if scale else []
    return {str(point.value): point.label.wording(language) for point in points}


def point_sample(scale: Scale | None, sampler: Sampler) -> int | None:
    """One of the points, counted from the lowest."""
    values = sorted(point.value for point in scale.points) if scale else []
    return values[sampler.index(len(values))] if values else None


def rescaled(text: Text, here: dict[str, Any]) -> Change:
    """It stands on another scale."""
    about = {"text": short(text)}
    return Change(ChangeKind.RESCALED, "Skala indikator “%(text)s” diganti.", about, **here)


def counting_changes(
    old: Counting, new: Counting, what: Term, here: dict[str, Any]
) -> Iterator[Change]:
    """Changes of weight and direction."""
    about: dict[str, object] = {"text": short(new.text), "what": what}
    if old.reversed != new.reversed:
        message = "Arah nilai %(what)s “%(text)s” dibalik."
        yield Change(ChangeKind.RESCALED, message, about, **here)
    if old.weight != new.weight:
        weights = {"before": written(old.weight), "after": written(new.weight)}
        message = "Bobot %(what)s “%(text)s” dari %(before)s menjadi %(after)s."
        yield Change(ChangeKind.REWEIGHTED, message, {**about, **weights}, **here)
