"""Generated people, and their results reckoned again by brute force from the rules alone.

Nothing here uses the product's arithmetic: it reads answers and weights, and adds fractions.
Source: domain.md, Rating science and Numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import count, pairwise
from math import floor
from random import Random

from survei.cycle.choices import Relation
from survei.cycle.plan import Scheme
from survei.cycle.relations import CONFIDENTIAL
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import LongText, Rating
from survei.questionnaire.parts import Point, Scale
from survei.questionnaire.scoring import ScoreTable, score_table, scores_by
from survei.questionnaire.translated_text import Text
from survei.result.document import Period, Person
from survei.result.inputs import Instrument, RateeInputs, RaterGroup, Submission

RELATIONS = tuple(Relation)
WEIGHTS = (0.5, 1, 1, 1, 1.5, 2, 3.3)


@dataclass(frozen=True)
class Form:
    """A questionnaire with what is needed to score it quickly."""

    document: Document
    instrument: Instrument
    table: ScoreTable


def make_form(chance: Random, number: int) -> Form:
    """One to four sections on one or several scales; some items reversed, some weigh more."""
    scales = {f"s{size}": _scale(chance, size) for size in chance.sample((2, 3, 4, 5, 5, 7), 2)}
    is_mixed = chance.random() < 0.3
    keys = list(scales) if is_mixed else list(scales)[:1]
    count = chance.randint(1, 4)
    weights = _weights(chance, count)
    sections = [
        Section(
            code=f"bagian-{place}",
            title=Text(f"Aspek {number}.{place}"),
            weight=weights[place],
            questions=[_item(chance, keys, place, item) for item in range(chance.randint(1, 5))],
        )
        for place in range(count)
    ]
    sections.append(
        Section(
            code="catatan",
            title=Text("Catatan"),
            questions=[LongText(code="saran", text=Text("Saran?"))],
        )
    )
    document = Document(
        key=f"uji-{number}", title=Text(f"Kuesioner {number}"), scales=scales, sections=sections
    )
    return Form(document, Instrument(number, 1, document), score_table(document))


def _scale(chance: Random, size: int) -> Scale:
    first = chance.choice((0, 1, 1, 1))
    points = [
        Point(value=first + step, label=Text(f"Tingkat {size}-{step}")) for step in range(size)
    ]
    return Scale(title=Text(f"Skala {size}"), points=points)


def _weights(chance: Random, count: int) -> list[float]:
    cuts = sorted(chance.sample(range(1, 1000), count - 1))
    ends = [0, *cuts, 1000]
    return [(after - before) / 10 for before, after in pairwise(ends)]


def _item(chance: Random, keys: list[str], place: int, item: int) -> Rating:
    return Rating(
        code=f"butir-{place}-{item}",
        text=Text(f"Indikator {place}.{item}"),
        scale=chance.choice(keys),
        weight=chance.choice(WEIGHTS),
        reversed=chance.random() < 0.2,
    )


def answers_to(form: Form, chance: Random) -> dict[str, object]:
    """One rater's answers: mostly points, sometimes "tidak dapat menilai", sometimes nothing."""
    found: dict[str, object] = {}
    for question in form.document.questions():
        if isinstance(question, Rating) and (roll := chance.random()) < 0.97:
            points = form.document.scales[question.scale].points
            found[question.code] = "na" if roll < 0.08 else chance.choice(points).value
    return found


def make_person(forms: list[Form], chance: Random) -> RateeInputs:
    """Self and supervisor on one form, the others on it or on one of their own."""
    first, second = chance.choice(forms), chance.choice(forms)
    served = {relation: chance.choice((first, second)) for relation in RELATIONS}
    served[Relation.SELF] = served[Relation.SUPERVISOR] = first
    groups = []
    for relation in RELATIONS:
        form = served[relation]
        most = 7 if relation in CONFIDENTIAL else 1
        answers = [answers_to(form, chance) for _ in range(chance.randint(0, most))]
        submissions = [Submission(given, scores_by(form.table, given)) for given in answers]
        groups.append(RaterGroup(relation, form.instrument, most, submissions))
    weights = dict(zip(RELATIONS, chance.choice(SCHEMES), strict=True))
    period = Period(
        cycle_id=1, name="2026", period_start=date(2026, 1, 1), period_end=date(2026, 12, 31)
    )
    person = Person(participant_id=1, nip="1", name="Pegawai", job_role="Guru", unit="SD")
    return RateeInputs(period, person, Scheme(weights=weights), groups)


SCHEMES = (
    (0.0, 60.0, 25.0, 15.0),
    (0.0, 60.0, 40.0, 0.0),
    (10.0, 33.3, 33.3, 23.4),
    (0.0, 1.0, 1.0, 1.0),
)


