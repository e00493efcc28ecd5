"""A process that stays looks after its keys, its host's clock and the end of the log, beside its
work.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field

from peewee import PeeweeException

from survei.audit.head import keep_head
from survei.database import database
from survei.errors import SurveiError
from survei.installation.queries import still_ours
from survei.installation.rules import KeysRefused
from survei.settings import Settings
from survei.starting import END_MISSING
from survei.timekeeping.services import Timekeeper

#: Seconds between two looks: so long at most are pages served by keys that were replaced.
LOOK_SECONDS = 2.0

log = logging.getLogger(__name__)


class KeyWatch:
    """What the last look at the database's keys said: others than those that the process began with
    may be adopted at any time, on another machine too.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        #: Why nothing may be served; None while the keys are those of the database.
        self.refusal: KeysRefused | None = None

    def look(self) -> None:
        """Asks once more; the log says when the answer changes. Needs an open connection."""
        before = self.refusal
        try:
            still_ours(self.settings)
            self.refusal = None
        except KeysRefused as refusal:
            self.refusal = refusal
        if self.refusal and not before:
            log.log(logging.ERROR, "nothing is served any more: %s", self.refusal)
        if before and not self.refusal:
            log.log(logging.WARNING, "the keys are the database's again; serving goes on")


@dataclass
class ProcessWatch:
    """Looks every other second until the process ends."""

    keys: KeyWatch
    timekeeper: Timekeeper = field(default_factory=Timekeeper)
    #: What the log was told last of the end of the log of events; empty while all is well.
    _trouble: str = ""
    _over: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Begins, in a thread of its own."""
        threading.Thread(target=self._watch, name="watching", daemon=True).start()

    def _watch(self) -> None:
        while True:
            try:
                self.look()
            except PeeweeException as error:  # the requests say it, and /readyz
                log.info("not looked: %s", type(error).__name__)
            except Exception:
                log.exception("keys and clock were not looked at; trying again")
            if self._over.wait(LOOK_SECONDS):
                return

    def look(self) -> None:
        """Once. Opens a connection of its own."""
        with database.connection_context():
            self.keys.look()
            if self.keys.refusal is None:
                self._keep_time()
                self._keep_log_end()

    def _keep_log_end(self) -> None:
        """What was committed until now cannot be cut off without being missed."""
        try:
            trouble = END_MISSING if keep_head(self.keys.settings.instance).is_missing else ""
        except OSError as error:
            trouble = f"Akhir catatan kejadian tidak dapat dicatat: {error}"
        if trouble and trouble != self._trouble:
            log.log(logging.ERROR, trouble)
        self._trouble = trouble

    def _keep_time(self) -> None:
        """One process of the host does it for all, whichever comes first."""
        try:
            self.timekeeper.tick_if_due()
        except SurveiError as error:  # keys that were replaced in between
            log.info("the clock was not looked at: %s", type(error).__name__)
