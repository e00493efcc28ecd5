"""Links of raters: who has what open, and every way of handing a link out or taking it back."""

from __future__ import annotations

from admin.base import ModelView, View
from admin.links.raters import Raters
from survei.cycle.models import Participant


def views() -> list[View | ModelView[Participant]]:
    """The views of this area."""
    return [
        Raters(
            Participant,
            name="Penilai dan tautan",
            category="Penilaian",
            endpoint="links",
            url="penilai",
        )
    ]
