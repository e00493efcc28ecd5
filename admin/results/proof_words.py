"""What the proof before publishing found, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from admin.format import number
from survei.result.choices import Coarsened, WhyCoarsened
from survei.result.proof_counts import ProofCounts

#: What was done to so many groups.
DONE = {
    Coarsened.WORDS: _l("Angka diganti kata-kata: %(count)s kelompok."),
    Coarsened.WITHHELD: _l("Ada aspek yang tidak ditampilkan: %(count)s kelompok."),
    Coarsened.POOLED: _l("Rata-rata tidak ditampilkan di bank pertanyaan: %(count)s pertanyaan."),
}

#: Why.
BECAUSE = {
    WhyCoarsened.NARROW: _l(
        "Tanpa itu jawaban seseorang dapat dipersempit menjadi kurang dari seperempat skala."
    ),
    WhyCoarsened.CONDITIONS: _l(
        "Pertanyaannya hanya muncul menurut jawaban lain, sehingga jumlah penilainya akan "
        "mengungkap jawaban itu."
    ),
    WhyCoarsened.UNKNOWN: _l("Kemungkinan jawabannya terlalu banyak untuk dibuktikan aman."),
}


def proof_sentences(counts: ProofCounts | None) -> list[str]:
    """How many groups were proved, made coarser and why, and what was made anew."""
    if counts is None:
        return [_("Hasil periode ini diterbitkan sebelum ada pemeriksaan ini.")]
    return list(_sentences(counts))


def _sentences(counts: ProofCounts) -> Iterator[str]:
    yield ngettext(
        "%(count)s kelompok terbukti terlindungi seperti ditampilkan.",
        "%(count)s kelompok terbukti terlindungi seperti ditampilkan.",
        counts.held,
        count=number(counts.held),
    )
    if not counts.coarsened:
        yield _("Tidak ada kelompok yang perlu disederhanakan.")
    for (step, why), groups in counts.coarsened.items():
        yield f"{DONE[step] % {'count': number(groups)}} {BECAUSE[why]}"
    if counts.remade:
        yield ngettext(
            "%(count)s dokumen hasil dibuat ulang, karena isinya di basis data tidak sama dengan "
            "jawaban para penilai.",
            "%(count)s dokumen hasil dibuat ulang, karena isinya di basis data tidak sama dengan "
            "jawaban para penilai.",
            counts.remade,
            count=number(counts.remade),
        )
