"""The link key of this process, set once at start; reads and writes both need it."""

from __future__ import annotations

_key = b""


def set_key(key: bytes) -> None:
    """The key from which every token of this installation is made; another one kills them all."""
    global _key
    _key = key


def link_key() -> bytes:
    """The key. Raises RuntimeError before `set_key`: a token made of no key would be public."""
    if not _key:
        raise RuntimeError("invitation.services.set_key was not called")
    return _key
