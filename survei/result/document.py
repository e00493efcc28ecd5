"""The result of one ratee as a typed document that holds its own explanation.

The disclosure rules are already applied: what is withheld is not in it. Pages, workbook and any
later rendering show this document and read no answers. Scores run from 0 to 100 with one decimal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

import msgspec

from survei.cycle.choices import Relation
from survei.result.choices import Showing

#: Grows when a stored document would be read differently.
FORMAT = 1


class Part(msgspec.Struct, forbid_unknown_fields=True):
    """Base of all parts: unknown members are refused, defaults are written out."""


class Note(Part, kw_only=True):
    """A sentence: `text` is the msgid, `params` fill its places (labels are msgids too)."""

    code: str
    text: str
    params: dict[str, str | int | float] = {}


class Period(Part, kw_only=True):
    """The cycle as it was when results were made."""

    cycle_id: int
    name: str
    period_start: date
    period_end: date


class Person(Part, kw_only=True):
    """The ratee as frozen in the cycle."""

    participant_id: int
    nip: str
    name: str
    job_role: str
    unit: str
    #: Name of the frozen supervisor; empty when there was none.
    supervisor: str = ""
    #: Name of that supervisor's supervisor, to whom an objection goes; empty when unknown.
    superior: str = ""


class Group(Part, kw_only=True):
    """All raters of one relation."""

    relation: Relation
    showing: Showing
    #: Submissions counted; None unless shown.
    n: int | None = None
    #: Weight in the scheme, percent.
    weight: float = 0.0
    #: Share in the total after groups without figures were left out, percent.
    weight_used: float = 0.0
    #: Mean over the sections shown, weighted by section.
    score: float | None = None
    #: Reliability of the mean of n raters, 0 to 1; None for the self rating.
    reliability: float | None = None
    #: Half width of the 95 percent band around the score, in points of 0..100.
    margin: float | None = None


class Cell(Part, kw_only=True):
    """One section as rated by one group."""

    showing: Showing
    n: int | None = None
    score: float | None = None
    #: The same on the section's scale, one decimal; None when several scales serve it.
    points: float | None = None
    #: Label of the scale point nearest to it.
    meaning: str = ""
    meaning_en: str = ""
    #: r_wg, from five raters on.
    agreement: float | None = None


class SectionResult(Part, kw_only=True):
    """One section of one questionnaire, all groups that answered that questionnaire."""

    code: str
    title: str
    title_en: str = ""
    #: Share in the questionnaire, percent; scored sections add up to 100.
    weight: float
    #: Lowest and highest point of the one scale that serves it; None when there are several.
    lowest: int | None = None
    highest: int | None = None
    #: Wording of the indicators that count.
    items: list[str]
    items_en: list[str]
    cells: dict[Relation, Cell]
    #: Weighted mean of the groups with a weight and a figure.
    score: float | None = None
    #: Share of each of them, percent.
    weights_used: dict[Relation, float] = {}


class InstrumentResult(Part, kw_only=True):
    """One questionnaire version and the groups that answered it."""

    version_id: int
    title: str
    title_en: str = ""
    number: int
    relations: list[Relation]
    sections: list[SectionResult]
    score: float | None = None
    #: Share in the total, percent: that of its groups.
    weight_used: float = 0.0


class Comments(Part, kw_only=True):
    """What a group wrote to one question, in random order for confidential groups."""

    relation: Relation
    question: str
    question_en: str = ""
    texts: list[str]


class Gap(Part, kw_only=True):
    """Self minus others, on one section or (empty code) the whole shared questionnaire."""

    code: str
    title: str
    title_en: str = ""
    self_score: float
    #: Mean over all other raters of groups that are shown.
    others_score: float
    difference: float
    #: Above it the difference is more than chance; None when it cannot be told.
    limit: float | None = None

    @property
    def is_flagged(self) -> bool:
        """Whether it is "bahan dialog"."""
        return self.limit is not None and abs(self.difference) > self.limit


class Highlight(Part, kw_only=True):
    """A section that stands out."""

    title: str
    title_en: str = ""
    score: float


class Yardstick(Part, kw_only=True):
    """How ratings of one relation spread over all ratees of the cycle; from ten ratees on."""

    relation: Relation
    ratees: int
    #: Standard deviation of the ratees' scores.
    between: float
    #: Standard deviation of raters around their ratee's mean; None with single raters.
    within: float | None = None
    #: ICC(1) and ICC(1,k).
    icc_single: float | None = None
    icc_mean: float | None = None


class ResultDocument(Part, kw_only=True):
    """Everything that anyone may see of a ratee's result."""

    format: int = FORMAT
    period: Period
    ratee: Person
    #: Thresholds of the scheme.
    least_submissions: int
    least_comments: int
    #: Days after receiving the result in which the ratee may object.
    objection_days: int = 14
    groups: list[Group]
    instruments: list[InstrumentResult]
    #: Weighted mean of the groups shown; None when none has a weight.
    score: float | None = None
    gaps: list[Gap] = []
    strengths: list[Highlight] = []
    improvements: list[Highlight] = []
    comments: list[Comments] = []
    #: What was left out, and why.
    withheld: list[Note] = []
    #: How the figures came about.
    rules: list[Note] = []
    #: What the figures suggest to the appraiser; never a predicate.
    recommendation: list[Note] = []
    yardsticks: list[Yardstick] = []

    def group(self, relation: Relation) -> Group | None:
        """The group of a relation."""
        return next((group for group in self.groups if group.relation == relation), None)

    def sections(self) -> Iterator[SectionResult]:
        """Every section of every questionnaire."""
        for instrument in self.instruments:
            yield from instrument.sections

    def english_titles(self) -> dict[str, str]:
        """English name of each section that has one, by its Indonesian name."""
        return {section.title: section.title_en for section in self.sections() if section.title_en}


_decoder = msgspec.json.Decoder(ResultDocument)
_encoder = msgspec.json.Encoder()


def decode_result(text: str | bytes) -> ResultDocument:
    """A document from its stored JSON. Raises msgspec.ValidationError."""
    return _decoder.decode(text)


def encode_result(document: ResultDocument) -> str:
    """The JSON that is stored and hashed."""
    return _encoder.encode(document).decode()


def fingerprint(text: str) -> str:
    """SHA-256 of the stored JSON, hex."""
    return hashlib.sha256(text.encode()).hexdigest()
