"""A sender in a process of its own, to be killed: `python -m tests.mail.sender URL PORT FOLDER`."""

from __future__ import annotations

import sys

from survei import clock
from survei.database import connect_to, database
from survei.mail import writers
from survei.mail.letter_body import Paragraph, letter
from survei.mail.transports import make_transport
from survei.mail.writers import Message
from survei.settings import Settings, load_settings
from tests.delivering import deliver_due
from tests.mail.conftest import NOW


def _write(payload: object, settings: Settings) -> Message:
    return letter("Kabar", [Paragraph("Ada kabar.")], to_name="Andi", signature="Dinas")


def main(url: str, port: str, folder: str) -> None:
    """Delivers what is due, once."""
    settings = load_settings(
        {
            "SURVEI_INSTANCE": folder,
            "SURVEI_DATABASE_URL": url,
            "SURVEI_BASE_URL": "http://localhost",
            "SURVEI_MAIL_URL": f"smtp://127.0.0.1:{port}",
        }
    )
    writers.register("greeting", _write)
    connect_to(url)
    with clock.fixed(NOW), database.connection_context():
        deliver_due(make_transport(settings), settings)


if __name__ == "__main__":
    main(*sys.argv[1:])
