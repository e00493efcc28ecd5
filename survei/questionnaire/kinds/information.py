"""Text to read; nothing is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from survei.questionnaire.choices import Operator
from survei.questionnaire.finding import Finding, Place, error
from survei.questionnaire.kinds.base import QuestionBase


class Information(QuestionBase, kw_only=True, tag_field="kind", tag="information"):
    """Text in a safe subset of Markdown."""

    required: bool = False

    label: ClassVar[str] = "Teks informasi"
    use: ClassVar[str] = "Bacaan di antara pertanyaan; tidak dijawab."
    seconds: ClassVar[float] = 0
    operators: ClassVar[tuple[Operator, ...]] = ()
    is_asked: ClassVar[bool] = False

    @property
    def allow_na(self) -> bool:
        """Nothing is asked."""
        return False

    def answer_keys(self) -> list[str]:
        """None."""
        return []

    def items(self) -> list[QuestionBase]:
        """None."""
        return []

    def check(self, place: Place) -> Iterator[Finding]:
        """Nothing of it can be required."""
        if self.required or self.required_if:
            yield error(
                replace(place, member="required"),
                "Teks informasi tidak menanyakan apa pun, sehingga tidak dapat diwajibkan.",
                "Matikan “wajib” pada teks ini.",
            )
