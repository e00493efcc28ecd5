"""Numbers and dates: some answer is possible."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from survei.numerals import written
from survei.questionnaire import number_line
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.document import Date, Number
from survei.questionnaire.finding import Finding, Place, error

MOST_DECIMALS = 4


def _numbers(walk: Walk) -> Iterator[tuple[Place, Number]]:
    for place, question in walk.questions:
        if isinstance(question, Number):
            yield place, question


def possible_number(walk: Walk) -> Iterator[Finding]:
    """Bounds are finite and in order; decimals between 0 and 4."""
    for place, question in _numbers(walk):
        bounds = [limit for limit in (question.minimum, question.maximum) if limit is not None]
        if bounds != sorted(bounds) or not all(math.isfinite(limit) for limit in bounds):
            yield error(
                replace(place, member="minimum"),
                "Batas bawah angka lebih besar daripada batas atasnya.",
                "Tukar atau sesuaikan kedua batas.",
            )
        elif number_line.is_sound(question) and not number_line.has_any(question):
            yield error(
                replace(place, member="maximum"),
                "Di antara kedua batas tidak ada angka yang dapat diisikan.",
                "Longgarkan batasnya, kecilkan langkahnya, atau izinkan angka di belakang koma.",
            )
        if not 0 <= question.decimals <= MOST_DECIMALS:
            yield error(
                replace(place, member="decimals"),
                "Jumlah angka di belakang koma harus 0 sampai 4.",
                "Isi 0 untuk bilangan bulat.",
            )


def possible_step(walk: Walk) -> Iterator[Finding]:
    """A step is above 0, can be typed, and fits between the bounds."""
    for place, question in _numbers(walk):
        step = question.step
        if step is None:
            continue
        if not (math.isfinite(step) and step > 0):
            yield error(
                replace(place, member="step"),
                "Langkah angka harus lebih besar dari 0.",
                "Isi misalnya 0,5 atau 1, atau kosongkan bila setiap angka boleh.",
            )
        elif number_line.is_sound(question):
            yield from _step_reached(place, question, step)


def _step_reached(place: Place, question: Number, step: float) -> Iterator[Finding]:
    least, most = question.minimum, question.maximum
    if not number_line.fits_decimals(question):
        yield error(
            replace(place, member="step"),
            "Langkah %(step)s dari %(least)s tidak dapat diisikan dengan %(decimals)s angka di "
            "belakang koma.",
            "Tambah jumlah angka di belakang koma atau bulatkan langkah dan batas bawahnya.",
            step=written(step),
            least=written(least or 0),
            decimals=question.decimals,
        )
    elif least is not None and most is not None and least < most < least + step:
        yield error(
            replace(place, member="step"),
            "Langkah %(step)s lebih besar daripada jarak kedua batas.",
            "Kecilkan langkahnya atau longgarkan batasnya.",
            step=written(step),
        )


def possible_dates(walk: Walk) -> Iterator[Finding]:
    """Bounds are ISO dates in order."""
    for place, question in walk.questions:
        if not isinstance(question, Date):
            continue
        bounds = [text for text in (question.earliest, question.latest) if text]
        if not all(map(is_date, bounds)):
            yield error(
                replace(place, member="earliest"),
                "Batas tanggal tidak dapat dibaca.",
                "Tulis sebagai tahun-bulan-hari, misalnya 2026-11-23.",
            )
        elif bounds != sorted(bounds):
            yield error(
                replace(place, member="earliest"),
                "Batas awal tanggal berada sesudah batas akhirnya.",
                "Tukar atau sesuaikan kedua tanggal.",
            )


def is_date(text: str) -> bool:
    """Whether a text is an ISO date, written in full."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
