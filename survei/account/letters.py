"""The texts of account letters, written anew at each delivery so that no link is at rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from survei import clock
from survei.account.choices import OneTimePurpose
from survei.account.models import OneTimeLink
from survei.account.rules import make_link_token
from survei.mail.body import Button, Facts, Paragraph, letter
from survei.mail.writers import Message, NothingToSay, register
from survei.settings import Settings

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
    link = OneTimeLink.get_or_none(OneTimeLink.token_hash == payload["link"])
    if link is None or link.user is None or link.used_at or link.expires_at <= clock.now():
        raise NothingToSay
    purpose = OneTimePurpose(link.purpose)
    token = make_link_token(settings.link_key, purpose, link.user.id, link.nonce)
    return letter(
        subject,
        [
            Paragraph(intro),
            Button("Buat kata sandi", f"{settings.base_url}/aktivasi/{token}"),
            Facts([("Berlaku sampai", clock.format_moment(link.expires_at))]),
            Paragraph(ONCE),
        ],
        to_name=link.user.name,
        signature=settings.organisation,
    )


register(ACTIVATION, write_activation)
register(RESET, write_reset)
