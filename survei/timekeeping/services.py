"""Writes of clock marks: a worker looks at its clock, a person says that it is right."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, field
from datetime import datetime

from survei.audit.choices import SYSTEM, Actor
from survei.audit.services import record
from survei.database import database, is_sqlite
from survei.errors import SurveiError
from survei.timekeeping.models import ClockMark
from survei.timekeeping.queries import host_name, latest_mark, state_of
from survei.timekeeping.reading import read_clocks
from survei.timekeeping.rules import ClockState, Reading, confirmed, first_state, next_state

#: Seconds between two looks at the clock.
TICK_SECONDS = 15.0

log = logging.getLogger(__name__)


class ClockMoved(SurveiError):
    """What was confirmed is not what the clock shows any more."""

    message = (
        "Jam server sudah berubah lagi atau sudah dipercaya. Periksa jam yang tampil sekarang."
    )


class ClockUntrusted(SurveiError):
    """What cannot be undone is not done by a clock that has just jumped."""

    message = (
        "Jam server ini baru saja melompat, jadi tidak ada yang dihapus. Periksa jamnya, lalu "
        "nyatakan benar dengan `flask --app app worker confirm-clock`."
    )


@dataclass
class Timekeeper:
    """Looks at the clock of this host for one worker."""

    host: str = field(default_factory=host_name)

    def trusted_now(self) -> datetime | None:
        """What the clock shows, by one more look; None while what cannot be undone has to wait.
        Needs a connection.
        """
        state = self.tick()
        return state.wall if state.is_trusted else None

    def tick_if_due(self) -> None:
        """A look, unless the mark of this host is so new that another process keeps it, and still
        says what the clock deserves. Needs an open connection.
        """
        mark = ClockMark.get_or_none(ClockMark.host == self.host)
        if mark is None or not _is_kept(state_of(mark), read_clocks()):
            self.tick()

    def tick(self) -> ClockState:
        """One look: reads, judges, and leaves a mark. Needs an open connection."""
        with database.atomic():
            query = ClockMark.select().where(ClockMark.host == self.host)
            mark = (query if is_sqlite() else query.for_update()).first()
            reading = read_clocks()
            if mark is None:
                return self._first(reading)
            before = state_of(mark)
            judge = confirmed if mark.is_confirmed else next_state
            after = judge(before, reading)
            ClockMark.update(**asdict(after), is_confirmed=False).where(
                ClockMark.host == self.host
            ).execute()
            self._tell(before, after)
        return after

    def _first(self, reading: Reading) -> ClockState:
        after = first_state(reading, latest_mark())
        ClockMark.insert(host=self.host, **asdict(after)).on_conflict_ignore().execute()
        self._tell(None, after)
        return after

    def _tell(self, before: ClockState | None, after: ClockState) -> None:
        """The log says when a clock lost trust and when it got it back."""
        was = before.untrusted_since if before else None
        if after.untrusted_since is not None and after.untrusted_since != was:
            seconds = round(after.jump_seconds)
            log.log(logging.WARNING, "the clock jumped by %s s; closings and purges wait", seconds)
            record(SYSTEM, "clock.distrust", "host", self.host[:64], seconds=seconds)
        elif after.is_trusted and was is not None:
            record(SYSTEM, "clock.trust", "host", self.host[:64])


def _is_kept(state: ClockState, reading: Reading) -> bool:
    is_new = 0 <= reading.uptime - state.uptime < TICK_SECONDS
    return is_new and next_state(state, reading).is_trusted is state.is_trusted


def require_trusted_clock() -> None:
    """For commands that an operator may leave to a schedule. Raises ClockUntrusted."""
    if Timekeeper().trusted_now() is None:
        raise ClockUntrusted


def confirm_clock(host: str, untrusted_since: datetime, *, actor: Actor) -> None:
    """A person has looked at the clock of a host, as it has been since `untrusted_since`, and
    says that it is right. Its worker goes on at its next look. Raises ClockMoved.
    """
    with database.atomic():
        changed = (
            ClockMark.update(is_confirmed=True)
            .where(ClockMark.host == host, ClockMark.untrusted_since == untrusted_since)
            .execute()
        )
        if changed != 1:
            raise ClockMoved
        record(actor, "clock.confirm", "host", host[:64])
