"""The clocks of the hosts on which workers run: what waits while one is not trusted, and saying
that it is right.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from admin.base import View, expose
from admin.forms import say
from survei.account.choices import Permission
from survei.account.policy import permits, staff_scope
from survei.clock import SKEW
from survei.cycle.queries import cycles_past_their_end
from survei.errors import SurveiError
from survei.invitation.queries import cycles_to_remind
from survei.timekeeping.models import ClockMark
from survei.timekeeping.queries import clocks, untrusted_clocks
from survei.timekeeping.rules import JUMP, STEADY
from survei.timekeeping.services import confirm_clock
from survei.web.session import current_principal

#: Units of a span from the largest; the first of which there are at least two is said.
UNITS = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1))


class ServerClock(View):
    """One page; not in the menu, since it matters on few days."""

    permission = Permission.VIEW_CYCLES
    permissions = {"confirm": Permission.EDIT_CYCLES}
    confirm_password = ("confirm",)

    def is_visible(self) -> bool:
        """Reached from the banner of the first page and of the cycles."""
        return False

    def may(self, method: str) -> bool:
        """A clock is everybody's, so HR of one unit does not confirm it."""
        principal = current_principal()
        is_bound = method == "confirm" and principal and not staff_scope(principal).everyone
        return super().may(method) and not is_bound

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """What each clock shows, why it is not trusted, and what waits."""
        return self.render(
            "server_clock/index.html",
            clocks=clocks(),
            why=why_not_trusted,
            steady_minutes=STEADY // timedelta(minutes=1),
            due=cycles_past_their_end(),
            is_reminding=bool(cycles_to_remind()),
        )

    @expose("/benar/", methods=("POST",))
    def confirm(self) -> ResponseReturnValue:
        """What waits goes on within a minute."""
        host, since = request.form.get("host", ""), _moment(request.form.get("since", ""))
        try:
            confirm_clock(host, since, actor=self.principal.actor)
        except SurveiError as refusal:
            flash(say(refusal.message, refusal.params), "error")
        else:
            flash(_("Jam dinyatakan benar. Yang menunggu segera berjalan lagi."), "success")
        return redirect(self.get_url(".index"), 303)


def _moment(text: str) -> datetime:
    """The moment that the form named; garbage is one at which no clock was looked at."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def waiting_clocks() -> list[ClockMark]:
    """Clocks that hold something up, for those who see cycles."""
    return untrusted_clocks() if permits(current_principal(), Permission.VIEW_CYCLES) else []


def why_not_trusted(mark: ClockMark) -> str:
    """Why what cannot be undone waits, in sentences; empty for a trusted clock."""
    if mark.untrusted_since is None:
        return ""
    jump = _jump_words(mark.jump_seconds) if abs(mark.jump_seconds) > JUMP.total_seconds() else ""
    is_apart = abs(mark.skew_seconds - mark.accepted_skew) > SKEW.total_seconds()
    return f"{jump} {_skew_words(mark.skew_seconds) if is_apart else ''}".strip()


def _jump_words(seconds: float) -> str:
    span = span_words(seconds)
    if seconds < 0:
        return _("Jam ini mundur %(span)s sekaligus.", span=span)
    return _(
        "Jam ini maju %(span)s sekaligus: karena disetel, atau karena server lama tidak menyala.",
        span=span,
    )


def _skew_words(seconds: float) -> str:
    span = span_words(seconds)
    if seconds < 0:
        return _("Jam ini tertinggal %(span)s dari jam server basis data.", span=span)
    return _("Jam ini mendahului jam server basis data %(span)s.", span=span)


def span_words(seconds: float) -> str:
    """ "8 jam": rounded to the largest unit of which there are at least two."""
    span = timedelta(seconds=abs(seconds))
    for unit, words in zip(UNITS, (_days, _hours), strict=False):
        if span >= 2 * unit:
            return words(round(span / unit))
    return _minutes(max(1, round(span / UNITS[-1])))


def _days(count: int) -> str:
    return ngettext("%(count)s hari", "%(count)s hari", count, count=count)


def _hours(count: int) -> str:
    return ngettext("%(count)s jam", "%(count)s jam", count, count=count)


def _minutes(count: int) -> str:
    return ngettext("%(count)s menit", "%(count)s menit", count, count=count)


def views() -> list[View]:
    """The view of this area."""
    return [ServerClock(endpoint="server_clock", url="jam")]
