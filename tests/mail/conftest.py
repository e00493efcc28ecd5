"""Real SMTP servers on this machine, good and faulty ones, and letters to deliver."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from survei import clock
from survei.mail import writers
from survei.mail.choices import Lane
from survei.mail.letter_body import Button, Paragraph, letter
from survei.mail.models import Letter
from survei.mail.services import post_letter
from survei.settings import Settings

NOW = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)


@dataclass
class Sink:
    """A handler that answers as told and keeps what it accepted."""

    #: Reply to RCPT by address; a list is used up from the front, then 250.
    rcpt: dict[str, list[str]] = field(default_factory=dict)
    #: Replies to DATA, used up from the front, then 250; "drop" closes the line instead.
    data: list[str] = field(default_factory=list)
    accepted: list[tuple[str, EmailMessage]] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    connections: int = 0
    #: Seconds before each answer to DATA.
    pause: float = 0
    #: Answers to DATA that wait until they are let go, by address.
    held: set[str] = field(default_factory=set)
    #: Addresses that wait just now.
    waiting: list[str] = field(default_factory=list)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, lines: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return lines

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried.append(address)
        answers = self.rcpt.get(address, [])
        answer = answers.pop(0) if answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.pause)
        await self._hold(envelope.rcpt_tos)
        answer = self.data.pop(0) if self.data else "250 OK"
        if answer in ("250 OK", "drop"):
            mail = message_from_bytes(envelope.content or b"", policy=default)
            self.accepted += [(address, mail) for address in envelope.rcpt_tos]
        if answer == "drop":
            server.transport.abort()
        return answer

    async def _hold(self, addresses: list[str]) -> None:
        """Slow for as long as the test wants it: no test waits for hours of a clock."""
        self.waiting += [address for address in addresses if address in self.held]
        while self.held.intersection(addresses):
            await asyncio.sleep(0.01)

    @property
    def recipients(self) -> list[str]:
        """Addresses of the mails accepted, in order."""
        return [address for address, _ in self.accepted]


@dataclass
class Server:
    """A running server and its sink."""

    sink: Sink
    port: int


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def smtp_server() -> Iterator[Callable[..., Server]]:
    """Starts servers: `smtp_server(sink, **options of aiosmtpd)`."""
    running: list[Controller] = []

    def start(sink: Sink | None = None, **options: Any) -> Server:
        sink = sink or Sink()
        controller = Controller(sink, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        running.append(controller)
        return Server(sink, controller.port)

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A server that accepts connections and never says a word."""
    listener = socket.create_server(("127.0.0.1", 0))
    held: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                held.append(listener.accept()[0])
            except OSError:
                return

    thread = threading.Thread(target=accept)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()
    for connection in held:
        connection.close()


@pytest.fixture
def wrong_certificate(tmp_path: Path) -> ssl.SSLContext:
    """A server's TLS context whose certificate nobody vouches for."""
    return _tls_context(tmp_path / "wrong.pem")


@pytest.fixture
def right_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's TLS context whose certificate this process trusts, for localhost only."""
    context = _tls_context(tmp_path / "right.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "right.pem"))
    return context


def _tls_context(path: Path) -> ssl.SSLContext:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


class Clock:
    """The test's own time."""

    def __init__(self) -> None:
        self.at = NOW

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands until told to move."""
    own = Clock()
    monkeypatch.setattr(clock, "_source", lambda: own.at)
    return own


@pytest.fixture(autouse=True)
def _a_kind_of_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "_writers", dict(writers._writers))
    writers.register("greeting", _write_greeting)
    writers.register("account", _write_greeting, lane=Lane.ACCOUNT)


def _write_greeting(payload: Any, settings: Settings) -> writers.Message:
    parts = [Paragraph("Ada kabar."), Button("Buka", f"{settings.base_url}/u/{'A' * 43}")]
    return letter(
        payload.get("subject", "Kabar"),
        parts,
        to_name=payload.get("name", "Andi"),
        signature=settings.organisation,
    )


def post(recipient: str = "andi@example.go.id", **options: Any) -> Letter:
    """One letter of the test's kind."""
    payload = options.pop("payload", {})
    return post_letter("greeting", recipient=recipient, payload=payload, **options)


def by_smtp(settings: Settings, port: int, **changes: Any) -> Settings:
    """The settings with a server on this machine."""
    return replace(settings, mail_url=f"smtp://127.0.0.1:{port}", **changes)
