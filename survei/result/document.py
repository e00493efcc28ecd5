"""The result of one ratee as a typed document that holds its own explanation.

The disclosure rules are already applied: what is withheld is not in it. Pages, workbook and any
later rendering show this document (`shown.py`) and read no answers. Scores and weights are exact
fractions ("250/3"), scores from 0 to 100; what is measured and not counted (errors, spreads,
limits, differences) is a decimal as it is shown, on the scale of its part.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec

from survei.cycle.choices import Relation
from survei.questionnaire.score_scale import HUNDRED, ScoreScale
from survei.result.choices import Showing
from survei.result.gaps import is_beyond_chance
from survei.result.note import Note, Part

#: Grows when a stored document would be read differently; `older_formats.py` reads those before.
FORMAT = 2


class Period(Part, kw_only=True):
    """The cycle as it was when results were made."""

    cycle_id: int
    name: str
    period_start: date
    period_end: date
    #: Root of the list of sealed answers (`survei.sealing.inclusion`); empty in documents from
    #: before there was one.
    box_root: str = ""


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
    #: Whether answers were not in the box as they were sent, or were sent by no form: by decision
    #: of an auditor the box was opened without them. How many is not said: it moves with persons.
    has_unmatched: bool = False
    #: Weight in the scheme, percent.
    weight: Fraction = Fraction()
    #: Share in the total after groups without figures were left out, percent.
    weight_used: Fraction = Fraction()
    #: Key into `ResultDocument.scales` on which its figures are shown; empty: 0 to 100.
    scale: str = ""
    #: Mean over the sections shown, weighted by section.
    score: Fraction | None = None
    #: Reliability of the mean of n raters, 0 to 1; None for the self rating.
    reliability: Decimal | None = None
    #: Half width of the 95 percent band around the score, on the scale.
    margin: Decimal | None = None


class Cell(Part, kw_only=True):
    """One section as rated by one group."""

    showing: Showing
    n: int | None = None
    #: Of a confidential group in steps, see `coarsening.py`.
    score: Fraction | None = None
    #: What they are, on the scale; None where the score is exact.
    step: Decimal | None = None
    #: On the scale; set where it is only said that the mean lies above or below it, and `score`
    #: is the middle of that end.
    above: Decimal | None = None
    below: Decimal | None = None
    #: From how many answers on it is shown, where it is withheld.
    least: int | None = None
    #: How far raters agree, in words (a msgid), in documents from before that was said to nobody.
    consensus: str = ""
    #: The same as r_wg, in still older ones; never shown as a number.
    agreement: Decimal | None = None


class SectionResult(Part, kw_only=True):
    """One section of one questionnaire, all groups that answered that questionnaire."""

    code: str
    title: str
    title_en: str = ""
    #: Share in the questionnaire, percent; scored sections add up to 100.
    weight: Fraction
    #: Key of the one scale that serves it; empty when there are several.
    scale: str = ""
    #: Wording of the indicators that count.
    items: list[str]
    items_en: list[str]
    cells: dict[Relation, Cell]
    #: Weighted mean of the groups with a weight and a figure.
    score: Fraction | None = None
    #: Share of each of them, percent.
    weights_used: dict[Relation, Fraction] = {}


class InstrumentResult(Part, kw_only=True):
    """One questionnaire version and the groups that answered it."""

    version_id: int
    title: str
    title_en: str = ""
    number: int
    relations: list[Relation]
    sections: list[SectionResult]
    #: Key of the one scale of all its sections; empty when there are several.
    scale: str = ""
    score: Fraction | None = None
    #: Share in the total, percent: that of its groups.
    weight_used: Fraction = Fraction()


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
    scale: str = ""
    self_score: Fraction
    #: Mean over all other raters of groups that are shown.
    others_score: Fraction
    #: How many they are.
    raters: int
    #: Of the two figures as they are shown.
    difference: Decimal
    #: Above it the difference is more than chance; None when it cannot be told.
    limit: Decimal | None = None
    #: The one sentence about it, the same wherever it is shown: how large, and how sure.
    size: Note
    certainty: Note

    @property
    def is_flagged(self) -> bool:
        """Whether it is "bahan dialog"."""
        return is_beyond_chance(self.difference, self.limit)


class Highlight(Part, kw_only=True):
    """A section that stands out."""

    title: str
    title_en: str = ""
    scale: str = ""
    score: Fraction


class Norm(Part, kw_only=True):
    """How ratings of one relation spread over all ratees of the cycle; from ten ratees on."""

    relation: Relation
    ratees: int
    scale: str = ""
    #: Standard deviation of the ratees' scores.
    between: Decimal
    #: Standard deviation of raters around their ratee's mean; None with single raters.
    within: Decimal | None = None
    #: ICC(1) and ICC(1,k).
    icc_single: Decimal | None = None
    icc_mean: Decimal | None = None


class ResultDocument(Part, kw_only=True):
    """Everything that anyone may see of a ratee's result."""

    format: int = FORMAT
    #: At random, so that nobody finds a document out by trying which one has the printed code.
    salt: str = ""
    period: Period
    ratee: Person
    #: Thresholds of the scheme.
    least_submissions: int
    least_comments: int
    #: Days after receiving the result in which the ratee may object.
    objection_days: int = 14
    #: The scales on which figures are shown.
    scales: dict[str, ScoreScale] = {}
    groups: list[Group]
    instruments: list[InstrumentResult]
    #: Key of the one scale of all questionnaires; empty when there are several.
    scale: str = ""
    #: Weighted mean of the groups shown; None when none has a weight.
    score: Fraction | None = None
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
    #: Stored under the name that it had first.
    norms: list[Norm] = msgspec.field(default_factory=list, name="yardsticks")

    def group(self, relation: Relation) -> Group | None:
        """The group of a relation."""
        return next((group for group in self.groups if group.relation == relation), None)

    def sections(self) -> Iterator[SectionResult]:
        """Every section of every questionnaire."""
        for instrument in self.instruments:
            yield from instrument.sections

    def scale_of(self, part: Scaled) -> ScoreScale:
        """On what the figures of a part are shown."""
        return self.scales.get(part.scale, HUNDRED)

    def english_names(self) -> dict[str, str]:
        """English name of each section and level that has one, by its Indonesian name."""
        sections = {section.title: section.title_en for section in self.sections()}
        levels = {
            level.label: level.label_en for scale in self.scales.values() for level in scale.levels
        }
        return {name: english for name, english in (sections | levels).items() if english}


#: Parts whose figures stand on a scale.
Scaled = ResultDocument | Group | SectionResult | InstrumentResult | Gap | Highlight | Norm
