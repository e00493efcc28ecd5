"""Long work left to the worker: how far it is, what came of it."""

from __future__ import annotations

from admin.base import View
from admin.errands.pages import Errands


def views() -> list[View]:
    """The views of this area."""
    return [Errands(name="Pekerjaan latar", endpoint="errands", url="pekerjaan")]
