"""The outbox: what was sent, what waits, what failed and why."""

from __future__ import annotations

from admin.base import ModelView, View
from admin.mail.outbox import Outbox
from survei.mail.models import Letter


def views() -> list[View | ModelView[Letter]]:
    """The views of this area."""
    return [Outbox(Letter, name="Surel", category="Penilaian", endpoint="mail", url="surel")]
