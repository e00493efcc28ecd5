"""Sections: present, filled, and weighted to a hundred percent."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from survei.numerals import written
from survei.questionnaire import places
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.document import MOST_QUESTIONS
from survei.questionnaire.finding import Finding, error, warning
from survei.questionnaire.scoring import counting_items, is_conditional, scored_sections

TOTAL = 100.0
_ROUNDING = 0.005


def at_least_one(walk: Walk) -> Iterator[Finding]:
    """There is a section."""
    if not walk.document.sections:
        yield error(
            places.WHOLE, "Kuesioner belum memiliki aspek.", "Tambahkan sedikitnya satu aspek."
        )


def not_too_long(walk: Walk) -> Iterator[Finding]:
    """No more questions than a form can take. Source: security.md, row 49."""
    count = sum(1 for _ in walk.document.questions())
    if count > MOST_QUESTIONS:
        yield error(
            places.WHOLE,
            "Kuesioner memuat %(count)s pertanyaan; batasnya %(most)s.",
            "Kurangi pertanyaan atau bagi menjadi beberapa kuesioner.",
            count=count,
            most=MOST_QUESTIONS,
        )


def with_questions(walk: Walk) -> Iterator[Finding]:
    """No section is empty."""
    for place, section in walk.sections:
        if not section.questions:
            yield error(
                place,
                "Aspek ini belum memiliki indikator.",
                "Tambahkan indikator atau hapus aspek ini.",
            )


def weight_in_range(walk: Walk) -> Iterator[Finding]:
    """Section weights are percentages."""
    for place, section in walk.sections:
        if not (math.isfinite(section.weight) and 0 <= section.weight <= TOTAL):
            yield error(
                replace(place, member="weight"),
                "Bobot aspek %(weight)s tidak mungkin.",
                "Isi bobot antara 0 dan 100 persen.",
                weight=written(section.weight),
            )


def weights_total(walk: Walk) -> Iterator[Finding]:
    """The weights of scored sections add up to 100."""
    total = sum(section.weight for section in scored_sections(walk.document))
    if scored_sections(walk.document) and not abs(total - TOTAL) <= _ROUNDING:
        yield error(
            places.WEIGHTS,
            "Bobot aspek yang dinilai berjumlah %(total)s persen, seharusnya 100.",
            "Sesuaikan bobot aspek hingga jumlahnya tepat 100 persen.",
            total=written(total),
        )


def weight_without_ratings(walk: Walk) -> Iterator[Finding]:
    """A weight needs something to weigh, and ratings need a weight to count."""
    for place, section in walk.sections:
        if section.weight > 0 and not counting_items(section) and section.questions:
            yield error(
                replace(place, member="weight"),
                "Aspek ini berbobot %(weight)s persen, tetapi tidak memiliki indikator berskala.",
                "Tambahkan indikator berskala yang berbobot atau jadikan bobot aspek 0.",
                weight=written(section.weight),
            )
        elif section.weight == 0 and counting_items(section) and scored_sections(walk.document):
            yield warning(
                replace(place, member="weight"),
                "Aspek ini berbobot 0 sehingga penilaian di dalamnya tidak ikut dihitung.",
                "Beri bobot bila aspek ini seharusnya ikut dihitung.",
            )


def some_score(walk: Walk) -> Iterator[Finding]:
    """Something is scored, unless the questionnaire is meant to collect words only."""
    if walk.document.sections and not scored_sections(walk.document):
        yield warning(
            places.WEIGHTS,
            "Tidak ada aspek yang dinilai, sehingga kuesioner ini tidak menghasilkan skor.",
            "Tambahkan indikator berskala dan beri bobot pada aspeknya bila skor diperlukan.",
        )


def asked_of_everybody(walk: Walk) -> Iterator[Finding]:
    """What is scored is asked of every rater: the number of those who were asked would tell peers'
    and subordinates' answers, and their score is not shown (`survei.result.proof`).
    """
    scored = scored_sections(walk.document)
    for place, section in walk.sections:
        if section in scored and is_conditional(section):
            yield warning(
                place,
                "Aspek ini, atau indikator di dalamnya, hanya ditanyakan menurut jawaban lain. "
                "Nilainya tidak ditampilkan untuk rekan sejawat dan bawahan, karena jumlah "
                "penilainya akan mengungkap jawaban itu.",
                "Tanyakan kepada semua penilai; siapa yang tidak tahu memilih “Tidak dapat "
                "menilai”. Bila hanya atasan dan diri sendiri yang menilai, abaikan saran ini.",
            )
