"""How a form is filled in for show, and what picks the answers: always alike, or by chance."""

from __future__ import annotations

import random
from enum import StrEnum


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
