"""A row of the outbox becomes a mail: its writer writes, headers are put on."""

from __future__ import annotations

import json
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from survei import clock
from survei.errors import SurveiError
from survei.mail.models import Letter
from survei.mail.rules import is_address, one_line
from survei.mail.writers import Message, write
from survei.settings import Settings


class Unwritable(SurveiError):
    """The letter can never become a mail; the row fails and the others go on."""

    message = "Alamat surel penerima tidak sah."


def compose(letter: Letter, settings: Settings) -> EmailMessage:
    """The mail of one row, the same at each try but for its date.

    Raises Unwritable, NothingToSay, or whatever its writer raises.
    """
    if not is_address(letter.recipient):
        raise Unwritable
    message = write(letter.kind, json.loads(letter.payload), settings)
    return make_mail(message, letter_id=letter.id, recipient=letter.recipient, settings=settings)


def make_mail(
    message: Message, *, letter_id: str, recipient: str, settings: Settings
) -> EmailMessage:
    """Headers and both forms of the text. Source: RFC 3834 for Auto-Submitted."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _sender(settings.mail_from)
    mail["To"] = Address(one_line(message.to_name), addr_spec=recipient)
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = format_datetime(clock.to_local(clock.now()))
    mail["Message-ID"] = f"<{letter_id}@{settings.host.rsplit(':', 1)[0]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    return mail


def _sender(text: str) -> Address:
    name, address = parseaddr(text)
    return Address(one_line(name), addr_spec=address)
