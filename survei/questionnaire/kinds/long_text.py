"""Several lines; what feeds the comments of a result."""

from __future__ import annotations

from typing import ClassVar, Self

from survei.questionnaire.kinds.with_text import WithText
from survei.questionnaire.translated_text import Text


class LongText(WithText, kw_only=True, tag_field="kind", tag="long_text"):
    """The answer is text of several lines."""

    longest: int = 2000
    allow_na: bool = False

    label: ClassVar[str] = "Teks panjang"
    use: ClassVar[str] = "Uraian, saran, atau penjelasan."
    seconds: ClassVar[float] = 45
    is_comment: ClassVar[bool] = True

    @classmethod
    def blank(cls, *, code: str, text: str, scale: str) -> Self:
        """Nobody is made to write."""
        return cls(code=code, text=Text(text), required=False)
