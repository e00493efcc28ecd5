"""Pure rules of delivery: when to try again, what a refusal means, how a mail server is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, unquote, urlsplit

from survei.errors import SettingError

#: How long a sender holds a row; longer than any one mail can take. Source: security.md D.8.
LEASE = timedelta(minutes=10)
#: Minutes until the next try after each of the first refusals; hourly from then on.
RETRY_MINUTES = (1, 5, 15, 30, 60)
#: After this a letter that was never accepted is given up.
GIVE_UP = timedelta(hours=48)
#: But not before so many tries: a queue that stood still for two days has tried nothing, and a
#: clock that was wrong by days is no reason to give up.
LEAST_TRIES = len(RETRY_MINUTES) + 1
#: Share by which a delay is spread, so that a batch does not come back at once.
JITTER = 0.2
#: No retry is further away than this.
LONGEST_DELAY = timedelta(minutes=RETRY_MINUTES[-1] * (1 + JITTER))
#: Span of the cap on mails.
CAP_WINDOW = timedelta(hours=1)
#: Most messages on one connection.
PER_CONNECTION = 50
#: Letters that a sender takes at a time: at least and at most.
BATCH = (10, PER_CONNECTION)
#: Longest text of a refusal that is kept.
LONGEST_ERROR = 200

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")
_ANY_ADDRESS = re.compile(r"[^\s<>,;:]+@[^\s<>,;:]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
#: Hosts to which a mail may travel without TLS: it does not leave the machine.
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def is_address(text: str) -> bool:
    """Whether it is one plain address and nothing else."""
    return bool(_ADDRESS.fullmatch(text))


def batch_size(per_hour: int) -> int:
    """Letters that a sender takes at a time: a hundredth of what may leave in an hour, so that one
    that dies holds up little, within `BATCH`.
    """
    least, most = BATCH
    return min(most, max(least, per_hour // 100))


def one_line(text: str) -> str:
    """Without line breaks, control characters and direction marks: fit for a header."""
    return _CONTROL.sub(" ", text).strip()


def retry_at(
    now: datetime, *, attempts: int, queued_at: datetime, chance: float
) -> datetime | None:
    """When to try again after `attempts` tries; None when 48 hours and `LEAST_TRIES` are over.

    `chance` (0 to 1) picks the place inside ±20 %.
    """
    minutes = RETRY_MINUTES[min(max(attempts, 1), len(RETRY_MINUTES)) - 1]
    delay = timedelta(minutes=minutes * (1 - JITTER + 2 * JITTER * chance))
    is_over = now + delay > queued_at + GIVE_UP and attempts >= LEAST_TRIES
    return None if is_over else now + delay


def refusal_text(code: int, reply: bytes | str, *, recipient: str) -> str:
    """A server's refusal as HR reads it: code and first line, addresses of others removed."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    first = one_line((text.strip().splitlines() or [""])[0])
    kept = _ANY_ADDRESS.sub(lambda found: _own(found.group(), recipient), first)
    return f"{code} {kept}"[:LONGEST_ERROR].strip()


def _own(address: str, recipient: str) -> str:
    return address if address.strip("<>.").lower() == recipient.lower() else "…"


@dataclass(frozen=True)
class MailServer:
    """Where mails go, from `SURVEI_MAIL_URL`."""

    host: str
    port: int
    username: str
    password: str
    #: TLS from the first byte (smtps).
    is_tls: bool
    #: TLS by STARTTLS, insisted upon.
    is_starttls: bool


def mail_server(url: str) -> MailServer:
    """Reads `smtp://user:pass@host:587?starttls=true` or `smtps://…`.

    Raises SettingError for a plain connection to another machine: with `starttls=false` it is
    accepted as a decision, but never together with a password.
    """
    parts = urlsplit(url)
    try:
        given_port = parts.port
    except ValueError:
        raise _wrong("port tidak sah") from None
    is_tls = parts.scheme == "smtps"
    starttls = dict(parse_qsl(parts.query)).get("starttls", "")
    server = MailServer(
        host=parts.hostname or "",
        port=given_port or (465 if is_tls else 587 if starttls == "true" else 25),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=is_tls,
        is_starttls=not is_tls and starttls == "true",
    )
    _refuse_plain(server, starttls)
    return server


def _refuse_plain(server: MailServer, starttls: str) -> None:
    if server.is_tls or server.is_starttls or server.host in _LOOPBACK:
        return
    if starttls != "false":
        raise _wrong("tambahkan ?starttls=true atau pakai smtps://")
    if server.username:
        raise _wrong("sandi tidak dikirim tanpa TLS; tambahkan ?starttls=true")


def _wrong(reason: str) -> SettingError:
    return SettingError(variable="SURVEI_MAIL_URL", reason=reason)
