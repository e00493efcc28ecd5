"""When to try again, what a refusal says, how a server is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from survei.errors import SettingError
from survei.mail.rules import MailServer, is_address, mail_server, refusal_text, retry_at

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 30), (5, 60), (6, 60), (40, 60)]
)
def test_the_delay_grows_to_an_hour(attempts: int, minutes: int) -> None:
    delays = [
        retry_at(NOW, attempts=attempts, queued_at=NOW, chance=chance) for chance in (0, 0.5, 1)
    ]
    expected = [NOW + timedelta(minutes=minutes * share) for share in (0.8, 1.0, 1.2)]
    assert delays == expected


def test_after_48_hours_it_is_given_up() -> None:
    queued = NOW - timedelta(hours=47, minutes=30)
    assert retry_at(NOW, attempts=50, queued_at=queued, chance=0.5) is None


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", MailServer("localhost", 25, "", "", False, False)),
        ("smtp://127.0.0.1:2525", MailServer("127.0.0.1", 2525, "", "", False, False)),
        (
            "smtp://hr%40dinas.id:s%2Fp%40ce@mail.go.id:587?starttls=true",
            MailServer("mail.go.id", 587, "hr@dinas.id", "s/p@ce", False, True),
        ),
        ("smtps://u:p@mail.go.id", MailServer("mail.go.id", 465, "u", "p", True, False)),
        ("smtp://relay:25?starttls=false", MailServer("relay", 25, "", "", False, False)),
    ],
    ids=["local", "local port", "starttls, percent signs", "smtps", "plain by decision"],
)  # fmt: skip
def test_a_url_names_a_server(url: str, server: MailServer) -> None:
    assert mail_server(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "smtp://mail.go.id",
        "smtp://u:p@mail.go.id?starttls=false",
        "smtp://mail.go.id:99999?starttls=true",
    ],
    ids=["plain", "password in the clear", "port"],
)
def test_an_unsafe_url_is_refused_by_name(url: str) -> None:
    with pytest.raises(SettingError, match="SURVEI_MAIL_URL"):
        mail_server(url)


def test_a_refusal_names_no_other_address() -> None:
    reply = b"5.1.1 <andi@example.go.id>: unknown, ask admin@else.id\r\nsecond line"
    shown = refusal_text(550, reply, recipient="andi@example.go.id")
    assert shown == "550 5.1.1 <andi@example.go.id>: unknown, ask …"


@pytest.mark.parametrize(
    "text",
    ["", "andi", "a@x.id,e@e.test", "Andi <a@x.id>", "a@x.id\r\nBcc: e@e.test", "a＠x.id", "a@b c"],
)
def test_what_is_no_plain_address(text: str) -> None:
    assert not is_address(text)
