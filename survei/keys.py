"""The keys of a process: one value, held from its start on, asked by whatever signs or hashes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Keys:
    """Read from the environment and the instance folder (`survei.settings`). None is ever shown:
    not in a log, not in a traceback.
    """

    #: Key of all rater links; another one makes every link dead.
    link: bytes = field(repr=False)
    #: Key of the audit chain.
    audit: bytes = field(repr=False)
    #: Keys that sign sessions and tokens; the first signs, all verify.
    secrets: tuple[str, ...] = field(repr=False)
    #: Folder of the private keys of the cycles' boxes (`survei.sealing`).
    boxes: Path
    #: Folder of the key files, and of the newest line of the log (`survei.audit.head`).
    folder: Path
    #: Whether SURVEI_SECRET_KEYS gives the secret keys; else a file does.
    are_secrets_set: bool = False
    #: Names of key files that are not there: their keys were made for this process alone.
    absent: frozenset[str] = frozenset()


_own: Keys | None = None


def use_keys(keys: Keys) -> None:
    """This process goes by these keys from now on."""
    global _own
    _own = keys


def own_keys() -> Keys:
    """The keys of this process. Raises RuntimeError before `use_keys`: a token made of no key would
    be public.
    """
    if _own is None:
        raise RuntimeError("this process was given no keys")
    return _own
