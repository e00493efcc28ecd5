"""Long work left to the worker: how far it is, what came of it."""

from __future__ import annotations

from admin.base import View
from admin.jobs.pages import Jobs


def views() -> list[View]:
    """The views of this area."""
    return [Jobs(name="Pekerjaan latar", endpoint="jobs", url="pekerjaan")]
