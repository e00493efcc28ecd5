"""Mails that landed in the instance folder because no server is set, for as long as they stay."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from survei.mail.transports import mail_folder
from survei.settings import Settings


def landed_before(settings: Settings, at: datetime) -> list[Path]:
    """Files of mails that landed before a moment; each is named by its letter's key."""
    oldest = at.timestamp()
    return [path for path in mail_folder(settings).glob("*") if path.stat().st_mtime < oldest]
