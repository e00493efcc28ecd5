"""Forms that their raters say somebody else sent, and boxes that hold something else than was sent:
an auditor decides about each.
"""

from __future__ import annotations

from admin.base import View
from admin.disputes.box_decisions import Boxes
from admin.disputes.pages import Disputes


def views() -> list[View]:
    """The views of this area."""
    return [
        Disputes(
            name="Laporan penilaian",
            category="Penilaian",
            endpoint="disputes",
            url="laporan-pengiriman",
        ),
        Boxes(name="Kotak jawaban", category="Penilaian", endpoint="boxes", url="kotak-jawaban"),
    ]
