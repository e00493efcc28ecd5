"""The texts of account letters, written anew at each delivery so that no link is at rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from survei import clock
from survei.account.choices import ONE_TIME_PATHS, OneTimePurpose
from survei.account.errors import LinkStale
from survei.account.models import OneTimeLink
from survei.account.rules import LINK_LIFETIME, link_expires_at, make_link_token, may_still_be_sent
from survei.mail.choices import Lane
from survei.mail.letter_body import Button, Facts, Paragraph, letter
from survei.mail.writers import Message, NothingToSay, register
from survei.settings import Settings
from survei.timekeeping.queries import true_span

ACTIVATION, RESET = "activation", "reset"

WELCOME = (
    "Sebuah akun Sipakainge telah dibuat untuk Anda. Buat kata sandi Anda sendiri melalui "
    "tautan berikut; setelah itu Anda dapat masuk dengan alamat surel ini."
)
ASKED = (
    "Kami menerima permintaan untuk mengatur ulang kata sandi Anda. Buat kata sandi baru "
    "melalui tautan berikut. Abaikan surat ini bila Anda tidak memintanya: kata sandi Anda "
    "tidak berubah."
)
ONCE = "Tautan ini hanya dapat dipakai sekali. Jangan meneruskannya kepada orang lain."


def write_activation(payload: Mapping[str, Any], settings: Settings) -> Message:
    """How a new user chooses a password."""
    return _letter("Aktifkan akun Sipakainge Anda", WELCOME, payload, settings)


def write_reset(payload: Mapping[str, Any], settings: Settings) -> Message:
    """How a user chooses another password."""
    return _letter("Atur ulang kata sandi Sipakainge", ASKED, payload, settings)


def _letter(subject: str, intro: str, payload: Mapping[str, Any], settings: Settings) -> Message:
    link, now = _link_of(payload), clock.now()
    if link is None or link.user is None or link.used_at:
        raise NothingToSay
    purpose = OneTimePurpose(link.purpose)
    if not may_still_be_sent(purpose, link.created_at, min(now, true_span().earliest)):
        raise LinkStale
    token = make_link_token(settings.keys.link, purpose, link.user.id, link.nonce)
    return letter(
        subject,
        [
            Paragraph(intro),
            Button("Buat kata sandi", f"{settings.base_url}/{ONE_TIME_PATHS[purpose]}/{token}"),
            Facts((("Berlaku sampai", clock.format_moment(now + LINK_LIFETIME[purpose])),)),
            Paragraph(ONCE),
        ],
        to_name=link.user.name,
        signature=settings.organisation,
    )


def note_sending(payload: Mapping[str, Any], at: datetime) -> None:
    """The server has accepted the letter: from now on the link's time runs. Only the first time,
    so that a letter that had to be repeated prolongs nothing.
    """
    link = _link_of(payload)
    if link is None or link.sent_at:
        return
    expires_at = link_expires_at(
        OneTimePurpose(link.purpose), created_at=link.created_at, sent_at=at, is_by_letter=True
    )
    OneTimeLink.update(sent_at=at, expires_at=expires_at).where(
        OneTimeLink.token_hash == link.token_hash, OneTimeLink.sent_at.is_null()
    ).execute()


def _link_of(payload: Mapping[str, Any]) -> OneTimeLink | None:
    return OneTimeLink.get_or_none(OneTimeLink.token_hash == payload["link"])


register(ACTIVATION, write_activation, lane=Lane.ACCOUNT, when_sent=note_sending)
register(RESET, write_reset, lane=Lane.ACCOUNT, when_sent=note_sending)
