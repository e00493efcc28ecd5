"""No step that cannot be undone on a log from which something was taken.

What a box holds is compared with lines of the log: a decision, a report, how the box was opened.
Who owns the database can delete a line; only then, without this, it would be as if it had never
been written.
"""

from __future__ import annotations

from contextlib import suppress

from peewee import PeeweeException

from survei.audit.choices import Actor
from survei.audit.head import HEAD_FILE, look
from survei.audit.queries import verify
from survei.audit.services import record
from survei.database import database
from survei.errors import SurveiError
from survei.keys import own_keys

#: Action of the line about a step that was refused.
REFUSED = "audit.refuse"


class LogNotWhole(SurveiError):
    """Lines of the log were changed, put in or taken out."""


class LogBroken(LogNotWhole):
    """A line does not fit the one before it."""

    message = (
        "Catatan kejadian tidak utuh: catatan nomor %(number)s berubah atau disisipkan, atau yang "
        "sebelumnya dihapus. Tidak ada yang dibuka, dihitung atau diterbitkan. Periksa di server "
        "dengan perintah audit verify dan bandingkan dengan cadangan; bila sebabnya sudah jelas: "
        "audit accept-end --reason ALASAN."
    )


class LogEndMissing(LogNotWhole):
    """The newest line that this host has seen is gone, or it has never seen the log whole."""

    message = (
        "Akhir catatan kejadian hilang atau tidak dapat dibandingkan di server ini. Tidak ada yang "
        "dibuka, dihitung atau diterbitkan. Periksa di server dengan perintah audit verify dan "
        "bandingkan dengan cadangan; bila sebabnya sudah jelas: audit accept-end --reason ALASAN."
    )


def require_whole_log(step: str, cycle_id: int, *, actor: Actor) -> None:
    """Raises LogNotWhole, which the log notes as far as it can be written, unless every line fits
    and none is missing from the end. Takes a second for each 30,000 lines.
    """
    end = look(own_keys().folder / HEAD_FILE)
    verdict = verify(own_keys().audit)
    if verdict.is_intact and not end.is_missing:
        return
    facts = {"step": step, "broken_at": verdict.broken_at, "end": str(end.state)}
    with suppress(SurveiError, PeeweeException), database.atomic():
        record(actor, REFUSED, "cycle", cycle_id, **facts)
    if not verdict.is_intact:
        raise LogBroken(number=verdict.broken_at)
    raise LogEndMissing
