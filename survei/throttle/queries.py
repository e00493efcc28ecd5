"""Asking whether one more is allowed."""

from __future__ import annotations

from survei import clock
from survei.throttle.choices import Limit
from survei.throttle.models import ThrottleHit
from survei.throttle.rules import key_of, wait_seconds


def seconds_to_wait(limit: Limit, subject: str) -> int:
    """Whole seconds until this subject may try again; 0 when it may now."""
    now = clock.now().timestamp()
    hits = (
        ThrottleHit.select(ThrottleHit.at)
        .where(
            ThrottleHit.key == key_of(limit, subject),
            ThrottleHit.at > now - limit.seconds,
            ThrottleHit.at <= clock.latest_credible().timestamp(),
        )
        .order_by(ThrottleHit.at.desc())
        .limit(limit.most)
    )
    return wait_seconds(limit, [hit.at for hit in hits], now)
