"""One run of the outbox, as a lane of the worker makes it."""

from __future__ import annotations

from collections.abc import Sequence

from survei.mail.choices import Lane
from survei.mail.delivery import Delivery, DeliveryCounts
from survei.mail.queries import LANES
from survei.mail.transports import Transport
from survei.settings import Settings


def deliver_due(
    transport: Transport, settings: Settings, *, lanes: Sequence[Lane] = LANES, limit: int = 500
) -> DeliveryCounts:
    """Sends what is due now."""
    return Delivery(transport, settings, lanes).run(limit)
