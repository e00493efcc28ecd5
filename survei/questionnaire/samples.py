"""Sample answers to a whole questionnaire, for looking at a form that is filled in."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from survei.questionnaire import number_line
from survei.questionnaire.choices import CANNOT_RATE, NO, YES
from survei.questionnaire.conditions import shown
from survei.questionnaire.document import (
    Date,
    Document,
    LongText,
    Matrix,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Rating,
    ShortText,
    SingleChoice,
    YesNo,
)
from survei.questionnaire.kinds import keys_of


class Filling(StrEnum):
    """How a form is filled in."""

    LOWEST = "terendah"
    MIDDLE = "tengah"
    HIGHEST = "tertinggi"
    RANDOM = "acak"
    CANNOT_RATE = "na"


FILLING_LABELS = {
    Filling.LOWEST: "Poin terendah",
    Filling.MIDDLE: "Poin tengah",
    Filling.HIGHEST: "Poin tertinggi",
    Filling.RANDOM: "Acak",
    Filling.CANNOT_RATE: "Tidak dapat menilai",
}
#: Largest seed in an address.
MOST_SEED_DIGITS = 6
#: Where on a list a filling without chance stands.
SHARES = {Filling.LOWEST: 0.0, Filling.MIDDLE: 0.5, Filling.HIGHEST: 1.0}
TEXTS = {"id": "Contoh jawaban.", "en": "Sample answer."}
#: The day of a sample where the question sets no bounds.
SOME_DAY = date(2026, 1, 1)
#: How far a number or a day goes where one bound is missing.
REACH = 10


def asked_filling(text: str) -> tuple[Filling | None, int]:
    """Filling and seed of a word in an address: "tengah", "acak-7"; None for any other word."""
    word, _, seed = text.partition("-")
    is_seed = seed.isascii() and seed.isdecimal() and len(seed) <= MOST_SEED_DIGITS
    if word not in set(Filling) or (seed and not is_seed):
        return None, 0
    return Filling(word), int(seed or 0)


class Sampler:
    """Picks places: always the same, or by chance from a seed."""

    def __init__(self, filling: Filling, seed: int) -> None:
        self._share = SHARES.get(filling)
        self._random = random.Random(seed)

    def index(self, count: int) -> int:
        """A place among `count`, from 0; the lower of two middles."""
        if self._share is None:
            return self._random.randrange(count)
        return int(self._share * (count - 1))

    def several(self, count: int) -> list[int]:
        """All places in an order: as they stand, the other way round, or mixed."""
        places = list(range(count))
        if self._share is None:
            self._random.shuffle(places)
        return places[::-1] if self._share == 1 else places


def sample_answers(
    document: Document, filling: Filling, *, seed: int = 0, language: str = "id"
) -> dict[str, Any]:
    """Answers as they are stored, to what is shown with them; the same seed gives the same.

    "Lowest" is the first point of each scale as it stands on the form, also where it counts
    most. With `Filling.CANNOT_RATE` only "tidak dapat menilai" is answered, where it is offered.
    Files are never answered.
    """
    sampler = Sampler(filling, seed)
    found: dict[str, Any] = {}
    for question in document.questions():
        for key in answered_keys(question):
            if filling is not Filling.CANNOT_RATE:
                answer = _answer(document, question, sampler, language)
            else:
                answer = CANNOT_RATE if question.allow_na else None
            if answer is not None:
                found[key] = answer
    return shown(document, found).answers


def answered_keys(question: Question) -> list[str]:
    """Its keys without the words beside "lainnya", which no sample chooses."""
    keys = keys_of(question)
    return keys if isinstance(question, Matrix) else keys[:1]


def _answer(document: Document, question: Question, sampler: Sampler, language: str) -> Any:
    match question:
        case Rating() | Matrix():
            return _point(document, question, sampler)
        case ShortText() | LongText():
            return TEXTS[language][: question.longest]
        case _:
            sample = SAMPLES.get(type(question))
            return sample(question, sampler) if sample else None


def _point(document: Document, question: Rating | Matrix, sampler: Sampler) -> int | None:
    scale = document.scales.get(question.scale)  # a draft may name one that is not there
    values = sorted(point.value for point in scale.points) if scale else []
    return values[sampler.index(len(values))] if values else None


def _choice(question: SingleChoice, sampler: Sampler) -> str | None:
    values = [choice.value for choice in question.choices]
    return values[sampler.index(len(values))] if values else None


def _choices(question: MultipleChoice, sampler: Sampler) -> list[str] | None:
    values = [choice.value for choice in question.choices]
    least = min(max(question.minimum, 1), len(values))
    most = min(question.maximum or len(values), len(values))
    if most < 1:
        return None
    count = least + sampler.index(max(most - least, 0) + 1)
    kept = sorted(sampler.several(len(values))[:count])
    return [values[place] for place in kept]


def _ranking(question: Ranking, sampler: Sampler) -> list[str] | None:
    values = [choice.value for choice in question.choices]
    return [values[place] for place in sampler.several(len(values))] or None


def _yes_no(question: YesNo, sampler: Sampler) -> str:
    return (NO, YES)[sampler.index(2)]


def _number(question: Number, sampler: Sampler) -> int | float | None:
    """An accepted number between the bounds, or within reach of the one that is there.

    None where the draft's bounds, decimals and step accept none.
    """
    if not (number_line.is_sound(question) and number_line.fits_decimals(question)):
        return None
    unit = number_line.spacing(question)
    least, most = _ends(question, REACH * unit)
    if most < least:
        return None
    number = min(least + sampler.index(int((most - least) / unit) + 1) * unit, most)
    return float(number) if question.decimals else int(number)


def _ends(question: Number, reach: Decimal) -> tuple[Decimal, Decimal]:
    """The smallest and the largest accepted number, or one within reach for a bound not set."""
    least, most = question.minimum, question.maximum
    highest = None if most is None else number_line.around(question, number_line.exact(most))[0]
    if least is not None:
        lowest = number_line.around(question, number_line.exact(least))[1]
    else:
        lowest = Decimal(0) if highest is None else min(Decimal(0), highest - reach)
        lowest = number_line.around(question, lowest)[1]
    return lowest, lowest + reach if highest is None else highest


def _date(question: Date, sampler: Sampler) -> str:
    earliest, latest = _day(question.earliest), _day(question.latest)
    first = earliest or (latest or SOME_DAY)
    last = latest or first
    days = max((last - first).days, 0)
    return date.fromordinal(first.toordinal() + sampler.index(days + 1)).isoformat()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


#: Kinds whose sample needs nothing but the question.
SAMPLES: Mapping[type[Question], Callable[[Any, Sampler], Any]] = {
    SingleChoice: _choice,
    MultipleChoice: _choices,
    Ranking: _ranking,
    YesNo: _yes_no,
    Number: _number,
    Date: _date,
}
