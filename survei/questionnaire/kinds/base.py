"""What every kind of question has and can be asked; a kind overrides what is different for it.

All of it is pure, and all that the product knows of a kind apart from how it is drawn: on the
form, in the designer, on paper, in a survey sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from survei.errors import Term
from survei.questionnaire.change import Change, Detail
from survei.questionnaire.choices import Operator
from survei.questionnaire.finding import Finding, Place
from survei.questionnaire.parts import Condition, Part, Scale
from survei.questionnaire.sampler import Sampler

if TYPE_CHECKING:
    from survei.questionnaire.kinds.rating import Rating
from survei.questionnaire.translated_text import NOTHING, Text

Scales = Mapping[str, Scale]
#: Value of an option in an answer, and its label.
ValueRow = tuple[str, Text]
#: Whether something was answered can be asked about every kind.
EITHER = (Operator.ANSWERED, Operator.UNANSWERED)
#: What answers with an order can be compared by.
ORDER = (Operator.IS, Operator.IS_NOT, Operator.AT_LEAST, Operator.AT_MOST, *EITHER)
#: Operators whose value must be one that can be answered, not only one that can be compared.
EXACT = (Operator.IS, Operator.IS_NOT)


class QuestionBase(Part, kw_only=True):
    """What every kind of question has."""

    #: Stable key of the answer: lowercase letters, digits, "-" and "_"; unique in the document.
    #: The same code in a later version is the same question.
    code: str
    #: Wording for those who rate somebody else.
    text: Text
    #: Wording for the ratee about oneself; empty: `text` serves both.
    text_self: Text = NOTHING
    hint: Text = NOTHING
    required: bool = True
    #: Asked only where this holds; None: always.
    show_if: Condition | None = None
    #: Required where this holds, besides `required`.
    required_if: Condition | None = None
    #: Lowercase words by which the question is found in the bank.
    tags: list[str] = []
    #: "questionnaire:question" that it was copied from in the bank; empty for an own one.
    origin: str = ""

    #: What the kind is called, and what it is for, in words of those who choose one.
    label: ClassVar[str]
    use: ClassVar[str]
    #: Seconds to decide and to answer, beside the reading.
    seconds: ClassVar[float]
    #: How a condition may compare an answer.
    operators: ClassVar[tuple[Operator, ...]] = EITHER
    #: Whether anything is asked, whether it is a rating, and whether confidential raters are asked.
    is_asked: ClassVar[bool] = True
    is_rated: ClassVar[bool] = False
    is_asked_of_all: ClassVar[bool] = True
    #: Whether "tidak dapat menilai" is an option like the others where there are options.
    na_is_option: ClassVar[bool] = False
    #: Whether the answer is a sentence, a number, a day.
    is_open: ClassVar[bool] = False
    #: Whether it is put as a statement that one agrees with, and whether there is one answer to it.
    is_statement: ClassVar[bool] = False
    has_one_answer: ClassVar[bool] = False
    #: Whether the sentence is one of the comments of a result, and whether the answer is a file.
    is_comment: ClassVar[bool] = False
    is_file: ClassVar[bool] = False
    is_number: ClassVar[bool] = False
    is_day: ClassVar[bool] = False

    # --- answers -----------------------------------------------------------------------------

    def answer_keys(self) -> list[str]:
        """Every key under which answers are stored, in the order of display."""
        return [self.code]

    def own_keys(self) -> list[str]:
        """Its keys without the words beside "lainnya"."""
        return self.answer_keys()

    def source_keys(self) -> list[str]:
        """Keys by which the clauses of conditions may name it."""
        return self.own_keys()

    def ratings(self) -> list[Rating]:
        """What scores: a rating itself, a matrix' rows as ratings named by their answer's key."""
        return []

    def items(self) -> list[QuestionBase]:
        """What has an answer of its own: the rows of a matrix, not the matrix; no information."""
        return [self]

    def stored_as(self, answer: Any) -> list[str]:
        """A stored answer as the form's fields send it."""
        values = answer if isinstance(answer, list) else [answer]
        return [self.typed(value) for value in values]

    def typed(self, value: Any) -> str:
        """One value as it is typed."""
        return str(value)

    def read(self, given: Any, answers: Mapping[str, Any], language: str) -> str:
        """A stored answer in words, as a result shows it."""
        return str(given)

    # --- a new one, a sample, its time ---------------------------------------------------------

    @classmethod
    def blank(cls, *, code: str, text: str, scale: str) -> Self:
        """A new question; a rating stands on `scale`."""
        return cls(code=code, text=Text(text))

    def sample(self, scales: Scales, sampler: Sampler, language: str) -> Any:
        """An answer as it is stored; None where none is possible, or none is ever made up."""
        return None

    def answering_seconds(self) -> float:
        """Seconds to decide and to answer."""
        return self.seconds

    # --- conditions ----------------------------------------------------------------------------

    def values(self, scales: Scales) -> list[str]:
        """What a clause may name, where that can be listed; without "na"."""
        return []

    def labels(self, scales: Scales, language: str) -> dict[str, str]:
        """{value that a clause may name: what raters read for it}, where that is a text of HR's."""
        return {}

    def fits(self, operator: Operator, value: str, scales: Scales) -> bool:
        """Whether the value of a clause is one that answers can be compared with."""
        return value in self.values(scales)

    def outcomes(self, values: list[str], scales: Scales) -> list[Any] | None:
        """Answers of which one stands for each outcome of clauses with these values, without
        "unanswered" and "na"; None where there are too many to try.
        """
        return ["x"]

    # --- checks and differences ------------------------------------------------------------------

    def check(self, place: Place) -> Iterator[Finding]:
        """What is wrong with it that only its kind knows."""
        return iter(())

    def changes(self, old: Any, here: dict[str, Any]) -> Iterator[Change]:
        """What only its kind knows of the way from `old`, which is of it too; `here` are codes."""
        return iter(())

    #: Members that say how an answer must be → what they are called.
    rules: ClassVar[Mapping[str, Term]] = {}

    def rule_changes(self, old: Any) -> Iterator[Detail]:
        """Rules of the answer that are not what they were."""
        called = {**SHARED_RULES, **self.rules}
        for name in self.__struct_fields__:
            before, after = getattr(old, name), getattr(self, name)
            if name in called and before != after:
                yield Detail(called[name], _shown(before), _shown(after))

    # --- codebook and lineage --------------------------------------------------------------------

    def bounds(self) -> list[str]:
        """Smallest, largest, step, decimals and unit, as the codebook writes them."""
        return [""] * 5

    def value_rows(self) -> Iterable[ValueRow]:
        """Options of the answer."""
        return ()

    def lineage_values(self) -> list[str]:
        """What can be answered, in order; another list makes another question."""
        return self.values({})

    def lineage_words(self) -> list[str]:
        """What raters read in Indonesian besides the question: its unit, labels."""
        return [""]


#: Rules of the answer that every kind has.
SHARED_RULES: Mapping[str, Term] = {
    "required": Term("Wajib diisi"),
    "allow_na": Term("Boleh “tidak dapat menilai”"),
    "tags": Term("Kata kunci"),
    "origin": Term("Asal"),
}


def _shown(member: object) -> object:
    return member.together(" / ") if isinstance(member, Text) else member
