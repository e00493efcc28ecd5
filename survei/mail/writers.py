"""Who writes which kind of letter. Areas above mail register their writers here.

A row of the outbox names its kind and holds keys only; the text is written anew at each delivery,
so a link is never at rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from survei.errors import SurveiError
from survei.settings import Settings


class NothingToSay(SurveiError):
    """The letter's cause is gone (everything filled in, cycle closed): it is not sent."""

    message = "Surat ini tidak diperlukan lagi."


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


#: Gives the letter of one row: its payload and the settings (base_url, organisation, link_key).
Writer = Callable[[Mapping[str, Any], Settings], Message]

_writers: dict[str, Writer] = {}


def register(kind: str, writer: Writer) -> None:
    """Makes `writer` responsible for letters of this kind. Called at import by the area."""
    _writers[kind] = writer


def write(kind: str, payload: Mapping[str, Any], settings: Settings) -> Message:
    """The letter. Raises NothingToSay when it is not needed any more, KeyError for no writer."""
    return _writers[kind](payload, settings)


def kinds() -> list[str]:
    """Every kind that somebody writes, sorted."""
    return sorted(_writers)
