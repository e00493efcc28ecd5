"""Drafts of the release before are there after the update, and no link finds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survei.database import is_sqlite
from survei.response import rules
from survei.response.rules import decrypt_old_draft
from tests.migrations.conftest import Old

THIS = "0108_drafts_by_code"
TOKEN = "T" * 43
TEXT = b'{"saran":["lama"]}'


def sealed(assignment: int) -> bytes:
    """As the release before sealed."""
    nonce = bytes([assignment]) * 12
    body = (TEXT + b"\x80").ljust(2048, b"\0")
    return nonce + rules._cipher(TOKEN).encrypt(nonce, body, str(assignment).encode())


def rows(own: Any, columns: str) -> list[tuple[object, ...]]:
    """All drafts."""
    found = own.execute_sql(f"SELECT {columns} FROM draft ORDER BY assignment_id").fetchall()
    return [
        tuple(bytes(one) if isinstance(one, memoryview) else one for one in row) for row in found
    ]


def test_they_stay_as_they_were_and_come_back(database_before: Callable[[str], Old]) -> None:
    own, runner = database_before(THIS)
    without_people = (
        "PRAGMA foreign_keys = OFF" if is_sqlite() else "SET session_replication_role = replica"
    )
    own.execute_sql(without_people)
    mark = "?" if is_sqlite() else "%s"
    columns = "assignment_id, ciphertext, revision, files"
    insert = f"INSERT INTO draft ({columns}) VALUES ({', '.join([mark] * 4)})"
    before = [(7, sealed(7), 3, None), (8, sealed(8), 1, b""), (9, sealed(9), 2, sealed(9))]
    for row in before:
        own.execute_sql(insert, row)
    runner.up(THIS)
    assert rows(own, "access, link_hash") == [("old-7", ""), ("old-8", ""), ("old-9", "")]
    assert rows(own, columns) == before
    for assignment, ciphertext in rows(own, "assignment_id, ciphertext"):
        assert decrypt_old_draft(TOKEN, assignment, ciphertext) == TEXT  # type: ignore[arg-type]
    fresh = "'0', 7, 'hash', ciphertext, 1 FROM draft WHERE assignment_id = 7"
    made = "access, assignment_id, link_hash, ciphertext, revision"
    own.execute_sql(f"INSERT INTO draft ({made}) SELECT {fresh}")
    runner.down(THIS)
    assert rows(own, columns) == before
