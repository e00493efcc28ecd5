"""Confidential answers on their way: sealed when sent, and taken out of the box all at once.

The key of the box is destroyed after that; what is left has nothing of who sent it, in no order.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from random import SystemRandom

import msgspec
from peewee import chunked

from survei.bulk import insert_many
from survei.cycle.models import Cycle
from survei.database import database, driver_sql, long_statements
from survei.keys import own_keys
from survei.response.models import ConfidentialSubmission, SealedSubmission
from survei.sealing.inclusion import Receipt, seal_receipt
from survei.sealing.private_keys import BoxKeyLost, is_there, path_of, private_key
from survei.sealing.rules import BoxBroken, fingerprint_of, seal, unseal
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
        raise BoxKeyLost(path=path_of(cycle.box_key or ""))
    box = seal(cycle.box_key, _encode(content))
    return fingerprint_of(box), cycle.id, box


def put_in_box(row: Row) -> None:
    """Stores it."""
    database.execute_sql(driver_sql(INSERT + "VALUES (?, ?, ?)"), row)


def box_receipt(assignment_id: int, fingerprint: str, *, is_own: bool = True) -> bytes:
    """What the form keeps of its box, so that the opening finds whether it is still there."""
    return seal_receipt(own_keys().link, assignment_id, Receipt(fingerprint, is_own))


def open_box(
    cycle: Cycle, is_sent: Callable[[str, Sealed | None], bool]
) -> tuple[list[str], dict[str, bytes]]:
    """Moves answers out of the box, under new random keys, in an order that has nothing to do
    with the one they came in, and empties it. Part of the caller's transaction; the box can still
    be opened until its key is destroyed.

    Only what `is_sent`, asked with fingerprint and content of each (None: unreadable), says was
    sent is taken. Gives the fingerprints of these, sorted, and {new key: SHA-256 of the row}, so
    that what is stored can be held against what was sealed. Raises BoxKeyLost.
    """
    private, found = private_key(cycle.box_key or ""), _fingerprints(cycle.id)
    SystemRandom().shuffle(found)
    taken: list[str] = []
    made: dict[str, bytes] = {}

    def opened(keys: list[str]) -> Iterator[tuple[object, ...]]:
        """Rows under new keys, in their order."""
        contents = [
            (key, content) for key, content in _contents(private, keys) if is_sent(key, content)
        ]
        taken.extend(key for key, _ in contents)
        rows = [
            (secrets.token_hex(16), cycle.id, *msgspec.structs.astuple(content))
            for _, content in contents
            if content
        ]
        made.update((str(row[0]), digest_of(row)) for row in rows)
        yield from sorted(rows)

    with long_statements():
        for keys in chunked(found, PIECE):
            insert_many(ConfidentialSubmission, COLUMNS, opened(keys))
        drop_box(cycle)
    return sorted(taken), made


def digest_of(row: tuple[object, ...]) -> bytes:
    """SHA-256 of a row of `ConfidentialSubmission`."""
    return hashlib.sha256(msgspec.json.encode(row)).digest()


def drop_box(cycle: Cycle) -> None:
    """Empties the box of a cycle. Part of the caller's transaction."""
    SealedSubmission.delete().where(SealedSubmission.cycle == cycle.id).execute()


COLUMNS = ("id", "cycle_id", "ratee_id", "relation", "version_id", "answers", "section_scores")


def contents_of(cycle: Cycle) -> Iterator[tuple[str, Sealed | None]]:
    """Fingerprint and content of all that lies in the box, in no order; without content where
    nobody can read it. Raises BoxKeyLost.
    """
    private = private_key(cycle.box_key or "")
    for keys in chunked(_fingerprints(cycle.id), PIECE):
        yield from _contents(private, keys)


def _fingerprints(cycle_id: int) -> list[str]:
    rows = SealedSubmission.select(SealedSubmission.fingerprint)
    return [row.fingerprint for row in rows.where(SealedSubmission.cycle == cycle_id)]


def _contents(private: bytes, keys: list[str]) -> Iterator[tuple[str, Sealed | None]]:
    """Each box by its key; without content where it is not what its key says."""
    rows = SealedSubmission.select().where(SealedSubmission.fingerprint.in_(keys))
    for row in rows:
        yield row.fingerprint, _content(private, row.fingerprint, bytes(row.box))


def _content(private: bytes, fingerprint: str, box: bytes) -> Sealed | None:
    if fingerprint_of(box) != fingerprint:
        return None
    try:
        return _decode(unseal(private, box))
    except (BoxBroken, msgspec.DecodeError):
        return None