@dataclass
class Expected:
    """What the rules say of one person, exact and from 0 to 100; absent: not shown."""

    cells: dict[tuple[int, str, Relation], Fraction] = field(default_factory=dict)
    counts: dict[tuple[int, str, Relation], int] = field(default_factory=dict)
    sections: dict[tuple[int, str], Fraction] = field(default_factory=dict)
    forms: dict[int, Fraction] = field(default_factory=dict)
    groups: dict[Relation, Fraction] = field(default_factory=dict)
    total: Fraction | None = None
    #: {section, "" for the whole: (self, others)}
    gaps: dict[str, tuple[Fraction, Fraction]] = field(default_factory=dict)


def expected_of(inputs: RateeInputs) -> Expected:
    """The whole result again, one rule after the other."""
    found = Expected()
    groups = {group.relation: group for group in inputs.groups if group.instrument}
    forms = {group.instrument.version_id: group.instrument.document for group in groups.values()}
    homes = {relation: group.instrument.version_id for relation, group in groups.items()}
    for relation, group in groups.items():
        if relation in CONFIDENTIAL and len(group.submissions) < 3:
            continue
        for section in _scored(forms[homes[relation]]):
            document = forms[homes[relation]]
            scores = [_score(document, section, sent.answers) for sent in group.submissions]
            counted = [score for score in scores if score is not None]
            few = 5 if _is_one_question(section) else 3
            if len(counted) >= (few if relation in CONFIDENTIAL else 1):
                key = (homes[relation], section.code, relation)
                mean = sum(counted, Fraction()) / len(counted)
                if relation in CONFIDENTIAL:
                    classes = classes_of(document, section, len(counted), RATER[relation])
                    if classes is None:
                        continue
                    mean = classes.counts_as(mean)
                found.cells[key] = mean
                found.counts[key] = len(counted)
    weights = {relation: _exact(weight) for relation, weight in inputs.scheme.weights.items()}
    for number, document in forms.items():
        for section in _scored(document):
            _keep(found.sections, (number, section.code), [
                (weights[relation], found.cells.get((number, section.code, relation)))
                for relation in RELATIONS
            ])  # fmt: skip
        parts = [
            (_exact(s.weight), found.sections.get((number, s.code))) for s in _scored(document)
        ]
        _keep(found.forms, number, parts)
    for relation, number in homes.items():
        _keep(found.groups, relation, [
            (_exact(section.weight), found.cells.get((number, section.code, relation)))
            for section in _scored(forms[number])
        ])  # fmt: skip
    used = {number: Fraction() for number in forms}
    for relation in found.groups:
        used[homes[relation]] += weights[relation]
    totals: dict[str, Fraction] = {}
    _keep(totals, "", [(used[number], found.forms.get(number)) for number in forms])
    found.total = totals.get("")
    _compare(found, forms, homes)
    return found


#: Reliability of a single rater.
RATER = {Relation.PEER: Fraction("0.37"), Relation.SUBORDINATE: Fraction("0.3")}
#: Every step that can occur, from the finest on.
STEPS = [Fraction(text) for text in ["0.1", "0.2", "0.5", "1", "2", "5", "10", "20", "50", "100"]]


def _items(section: Section) -> list[Rating]:
    return [item for item in section.questions if isinstance(item, Rating)]


def _is_one_question(section: Section) -> bool:
    """Whether one of them has three quarters of the weight."""
    weights = [_exact(item.weight) for item in _items(section)]
    return 4 * max(weights) >= 3 * sum(weights)


@dataclass(frozen=True)
class Classes:
    """What is said of a mean: below the one, above the other, or the nearest step between them."""

    low: int
    high: int
    step: Fraction
    below: Fraction
    above: Fraction

    def counts_as(self, mean: Fraction) -> Fraction:
        """The middle of the end; 0 to 100, as the mean is given."""
        value = self.low + mean * (self.high - self.low) / 100
        if value > self.above:
            found = (self.above + self.high) / 2
        elif value < self.below:
            found = (self.low + self.below) / 2
        else:
            found = self._nearest(value)
        return (found - self.low) * 100 / (self.high - self.low)

    def _nearest(self, value: Fraction) -> Fraction:
        count = int((self.high - self.low) / self.step)
        steps = [self.low + number * self.step for number in range(count + 1)]
        between = [step for step in steps if self.below <= step <= self.above]
        if not between:
            return (self.below + self.above) / 2
        return min(between, key=lambda step: (abs(step - value), -step))


