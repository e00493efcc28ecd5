"""What a journey needs: a browser, a mail server, an empty database of each kind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from survei.settings import Settings
from tests.running import Running, free_port


class Mailbox:
    """A real SMTP server that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[Message] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Accepts every letter."""
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def letter_to(self, address: str, *, patience: float = 60) -> str:
        """The plain text of the newest letter to an address; waits for it."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            for letter in reversed(self.letters):
                if address in str(letter["To"]):
                    return letter.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
            time.sleep(0.2)
        raise AssertionError(f"no letter to {address} among {len(self.letters)}")


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    """The mail server and its URL."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield box, f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


@pytest.fixture
def installation(
    committed_db: str, settings: Settings, tmp_path: Path, mailbox: tuple[Mailbox, str]
) -> Iterator[Running]:
    """A new installation, started like an operator does, with mail by SMTP."""
    url = committed_db
    if settings.is_sqlite:
        url = f"sqlite:///{tmp_path / 'journey.sqlite3'}"
    running = Running(
        tmp_path / "journey",
        SURVEI_DATABASE_URL=url,
        SURVEI_MAIL_URL=mailbox[1],
        SURVEI_MAILS_PER_HOUR="1000",
    )
    running.wait()
    yield running
    if running.process.poll() is None:
        running.stop()
