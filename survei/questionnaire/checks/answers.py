"""Questions other than ratings: an answer must be possible."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from survei.questionnaire.checks import places
from survei.questionnaire.choices import CANNOT_RATE
from survei.questionnaire.codes import PATTERN
from survei.questionnaire.document import (
    LONGEST_TEXT,
    Date,
    Document,
    LongText,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    ShortText,
    SingleChoice,
)
from survei.questionnaire.finding import Finding, Place, at, error

FEWEST_CHOICES, MOST_CHOICES = 2, 100
MOST_DECIMALS = 4


def _choice_questions(
    document: Document,
) -> Iterator[tuple[Place, SingleChoice | MultipleChoice | Ranking]]:
    for place, question in places.questions(document):
        if isinstance(question, SingleChoice | MultipleChoice | Ranking):
            yield place, question


def _of_kind(document: Document, kind: type[Question]) -> Iterator[tuple[Place, Question]]:
    pairs = places.questions(document)
    return ((place, question) for place, question in pairs if isinstance(question, kind))


def enough_choices(document: Document) -> Iterator[Finding]:
    """A choice needs at least two options."""
    for place, question in _choice_questions(document):
        if not FEWEST_CHOICES <= len(question.choices) <= MOST_CHOICES:
            yield error(
                place,
                "Ada %(count)s pilihan; yang diperbolehkan 2 sampai 100 pilihan.",
                "Tambah atau kurangi pilihan jawaban.",
                count=len(question.choices),
            )


def valid_choices(document: Document) -> Iterator[Finding]:
    """Values of options are codes, used once, and not the value of "cannot rate"."""
    for place, question in _choice_questions(document):
        values = [choice.value for choice in question.choices]
        for number, value in enumerate(values, 1):
            step = place.step(at("Pilihan %(number)s", number=number))
            if value == CANNOT_RATE or not PATTERN.fullmatch(f"a{value}"[:60]) or not value:
                yield error(
                    step,
                    "Nilai pilihan “%(value)s” tidak dapat dipakai.",
                    "Gunakan huruf kecil, angka, tanda hubung atau garis bawah, dan bukan “na”.",
                    value=places.short(value),
                )
            elif value in values[: number - 1]:
                yield error(
                    step,
                    "Nilai pilihan “%(value)s” dipakai lebih dari sekali.",
                    "Beri setiap pilihan nilai yang berbeda.",
                    value=value,
                )


def possible_choice_counts(document: Document) -> Iterator[Finding]:
    """Fewest and most options can both be met; 0 at most means no limit."""
    for place, question in _of_kind(document, MultipleChoice):
        assert isinstance(question, MultipleChoice)
        options = len(question.choices)
        most = question.maximum or options
        if not 0 <= question.minimum <= most <= options:
            yield error(
                place,
                "Batas %(minimum)s sampai %(maximum)s pilihan tidak dapat dipenuhi dari "
                "%(options)s pilihan.",
                "Sesuaikan batas paling sedikit dan paling banyak; 0 berarti tanpa batas atas.",
                minimum=question.minimum,
                maximum=question.maximum,
                options=options,
            )


def possible_number(document: Document) -> Iterator[Finding]:
    """Bounds are finite and in order; decimals between 0 and 4."""
    for place, question in _of_kind(document, Number):
        assert isinstance(question, Number)
        bounds = [limit for limit in (question.minimum, question.maximum) if limit is not None]
        if bounds != sorted(bounds) or not all(math.isfinite(limit) for limit in bounds):
            yield error(
                place,
                "Batas bawah angka lebih besar daripada batas atasnya.",
                "Tukar atau sesuaikan kedua batas.",
            )
        if not 0 <= question.decimals <= MOST_DECIMALS:
            yield error(
                place,
                "Jumlah angka di belakang koma harus 0 sampai 4.",
                "Isi 0 untuk bilangan bulat.",
            )


def possible_dates(document: Document) -> Iterator[Finding]:
    """Bounds are ISO dates in order."""
    for place, question in _of_kind(document, Date):
        assert isinstance(question, Date)
        bounds = [text for text in (question.earliest, question.latest) if text]
        if not all(map(_is_date, bounds)):
            yield error(
                place,
                "Batas tanggal tidak dapat dibaca.",
                "Tulis sebagai tahun-bulan-hari, misalnya 2026-11-23.",
            )
        elif bounds != sorted(bounds):
            yield error(
                place,
                "Batas awal tanggal berada sesudah batas akhirnya.",
                "Tukar atau sesuaikan kedua tanggal.",
            )


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def possible_length(document: Document) -> Iterator[Finding]:
    """Texts may be as long as the form accepts. Source: security.md, row 49."""
    for place, question in places.questions(document):
        if isinstance(question, ShortText | LongText) and not 1 <= question.longest <= LONGEST_TEXT:
            yield error(
                place,
                "Panjang jawaban %(longest)s karakter tidak mungkin.",
                "Isi antara 1 dan %(most)s karakter.",
                longest=question.longest,
                most=LONGEST_TEXT,
            )
