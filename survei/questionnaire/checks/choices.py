"""Choices and rankings: options that can be told apart, counted and kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from survei.questionnaire import places
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.choices import CANNOT_RATE, OTHER
from survei.questionnaire.codes import PATTERN
from survei.questionnaire.document import MultipleChoice, Ranking, SingleChoice
from survei.questionnaire.finding import Finding, Place, error

FEWEST_CHOICES, MOST_CHOICES = 2, 100
#: More than this nobody puts in order.
MOST_RANKED = 15

WithChoices = SingleChoice | MultipleChoice | Ranking


def _with_choices(walk: Walk) -> Iterator[tuple[Place, WithChoices]]:
    for place, question in walk.questions:
        if isinstance(question, SingleChoice | MultipleChoice | Ranking):
            yield place, question


def enough_choices(walk: Walk) -> Iterator[Finding]:
    """A choice has 2 to 100 options, a ranking 2 to 15."""
    for place, question in _with_choices(walk):
        most = MOST_RANKED if isinstance(question, Ranking) else MOST_CHOICES
        if not FEWEST_CHOICES <= len(question.choices) <= most:
            yield error(
                replace(place, entry="choices-0", member="label"),
                "Ada %(count)s pilihan; yang diperbolehkan 2 sampai %(most)s pilihan.",
                "Tambah atau kurangi pilihan jawaban.",
                count=len(question.choices),
                most=most,
            )


def valid_choices(walk: Walk) -> Iterator[Finding]:
    """Values of options are codes, used once, and not the value of "cannot rate"."""
    for place, question in _with_choices(walk):
        values = [choice.value for choice in question.choices]
        for number, value in enumerate(values, 1):
            if value == CANNOT_RATE or not PATTERN.fullmatch(f"a{value}"[:60]) or not value:
                yield error(
                    places.choice_place(place, number),
                    "Nilai pilihan “%(value)s” tidak dapat dipakai.",
                    "Gunakan huruf kecil, angka, tanda hubung atau garis bawah, dan bukan “na”.",
                    value=places.short(value),
                )
            elif value in values[: number - 1]:
                yield error(
                    places.choice_place(place, number),
                    "Nilai pilihan “%(value)s” dipakai lebih dari sekali.",
                    "Beri setiap pilihan nilai yang berbeda.",
                    value=value,
                )


def one_other(walk: Walk) -> Iterator[Finding]:
    """Beside "lainnya" with a text no option has its value."""
    for place, question in _with_choices(walk):
        if isinstance(question, Ranking) or not question.other:
            continue
        for number, choice in enumerate(question.choices, 1):
            if choice.value == OTHER:
                yield error(
                    places.choice_place(place, number),
                    "Nilai “lainnya” sudah dipakai oleh pilihan “Lainnya” dengan isian.",
                    "Hapus pilihan ini atau matikan “Lainnya” dengan isian.",
                )


def possible_choice_counts(walk: Walk) -> Iterator[Finding]:
    """Fewest and most options can both be met; 0 at most means no limit."""
    for place, question in _with_choices(walk):
        if not isinstance(question, MultipleChoice):
            continue
        options = len(question.choices) + question.other
        most = question.maximum or options
        if not 0 <= question.minimum <= most <= options:
            yield error(
                replace(place, member="minimum"),
                "Batas %(minimum)s sampai %(maximum)s pilihan tidak dapat dipenuhi dari "
                "%(options)s pilihan.",
                "Sesuaikan batas paling sedikit dan paling banyak; 0 berarti tanpa batas atas.",
                minimum=question.minimum,
                maximum=question.maximum,
                options=options,
            )
