"""Whether a process that stays may still go by the keys it began with: another may be adopted at
any time, on another machine too.
"""

from __future__ import annotations

import logging

from survei.installation.queries import still_ours
from survei.installation.rules import KeysRefused
from survei.settings import Settings

log = logging.getLogger(__name__)


class KeyWatch:
    """What the last look at the database's keys said."""

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
