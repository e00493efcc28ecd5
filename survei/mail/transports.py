"""How a mail leaves: to an SMTP server, or into a folder when none is set."""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol

from survei.errors import SurveiError
from survei.mail.mime import Mail
from survei.mail.rules import PER_CONNECTION, MailServer, mail_server, refusal_text
from survei.settings import Settings

#: Seconds. Source: security.md D.8, RFC 5321 section 4.5.3.2.
CONNECT_TIMEOUT = 10
COMMAND_TIMEOUT = 30
DATA_TIMEOUT = 60
#: What HR reads about a letter that was on its way when the service was stopped.
ABORTED = "Layanan dihentikan saat surat ini dikirim."


class Refused(SurveiError):
    """The server will never take this mail (5xx for the recipient or the content)."""

    message = "%(reason)s"


class Deferred(SurveiError):
    """Not now: 4xx, time-out, connection lost. Try again later."""

    message = "%(reason)s"


class Unreachable(Deferred):
    """The server itself cannot be used: no connection, no TLS, no sign-in."""


class Transport(Protocol):
    """What delivery needs of a way out."""

    def connect(self) -> None:
        """Makes sure there is a usable connection. Raises Unreachable."""

    def send(self, mail: Mail, recipient: str) -> None:
        """Hands over one mail. Raises Refused or Deferred."""

    def close(self) -> None:
        """Ends the connection; never raises."""

    def abort(self) -> None:
        """Breaks off what another thread is sending; that raises Deferred. Never raises."""


def make_transport(settings: Settings) -> Transport:
    """The way out that the settings name. Raises SettingError for a plain remote server."""
    if settings.mail_url:
        return SmtpTransport(mail_server(settings.mail_url), settings)
    return FolderTransport(mail_folder(settings))


def mail_folder(settings: Settings) -> Path:
    """Where mails land when no server is set."""
    return settings.instance / "mail"


def landed_before(settings: Settings, at: datetime) -> list[Path]:
    """Files of mails that landed before a moment; each is named by its letter's key."""
    oldest = at.timestamp()
    return [path for path in mail_folder(settings).glob("*") if path.stat().st_mtime < oldest]


class FolderTransport:
    """One `.eml` file per letter, readable by the owner only, complete or absent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def connect(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise Unreachable(reason=f"mail: {error.strerror}") from None

    def send(self, mail: Mail, recipient: str) -> None:
        name = mail.message_id.strip("<>").split("@")[0]
        partial = self.folder / f".{name}.partial"
        try:
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(mail.content)
            partial.rename(self.folder / f"{name}.eml")
        except OSError as error:
            raise Deferred(reason=f"mail: {error.strerror}") from None

    def close(self) -> None:
        """Nothing is held open."""

    def abort(self) -> None:
        """A file is written in no time."""


class SmtpTransport:
    """An SMTP server, with verified TLS where the URL asks for it; refusal, never fallback."""

    def __init__(
        self,
        server: MailServer,
        settings: Settings,
        *,
        connect_timeout: float = CONNECT_TIMEOUT,
        command_timeout: float = COMMAND_TIMEOUT,
        data_timeout: float = DATA_TIMEOUT,
    ) -> None:
        self.server = server
        self.sender = parseaddr(settings.mail_from)[1]
        self.greeting = settings.host.rsplit(":", 1)[0]
        self.timeouts = (connect_timeout, command_timeout, data_timeout)
        self._smtp: smtplib.SMTP | None = None
        self._sent = 0
        self._is_aborted = False

    def connect(self) -> None:
        if self._smtp is not None and self._sent < PER_CONNECTION:
            return
        self.close()
        try:
            self._smtp = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Unreachable(reason=self._why(error)) from None
        self._sent = 0

    def _connected(self) -> smtplib.SMTP:
        connect, command, _ = self.timeouts
        server = self.server
        where = (server.host, server.port, self.greeting)
        smtp = (
            smtplib.SMTP_SSL(*where, timeout=connect, context=ssl.create_default_context())
            if server.is_tls
            else smtplib.SMTP(*where, timeout=connect)
        )
        self._smtp = smtp  # so that a failure below still closes it
        _socket_timeout(smtp, command)
        if server.is_starttls:
            smtp.starttls(context=ssl.create_default_context())
        if server.username:
            smtp.login(server.username, server.password)
        else:
            smtp.ehlo_or_helo_if_needed()
        return smtp

    def send(self, mail: Mail, recipient: str) -> None:
        smtp = self._smtp
        if smtp is None:
            raise Unreachable(reason="tidak terhubung")
        self._sent += 1
        with self._translated():
            self._command(smtp.mail(self.sender), recipient, is_final=False)
            self._command(smtp.rcpt(recipient), recipient)
            _socket_timeout(smtp, self.timeouts[2])
            self._command(smtp.data(mail.content), recipient)
            _socket_timeout(smtp, self.timeouts[1])

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Whatever goes wrong on the wire ends the connection and is tried again later."""
        try:
            yield
        except smtplib.SMTPDataError as error:
            self._answer(error.smtp_code, error.smtp_error, "")
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Deferred(reason=self._why(error)) from None

    def _why(self, error: Exception) -> str:
        return ABORTED if self._is_aborted else _reason(error)

    def _command(self, reply: tuple[int, bytes], recipient: str, *, is_final: bool = True) -> None:
        """Goes on after 2xx. A refused sender is a matter of settings, so never final."""
        code, text = reply
        if 200 <= code < 300:
            return
        self._answer(code if is_final or code < 500 else 450, text, recipient, shown=code)

    def _answer(self, code: int, text: bytes | str, recipient: str, shown: int = 0) -> None:
        reason = refusal_text(shown or code, text, recipient=recipient)
        if code >= 500:
            self._reset()
            raise Refused(reason=reason)
        if code in (421, -1):
            self.close()
        else:
            self._reset()
        raise Deferred(reason=reason)

    def _reset(self) -> None:
        """Makes the connection ready for the next mail, or gives it up."""
        if self._smtp is None:
            return
        try:
            _socket_timeout(self._smtp, self.timeouts[1])
            if self._smtp.rset()[0] != 250:
                self.close()
        except (OSError, smtplib.SMTPException):
            self.close()

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        with suppress(OSError, smtplib.SMTPException):
            _socket_timeout(smtp, 2)
            smtp.quit()
        smtp.close()

    def abort(self) -> None:
        self._is_aborted = True
        sock = self._smtp.sock if self._smtp else None
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def _socket_timeout(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


def _reason(error: Exception) -> str:
    """What HR reads about a failed connection; the first that fits."""
    if "timed out" in str(error):
        return "Peladen surel tidak menjawab pada waktunya."
    for kind, text in _REASONS:
        if isinstance(error, kind):
            return text
    if isinstance(error, smtplib.SMTPResponseException):
        return refusal_text(error.smtp_code, error.smtp_error, recipient="")
    return "Sambungan ke peladen surel gagal."


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLCertVerificationError, "Sertifikat peladen surel tidak sah."),
    (ssl.SSLError, "Sambungan aman ke peladen surel gagal."),
    (smtplib.SMTPNotSupportedError, "Peladen surel tidak menawarkan TLS atau cara masuk."),
    (smtplib.SMTPAuthenticationError, "Peladen surel menolak nama pengguna atau sandi."),
    (smtplib.SMTPServerDisconnected, "Peladen surel memutus sambungan."),
    (ConnectionRefusedError, "Peladen surel tidak dapat dihubungi."),
)
