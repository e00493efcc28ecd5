"""Delivery of the outbox: take a few letters, write each, hand it over, note what came of it."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from survei.errors import SurveiError
from survei.mail import services
from survei.mail.compose import Unwritable, compose
from survei.mail.models import Letter
from survei.mail.queries import attempts_in_window
from survei.mail.services import Attempt
from survei.mail.transports import Deferred, Refused, Transport, Unreachable
from survei.mail.writers import NothingToSay
from survei.settings import Settings

#: Letters taken at a time; few, so that a dying sender holds up few.
BATCH = 10
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
    #: The hourly cap stopped the run.
    is_capped: bool = False

    @property
    def handled(self) -> int:
        """Letters that were dealt with, one way or another."""
        return self.sent + self.deferred + self.failed + self.needless

    @property
    def is_over(self) -> bool:
        """Whether going on now makes no sense."""
        return self.is_capped or self.unreachable >= MOST_FAILED_CONNECTIONS


def deliver_due(
    transport: Transport,
    settings: Settings,
    *,
    limit: int = 500,
    is_stopping: Callable[[], bool] = lambda: False,
) -> DeliveryCounts:
    """Delivers up to `limit` due letters; needs an open database connection, no transaction.

    One bad letter never stops the others; a server that is away ends the run. `is_stopping` is
    asked between letters: a worker that shall end does not begin another one.
    """
    counts = DeliveryCounts()
    lease = uuid.uuid4().hex
    try:
        while counts.handled < limit and not counts.is_over and not is_stopping():
            if attempts_in_window() >= settings.mails_per_hour:
                counts.is_capped = True
                break
            letters = services.claim(lease, limit=min(BATCH, limit - counts.handled))
            if not letters:
                break
            for letter in letters:
                _deliver(letter, lease, transport, settings, counts)
                if counts.is_over or is_stopping():
                    break
    finally:
        services.give_back(lease)
        transport.close()
    return counts


def _deliver(
    letter: Letter, lease: str, transport: Transport, settings: Settings, counts: DeliveryCounts
) -> None:
    """One letter from row to server. Never raises for what a letter or server does."""
    try:
        mail = compose(letter, settings)
    except NothingToSay as error:
        services.mark_needless(letter, lease, str(error))
        counts.needless += 1
        return
    except Exception as error:
        _unwritable(letter, lease, error)
        counts.failed += 1
        return
    try:
        transport.connect()
        attempt = services.begin_attempt(letter, lease, per_hour=settings.mails_per_hour)
        if attempt is Attempt.GRANTED:
            transport.send(mail, letter.recipient)
            services.mark_sent(letter, lease)
            counts.sent += 1
            counts.unreachable = 0
        elif attempt is Attempt.CAPPED:
            counts.is_capped = True
    except Unreachable as error:
        services.defer(letter, lease, str(error))
        counts.deferred += 1
        counts.unreachable += 1
    except Deferred as error:
        services.defer(letter, lease, str(error), is_counted=True)
        counts.deferred += 1
    except Refused as error:
        services.mark_failed(letter, lease, str(error))
        counts.failed += 1


def _unwritable(letter: Letter, lease: str, error: Exception) -> None:
    if isinstance(error, Unwritable):
        reason = str(error)
    else:
        log.exception("letter %s (%s) cannot be written", letter.id, letter.kind)
        reason = str(SurveiError("Surat tidak dapat disusun. Hubungi administrator."))
    services.mark_failed(letter, lease, reason)
