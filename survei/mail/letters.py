"""The letter that tries out the mail settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from survei.mail.choices import Lane
from survei.mail.letter_body import Paragraph, letter
from survei.mail.writers import Message, register
from survei.settings import Settings

#: Kind of the letter that tries out the mail settings.
TEST = "test"


def write_test(payload: Mapping[str, Any], settings: Settings) -> Message:
    """That mail arrives."""
    return letter(
        "Surat uji dari Sipakainge",
        [
            Paragraph(
                "Surat ini membuktikan bahwa pengaturan surel berfungsi. Tidak ada yang perlu "
                "Anda lakukan."
            ),
        ],
        to_name=str(payload.get("name", "")),
        signature=settings.organisation,
    )


register(TEST, write_test, lane=Lane.ACCOUNT)
