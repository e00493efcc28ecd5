"""Keys that a test goes by where it starts no application."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from survei.keys import Keys, use_keys
from survei.settings import load_settings

#: Folder of the private keys of boxes, the same in the processes that tests start.
BOXES = Path(os.environ.get("SURVEI_BOX_KEYS") or tempfile.mkdtemp(prefix="survei-boxes-"))
if "SURVEI_BOX_KEYS" not in os.environ:
    os.environ["SURVEI_BOX_KEYS"] = str(BOXES)
    atexit.register(shutil.rmtree, BOXES, ignore_errors=True)


def hold_own(*, link: bytes = b"l" * 32, audit: bytes = b"a" * 32) -> None:
    """This process goes by these."""
    use_keys(Keys(link=link, audit=audit, secrets=("s" * 32,), boxes=BOXES))


def hold_those_in(instance: Path) -> None:
    """This process goes by the keys of an instance folder."""
    use_keys(load_settings({"SURVEI_INSTANCE": str(instance), "SURVEI_BOX_KEYS": str(BOXES)}).keys)
