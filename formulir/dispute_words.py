"""What a rater is told of "Bukan saya yang mengirim": before, after, and what was decided."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as __

from survei import clock
from survei.cycle.models import Assignment
from survei.invitation.choices import DisputeDecision
from survei.invitation.disputes import dispute_of

#: Last part of the address.
SEGMENT = "bukan-saya"

DECIDED = {
    DisputeDecision.KEEP: __(
        "Pada %(moment)s auditor memutuskan bahwa penilaian kelompok ini tetap dipakai."
    ),
    DisputeDecision.LEAVE_OUT: __(
        "Pada %(moment)s auditor memutuskan bahwa penilaian kelompok ini tidak dipakai dalam hasil."
    ),
}


def dispute_path(form_path: str) -> str:
    """Where it is said of the form at this path."""
    return f"{form_path}/{SEGMENT}"


def dispute_sentences(assignment: Assignment, language: str) -> list[str]:
    """How it stands with what was reported; nothing where nothing was."""
    dispute = dispute_of(assignment.id) if assignment.is_disputed else None
    if dispute is None:
        return []
    said = [
        _(
            "Pada %(moment)s dilaporkan bahwa bukan Anda yang mengirim penilaian ini.",
            moment=clock.format_moment(dispute.reported_at, language),
        )
    ]
    if not dispute.decision or not dispute.decided_at:
        return [*said, _("Auditor belum memutuskan; hasil periode ini menunggu keputusannya.")]
    decided = str(DECIDED[DisputeDecision(dispute.decision)])
    moment = clock.format_moment(dispute.decided_at, language)
    # A receipt is cut at its slots, which nobody may type.
    reason = dispute.reason.replace("\ue000", "")
    return [*said, decided % {"moment": moment}, _("Alasan: %(reason)s", reason=reason)]


def consequences(email: str | None) -> list[str]:
    """What happens when one reports it."""
    return [
        _(
            "Auditor diberi tahu dan memutuskan apakah penilaian kelompok ini tetap dipakai. "
            "Sebelum ada keputusan, hasil periode ini tidak diterbitkan."
        ),
        _(
            "Auditor melihat nama Anda, nama yang dinilai, serta kapan dan mengapa tautan Anda "
            "pernah diserahkan. Auditor tidak melihat jawaban."
        ),
        _(
            "Jawaban yang sudah masuk tetap tersimpan. Penilaian ini tidak dapat diisi ulang, "
            "karena jawaban yang dirahasiakan tidak dapat dihubungkan lagi dengan pengirimnya."
        ),
        _of_links(email),
        _(
            "Laporan tidak dapat ditarik dengan tombol, agar tidak ada yang dapat memaksa Anda "
            "menariknya. Bila ternyata keliru, sampaikan kepada auditor sebelum ia memutuskan."
        ),
    ]


def _of_links(email: str | None) -> str:
    if not email:
        return _(
            "Alamat surel Anda tidak tercatat, sehingga tautan baru tidak dapat dikirim dan tautan "
            "ini tetap berlaku. Bila masih ada formulir Anda yang terbuka, isilah sendiri segera. "
            "Keputusan auditor dapat Anda baca pada tanda terima."
        )
    return _(
        "Semua tautan Anda langsung tidak berlaku. Tautan baru dan keputusan auditor hanya dikirim "
        "ke %(email)s; pengelola kepegawaian tidak dapat lagi mencetak, menampilkan, atau "
        "membagikannya. Isian formulir lain yang belum terkirim perlu diisi kembali.",
        email=masked(email),
    )


def masked(email: str) -> str:
    """Enough for its owner to know it: "b•••@example.go.id"."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}•••@{host}"
