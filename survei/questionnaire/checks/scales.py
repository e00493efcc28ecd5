"""Scales and the ratings on them: points, anchors, weights."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from survei.numerals import written
from survei.questionnaire import places
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.finding import Finding, error, warning
from survei.questionnaire.scale_sums import telling_scales
from survei.questionnaire.wording import anchor_of

FEWEST_POINTS, MOST_POINTS = 2, 10
LARGEST_VALUE = 100
LARGEST_WEIGHT = 100


def number_of_points(walk: Walk) -> Iterator[Finding]:
    """A scale has 2 to 10 points."""
    for place, scale in walk.scales:
        if not FEWEST_POINTS <= len(scale.points) <= MOST_POINTS:
            yield error(
                place,
                "Skala memiliki %(count)s poin; yang diperbolehkan 2 sampai 10 poin.",
                "Tambah atau kurangi poin skala.",
                count=len(scale.points),
            )


def ascending_values(walk: Walk) -> Iterator[Finding]:
    """Values are whole numbers from 0 to 100, each larger than the one before."""
    for place, scale in walk.scales:
        values = [point.value for point in scale.points]
        if any(later <= earlier for earlier, later in pairwise(values)):
            yield error(
                place,
                "Nilai poin skala tidak berurutan naik atau ada yang sama.",
                "Urutkan poin dari nilai terkecil, setiap nilai hanya sekali.",
            )
        if any(not 0 <= value <= LARGEST_VALUE for value in values):
            yield error(
                place,
                "Ada nilai poin di luar 0 sampai 100.",
                "Gunakan nilai bulat antara 0 dan 100, misalnya 1 sampai 5.",
            )


def different_labels(walk: Walk) -> Iterator[Finding]:
    """No two points of a scale are called the same."""
    for place, scale in walk.scales:
        labels = [_folded(str(point.label)) for point in scale.points if str(point.label).strip()]
        if len(set(labels)) < len(labels):
            yield error(
                place,
                "Dua poin skala memiliki nama yang sama.",
                "Beri setiap poin nama yang berbeda.",
            )


def known(walk: Walk) -> Iterator[Finding]:
    """Every rating and matrix stands on a scale of the document."""
    for place, question in walk.questions:
        key = getattr(question, "scale", None)
        if key is not None and key not in walk.document.scales:
            yield error(
                replace(place, member="scale"),
                "Skala “%(scale)s” tidak ada dalam kuesioner ini.",
                "Pilih skala yang tersedia atau buat skala tersebut.",
                scale=places.short(key),
            )


def rating_weight(walk: Walk) -> Iterator[Finding]:
    """Weights inside a section are finite and not negative."""
    for place, rating, _ in walk.ratings:
        if not (math.isfinite(rating.weight) and 0 <= rating.weight <= LARGEST_WEIGHT):
            yield error(
                replace(place, member="weight"),
                "Bobot indikator %(weight)s tidak mungkin.",
                "Isi bobot antara 0 dan 100; 1 adalah bobot biasa, 0 berarti tidak dihitung.",
                weight=written(rating.weight),
            )


def anchored_points(walk: Walk) -> Iterator[Finding]:
    """Every point of every rating has a behavioural anchor. Source: domain.md, Behaviour."""
    for place, rating, scale in walk.scaled:
        missing = [
            point for point in scale.points if not anchor_of(walk.document, rating, point).strip()
        ]
        if missing:
            yield error(
                places.anchor_place(place, rating, missing[0]),
                "Poin %(points)s belum memiliki deskripsi perilaku.",
                "Tuliskan perilaku yang terlihat pada setiap poin, di indikator ini atau di "
                "skalanya.",
                points=", ".join(str(point.value) for point in missing),
            )


def different_anchors(walk: Walk) -> Iterator[Finding]:
    """No two points of a rating describe the same behaviour."""
    for place, rating, scale in walk.scaled:
        seen: dict[str, int] = {}
        for point in scale.points:
            anchor = _folded(anchor_of(walk.document, rating, point))
            if anchor and anchor in seen:
                yield error(
                    places.anchor_place(place, rating, point),
                    "Deskripsi perilaku poin %(first)s dan poin %(second)s sama.",
                    "Bedakan keduanya agar penilai dapat memilih.",
                    first=seen[anchor],
                    second=point.value,
                )
            seen.setdefault(anchor, point.value)


def anchors_of_points(walk: Walk) -> Iterator[Finding]:
    """No anchor belongs to a point that the scale does not have."""
    for place, rating, scale in walk.ratings:
        values = {str(point.value) for point in scale.points} if scale else set(rating.anchors)
        for value in rating.anchors:
            if value not in values:
                yield error(
                    place,
                    "Ada deskripsi perilaku untuk poin %(value)s, tetapi skala tidak memiliki "
                    "poin itu.",
                    "Hapus deskripsi tersebut atau tambahkan poinnya pada skala.",
                    value=places.short(value),
                )


def used(walk: Walk) -> Iterator[Finding]:
    """No scale lies unused."""
    in_use = {getattr(question, "scale", None) for question in walk.document.questions()}
    for place, _ in walk.scales:
        if place.scale not in in_use:
            yield warning(
                place,
                "Skala ini tidak dipakai oleh indikator mana pun.",
                "Hapus skala ini atau pakai pada indikator.",
            )


def even_enough(walk: Walk) -> Iterator[Finding]:
    """No sum of a few answers tells each of them.

    An error where peers or subordinates are to rate, which the check before an opening knows.
    """
    telling = telling_scales(walk.document)
    for place, _ in walk.scales:
        if place.scale in telling:
            yield warning(
                place,
                "Jarak antarpoin skala ini sangat tidak sama, sehingga jawaban setiap penilai "
                "dapat diketahui dari rata-ratanya.",
                "Samakan jarak antarpoin, misalnya 1 sampai 5. Tanpa itu kuesioner ini tidak "
                "dapat dipakai oleh rekan sejawat dan bawahan.",
            )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
