"""What a rater is told when people had the own link in their hands.

When, how and why, and what one can do. Not who: the office answers for it, and the log knows.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as __

from survei import clock
from survei.audit.choices import ActorKind
from survei.invitation.choices import HandoutWay
from survei.invitation.handouts import handouts_of
from survei.invitation.models import Handout, Link

GISTS = {
    HandoutWay.SLIP: __("Tautan Anda dicetak %(office)s pada %(moment)s."),
    HandoutWay.WHATSAPP: __(
        "Tautan Anda disiapkan sebagai pesan WhatsApp oleh %(office)s pada %(moment)s."
    ),
    HandoutWay.EXPORT: __("Tautan Anda diunduh ke berkas oleh %(office)s pada %(moment)s."),
    HandoutWay.SHOWN: __("Tautan Anda ditampilkan di layar oleh %(office)s pada %(moment)s."),
}


@dataclass(frozen=True)
class Handing:
    """One time that it was handed out, in words."""

    #: When and how: what is always seen of the newest one.
    gist: str
    #: Why, as typed.
    reason: str


def handings_of(link: Link, language: str) -> list[Handing]:
    """Newest first; nothing for a link that nobody was handed."""
    return [_handing(handout, language) for handout in handouts_of(link)]


def _handing(handout: Handout, language: str) -> Handing:
    by_command = handout.made_by == ActorKind.COMMAND
    gist = str(GISTS[HandoutWay(handout.way)]) % {
        "office": _("pengelola server") if by_command else _("pengelola kepegawaian"),
        "moment": clock.format_moment(handout.at, language),
    }
    # A receipt is cut at its slots, which nobody may type.
    return Handing(gist, handout.reason.replace("\ue000", "") or _("tidak disebutkan."))
