"""A solver that knows nothing of the product's reckoning: it tries every group there can be, and
says how far somebody who reads what is published, and is one of the raters, narrows another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement, product

#: One answer for each question, as points; None for "tidak dapat menilai".
Row = tuple[int | None, ...]


def every_group(
    points: Sequence[int], questions: int, raters: int, *, most_left_out: int = 0
) -> Iterator[tuple[Row, ...]]:
    """All groups of answers, without order; each rater may leave out that many questions."""
    given = [*points, None] if most_left_out else points
    rows = [one for one in product(given, repeat=questions) if one.count(None) <= most_left_out]
    return combinations_with_replacement(rows, raters)


def least_left(
    groups: Iterator[tuple[Row, ...]],
    published: Callable[[tuple[Row, ...]], Hashable],
    score: Callable[[Row], Fraction],
    points: Sequence[int],
) -> tuple[Fraction, object]:
    """The smallest share of the scale that is left of any other's answer or score, over all that
    can be published and all own answers of its reader, and where that is.
    """
    others: dict[tuple[Hashable, Row], set[Row]] = defaultdict(set)
    for group in groups:
        look = published(group)
        for own in set(group):
            rest = list(group)
            rest.remove(own)
            others[look, own].update(rest)
    width = points[-1] - points[0]
    worst: tuple[Fraction, object] = (Fraction(1), None)
    for seen, rows in others.items():
        answers = [[one for one in given if one is not None] for given in zip(*rows, strict=True)]
        left = [Fraction(max(given) - min(given), width) for given in answers if given]
        scores = [score(row) for row in rows]
        left.append((max(scores) - min(scores)) / 100)
        worst = min(worst, (min(left), seen), key=lambda one: one[0])
    return worst
