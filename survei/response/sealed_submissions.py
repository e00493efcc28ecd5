"""Confidential answers on their way: sealed when sent, and taken out of the box all at once.

The key of the box is destroyed after that; what is left has nothing of who sent it, in no order.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from random import SystemRandom

import msgspec
from peewee import chunked

from survei.bulk import insert_many
from survei.cycle.models import Cycle
from survei.database import database, driver_sql, long_statements
from survei.response.models import ConfidentialSubmission, SealedSubmission
from survei.sealing.private_keys import BoxKeyLost, is_there, path_of, private_key
from survei.sealing.rules import fingerprint_of, seal, unseal
from survei.typed_json import TypeReader

#: Boxes that are open at a time: their content is read and written anew, piece by piece.
PIECE = 500


class Sealed(msgspec.Struct, frozen=True, array_like=True):
    """What lies in a box."""

    ratee_id: int
    #: Relation: peer or subordinate.
    relation: str
    version_id: int
    #: JSON as in `ConfidentialSubmission`.
    answers: str
    section_scores: str


#: What a row of `SealedSubmission` holds: fingerprint, cycle, box.
Row = tuple[str, int, bytes]

#: Followed by where the values of a Row come from.
INSERT = "INSERT INTO sealed_submission (fingerprint, cycle_id, box) "
_encode = msgspec.json.Encoder().encode
_decode = TypeReader(Sealed).decode


def sealed_row(cycle: Cycle, content: Sealed) -> Row:
    """The row of an answer that nobody can read until the box is opened.

    Raises BoxKeyLost when nobody ever could.
    """
    if not cycle.box_key or not is_there(cycle.box_key):
        raise BoxKeyLost(path=path_of(cycle.box_key or "?"))
    box = seal(cycle.box_key, _encode(content))
    return fingerprint_of(box), cycle.id, box


def put_in_box(row: Row) -> None:
    """Stores it."""
    database.execute_sql(driver_sql(INSERT + "VALUES (?, ?, ?)"), row)


def open_box(cycle: Cycle) -> int:
    """Moves all answers out of the box, under new random keys, in an order that has nothing to do
    with the one they came in. Part of the caller's transaction; the box can still be opened until
    its key is destroyed. Gives their number. Raises BoxKeyLost, BoxBroken.
    """
    if not cycle.box_key:
        return 0
    private = private_key(cycle.box_key)
    rows = SealedSubmission.select(SealedSubmission.fingerprint)
    found = [row.fingerprint for row in rows.where(SealedSubmission.cycle == cycle.id)]
    SystemRandom().shuffle(found)
    with long_statements():
        for keys in chunked(found, PIECE):
            insert_many(ConfidentialSubmission, COLUMNS, _opened(cycle, private, keys))
        SealedSubmission.delete().where(SealedSubmission.cycle == cycle.id).execute()
    return len(found)


COLUMNS = ("id", "cycle_id", "ratee_id", "relation", "version_id", "answers", "section_scores")


def _opened(cycle: Cycle, private: bytes, keys: list[str]) -> Iterator[tuple[object, ...]]:
    """Rows under new keys, in their order."""
    boxes = SealedSubmission.select(SealedSubmission.box).where(
        SealedSubmission.fingerprint.in_(keys)
    )
    contents = [_decode(unseal(private, bytes(row.box))) for row in boxes]
    rows = [
        (secrets.token_hex(16), cycle.id, *msgspec.structs.astuple(content)) for content in contents
    ]
    yield from sorted(rows)
