"""The one catalogue of what a form says when an answer does not fit. Texts are msgids."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

REQUIRED_RATING = _("Pilih satu nilai, atau pilih “Tidak dapat menilai”.")
REQUIRED_CHOICE = _("Pilih satu jawaban.")
REQUIRED_CHOICES = _("Pilih paling sedikit satu jawaban.")
REQUIRED_OTHER = _("Tulis jawaban Anda di samping “Lainnya”, atau batalkan pilihan itu.")
REQUIRED_RANKS = _("Beri setiap pilihan satu peringkat.")
REQUIRED_FILE = _("Unggah berkasnya dahulu.")
REQUIRED_TEXT = _("Tulis jawaban Anda di sini.")
REQUIRED_NUMBER = _("Isi angkanya.")
UNKNOWN_CHOICE = _("Pilihan ini tidak ada dalam daftar. Pilih salah satu yang tersedia.")
ONE_ONLY = _("Pilih satu jawaban saja.")
ANSWER_OR_NA = _("Isi jawaban atau tandai “Tidak dapat menilai”, tidak keduanya.")
BAD_CHARACTER = _("Jawaban memuat karakter yang tidak dapat disimpan. Ketik ulang bagian itu.")
NOT_A_NUMBER = _("Tulis angka saja, misalnya 12 atau 12,5.")
NOT_WHOLE = _("Tulis bilangan bulat tanpa koma.")
NOTE_TOO_LONG = _("Keterangan paling banyak 500 karakter.")
REQUIRED_DATE = _("Isi tanggalnya.")
NOT_A_DATE = _("Tulis tanggal seperti 23-11-2026.")


def too_long(longest: int, length: int) -> str:
    """Counted in characters, both numbers said."""
    return str(_MESSAGES["too_long"] % {"longest": longest, "length": length})


def too_many_decimals(decimals: int) -> str:
    """How many places are accepted."""
    return str(_MESSAGES["decimals"] % {"decimals": decimals})


def outside(least: str | None, most: str | None) -> str:
    """Which bounds hold; either may be missing."""
    if least is None:
        return str(_MESSAGES["above"] % {"most": most})
    if most is None:
        return str(_MESSAGES["below"] % {"least": least})
    return str(_MESSAGES["between"] % {"least": least, "most": most})


def too_few_choices(least: int) -> str:
    """How many must be chosen."""
    return str(_MESSAGES["too_few"] % {"least": least})


def too_many_choices(most: int) -> str:
    """How many may be chosen."""
    return str(_MESSAGES["too_many"] % {"most": most})


def rank_twice(rank: int) -> str:
    """Which rank was given to two options."""
    return str(_MESSAGES["rank_twice"] % {"rank": rank})


def ranks_missing(count: int) -> str:
    """How many options have no rank yet."""
    return str(_MESSAGES["ranks_missing"] % {"count": count})


def off_step(step: str, least: str) -> str:
    """Which numbers are accepted: steps from the least one."""
    return str(_MESSAGES["off_step"] % {"step": step, "least": least})


_MESSAGES = {
    "too_long": _(
        "Jawaban terlalu panjang: %(length)s karakter, paling banyak %(longest)s karakter."
    ),
    "decimals": _("Tulis paling banyak %(decimals)s angka di belakang koma."),
    "above": _("Isi paling besar %(most)s."),
    "below": _("Isi paling kecil %(least)s."),
    "between": _("Isi antara %(least)s dan %(most)s."),
    "rank_twice": _("Peringkat %(rank)s dipakai dua kali. Beri setiap pilihan peringkat sendiri."),
    "ranks_missing": _("%(count)s pilihan belum diberi peringkat."),
    "off_step": _("Isi dengan kelipatan %(step)s, dihitung dari %(least)s."),
    "too_few": _("Pilih paling sedikit %(least)s jawaban."),
    "too_many": _("Pilih paling banyak %(most)s jawaban."),
}
