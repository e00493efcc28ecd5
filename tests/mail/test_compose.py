"""Headers and both forms of a mail. Source: security.md B7, row 87, and row 55."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from survei.mail.compose import Unwritable, compose
from survei.mail.mime import Mail
from survei.settings import Settings
from tests.mail.conftest import Clock, post


def read(mail: Mail) -> EmailMessage:
    """The mail as its reader's program takes it."""
    return message_from_bytes(mail.content, policy=default)


def test_headers_are_complete_and_stable(db: None, settings: Settings, time: Clock) -> None:
    letter = post()
    mail = read(compose(letter, settings))
    assert dict(mail.items()) | {"Content-Type": ""} == {
        "From": "Sipakainge <tidak-dibalas@localhost>",
        "To": "Andi <andi@example.go.id>",
        "Subject": "Kabar",
        "Date": "Mon, 23 Nov 2026 10:32:00 +0800",
        "Message-ID": f"<{letter.id}@localhost>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "MIME-Version": "1.0",
        "Content-Type": "",
    }
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_text_and_html_say_the_same(db: None, settings: Settings, time: Clock) -> None:
    mail = read(compose(post(), settings))
    text = mail.get_body(("plain",)).get_content()
    url = f"http://localhost/u/{'A' * 43}"
    assert text.replace("\r", "") == (
        "Yth. Andi,\n\nAda kabar.\n\n"
        f"Buka:\n{url}\n\n"
        "Hormat kami,\nPemerintah Kota Makassar\n\n"
        "Surat ini dikirim secara otomatis. Mohon tidak membalas surat ini.\n"
    )
    html = mail.get_body(("html",)).get_content()
    assert html.count(url) == 2
    assert "<img" not in html
    assert "src=" not in html


def test_names_are_escaped_and_stay_on_one_line(db: None, settings: Settings, time: Clock) -> None:
    name = 'Andi\r\nBcc: e@e.test "><img src=x onerror=alert(1)>'
    mail = compose(post(payload={"name": name, "subject": "a\r\nBcc: e@e.test"}), settings)
    raw = read(mail)
    assert raw["Bcc"] is None
    assert [address.addr_spec for address in raw["To"].addresses] == ["andi@example.go.id"]
    assert "<img" not in raw.get_body(("html",)).get_content()


@pytest.mark.parametrize("recipient", ["a@x.id,e@e.test", "a@x.id\r\nBcc: e@e.test", "nobody"])
def test_a_bad_address_is_refused(
    db: None, settings: Settings, time: Clock, recipient: str
) -> None:
    with pytest.raises(Unwritable):
        compose(post(recipient), settings)


@pytest.mark.parametrize(
    "name", ["", "Ma'ruf, S.Kom., M.Si.", "ᨒᨚᨈᨑ", "😀" * 60, "x" * 500, "Andi <e@e.test>, b"]
)
def test_any_name_makes_one_recipient(db: None, settings: Settings, time: Clock, name: str) -> None:
    mail = compose(post(payload={"name": name}), settings)
    raw = read(mail)
    assert [address.addr_spec for address in raw["To"].addresses] == ["andi@example.go.id"]
    assert max(len(line) for line in mail.content.splitlines()) <= 998
