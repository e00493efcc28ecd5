"""Letters about a form that its rater says somebody else sent: to the rater, to the auditors.

As in all letters, nobody who is rated is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from survei import clock
from survei.account.models import User
from survei.invitation.choices import DisputeDecision, LinkPurpose
from survei.invitation.disputes import dispute_of
from survei.invitation.holder import holder_of
from survei.invitation.letters import contact_parts
from survei.invitation.models import DisputedSubmission
from survei.invitation.queries import url_of
from survei.mail.choices import Lane
from survei.mail.letter_body import Button, Paragraph, Part, letter
from survei.mail.writers import Message, NothingToSay, register
from survei.settings import Settings

#: Kinds of letters: to the rater and the auditors when it is reported, to the rater once decided.
DISPUTE_REPORTED = "dispute_reported"
DISPUTE_OPENED = "dispute_opened"
DISPUTE_DECIDED = "dispute_decided"
#: Where auditors decide.
PAGE = "/admin/laporan-pengiriman/"

REPORTED = (
    "Pada %(moment)s dilaporkan melalui tautan Anda bahwa sebuah penilaian pada periode %(cycle)s "
    "bukan Anda yang mengirim. Auditor sudah diberi tahu dan akan memutuskan apakah penilaian "
    "kelompok itu tetap dipakai. Hasil tidak diterbitkan sebelum ada keputusan."
)
NEW_LINKS = (
    "Semua tautan Anda yang lama tidak berlaku lagi. Tautan baru di bawah ini hanya dikirim ke "
    "alamat surel ini; pengelola kepegawaian tidak dapat mencetak, menampilkan, atau "
    "membagikannya. Isian yang belum terkirim perlu diisi kembali."
)
NOT_REPORTED = (
    "Bukan Anda yang melaporkan? Sampaikan kepada auditor. Laporan itu tidak mengubah dan tidak "
    "menghapus jawaban siapa pun."
)
OPENED = (
    "Seorang penilai pada periode %(cycle)s melaporkan bahwa bukan dirinya yang mengirim sebuah "
    "penilaian atas namanya. Hasil periode itu tidak dapat diterbitkan sebelum auditor memutuskan "
    "apakah penilaian kelompok itu dipakai. Bila belum ada auditor, administrator perlu membuat "
    "akun auditor."
)
OUTCOMES = {
    DisputeDecision.KEEP: "Auditor memutuskan bahwa penilaian kelompok itu tetap dipakai.",
    DisputeDecision.LEAVE_OUT: (
        "Auditor memutuskan bahwa penilaian kelompok itu tidak dipakai dalam hasil."
    ),
}


def write_dispute_reported(payload: Mapping[str, Any], settings: Settings) -> Message:
    """To the own mailbox: that a report was made, and the new link."""
    person, link = holder_of(payload["participant"], LinkPurpose.LIST) or (None, None)
    dispute = dispute_of(payload["assignment"])
    if person is None or link is None or dispute is None:
        raise NothingToSay
    said = {"moment": clock.format_moment(dispute.reported_at), "cycle": person.cycle.name}
    return letter(
        f"Laporan diterima: bukan Anda yang mengirim, {person.cycle.name}",
        [
            Paragraph(REPORTED % said),
            Paragraph(NEW_LINKS),
            Button("Buka daftar penilaian", url_of(link, settings.base_url)),
            Paragraph(NOT_REPORTED),
            *contact_parts(settings),
        ],
        to_name=person.name,
        signature=settings.organisation,
    )


def write_dispute_decided(payload: Mapping[str, Any], settings: Settings) -> Message:
    """To the own mailbox: what the auditor decided, and why."""
    person, _ = holder_of(payload["participant"], LinkPurpose.LIST) or (None, None)
    dispute = dispute_of(payload["assignment"])
    if person is None or dispute is None or not dispute.decision:
        raise NothingToSay
    about = (
        "Anda melaporkan bahwa sebuah penilaian pada periode "
        f"{person.cycle.name} bukan Anda yang mengirim."
    )
    parts: list[Part] = [Paragraph(about), *map(Paragraph, outcome_of(dispute))]
    return letter(
        f"Keputusan auditor atas laporan Anda: {person.cycle.name}",
        [*parts, *contact_parts(settings)],
        to_name=person.name,
        signature=settings.organisation,
    )


def outcome_of(dispute: DisputedSubmission) -> tuple[str, str]:
    """The decision and its reason, as sentences."""
    assert dispute.decision is not None
    return OUTCOMES[DisputeDecision(dispute.decision)], f"Alasan: {dispute.reason}"


def write_dispute_opened(payload: Mapping[str, Any], settings: Settings) -> Message:
    """To an auditor: that somebody waits for a decision."""
    user = User.get_or_none((User.id == payload["user"]) & User.is_active)
    dispute = dispute_of(payload["assignment"])
    if user is None or dispute is None or dispute.decided_at:
        raise NothingToSay
    cycle = dispute.assignment.cycle
    return letter(
        f"Menunggu keputusan auditor: {cycle.name}",
        [
            Paragraph(OPENED % {"cycle": cycle.name}),
            Button("Buka laporan", settings.base_url + PAGE),
        ],
        to_name=user.name,
        signature=settings.organisation,
    )


register(DISPUTE_REPORTED, write_dispute_reported, lane=Lane.ACCOUNT)
register(DISPUTE_OPENED, write_dispute_opened, lane=Lane.ACCOUNT)
register(DISPUTE_DECIDED, write_dispute_decided, lane=Lane.ACCOUNT)
