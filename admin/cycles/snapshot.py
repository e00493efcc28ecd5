"""The sums of a cycle, kept for a moment: they need every form of it, the pages do not wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from survei import clock
from survei.cycle import queries
from survei.cycle.standing import Standing
from survei.staff.rules import Scope

#: How old shown sums may be; the page says when they were made.
KEPT_FOR = timedelta(seconds=30)
#: Cycles and scopes kept at once.
MOST_KEPT = 64


@dataclass(frozen=True)
class Snapshot:
    """Sums and the moment they were made."""

    standing: Standing
    at: datetime


def standing_now(cycle_id: int, scope: Scope) -> Snapshot:
    """The sums, at most `KEPT_FOR` old. Kept per process; never beyond the application."""
    kept: dict[tuple[int, Scope], Snapshot] = current_app.extensions.setdefault(
        "cycle_standings", {}
    )
    found = kept.get((cycle_id, scope))
    if found is None or not timedelta() <= clock.now() - found.at < KEPT_FOR:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        found = Snapshot(queries.progress(cycle_id, scope), clock.now())
        kept[cycle_id, scope] = found
    return found
