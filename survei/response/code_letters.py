"""The letter that brings a resume code to the rater's own mailbox.

It has the code as text and no link. A code behind the # of a link is seen by no server, but by a
scanner that opens links in a browser, and that would send what waits there; nothing types a code
from a text. And who reads this letter alone has a code that opens nothing.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from survei import clock
from survei.cycle.choices import AssignmentState, CycleState, Relation
from survei.cycle.models import Assignment, Cycle, Participant
from survei.invitation.letters import contact_parts, task_lines
from survei.invitation.models import Link
from survei.keys import own_keys
from survei.mail.choices import Lane
from survei.mail.letter_body import Code, Facts, Paragraph, letter
from survei.mail.models import Letter
from survei.mail.services import post_letter
from survei.mail.writers import Message, NothingToSay, register
from survei.settings import Settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

#: Kind of the letter.
RESUME_CODE = "resume_code"
_NONCE_BYTES = 12

ABOUT_CODE = (
    "Kode di bawah ini membuka isian yang belum selesai dari satu formulir Anda pada periode "
    "%(cycle)s, yaitu:"
)
HOW = (
    "Buka formulir itu lewat tautan dari surat undangan, pilih “Ada isian yang belum selesai”, "
    "lalu ketik kode ini."
)
WHY_NO_LINK = (
    "Surat ini sengaja tidak memuat tautan: program pemeriksa surat membuka setiap tautan, dan "
    "tidak boleh sampai ke isian Anda. Kode tidak kami simpan setelah surat ini terkirim."
)
NOT_YOU = (
    "Bukan Anda yang meminta? Abaikan surat ini: tanpa tautan Anda, kode ini tidak membuka apa pun."
)


def post_code(link: Link, code: str) -> None:
    """Queues the letter with a code, as it is shown, for the address of the rater."""
    person = link.participant
    assert person.email
    post_letter(
        RESUME_CODE,
        recipient=person.email,
        payload={
            "participant": person.id,
            "assignment": link.assignment_id,
            "code": _sealed(code),
        },
        cycle_id=person.cycle.id,
        participant_id=person.id,
    )


def write_resume_code(payload: Mapping[str, Any], settings: Settings) -> Message:
    """The code, and where to type it."""
    assignment = _open_assignment(payload["assignment"])
    code = _unsealed(payload.get("code", ""))
    if assignment is None or code is None:
        raise NothingToSay
    cycle = assignment.cycle
    (task,) = task_lines({Relation(assignment.relation): 1})
    return letter(
        f"Kode lanjutan isian penilaian Anda: {cycle.name}",
        [
            Paragraph(ABOUT_CODE % {"cycle": cycle.name}),
            Facts((("Formulir", task), ("Batas waktu", clock.format_moment(cycle.closes_at)))),
            Code("Kode lanjutan", code),
            Paragraph(HOW),
            Paragraph(WHY_NO_LINK),
            Paragraph(NOT_YOU),
            *contact_parts(settings),
        ],
        to_name=assignment.rater.name,
        signature=settings.organisation,
    )


def forget_code(payload: Mapping[str, Any], _at: datetime) -> None:
    """Once it was sent, nothing here can make the code again."""
    bare = {name: value for name, value in payload.items() if name != "code"}
    Letter.update(payload=json.dumps(bare)).where(
        (Letter.participant_id == payload["participant"])
        & (Letter.kind == RESUME_CODE)
        & Letter.payload.contains(payload["code"])
    ).execute()


def _open_assignment(assignment_id: int) -> Assignment | None:
    return (
        Assignment.select(Assignment, Cycle, Participant)
        .join(Cycle)
        .switch(Assignment)
        .join(Participant, on=Assignment.rater)
        .where(
            (Assignment.id == assignment_id)
            & (Assignment.state == AssignmentState.OPEN)
            & (Cycle.state == CycleState.OPEN)
        )
        .first()
    )


def _sealed(code: str) -> str:
    """Nonce, then AES-256-GCM under a key made of the link key, hex: the outbox holds no secret."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return (nonce + _cipher().encrypt(nonce, code.encode(), None)).hex()


def _unsealed(text: str) -> str | None:
    from cryptography.exceptions import InvalidTag

    try:
        sealed = bytes.fromhex(text)
        return _cipher().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()
    except (InvalidTag, ValueError):
        return None


def _cipher() -> AESGCM:
    """Imported here: only who writes such a letter pays for the library."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hmac.digest(own_keys().link, b"mailed-code:v1", "sha256"))


register(RESUME_CODE, write_resume_code, lane=Lane.ACCOUNT, when_sent=forget_code)
