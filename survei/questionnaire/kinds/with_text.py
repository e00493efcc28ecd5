"""What kinds share whose answer is a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from survei.errors import Term
from survei.questionnaire.finding import Finding, Place, error
from survei.questionnaire.kinds.base import QuestionBase, Scales
from survei.questionnaire.parts import LONGEST_TEXT
from survei.questionnaire.sampler import Sampler
from survei.questionnaire.translated_text import Text

SAMPLE = Text("Contoh jawaban.", en="Sample answer.")


class WithText(QuestionBase, kw_only=True):
    """A sentence of the rater's own."""

    if TYPE_CHECKING:
        #: Characters that are accepted; each kind has a default of its own.
        longest: int = 0

    is_open: ClassVar[bool] = True
    rules: ClassVar[Mapping[str, Term]] = {"longest": Term("Panjang paling banyak")}

    def sample(self, scales: Scales, sampler: Sampler, language: str) -> Any:
        """Words that say what they are."""
        return SAMPLE.wording(language)[: self.longest]

    def check(self, place: Place) -> Iterator[Finding]:
        """Texts may be as long as the form accepts. Source: security.md, row 49."""
        if not 1 <= self.longest <= LONGEST_TEXT:
            yield error(
                replace(place, member="longest"),
                "Panjang jawaban %(longest)s karakter tidak mungkin.",
                "Isi antara 1 dan %(most)s karakter.",
                longest=self.longest,
                most=LONGEST_TEXT,
            )

    def bounds(self) -> list[str]:
        """How many characters."""
        return ["", str(self.longest), "", "", "karakter"]
