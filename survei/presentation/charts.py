"""Geometry of the radar: where axes, labels, lines and markers lie. Templates only draw it.

Groups are told apart by line pattern, marker shape and a letter in the marker, never by colour
alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import cos, hypot, pi, sin

from survei.cycle.choices import Relation
from survei.questionnaire.score_scale import ScoreScale
from survei.result.document import InstrumentResult

#: Size of the drawing, its middle, and the length of an axis.
WIDTH, HEIGHT = 440, 384
MIDDLE = (220.0, 192.0)
RADIUS = 104.0
#: Fewest axes that make a shape.
LEAST_AXES = 3
#: Markers closer than this are moved apart, sideways.
MARKER = 17.0
#: Characters of a label before it breaks, and lines at most.
LABEL_WIDTH, LABEL_LINES = 12, 4
LABEL_HEIGHT = 18.0


@dataclass(frozen=True)
class Point:
    """A place in the drawing."""

    x: float
    y: float

    def __str__(self) -> str:
        return f"{self.x:.1f},{self.y:.1f}"


@dataclass(frozen=True)
class Axis:
    """One section."""

    end: Point
    label_at: Point
    #: SVG text-anchor.
    anchor: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Marker:
    """One group's score on one axis."""

    at: Point


@dataclass(frozen=True)
class Series:
    """One group."""

    relation: Relation
    #: SVG path data; broken where a section has no figure.
    path: str
    markers: tuple[Marker, ...]


@dataclass(frozen=True)
class Radar:
    """All that a template draws."""

    axes: tuple[Axis, ...]
    #: (SVG points, place of the number, number) of each level of the scale; the lowest is the
    #: middle.
    rings: tuple[tuple[str, float, int], ...]
    series: tuple[Series, ...]
    width: int = WIDTH
    height: int = HEIGHT
    middle: Point = Point(*MIDDLE)
    label_height: float = LABEL_HEIGHT


def radar_of(
    instrument: InstrumentResult, scale: ScoreScale, *, english: bool = False
) -> Radar | None:
    """The radar of one questionnaire whose sections share a scale.

    None below three sections, without a figure, and where scales differ: on common axes the
    middles of three levels and of five would look alike.
    """
    sections, count = instrument.sections, len(instrument.sections)
    if not scale.levels:
        return None
    scores = {
        relation: [_shown(section.cells[relation].score, scale) for section in sections]
        for relation in instrument.relations
    }
    scores = {
        relation: values
        for relation, values in scores.items()
        if any(value is not None for value in values)
    }
    if count < LEAST_AXES or not scores:
        return None
    titles = [(english and section.title_en) or section.title for section in sections]
    places = _apart(list(scores.values()), count)
    return Radar(
        axes=tuple(_axis(place, count, title) for place, title in enumerate(titles)),
        rings=tuple(_rings(scale, count)),
        series=tuple(
            _series(relation, values, count, markers)
            for (relation, values), markers in zip(scores.items(), places, strict=True)
        ),
    )


def _at(place: int, count: int, score: float, *, aside: float = 0) -> Point:
    angle = 2 * pi * place / count - pi / 2
    radius = RADIUS * score / 100
    x = MIDDLE[0] + radius * cos(angle) - aside * sin(angle)
    return Point(x, MIDDLE[1] + radius * sin(angle) + aside * cos(angle))


def _shown(score: Fraction | None, scale: ScoreScale) -> float | None:
    """The place of a figure as it is shown, 0 to 100."""
    return None if score is None else float(scale.share(scale.figure(score)))


def _rings(scale: ScoreScale, count: int) -> Iterator[tuple[str, float, int]]:
    for level in scale.levels:
        share = float(scale.share(Decimal(level.value)))
        points = " ".join(str(_at(place, count, share)) for place in range(count))
        yield points, MIDDLE[1] - RADIUS * share / 100 + 12, level.value


def _axis(place: int, count: int, title: str) -> Axis:
    label, across = _at(place, count, 114), cos(2 * pi * place / count - pi / 2)
    anchor = "middle" if abs(across) < 0.2 else ("start" if across > 0 else "end")
    lines = textwrap.wrap(title, LABEL_WIDTH, max_lines=LABEL_LINES, placeholder=" …") or [title]
    down = sin(2 * pi * place / count - pi / 2)
    more = (len(lines) - 1) * LABEL_HEIGHT
    shift = {-1: -more, 0: 5 - more / 2, 1: 12.0}
    level = -1 if down < -0.6 else (1 if down > 0.6 else 0)
    at = Point(label.x, label.y + shift[level])
    return Axis(_at(place, count, 100), at, anchor, tuple(lines))


def _apart(series: Sequence[Sequence[float | None]], count: int) -> list[list[Point | None]]:
    """A place per group and axis; where markers would cover each other, side by side."""
    places: list[list[Point | None]] = [[None] * count for _ in series]
    for place in range(count):
        taken: list[Point] = []
        for number, values in enumerate(series):
            score = values[place]
            if score is not None:
                at = _free(place, count, score, taken)
                taken.append(at)
                places[number][place] = at
    return places


def _free(place: int, count: int, score: float, taken: Sequence[Point]) -> Point:
    for aside in (0.0, MARKER, -MARKER, 2 * MARKER, -2 * MARKER):
        at = _at(place, count, score, aside=aside)
        if all(hypot(at.x - other.x, at.y - other.y) >= MARKER - 1 for other in taken):
            return at
    return _at(place, count, score)


def _series(
    relation: Relation,
    values: Sequence[float | None],
    count: int,
    places: Sequence[Point | None],
) -> Series:
    return Series(
        relation=relation,
        path=" ".join(_path(values, count)),
        markers=tuple(
            Marker(at)
            for at, score in zip(places, values, strict=True)
            if at is not None and score is not None
        ),
    )


def _path(values: Sequence[float | None], count: int) -> Iterator[str]:
    """A closed line; where a section has no figure the line stops and begins again."""
    pen_is_down = False
    for place in [*range(count), 0]:
        score = values[place]
        if score is not None:
            yield f"{'L' if pen_is_down else 'M'}{_at(place, count, score)}"
        pen_is_down = score is not None
