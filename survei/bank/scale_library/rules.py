"""When two scales are the same, how they differ, and what the library accepts."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from survei.errors import SurveiError, Term
from survei.questionnaire.checks.scales import FEWEST_POINTS, MOST_POINTS
from survei.questionnaire.difference import Change, ChangeKind
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Rating
from survei.questionnaire.parts import Point, Scale

#: Texts of a point: member → what it is called.
POINT_TEXTS = {
    "label": Term("Label"),
    "anchor": Term("Deskripsi perilaku"),
    "label_en": Term("Label bahasa Inggris"),
    "anchor_en": Term("Deskripsi bahasa Inggris"),
}
TITLES = {"title": Term("Nama skala"), "title_en": Term("Nama skala bahasa Inggris")}


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
    labels = [point.label.strip() for point in scale.points]
    is_finished = (
        scale.title.strip()
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
    for member, called in TITLES.items():
        before, after = getattr(old, member), getattr(new, member)
        if before != after:
            params = {"called": called}
            message = "%(called)s diubah."
            yield Change(ChangeKind.REWORDED, message, params, before=before, after=after)


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
    for member, called in POINT_TEXTS.items():
        before, after = getattr(old, member), getattr(new, member)
        if before != after:
            params = {"called": called, "value": new.value}
            message = "%(called)s poin %(value)s diubah."
            yield Change(ChangeKind.REWORDED, message, params, before=before, after=after)


def anchors_left_over(document: Document, key: str, new: Scale) -> int:
    """How many own anchors of indicators on this scale would belong to no point of `new`."""
    values = {str(point.value) for point in new.points}
    return sum(
        len(question.anchors.keys() - values)
        for question in document.questions()
        if isinstance(question, Rating) and question.scale == key
    )
