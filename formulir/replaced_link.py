"""What a link that has ended says: that it was replaced, when, and where the new one is."""

from __future__ import annotations

from formulir.language import wanted_language
from formulir.refusals import Refused
from survei import clock
from survei.invitation.models import Link
from survei.invitation.queries import is_replaced
from survei.invitation.replacement_letter import is_mailed_since


def refused_as_ended(link: Link) -> Refused:
    """Why this link opens nothing. Whoever asks has held it, and learns nothing of its holder."""
    if link.revoked_at is None or not is_replaced(link):
        return Refused("revoked")
    day = clock.format_date(clock.to_local(link.revoked_at).date(), wanted_language())
    if not link.participant.email:
        return Refused("replaced_by_hand", day=day)
    return Refused("replaced" if is_mailed_since(link) else "replaced_unmailed", day=day)
