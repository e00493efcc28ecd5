"""Keys that a test goes by where it starts no application."""

from __future__ import annotations

from pathlib import Path

from survei.keys import Keys, use_keys
from survei.settings import load_settings


def hold_own(*, link: bytes = b"l" * 32, audit: bytes = b"a" * 32) -> None:
    """This process goes by these."""
    use_keys(Keys(link=link, audit=audit, secrets=("s" * 32,)))


def hold_those_in(instance: Path) -> None:
    """This process goes by the keys of an instance folder."""
    use_keys(load_settings({"SURVEI_INSTANCE": str(instance)}).keys)
