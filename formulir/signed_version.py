"""Which questionnaire a form shows, said by the form itself and signed: for answers that come back
while the database is away, so that they can be shown with their questions.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode

from survei.keys import own_keys

#: Name of the hidden field; a question code has no such character.
FIELD = "~lembar"


def sheet_of(version_id: int, relation: str) -> str:
    """ "12.peer.<mac>": the same for everybody who gets this form."""
    return f"{version_id}.{relation}.{_mac(f'{version_id}.{relation}')}"


def read_sheet(text: str) -> tuple[int, str] | None:
    """(version id, relation), or None when it is missing, damaged or forged."""
    said, _, mac = text.rpartition(".")
    if not hmac.compare_digest(mac.encode(), _mac(said).encode()):
        return None
    version_id, _, relation = said.partition(".")
    return int(version_id), relation


def _mac(said: str) -> str:
    digest = hmac.digest(own_keys().link, f"sheet:v1:{said}".encode(), "sha256")
    return urlsafe_b64encode(digest[:12]).decode()
