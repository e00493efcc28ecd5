"""HR's side of results: publishing, reading, taking away."""

from __future__ import annotations

from admin.base import View
from admin.results.pages import Results


def views() -> list[View]:
    """The views of this area."""
    return [Results(name="Hasil penilaian", category="Penilaian", endpoint="results", url="hasil")]
