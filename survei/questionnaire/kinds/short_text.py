"""One line."""

from __future__ import annotations

from typing import ClassVar

from survei.questionnaire.kinds.with_text import WithText


class ShortText(WithText, kw_only=True, tag_field="kind", tag="short_text"):
    """The answer is one line of text."""

    longest: int = 200
    allow_na: bool = False

    label: ClassVar[str] = "Teks pendek"
    use: ClassVar[str] = "Jawaban satu baris."
    seconds: ClassVar[float] = 15
