"""Purges in a process of its own, for tests that kill it or run two.

`URL MOMENT INSTANCE PLACE`: says "piece" at each piece, within its transaction or after it, and
waits for a line of its input before it goes on.
"""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

from survei import clock
from survei.audit.choices import SYSTEM
from survei.database import connect_to, database
from survei.keys import use_keys
from survei.purge import erasables, services
from survei.settings import load_settings

#: What is watched in each place.
PLACES: dict[str, tuple[Any, str]] = {
    "within": (erasables.Rows, "drop"),
    "between": (services, "_step"),
}


def main() -> None:
    """One run; prints its counts, or that another one is under way."""
    url, moment, instance, place = sys.argv[1:]
    settings = load_settings({"SURVEI_INSTANCE": instance, "SURVEI_DATABASE_URL": url})
    use_keys(settings.keys)
    connect_to(url)
    _watch(*PLACES[place])
    with clock.fixed(datetime.fromisoformat(moment)), database.connection_context():
        try:
            print(dict(services.purge(settings, actor=SYSTEM).counts), flush=True)
        except services.PurgeUnderWay:
            print("under way", flush=True)


def _watch(owner: Any, name: str) -> None:
    plain = getattr(owner, name)

    def watched(*args: Any) -> Any:
        count = plain(*args)
        if count:
            print("piece", flush=True)
            sys.stdin.readline()
        return count

    setattr(owner, name, watched)


if __name__ == "__main__":
    main()
