"""When two scales are the same, how they differ, and what the library accepts."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from survei.errors import SurveiError, Term
from survei.questionnaire.change import Change, ChangeKind, rewordings
from survei.questionnaire.checks.scales import FEWEST_POINTS, MOST_POINTS
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Rating
from survei.questionnaire.parts import Point, Scale

#: Texts of a point: member → what it is called.
POINT_TEXTS = {
    "label": Term("Label"),
    "anchor": Term("Deskripsi perilaku"),
}
TITLES = {"title": Term("Nama skala")}
#: Sentences that tell a new wording, and those for other languages than Indonesian.
RETITLED = ("%(called)s diubah.", "%(called)s dalam %(language)s diubah.")
REWORDED = (
    "%(called)s poin %(value)s diubah.",
    "%(called)s poin %(value)s dalam %(language)s diubah.",
)


class ScaleUnfinished(SurveiError):
    """The library holds only scales that a questionnaire could be published with."""

    message = (
        "Skala belum lengkap. Skala di pustaka bernama dan berisi %(fewest)s sampai %(most)s poin, "
        "masing-masing dengan label dan nilai yang berbeda."
    )


def own(scale: Scale) -> Scale:
    """The scale without its origin."""
    return replace(scale, origin="", origin_revision=0)


def is_same(one: Scale, other: Scale) -> bool:
    """Whether titles and points are the same, wherever the scales come from."""
    return own(one) == own(other)


def require_finished(scale: Scale) -> None:
    """Raises ScaleUnfinished."""
    values = [point.value for point in scale.points]
    labels = [str(point.label).strip() for point in scale.points]
    is_finished = (
        str(scale.title).strip()
        and FEWEST_POINTS <= len(values) <= MOST_POINTS
        and len(set(values)) == len(values)
        and all(labels)
        and len(set(labels)) == len(labels)
    )
    if not is_finished:
        raise ScaleUnfinished(fewest=FEWEST_POINTS, most=MOST_POINTS)


def scale_changes(old: Scale, new: Scale) -> list[Change]:
    """Every difference from `old` to `new`: titles, then points from the lowest value on."""
    return [*_titles(old, new), *_points(old, new)]


def _titles(old: Scale, new: Scale) -> Iterator[Change]:
    yield from rewordings(TITLES, (old, new), RETITLED, {})


def _points(old: Scale, new: Scale) -> Iterator[Change]:
    before = {point.value: point for point in old.points}
    after = {point.value: point for point in new.points}
    for value in sorted(before.keys() | after.keys()):
        if value not in before:
            about = {"value": value, "label": after[value].label}
            yield Change(ChangeKind.ADDED, "Poin %(value)s “%(label)s” ditambahkan.", about)
        elif value not in after:
            about = {"value": value, "label": before[value].label}
            yield Change(ChangeKind.REMOVED, "Poin %(value)s “%(label)s” dihapus.", about)
        else:
            yield from _point(before[value], after[value])


def _point(old: Point, new: Point) -> Iterator[Change]:
    yield from rewordings(POINT_TEXTS, (old, new), REWORDED, {"value": new.value})


def anchors_left_over(document: Document, key: str, new: Scale) -> int:
    """How many own anchors of indicators on this scale would belong to no point of `new`."""
    values = {str(point.value) for point in new.points}
    return sum(
        len(question.anchors.keys() - values)
        for question in document.questions()
        if isinstance(question, Rating) and question.scale == key
    )
