"""The sentence about a difference: its size in words and number, and how sure one can be."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from survei.questionnaire.score_scale import HUNDRED, Level, ScoreScale
from survei.result.gaps import gap_notes

FIVE = ScoreScale(
    lowest=1, highest=5, levels=[Level(value=n, label=f"Tingkat {n}") for n in range(1, 6)]
)
UNKNOWN = (
    "Belum dapat dipastikan apakah ini kebetulan, karena pegawai yang dapat dibandingkan pada "
    "periode ini terlalu sedikit."
)


@pytest.mark.parametrize(
    ("difference", "limit", "scale", "size", "certainty"),
    [
        (
            "26",
            "40",
            HUNDRED,
            "Selisih 26: penilaian diri jauh lebih tinggi.",
            "Masih mungkin kebetulan karena penilai lain hanya 4 orang (batas kebetulan 40).",
        ),
        (
            "-1.0",
            "0.9",
            FIVE,
            "Selisih 1,0: penilaian diri jauh lebih rendah.",
            "Selisih ini melampaui batas kebetulan (0,9), sehingga layak menjadi bahan dialog.",
        ),
        (
            "0.4",
            "0.4",
            FIVE,
            "Selisih 0,4: penilaian diri lebih tinggi.",
            "Masih mungkin kebetulan karena penilai lain hanya 4 orang (batas kebetulan 0,4).",
        ),
        ("-0.3", None, FIVE, "Selisih 0,3: penilaian diri sedikit lebih rendah.", UNKNOWN),
        (
            "0.0",
            "0.8",
            FIVE,
            "Tidak ada selisih pada angka yang ditampilkan.",
            "Belum berarti pandangannya sama, karena penilai lain hanya 4 orang.",
        ),
    ],
    ids=["wide but few raters", "beyond chance", "at the limit", "too few people", "none"],
)
def test_size_and_certainty_are_said_apart(
    difference: str, limit: str | None, scale: ScoreScale, size: str, certainty: str
) -> None:
    notes = gap_notes(D(difference), limit=limit and D(limit), raters=4, scale=scale)
    assert [note.said() for note in notes] == [size, certainty]
