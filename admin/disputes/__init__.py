"""Forms that their raters say somebody else sent: an auditor decides about each."""

from __future__ import annotations

from admin.base import View
from admin.disputes.pages import Disputes


def views() -> list[View]:
    """The views of this area."""
    return [
        Disputes(
            name="Laporan penilaian",
            category="Penilaian",
            endpoint="disputes",
            url="laporan-pengiriman",
        )
    ]
