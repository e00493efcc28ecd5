"""A rating on one of the document's scales; it and the matrix are the kinds that score."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from survei.errors import Term
from survei.questionnaire.change import Change, ChangeKind
from survei.questionnaire.choices import Operator
from survei.questionnaire.kinds.base import ORDER, QuestionBase, Scales
from survei.questionnaire.kinds.scaled import (
    counting_changes,
    point_labels,
    point_sample,
    point_values,
    rescaled,
)
from survei.questionnaire.parts import Anchor
from survei.questionnaire.places import short
from survei.questionnaire.sampler import Sampler
from survei.questionnaire.translated_text import Text


class Rating(QuestionBase, kw_only=True, tag_field="kind", tag="rating"):
    """A rating on a scale."""

    #: Key into `Document.scales`.
    scale: str
    #: {point value as text: anchor}; points not named keep the scale's anchor.
    anchors: dict[str, Anchor] = {}
    #: Weight inside the section, at least 0; 0 shows it without counting.
    weight: float = 1
    #: Whether the lowest point is the best.
    reversed: bool = False
    #: Whether "tidak dapat menilai" is offered.
    allow_na: bool = True

    label: ClassVar[str] = "Penilaian berskala"
    use: ClassVar[str] = "Satu perilaku dinilai pada skala, dengan deskripsi tiap tingkat."
    seconds: ClassVar[float] = 4
    operators: ClassVar[tuple[Operator, ...]] = (*ORDER, Operator.EXTREME)
    is_statement: ClassVar[bool] = True
    has_one_answer: ClassVar[bool] = True
    is_rated: ClassVar[bool] = True
    is_number: ClassVar[bool] = True
    na_is_option: ClassVar[bool] = True

    def ratings(self) -> list[Rating]:
        """Itself."""
        return [self]

    @classmethod
    def blank(cls, *, code: str, text: str, scale: str) -> Self:
        """On the scale, without anchors of its own."""
        return cls(code=code, text=Text(text), scale=scale)

    def sample(self, scales: Scales, sampler: Sampler, language: str) -> Any:
        """A point of the scale."""
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

    def changes(self, old: Any, here: dict[str, Any]) -> Iterator[Change]:
        """Scale, direction, weight, anchors."""
        if old.scale != self.scale:
            yield rescaled(self.text, here)
        yield from counting_changes(old, self, Term("indikator"), here)
        values = old.anchors.keys() | self.anchors.keys()
        for value in sorted(values, key=lambda text: (len(text), text)):
            before, after = old.anchors.get(value), self.anchors.get(value)
            if before != after:
                yield Change(
                    ChangeKind.REWORDED,
                    "Deskripsi perilaku poin %(value)s pada “%(text)s” diubah.",
                    {"text": short(self.text), "value": value},
                    before=before.text.together() if before else "",
                    after=after.text.together() if after else "",
                    **here,
                )
