"""The sliding window."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

from survei.clock import SKEW
from survei.throttle.choices import Limit


def key_of(limit: Limit, subject: str) -> str:
    """What a hit is stored under: the limit's name and a hash, so that no address is kept."""
    digest = hashlib.sha256(f"{limit.name}\n{subject}".encode()).hexdigest()
    return f"{limit.name}:{digest[:40]}"


def wait_seconds(limit: Limit, hits: Sequence[float], now: float) -> int:
    """Whole seconds until one more is allowed; 0 when it is allowed now.

    `hits` are the latest moments, newest first. Those in the future count against nobody.
    """
    fresh = [at for at in hits if now - limit.seconds < at <= now + SKEW.total_seconds()]
    if len(fresh) < limit.most:
        return 0
    free_at = fresh[limit.most - 1] + limit.seconds
    if limit.rest is not None:
        free_at = min(free_at, fresh[0] + limit.rest)
    return max(0, math.ceil(free_at - now))
