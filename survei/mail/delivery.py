"""Delivery of the outbox: take a few letters, write each, hand it over, note what came of it."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from survei.errors import SurveiError
from survei.mail import leases
from survei.mail.cap import give_places_back
from survei.mail.choices import Lane
from survei.mail.compose import Unwritable, compose
from survei.mail.mime import Mail
from survei.mail.models import Letter
from survei.mail.queries import LANES
from survei.mail.rules import batch_size
from survei.mail.transports import Deferred, Refused, Transport, Unreachable
from survei.mail.writers import NothingToSay, TooLate
from survei.settings import Settings

#: Failed connections in a row after which a run ends: the server is away, not the letter bad.
MOST_FAILED_CONNECTIONS = 3

log = logging.getLogger(__name__)


@dataclass
class DeliveryCounts:
    """What one run did."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    needless: int = 0
    #: Connections that failed in a row until the end of the run.
    unreachable: int = 0
    #: The hourly cap stopped the letters that are under it.
    is_capped: bool = False

    @property
    def handled(self) -> int:
        """Letters that were dealt with, one way or another."""
        return self.sent + self.deferred + self.failed + self.needless

    @property
    def is_over(self) -> bool:
        """Whether going on now makes no sense."""
        return self.is_capped or self.unreachable >= MOST_FAILED_CONNECTIONS


@dataclass
class Delivery:
    """One run over some lanes. Runs in one thread; `stop` and `abort` come from another."""

    transport: Transport
    settings: Settings
    lanes: Sequence[Lane] = LANES
    counts: DeliveryCounts = field(default_factory=DeliveryCounts)
    #: Name under which it holds letters.
    lease: str = field(default_factory=lambda: uuid.uuid4().hex)
    _stopping: threading.Event = field(default_factory=threading.Event)
    #: Ids of the letter that is on its way just now, and of the one before it.
    _on_wire: tuple[str, ...] = ()
    #: The server has accepted it; the outbox learns of it with the beginning of the next one.
    _sent: Letter | None = None
    #: Places under the cap for the letters that are held.
    _places: list[int] = field(default_factory=list)

    def run(self, limit: int = 500) -> DeliveryCounts:
        """Delivers up to `limit` due letters, one lane after the other; needs an open database
        connection, no transaction.

        One bad letter never stops the others; a server that is away ends the run.
        """
        try:
            for lane in self.lanes:
                self._run_lane(lane, limit)
        finally:
            try:
                self._settle()
                leases.give_back(self.lease)
            finally:
                self.transport.close()
        return self.counts

    def stop(self) -> None:
        """No other letter is begun, and what is held beside the one on its way goes back at once,
        for another worker to send. Needs an open connection.
        """
        self._stopping.set()
        leases.give_back(self.lease, but=self._on_wire)

    def abort(self) -> None:
        """Breaks the connection off: the letter on its way is tried again later."""
        self._stopping.set()
        self.transport.abort()

    def _run_lane(self, lane: Lane, limit: int) -> None:
        while not self._is_over(lane) and self.counts.handled < limit:
            letters = self._claim(lane, limit - self.counts.handled)
            if not letters:
                return
            for letter in letters:
                self._on_wire = tuple(one.id for one in (self._sent, letter) if one)
                if self._is_over(lane):
                    break
                self._deliver(letter)
            self._settle()

    def _claim(self, lane: Lane, most: int) -> list[Letter]:
        per_hour = self.settings.mails_per_hour
        most = min(most, batch_size(per_hour))
        if lane is Lane.ACCOUNT:
            return leases.claim(self.lease, limit=most, lane=lane)
        letters, self._places = leases.claim_under_cap(
            self.lease, limit=most, per_hour=per_hour, lane=lane
        )
        if not letters:
            self.counts.is_capped = not self._places
            self._places = []
        return letters

    def _settle(self) -> None:
        """Between two letters nothing is left unsaid: what has left, which places were not
        needed.
        """
        sent, self._sent = self._sent, None
        if sent is not None:
            leases.mark_sent(sent, self.lease)
        give_places_back(self._places)
        self._places, self._on_wire = [], ()

    def _is_over(self, lane: Lane) -> bool:
        is_capped = self.counts.is_capped and lane is not Lane.ACCOUNT
        is_away = self.counts.unreachable >= MOST_FAILED_CONNECTIONS
        return is_capped or is_away or self._stopping.is_set()

    def _deliver(self, letter: Letter) -> None:
        """One letter from row to server. Never raises for what a letter or server does."""
        counts, lease = self.counts, self.lease
        try:
            mail = compose(letter, self.settings)
        except NothingToSay as error:
            leases.mark_needless(letter, lease, str(error))
            counts.needless += 1
            return
        except Exception as error:
            _unwritable(letter, lease, error)
            counts.failed += 1
            return
        try:
            self.transport.connect()
            self._send(letter, mail)
        except Unreachable as error:
            leases.defer(letter, lease, str(error))
            counts.deferred += 1
            counts.unreachable += 1
        except Deferred as error:
            leases.defer(letter, lease, str(error), is_counted=True)
            counts.deferred += 1
        except Refused as error:
            leases.mark_failed(letter, lease, str(error))
            counts.failed += 1

    def _send(self, letter: Letter, mail: Mail) -> None:
        place = self._places[-1] if self._places else None
        if not leases.begin_attempt(letter, self.lease, place=place, sent=self._sent):
            self._sent = None
            return
        self._sent = None
        self._places = self._places[:-1]
        self.transport.send(mail, letter.recipient)
        self._sent = letter
        self.counts.sent += 1
        self.counts.unreachable = 0


def _unwritable(letter: Letter, lease: str, error: Exception) -> None:
    if isinstance(error, (Unwritable, TooLate)):
        reason = str(error)
    else:
        log.exception("letter %s (%s) cannot be written", letter.id, letter.kind)
        reason = str(SurveiError("Surat tidak dapat disusun. Hubungi administrator."))
    leases.mark_failed(letter, lease, reason)
