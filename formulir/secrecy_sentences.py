"""Who could learn a confidential answer, with which powers, before results are computed and
after: sentences made of what the cycle's box and its key really went through.
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from survei import clock
from survei.cycle.models import Cycle
from survei.cycle.queries import plan_of


def secrecy_facts(cycle: Cycle, language: str) -> tuple[tuple[str, str], ...]:
    """(term, description) for whoever rates in confidence."""
    before = ((_("Sebelum hasil dihitung"), _before(cycle, language)),)
    return (
        *(() if cycle.computed_at else before),
        (_("Sesudah hasil dihitung"), _after(cycle, language)),
        (_("Bila orang lain memegang tautan Anda"), _with_the_link(cycle)),
        (_("Yang tetap diketahui"), _what_remains()),
    )


def _before(cycle: Cycle, language: str) -> str:
    return " ".join(
        (
            _(
                "Jawaban yang terkirim tersegel. Aplikasi tidak menampilkannya kepada siapa pun: "
                "pengelola kepegawaian, atasan, auditor, atau pegawai yang dinilai. Membukanya "
                "lebih awal hanya mungkin bagi orang yang menguasai server beserta berkas "
                "kuncinya, misalnya atas perintah pengadilan."
            ),
            _copies(cycle, language),
        )
    )


def _after(cycle: Cycle, language: str) -> str:
    if not cycle.computed_at:
        return _(
            "Segel dibuka sekaligus, jawaban ditulis ulang tanpa nama, tanpa waktu, dan dengan "
            "urutan acak, lalu kuncinya dimusnahkan. Sejak itu pemilik server dan pengadilan pun "
            "tidak dapat mengetahui jawaban mana yang Anda kirim, kecuali ada yang menyimpan "
            "salinan kunci itu beserta salinan lama basis data."
        )
    done = _computed(cycle.computed_at, language)
    if not cycle.cleared_at:
        return f"{done} {_('Kuncinya sedang dimusnahkan.')}"
    return " ".join(
        (
            done,
            _(
                "Kuncinya sudah dimusnahkan. Pemilik server dan pengadilan pun tidak dapat lagi "
                "mengetahui jawaban mana yang Anda kirim, kecuali ada yang menyimpan salinan kunci "
                "itu beserta salinan lama basis data."
            ),
            _copies(cycle, language),
        )
    )


def _computed(at: datetime, language: str) -> str:
    return _(
        "Hasil dihitung pada %(day)s: jawaban ditulis ulang tanpa nama, tanpa waktu, dan dengan "
        "urutan acak.",
        day=clock.format_date(clock.to_local(at).date(), language),
    )


def _copies(cycle: Cycle, language: str) -> str:
    if not cycle.box_key_copied_at:
        return _("Salinan kunci tidak pernah dibuat lewat aplikasi ini.")
    return _(
        "Salinan kunci untuk pemulihan terakhir dibuat pada %(day)s dan wajib dimusnahkan setelah "
        "hasil dihitung.",
        day=clock.format_date(clock.to_local(cycle.box_key_copied_at).date(), language),
    )


def _with_the_link(cycle: Cycle) -> str:
    told = _(
        "Orang itu dapat mengirim penilaiannya sendiri atas nama Anda, tetapi tidak dapat membaca "
        "atau mengirim draf Anda tanpa kode lanjutannya, dan tidak dapat membaca jawaban yang "
        "sudah terkirim. Setiap kali petugas menampilkan, "
        "mencetak, atau menyerahkan tautan Anda, alasannya dicatat dan waktunya tampil di sini. "
        "Penilaian yang dikirim orang lain dapat Anda laporkan."
    )
    if not plan_of(cycle).scheme.least_by_own_links:
        return told
    rule = _(
        "Kelompok penilai yang tidak mencapai batasnya tanpa jawaban dari tautan yang diserahkan "
        "sebelum terkirim tidak ditampilkan."
    )
    return f"{told} {rule}"


def _what_remains() -> str:
    return _(
        "Bahwa Anda mengirim penilaian dan pada tanggal berapa, tetapi tidak pernah isinya. "
        "Komentar tampil seperti yang Anda tulis: kejadian atau gaya bahasa yang khas dapat "
        "dikenali pembacanya."
    )
