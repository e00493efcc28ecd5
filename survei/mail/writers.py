"""Who writes which kind of letter. Areas above mail register their writers here.

A row of the outbox names its kind and holds keys only; the text is written anew at each delivery,
so a link is never at rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from survei.errors import SurveiError
from survei.mail.choices import Lane
from survei.settings import Settings


class NothingToSay(SurveiError):
    """The letter's cause is gone (everything filled in, cycle closed): it is not sent."""

    message = "Surat ini tidak diperlukan lagi."


class TooLate(SurveiError):
    """The letter is still wanted, but could not be sent in time: it fails, and says what to do."""


@dataclass(frozen=True)
class Message:
    """A written letter, before it becomes a mail."""

    subject: str
    #: Plain text, LF line ends.
    text: str
    #: A whole HTML page that says the same; no images, nothing to fetch.
    html: str
    #: Name of the recipient, for the To header.
    to_name: str = ""


#: Gives the letter of one row: its payload and the settings (base_url, organisation, keys).
Writer = Callable[[Mapping[str, Any], Settings], Message]

#: Told inside the transaction that marks a letter as sent: its payload and the moment.
WhenSent = Callable[[Mapping[str, Any], datetime], None]


@dataclass(frozen=True)
class Kind:
    """What is known of one kind of letter."""

    writer: Writer
    lane: Lane
    when_sent: WhenSent | None


_writers: dict[str, Kind] = {}


def register(
    kind: str, writer: Writer, *, lane: Lane = Lane.BULK, when_sent: WhenSent | None = None
) -> None:
    """Makes `writer` responsible for letters of this kind, which leave on `lane`. Called at
    import by the area. `when_sent` is told once the server has accepted one.
    """
    _writers[kind] = Kind(writer, lane, when_sent)


def write(kind: str, payload: Mapping[str, Any], settings: Settings) -> Message:
    """The letter. Raises NothingToSay when it is not needed any more, TooLate when it could not
    be sent in time, KeyError for no writer.
    """
    return _writers[kind].writer(payload, settings)


def lane_of(kind: str) -> Lane:
    """The lane on which letters of this kind leave; nobody's kind never holds up another."""
    return _writers[kind].lane if kind in _writers else Lane.BULK


def when_sent(kind: str) -> WhenSent | None:
    """Whom to tell that a letter of this kind was sent."""
    return _writers[kind].when_sent if kind in _writers else None
