"""A row of the outbox becomes a mail: its writer writes, headers are put on."""

from __future__ import annotations

import json
from email.headerregistry import Address
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from survei import clock
from survei.errors import SurveiError
from survei.mail.mime import Mail, header, recipient_header, written
from survei.mail.models import Letter
from survei.mail.rules import is_address, one_line
from survei.mail.writers import Message, write
from survei.settings import Settings


class Unwritable(SurveiError):
    """The letter can never become a mail; the row fails and the others go on."""

    message = "Alamat surel penerima tidak sah."


def compose(letter: Letter, settings: Settings) -> Mail:
    """The mail of one row, the same at each try but for its date.

    Raises Unwritable, NothingToSay, or whatever its writer raises.
    """
    if not is_address(letter.recipient):
        raise Unwritable
    message = write(letter.kind, json.loads(letter.payload), settings)
    return make_mail(message, letter_id=letter.id, recipient=letter.recipient, settings=settings)


def make_mail(message: Message, *, letter_id: str, recipient: str, settings: Settings) -> Mail:
    """Headers and both forms of the text. Source: RFC 3834 for Auto-Submitted."""
    message_id = f"<{letter_id}@{settings.host.rsplit(':', 1)[0]}>"
    headers = (
        header("From", _sender(settings.mail_from)),
        recipient_header(one_line(message.to_name), recipient),
        header("Subject", one_line(message.subject)),
        f"Date: {format_datetime(clock.to_local(clock.now()))}\r\n",
        f"Message-ID: {message_id}\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "X-Auto-Response-Suppress: All\r\n",
    )
    content = written(headers, message.text, message.html, boundary=f"=_{letter_id}")
    return Mail(message_id, content)


@lru_cache(maxsize=4)
def _sender(text: str) -> str:
    name, address = parseaddr(text)
    return str(Address(one_line(name), addr_spec=address))
