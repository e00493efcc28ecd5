"""How long data is kept: the rules, what is due and gone, and legal holds."""

from __future__ import annotations

from admin.base import View
from admin.retention.pages import Retention


def views() -> list[View]:
    """The views of this area."""
    return [
        Retention(
            name="Masa simpan data", category="Sistem", endpoint="retention", url="masa-simpan"
        )
    ]
