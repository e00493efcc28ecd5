"""Whoever keeps looking into the outbox: one for each lane, so that none waits for another."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

from survei.database import database
from survei.errors import SurveiError
from survei.installation.queries import still_ours
from survei.mail import services
from survei.mail.choices import Lane
from survei.mail.delivery import Delivery, DeliveryCounts
from survei.mail.queries import LANES, is_anything_due
from survei.mail.transports import make_transport
from survei.settings import Settings

#: Seconds between two looks into the outbox: somebody waits for an account letter at the screen.
POLL_SECONDS = {Lane.ACCOUNT: 1.0, Lane.BULK: 3.0}
#: Seconds of rest after the server was away or the cap was reached.
REST_SECONDS = {Lane.ACCOUNT: 10.0, Lane.BULK: 60.0}
#: Seconds of rest after a fault of ours or the database's, which may be back by then.
PAUSE_SECONDS = 5.0
#: Seconds between two looks for letters that a wrong clock has put off.
MEND_SECONDS = 60.0

log = logging.getLogger(__name__)


@dataclass
class OutboxSender:
    """Delivers some lanes of the outbox over a connection of its own."""

    settings: Settings
    lanes: Sequence[Lane] = LANES
    stopping: threading.Event = field(default_factory=threading.Event)
    _mended: float = float("-inf")
    _delivery: Delivery | None = None

    def deliver(self, *, limit: int = 500) -> DeliveryCounts:
        """One run. Needs an open connection."""
        self._mend()
        return self._run(limit)

    def watch(self) -> None:
        """Looks into the outbox every few seconds until told to stop."""
        rest: float = 0
        while not self.stopping.wait(rest or self._seconds(POLL_SECONDS)):
            try:
                rest = self._look()
            except SurveiError as error:  # such as keys that were replaced
                log.log(logging.ERROR, "no letter is sent: %s", error)
                rest = self._seconds(REST_SECONDS)
            except Exception:
                log.exception("delivery stopped; trying again")
                rest = PAUSE_SECONDS

    def stop(self) -> None:
        """Ends between two letters; what is not on its way goes back at once. Needs an open
        connection.
        """
        self.stopping.set()
        if delivery := self._delivery:
            delivery.stop()

    def abort(self) -> None:
        """Breaks off the letter that is on its way; it is tried again later."""
        self.stopping.set()
        if delivery := self._delivery:
            delivery.abort()

    def _look(self) -> float:
        with database.connection_context():
            if monotonic() - self._mended >= MEND_SECONDS:
                self._mend()
            if not is_anything_due(self.lanes):
                return 0
            return self._seconds(REST_SECONDS) if self._run(500).is_over else 0

    def _run(self, limit: int) -> DeliveryCounts:
        settings = still_ours(self.settings)
        self._delivery = Delivery(make_transport(settings), settings, self.lanes)
        try:
            if self.stopping.is_set():
                return DeliveryCounts()
            return self._delivery.run(limit)
        finally:
            self._delivery = None

    def _mend(self) -> None:
        self._mended = monotonic()
        services.mend_dates(self.lanes)

    def _seconds(self, of: dict[Lane, float]) -> float:
        return min(of[lane] for lane in self.lanes)
