"""Keys that a test goes by where it starts no application."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from survei.audit.head import HEAD_FILE, Head, write_head
from survei.audit.rules import GENESIS
from survei.keys import Keys, use_keys
from survei.settings import load_settings

#: How the folders of this test process are called: what one destroys, another may be backing up.
OWN = f"survei-boxes-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}-"
if OWN not in os.environ.get("SURVEI_BOX_KEYS", ""):
    os.environ["SURVEI_BOX_KEYS"] = tempfile.mkdtemp(prefix=OWN)
    atexit.register(shutil.rmtree, os.environ["SURVEI_BOX_KEYS"], ignore_errors=True)
#: Folder of the private keys of boxes, the same in the processes that tests start.
BOXES = Path(os.environ["SURVEI_BOX_KEYS"])


def know_log_from_its_beginning(folder: Path) -> None:
    """As a host on which the log was empty at first."""
    write_head(folder / HEAD_FILE, Head(0, GENESIS, datetime.now(UTC).isoformat()))


know_log_from_its_beginning(BOXES)


def hold_own(*, link: bytes = b"l" * 32, audit: bytes = b"a" * 32, folder: Path = BOXES) -> None:
    """This process goes by these."""
    use_keys(Keys(link=link, audit=audit, secrets=("s" * 32,), boxes=BOXES, folder=folder))


def hold_those_in(instance: Path) -> None:
    """This process goes by the keys of an instance folder."""
    use_keys(load_settings({"SURVEI_INSTANCE": str(instance), "SURVEI_BOX_KEYS": str(BOXES)}).keys)
