"""The letter that brings what stands in place of links that the office replaced: one for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from survei.cycle.models import Participant
from survei.invitation.choices import LinkPurpose
from survei.invitation.dispute_letters import DISPUTE_REPORTED
from survei.invitation.disputes import DISPUTABLE
from survei.invitation.holder import holder_of
from survei.invitation.letters import (
    LOST_LINK,
    NEW_LINK,
    NEW_RESULT_LINK,
    RESULT,
    contact_parts,
    ways_in,
)
from survei.invitation.models import Link
from survei.invitation.queries import ASKING
from survei.mail.choices import Lane, LetterState
from survei.mail.letter_body import Paragraph, letter
from survei.mail.models import Letter
from survei.mail.services import post_letter
from survei.mail.writers import Message, NothingToSay, register
from survei.settings import Settings

#: Its kind. It goes first, as whoever opens the old link is told to look for it.
REPLACED_LINK = "replaced_link"
#: Kinds that bring a rater's list and say what came of the old link.
TELLING = (REPLACED_LINK, NEW_LINK, DISPUTE_REPORTED)
#: Kinds that bring it, or the link to a result.
BRINGING = {
    LinkPurpose.RESULT: (RESULT, NEW_RESULT_LINK, LOST_LINK),
    LinkPurpose.LIST: (*ASKING, LOST_LINK, *TELLING),
    LinkPurpose.FORM: (*ASKING, LOST_LINK, *TELLING),
}

REPLACED = (
    "Semua tautan dan kode cetak Anda yang lama pada periode %(cycle)s diganti oleh pengelola "
    "kepegawaian dan tidak berlaku lagi. Gunakan tautan baru di bawah ini. Jawaban yang sudah "
    "terkirim tetap tersimpan dan nomor tanda terimanya tetap sama; isian yang belum terkirim "
    "perlu diisi kembali."
)


def write_replaced_link(payload: Mapping[str, Any], settings: Settings) -> Message:
    """Why the old links are dead, the new one, and what is left to do."""
    person, _ = holder_of(payload["participant"], LinkPurpose.LIST) or (None, None)
    if person is None or person.cycle.state not in DISPUTABLE:
        raise NothingToSay
    return letter(
        f"Tautan Anda diganti: {person.cycle.name}",
        [
            Paragraph(REPLACED % {"cycle": person.cycle.name}),
            *ways_in(person, settings),
            *contact_parts(settings),
        ],
        to_name=person.name,
        signature=settings.organisation,
    )


def post_replaced_link(person: Participant) -> None:
    """Queues it, where there is an address; unless a letter that was not begun yet will bring the
    newest link anyway, and say so. Part of the caller's transaction.
    """
    waiting = (
        Letter.select()
        .where(
            (Letter.participant_id == person.id)
            & Letter.kind.in_(TELLING)
            & (Letter.state == LetterState.QUEUED)
        )
        .exists()
    )
    if person.email and not waiting:
        post_letter(
            REPLACED_LINK,
            recipient=person.email,
            payload={"participant": person.id},
            cycle_id=person.cycle.id,
            participant_id=person.id,
        )


def is_mailed_since(link: Link) -> bool:
    """Whether a letter brought what stands in place of this link, which was replaced, or will."""
    on_its_way = Letter.state.in_((LetterState.QUEUED, LetterState.SENDING))
    return (
        Letter.select()
        .where(
            (Letter.participant_id == link.participant_id)
            & Letter.kind.in_(BRINGING[LinkPurpose(link.purpose)])
            & (on_its_way | (Letter.sent_at >= link.revoked_at))
        )
        .exists()
    )


register(REPLACED_LINK, write_replaced_link, lane=Lane.ACCOUNT)
