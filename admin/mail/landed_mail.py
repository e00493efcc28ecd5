"""Reads a mail that landed in the instance folder, as plain text with its links. A resume code is
nobody's but the rater's: it is never shown, whatever reason is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from survei.response.resume_code import without_codes
from survei.web.link_routes import mask, tokens_in

#: Largest file that is read.
MOST_BYTES = 500_000
_LINK = re.compile(r"(https?://[^\s<>\"]+)")


@dataclass(frozen=True)
class Mail:
    """What is shown of a mail. Everything is text; the page escapes it."""

    headers: list[tuple[str, str]]
    #: Runs of the text: (text, whether it is a link).
    runs: list[tuple[str, bool]]
    #: Source of the HTML form, for reading only.
    html: str

    def masked(self) -> Mail:
        """The same without anything that opens a page."""
        runs = [(mask(text), False) for text, _is_link in self.runs]
        return Mail(self.headers, runs, mask(self.html))

    def tokens(self) -> set[str]:
        """The tokens of its links."""
        return {token for text, is_link in self.runs if is_link for token in tokens_in(text)}


SHOWN = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted")


def read_letter(folder: Path, letter_id: str) -> Mail | None:
    """The mail of a letter; None when it did not land here. `letter_id` is a stored key."""
    path = folder / f"{letter_id}.eml"
    if not letter_id.isalnum() or not path.is_file() or path.stat().st_size > MOST_BYTES:
        return None
    mail = message_from_bytes(path.read_bytes(), policy=default)
    return Mail(
        headers=[(name, str(mail[name])) for name in SHOWN if mail[name]],
        runs=_runs(_part(mail, "plain")),
        html=_part(mail, "html"),
    )


def _part(mail: object, kind: str) -> str:
    body = mail.get_body((kind,))  # type: ignore[attr-defined]
    return without_codes(body.get_content().replace("\r\n", "\n")) if body else ""


def _runs(text: str) -> list[tuple[str, bool]]:
    parts = _LINK.split(text)
    return [(part, place % 2 == 1) for place, part in enumerate(parts) if part]
