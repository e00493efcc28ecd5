"""A rating on one of the document's scales; it and the matrix are the kinds that score."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from survei.errors import Term
from survei.questionnaire.change import Change, ChangeKind
from survei.questionnaire.kinds.scaled import (
    OnScale,
    counting_changes,
    rescaled,
)
from survei.questionnaire.parts import Anchor
from survei.questionnaire.places import short
from survei.questionnaire.translated_text import Text


class Rating(OnScale, kw_only=True, tag_field="kind", tag="rating"):
    """A rating on a scale."""

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
    na_is_option: ClassVar[bool] = True

    def ratings(self) -> list[Rating]:
        """Itself."""
        return [self]

    @classmethod
    def blank(cls, *, code: str, text: str, scale: str) -> Self:
        """On the scale, without anchors of its own."""
        return cls(code=code, text=Text(text), scale=scale)

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
