"""Copies of the keys, for the day on which a host is lost: each is noted in the log, and with every
cycle whose box it opens, since raters are told of it.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.cycle.models import Cycle
from survei.database import database
from survei.installation.key_backup import packed, write_packed
from survei.settings import Settings


def copy_keys(settings: Settings, file: Path, passphrase: str, *, actor: Actor) -> list[str]:
    """Writes all keys to a new file, under the passphrase; their names.

    Noted first: whoever is killed in between leaves a note without a copy, never a copy without
    a note. Raises FileExistsError and OSError.
    """
    if file.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), file)
    content, names = packed(settings, passphrase)
    with database.atomic():
        is_copied = Cycle.box_key.in_(_boxes_among(names))
        Cycle.update(box_key_copied_at=clock.now()).where(is_copied).execute()
        record(actor, "keys.backup", "installation", "", keys=len(names))
    write_packed(file, content)
    return names


def _boxes_among(names: list[str]) -> list[str]:
    return [Path(name).stem for name in names if "/" in name]
