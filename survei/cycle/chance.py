"""The chance that a draw goes by: a number of its own for each cycle. Pure but for `new_seed`.

`CycleChance` is the way of today (`ALGORITHM`). `PlanChance` is the way of cycles opened before
it, whose number stood in their plan; it is kept so that their draws can be repeated.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

#: The way in which cycles are drawn now; 1 was `PlanChance`. Grows with every change of what a
#: seed draws, and the way before is kept.
ALGORITHM = 2
OF_PLAN = 1
SEED_BYTES = 32


def new_seed() -> str:
    """256 random bits as 64 hexadecimal digits, made by the operating system at an opening."""
    return secrets.token_hex(SEED_BYTES)


class Chance(Protocol):
    """What a draw asks of chance. Each purpose has an order of its own."""

    def shuffled(self, members: Sequence[int], *purpose: str | int) -> list[int]:
        """The members in the order of chance."""

    def chosen(self, members: Sequence[int], count: int, *purpose: str | int) -> list[int]:
        """So many of the members."""

    def lots(self, members: Sequence[int], *purpose: str | int) -> list[float]:
        """A number for each member; the lowest comes first."""


@dataclass(frozen=True)
class CycleChance:
    """Everybody's lot is the HMAC-SHA256 of cycle, purpose and person under the seed: no two cycles
    share an order, and any language repeats it.
    """

    cycle_id: int
    #: 64 hexadecimal digits.
    seed: str

    def _lot(self, purpose: Sequence[str | int], member: int) -> int:
        text = ":".join(map(str, (self.cycle_id, *purpose, member)))
        lot = hmac.digest(bytes.fromhex(self.seed), text.encode(), "sha256")
        return int.from_bytes(lot)

    def lots(self, members: Sequence[int], *purpose: str | int) -> list[float]:
        """256 bits for each member."""
        return [self._lot(purpose, member) for member in members]

    def shuffled(self, members: Sequence[int], *purpose: str | int) -> list[int]:
        """Sorted by lot."""
        return sorted(members, key=lambda member: self._lot(purpose, member))

    def chosen(self, members: Sequence[int], count: int, *purpose: str | int) -> list[int]:
        """Those with the lowest lots."""
        return self.shuffled(members, *purpose)[:count]


@dataclass(frozen=True)
class PlanChance:
    """Python's generator, seeded by the number of the plan; cycles with one number drew alike."""

    seed: int

    def _random(self, purpose: Sequence[str | int]) -> Random:
        return Random(":".join(map(str, (self.seed, *purpose))))

    def lots(self, members: Sequence[int], *purpose: str | int) -> list[float]:
        """In the order of the members."""
        random = self._random(purpose)
        return [random.random() for _ in members]

    def shuffled(self, members: Sequence[int], *purpose: str | int) -> list[int]:
        """Depends on the order in which the members come."""
        shuffled = list(members)
        self._random(purpose).shuffle(shuffled)
        return shuffled

    def chosen(self, members: Sequence[int], count: int, *purpose: str | int) -> list[int]:
        """Depends on the order in which the members come."""
        return self._random(purpose).sample(list(members), count)


def example_chance(cycle_id: int) -> CycleChance:
    """For the check before an opening: the same at each look, so that its counts stand still. No
    opening ever uses it.
    """
    return CycleChance(cycle_id, "00" * SEED_BYTES)
