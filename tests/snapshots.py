"""Compares a text with the file that holds what it must be.

`SNAPSHOTS=write pytest …` writes the files anew; look at the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path


def assert_snapshot(path: Path, text: str) -> None:
    """Fails where `text` differs from the file; trailing spaces and all."""
    if os.environ.get("SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert path.exists(), f"{path.name}: no snapshot"
    assert text == path.read_text()