def classes_of(
    document: Document, section: Section, n: int, reliability: Fraction
) -> Classes | None:
    """Steps of a standard error, and of two answers; ends that leave a quarter to each of n raters.

    Points are evenly spaced here, so both ends are alike. Errors are compared by their squares.
    """
    ends = ends_of(document, section.code)
    low, high = ends or (0, 100)
    shares = _shares(document, section)
    move = max(weight / (size - 1) for weight, size in shares)
    error = Fraction(high - low, 5) ** 2 * (1 - reliability) / n
    fine = [step for step in STEPS if ends or step >= 1]
    step = min(s for s in fine if s * s >= error and s * n >= 2 * move * (high - low))
    must = (1 + _back(shares)) / n * (high - low)
    halves = (step * (number + Fraction(1, 2)) for number in count(1))
    finest = Fraction(1, 100 if ends else 10)
    for end in (step, next(half for half in halves if half > must), finest * (must // finest + 1)):
        if end > must and (high - low - 2 * end) * n >= move * (high - low):
            return Classes(low, high, step, low + end, high - end)
    return None


def _shares(document: Document, section: Section) -> tuple[tuple[Fraction, int], ...]:
    """(share of the weight, points) of each question."""
    whole = sum(_exact(item.weight) for item in _items(section))
    return tuple(
        (_exact(item.weight) / whole, len(document.scales[item.scale].points))
        for item in _items(section)
    )


@cache
def _back(shares: tuple[tuple[Fraction, int], ...]) -> Fraction:
    """The least score that is a quarter of the scale or more, and the least that one answer of a
    quarter or more makes of it; a point of one question more where scores are too many to look at.
    """
    quarter = Fraction(1, 4)
    points = [[weight * one / (size - 1) for one in range(size)] for weight, size in shares]
    single = max(
        min(part for part in parts if part >= weight * quarter)
        for parts, (weight, _) in zip(points, shares, strict=True)
    )
    scores = {Fraction()}
    for parts in points:
        scores = {score + part for score in scores for part in parts}
        if len(scores) > 4096:
            return max(single, quarter + max(parts[1] for parts in points))
    return max(single, min(score for score in scores if score >= quarter))


def _compare(found: Expected, forms: dict[int, Document], homes: dict[Relation, int]) -> None:
    number = homes[Relation.SELF]
    parts = []
    for section in _scored(forms[number]):
        own = found.cells.get((number, section.code, Relation.SELF))
        others = [
            (Fraction(found.counts[number, section.code, relation]), score)
            for relation in RELATIONS[1:]
            if (score := found.cells.get((number, section.code, relation))) is not None
        ]
        if own is not None and others:
            mean = sum(n * score for n, score in others) / sum(n for n, _ in others)
            found.gaps[section.code] = (own, mean)
            parts.append((_exact(section.weight), own, mean))
    if parts:
        whole = sum(weight for weight, _, _ in parts)
        found.gaps[""] = (
            sum(weight * own for weight, own, _ in parts) / whole,
            sum(weight * mean for weight, _, mean in parts) / whole,
        )


def _scored(document: Document) -> Iterator[Section]:
    for section in document.sections:
        if section.weight and any(isinstance(one, Rating) for one in section.questions):
            yield section


def _score(document: Document, section: Section, answers: object) -> Fraction | None:
    """Two thirds answered, each brought to 0..100 and weighted."""
    items = [item for item in section.questions if isinstance(item, Rating)]
    total = weights = Fraction()
    answered = 0
    for item in items:
        answer = answers.get(item.code)  # type: ignore[attr-defined]
        if answer in (None, "na"):
            continue
        values = [point.value for point in document.scales[item.scale].points]
        share = Fraction(answer - min(values), max(values) - min(values))
        share = 1 - share if item.reversed else share
        total += _exact(item.weight) * share * 100
        weights += _exact(item.weight)
        answered += 1
    return total / weights if answered and 3 * answered >= 2 * len(items) else None


def _keep(kept: dict, key: object, parts: list[tuple[Fraction, Fraction | None]]) -> None:
    """The weighted mean of what is there; nothing where nothing has a weight."""
    there = [(weight, value) for weight, value in parts if value is not None and weight]
    if there:
        kept[key] = sum(w * v for w, v in there) / sum(w for w, _ in there)


def _exact(weight: float) -> Fraction:
    return Fraction(str(weight))


def shown(score: Fraction, ends: tuple[int, int] | None) -> str:
    """The figure as a page writes it: on the scale with a decimal, else whole, halves up."""
    if ends is None:
        return str(floor(score + Fraction(1, 2)))
    tenths = floor((ends[0] + score * (ends[1] - ends[0]) / 100) * 10 + Fraction(1, 2))
    return f"{tenths // 10},{tenths % 10}"


def ends_of(document: Document, *codes: str) -> tuple[int, int] | None:
    """Lowest and highest point of the one scale behind these sections (all without codes)."""
    keys = {
        item.scale
        for section in document.sections
        if not codes or section.code in codes
        for item in section.questions
        if isinstance(item, Rating)
    }
    points = [point.value for point in document.scales[min(keys)].points]
    return (points[0], points[-1]) if len(keys) == 1 else None
