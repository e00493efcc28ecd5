"""What a group, a cell or a figure of a result can be, and the words for it."""

from __future__ import annotations

from enum import StrEnum


class Showing(StrEnum):
    """Whether a figure of a group is shown."""

    #: Enough submissions.
    SHOWN = "shown"
    #: A confidential group below the threshold, be it 0, 1 or 2: the three are never told apart.
    WITHHELD = "withheld"
    #: A named rater who sent nothing, or nothing that could be scored.
    MISSING = "missing"
    #: Nobody was asked in this relation.
    ABSENT = "absent"
    #: An auditor took the whole group out, because a rater says that somebody else answered.
    LEFT_OUT = "left_out"
    #: The proof before publishing did not hold (`proof.py`).
    UNPROVED = "unproved"


SHOWING_LABELS = {
    Showing.SHOWN: "Ditampilkan",
    Showing.WITHHELD: "Tidak ditampilkan (kurang dari batas)",
    Showing.MISSING: "Tidak ada penilaian",
    Showing.ABSENT: "Tidak ada penilai",
    Showing.LEFT_OUT: "Tidak dipakai (keputusan auditor)",
    Showing.UNPROVED: "Tidak ditampilkan (jawaban perorangan tidak terlindungi)",
}


class Coarsened(StrEnum):
    """How coarse the proof before publishing made what is shown of a group, the finest first."""

    #: Everything leaves enough open.
    NOT = "not"
    #: A section says words in place of figures.
    WORDS = "words"
    #: A section is not shown.
    WITHHELD = "withheld"
    #: No group but a question: the bank tells no mean of it beside results.
    POOLED = "pooled"
    #: No group but a whole document: what was stored was not what the answers make.
    REMADE = "remade"


class WhyCoarsened(StrEnum):
    """Why the proof did not hold."""

    #: An answer or a score would be narrowed to less than a quarter of the scale.
    NARROW = "narrow"
    #: Whether a question is asked depends on answers, so the number of raters tells of them.
    CONDITIONS = "conditions"
    #: Too many sums to look through.
    UNKNOWN = "unknown"


class Completion(StrEnum):
    """How far the raters of one relation are, as their ratee's supervisor is told."""

    #: A named rater.
    OPEN = "open"
    SENT = "sent"
    DECLINED = "declined"
    #: A confidential group that still answers: the same whatever anybody does.
    SEALED = "sealed"
    #: A confidential group afterwards: only whether it can be shown.
    TOO_FEW = "too_few"
    BELOW = "below"
    ENOUGH = "enough"


COMPLETION_LABELS = {
    Completion.OPEN: "Belum mengisi",
    Completion.SENT: "Sudah mengisi",
    Completion.DECLINED: "Tidak dapat menilai",
    Completion.SEALED: "Survei tertutup",
    Completion.TOO_FEW: "Penilai terlalu sedikit",
    Completion.BELOW: "Tidak cukup",
    Completion.ENOUGH: "Sudah cukup",
}

#: The same once the cycle is over and nothing more will come.
FINAL_LABELS = COMPLETION_LABELS | {Completion.OPEN: "Tidak mengisi"}

#: Lowest agreement (r_wg) and what to call it, best first.
AGREEMENT_WORDS = (
    (0.7, "para penilai sependapat"),
    (0.5, "para penilai cukup sependapat"),
    (0.0, "pendapat para penilai beragam"),
)

#: Lowest reliability of a mean and what to call it, best first.
RELIABILITY_WORDS = ((0.7, "cukup tinggi"), (0.5, "sedang"), (0.0, "rendah"))
