"""Proof that a form was opened at a moment, carried by the form itself: nothing is stored.

Needed for the grace minutes after the closing; it says nothing about the person.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from datetime import UTC, datetime

from survei.keys import own_keys

#: Name of the hidden field; a question code has no such character.
FIELD = "~dibuka"


def stamp(token: str, at: datetime) -> str:
    """ "1795402320.<mac>": a moment, bound to the link."""
    moment = str(int(at.timestamp()))
    return f"{moment}.{_mac(token, moment)}"


def opened_at(token: str, stamped: str) -> datetime | None:
    """The moment, or None when the stamp is missing, foreign or forged."""
    moment, _, mac = stamped.partition(".")
    if not (moment.isascii() and moment.isdecimal() and len(moment) <= 12):
        return None
    if not hmac.compare_digest(mac.encode(), _mac(token, moment).encode()):
        return None
    return datetime.fromtimestamp(int(moment), UTC)


def _mac(token: str, moment: str) -> str:
    digest = hmac.digest(own_keys().link, f"opened:v1:{token}:{moment}".encode(), "sha256")
    return urlsafe_b64encode(digest[:15]).decode()
