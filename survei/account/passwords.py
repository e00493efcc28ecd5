"""Hashing passwords: argon2id, a few at a time, and as slow for nobody as for somebody.

A file of its own because it is neither a pure rule (it is random and slow) nor a write.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

#: Source: security.md, row 16 and D.4: floor 19,456 KiB and two passes.
HASHER = PasswordHasher(time_cost=2, memory_cost=47_104, parallelism=1)
#: At most this many at once in a process: each takes 46 MiB.
_turn = BoundedSemaphore(4)

#: Frequent passwords, folded, one a line.
COMMON_FILE = Path(__file__).with_name("common_passwords.txt")


@cache
def common_passwords() -> frozenset[str]:
    """The passwords that everybody tries first, folded."""
    return frozenset(COMMON_FILE.read_text(encoding="utf-8").split())


def hash_password(password: str) -> str:
    """An argon2id hash with its own salt."""
    with _turn:
        return HASHER.hash(password)


@cache
def _nobodys_hash() -> str:
    return hash_password("nobody has this password")


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password belongs to the hash. Takes as long when there is no hash at all."""
    known = password_hash or _nobodys_hash()
    with _turn:
        try:
            HASHER.verify(known, password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_weaker(password_hash: str | None) -> bool:
    """Whether there is a hash made with other parameters than today's, to be made anew."""
    return password_hash is not None and HASHER.check_needs_rehash(password_hash)
