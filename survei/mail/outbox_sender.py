"""Whoever looks into the outbox: one for each lane, so that none waits for another."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

from survei.installation.queries import still_ours
from survei.mail import leases, services
from survei.mail.choices import QUEUE_OF, Lane
from survei.mail.delivery import Delivery, DeliveryCounts
from survei.mail.queries import LANES, is_anything_due
from survei.mail.transports import make_transport
from survei.settings import Settings
from survei.task_queue.queues import forget

#: Seconds of rest after the server was away or the cap was reached.
REST_SECONDS = {Lane.ACCOUNT: 10.0, Lane.BULK: 60.0}
#: Seconds between two looks for letters that a wrong clock has put off.
MEND_SECONDS = 60.0


@dataclass
class OutboxSender:
    """Delivers some lanes of the outbox over a connection of its own."""

    settings: Settings
    lanes: Sequence[Lane] = LANES
    stopping: threading.Event = field(default_factory=threading.Event)
    _mended: float = float("-inf")
    _rest_until: float = float("-inf")
    _delivery: Delivery | None = None

    def deliver(self, *, limit: int = 500) -> DeliveryCounts:
        """One run. Needs an open connection."""
        self._mend()
        return self._run(limit)

    def look(self) -> None:
        """Sends until nothing is due, the server is away or the cap is reached; after either of
        these it rests for a while. Needs an open connection.
        """
        if monotonic() - self._mended >= MEND_SECONDS:
            self._mend()
        while self._may_go_on() and is_anything_due(self.lanes):
            counts = self._run(500)
            if counts.is_over:
                self._rest_until = monotonic() + min(REST_SECONDS[lane] for lane in self.lanes)
            elif not counts.handled:  # another sender holds what is due
                return

    def stop(self) -> None:
        """Ends between two letters; what is not on its way goes back at once. Needs an open
        connection.
        """
        self.stopping.set()
        if delivery := self._delivery:
            delivery.stop()
            services.wake_senders(self.lanes)

    def abort(self) -> None:
        """Breaks off the letter that is on its way; it is tried again later."""
        self.stopping.set()
        if delivery := self._delivery:
            delivery.abort()

    def _may_go_on(self) -> bool:
        return not self.stopping.is_set() and monotonic() >= self._rest_until

    def _run(self, limit: int) -> DeliveryCounts:
        settings = still_ours(self.settings)
        for lane in self.lanes:
            forget(QUEUE_OF[lane])
        self._delivery = Delivery(make_transport(settings), settings, self.lanes)
        try:
            if self.stopping.is_set():
                return DeliveryCounts()
            return self._delivery.run(limit)
        finally:
            self._delivery = None

    def _mend(self) -> None:
        self._mended = monotonic()
        leases.mend_dates(self.lanes)
