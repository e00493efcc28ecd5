"""Whether a printed code is that of a published result: told to anybody, without its content."""

from __future__ import annotations

from dataclasses import dataclass

from survei.result.models import Result
from survei.result.queries import published_with
from survei.result.sealed_results import Seals, note_altered


@dataclass(frozen=True)
class Confirmed:
    """What anybody is told of a document whose code is right."""

    row: Result
    #: Whether it is still what was published.
    is_intact: bool


#: Digits of the code that stands on a result; older releases printed fewer.
CODE_DIGITS, OLDER_DIGITS = 16, 12


def code_of(row: Result) -> str:
    """The code that stands on a result: the beginning of its hash, hex."""
    return row.sha256[:CODE_DIGITS]


def confirmed(code: str) -> Confirmed | None:
    """The published document whose hash begins with these hexadecimal digits."""
    row = published_with(code)
    if row is None:
        return None
    is_intact = Seals(row.cycle_id).holds(row)
    if not is_intact:
        note_altered(row)
    return Confirmed(row, is_intact)
