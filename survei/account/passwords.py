"""Hashing passwords: argon2id, a few at a time, and as slow for nobody as for somebody.

A file of its own because it is neither a pure rule (it is random and slow) nor a write.
"""

from __future__ import annotations

from collections.abc import Collection
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

#: Source: security.md, row 16 and D.4: floor 19,456 KiB and two passes.
HASHER = PasswordHasher(time_cost=2, memory_cost=47_104, parallelism=1)
#: At most this many at once in a process: each takes 46 MiB.
_turn = BoundedSemaphore(4)

#: A hash with the parameters of `HASHER` that no password is known for: whoever has none costs
#: the same work as everybody, from the first attempt of a process on.
NOBODYS_HASH = (
    "$argon2id$v=19$m=47104,t=2,p=1$UYVppzT1fOs+UX3Oqzo1pQ$EwxrCp"
    "Ud5/3hEhPKz6pLX6lsUpeTBQ/AXwzHy2iyedM"
)


def common_passwords() -> Collection[str]:
    """The 30,000 passwords that everybody tries first, in lower case, most frequent first.

    Loaded where a password is chosen, and only there: the lists take 14 MB of a process.
    """
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return FREQUENCY_LISTS["passwords"]


def hash_password(password: str) -> str:
    """An argon2id hash with its own salt."""
    with _turn:
        return HASHER.hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password belongs to the hash. Takes as long when there is no hash at all."""
    known = password_hash or NOBODYS_HASH
    with _turn:
        try:
            HASHER.verify(known, password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_weaker(password_hash: str | None) -> bool:
    """Whether there is a hash made with other parameters than today's, to be made anew."""
    return password_hash is not None and HASHER.check_needs_rehash(password_hash)
