"""A questionnaire on paper: what stands on it, and in whose words."""

from __future__ import annotations

import io
import re
from typing import Any, get_args

import pytest
from pypdf import PdfReader

from survei.catalogues import CATALOGUES, MAIN, translator
from survei.paper import paper_form, sheet_of
from survei.paper.bodies import BODIES
from survei.paper.information_text import blocks_of
from survei.paper.printed_words import SHEET_LABELS
from survei.questionnaire.kinds import (
    Date,
    Evidence,
    Information,
    LongText,
    Matrix,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Rating,
    SingleChoice,
    YesNo,
)
from survei.questionnaire.parts import Choice, Clause, Point, Row, Scale
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document, rating
from tests.paper.papers import asked, condition, document, edition, read


def test_a_form_in_another_language_has_indonesian_around_it() -> None:
    jam = Number(
        code="jam", text=Text("Berapa jam?", mak="Siapa jang?"), unit=Text("jam", mak="jang")
    )
    hari = Date(code="hari", text=Text("Kapan?"), earliest="2026-01-02")
    clause = Clause(question="hari", operator="at_least", value="2026-01-02")  # type: ignore[arg-type]
    words = LongText(code="l", text=Text("Jelaskan.", mak="Pau."), show_if=condition(clause))
    made = document(jam, hari, words, languages=["mak"], title=Text("Judul", mak="Areng"))
    sheet = sheet_of(made, edition(language="mak"))
    assert (sheet["lang"], sheet["title"]) == ("mak", "Areng")
    assert [question["text"] for question in asked(sheet)] == ["Siapa jang?", "Kapan?", "Pau."]
    assert "2 Januari 2026" in asked(sheet)[2]["only_if"]
    printed = read(paper_form(made, edition(language="mak")))
    assert "Siapa jang?" in printed
    assert sheet["how"] in printed


def body(question: Question, **changes: Any) -> dict[str, Any]:
    """What the sheet says about one question."""
    return asked(sheet_of(document(question), edition("supervisor", **changes)))[0]


def test_every_kind_that_asks_has_a_body() -> None:
    assert set(BODIES) == set(get_args(Question)) - {Information}


def test_words_have_the_same_places_in_every_language() -> None:
    places = re.compile(r"%\((\w+)\)s")
    for language in CATALOGUES:
        spoken = translator(language)
        for text in SHEET_LABELS.values():
            assert set(places.findall(spoken(text))) == set(places.findall(text))
            assert language == MAIN or spoken(text) != text


def test_a_form_says_all_that_a_rater_without_a_screen_needs() -> None:
    text = read(paper_form(every_kind_document(), edition()))
    for words in (
        "Contoh semua jenis pertanyaan",
        "Formulir penilaian oleh rekan sejawat",
        "Nama pegawai yang dinilai",
        "Survei tertutup: jangan menulis nama Anda",
        "Nilailah apa yang Anda lihat sendiri.",
        "Pegawai ini menyelesaikan tugas tepat-waktu tepat waktu.",
        "Ketepatan waktu tugas mutu belum terlihat.",
        "Jauh di bawah ekspektasi",
        "Tidak dapat menilai",
        "Versi 3 · SHA-256 3f2a9b01c4d5",
        "Halaman 1 dari",
    ):
        assert words in text
    assert "DRAF" not in text


@pytest.mark.parametrize(
    ("relation", "asks_name", "wording"),
    [
        ("self", "Nama Anda", "Saya menyelesaikan"),
        ("supervisor", "Nama penilai (atasan)", "Pegawai ini menyelesaikan"),
    ],
)
def test_identified_raters_write_their_name(relation: str, asks_name: str, wording: str) -> None:
    sheet = sheet_of(every_kind_document(), edition(relation))
    assert asks_name in sheet["blanks"]
    assert "Diisi pada tanggal" in sheet["blanks"]
    assert asked(sheet)[0]["text"].startswith(wording)


@pytest.mark.parametrize("relation", ["peer", "subordinate"])
def test_confidential_raters_leave_no_name_no_date_and_no_file(relation: str) -> None:
    questions = (Evidence(code="bukti", text=Text("Bukti")), rating("a", scale="tiga", anchors={}))
    sheet = sheet_of(document(*questions), edition(relation))
    assert sheet["blanks"] == [
        "Nama pegawai yang dinilai",
        "Unit kerja",
        "Rentang waktu yang dinilai",
    ]
    assert [question["number"] for question in asked(sheet)] == [1]
    assert len(asked(sheet_of(document(*questions), edition("supervisor")))) == 2


def test_english_has_no_indonesian_of_ours() -> None:
    text = read(paper_form(every_kind_document(), edition("self", language="en")))
    assert "Self-rating form" in text
    assert "I complete task tepat-waktu on time." in text
    assert "Version 3" in text
    assert "Halaman" not in text


def test_a_file_is_tagged_titled_and_in_its_language() -> None:
    pdf = paper_form(every_kind_document(), edition(language="en"))
    file = PdfReader(io.BytesIO(pdf))
    catalogue = file.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en"
    assert file.metadata.title == "Example of every kind of question"
    assert b"pdfuaid:part" in pdf
    assert {round(page.mediabox.width) for page in file.pages} == {595}


def test_the_same_state_gives_the_same_bytes() -> None:
    assert paper_form(document(), edition()) == paper_form(document(), edition())


def test_a_draft_is_marked_on_each_page() -> None:
    pdf = paper_form(every_kind_document(), edition(version=None))
    assert b"pdfuaid:part" in pdf
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) > 1
    for page in pages:
        text = page.extract_text()
        assert "DRAF" in text
        assert "Draf, belum diterbitkan · SHA-256 3f2a9b01c4d5" in text


CHOICES = [Choice(value="a", label=Text("Kelas")), Choice(value="b", label=Text("Rapat"))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (YesNo(code="q", text=Text("?")), {"shape": "boxes", "labels": ["Ya", "Tidak"]}),
        (
            SingleChoice(code="q", text=Text("?"), choices=CHOICES, other=True),
            {"labels": ["Kelas", "Rapat"], "other": "Lainnya:", "note": "Pilih satu."},
        ),
        (
            MultipleChoice(code="q", text=Text("?"), choices=CHOICES, minimum=1, maximum=2),
            {"note": "Pilih 1 sampai 2.", "other": ""},
        ),
        (
            MultipleChoice(code="q", text=Text("?"), choices=CHOICES),
            {"note": "Boleh lebih dari satu."},
        ),
        (
            Ranking(code="q", text=Text("?"), choices=CHOICES),
            {"shape": "ranks", "labels": ["Kelas", "Rapat"]},
        ),
        (
            Number(
                code="q",
                text=Text("?"),
                minimum=0.5,
                maximum=60,
                decimals=1,
                step=0.5,
                unit=Text("jam"),
            ),
            {
                "shape": "line",
                "unit": "jam",
                "note": "Antara 0,5 dan 60. Paling banyak 1 angka di belakang koma. Kelipatan 0,5.",
            },
        ),
        (
            Date(code="q", text=Text("?"), earliest="2026-01-31"),
            {"shape": "date", "note": "Paling awal 31 Januari 2026."},
        ),
        (LongText(code="q", text=Text("?"), longest=2000), {"shape": "lines", "count": 9}),
        (
            Evidence(code="q", text=Text("?")),
            {"labels": ["Terlampir"], "optional": "boleh dikosongkan"},
        ),
        (
            Matrix(
                code="q", text=Text("?"), scale="tiga", rows=[Row(code="a", text=Text("Baris"))]
            ),
            {"shape": "grid", "rows": ["Baris"], "na": "Tidak dapat menilai"},
        ),
        (Rating(code="q", text=Text("?"), scale="hilang"), {"note": "Skala belum diisi."}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_kind_has_what_its_answer_needs(question: Question, expected: dict[str, Any]) -> None:
    found = body(question)
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("points", "anchor", "shape"),
    [(5, "Singkat.", "beside"), (5, "x " * 100, "stacked"), (10, "", "beside"),
     (6, "Singkat.", "stacked")],
)  # fmt: skip
def test_points_stand_side_by_side_where_they_fit(points: int, anchor: str, shape: str) -> None:
    scale = Scale(
        title=Text("S"),
        points=[
            Point(value=n, label=Text(f"Titik {n}"), anchor=Text(anchor)) for n in range(points)
        ],
    )
    made = document(Rating(code="q", text=Text("?"), scale="s"), scales={"s": scale})
    assert asked(sheet_of(made, edition()))[0]["shape"] == shape


def test_clauses_are_joined_as_they_count() -> None:
    answered = Clause(question="a", operator="answered")  # type: ignore[arg-type]
    both, either = condition(answered, answered), condition(answered, answered, match="any")
    made = document(
        YesNo(code="a", text=Text("?")),
        LongText(code="b", text=Text("?"), show_if=both, required=False, required_if=either),
    )
    found = asked(sheet_of(made, edition()))[1]
    assert found["only_if"] == "Diisi hanya bila nomor 1 dijawab dan nomor 1 dijawab."
    assert found["must_if"] == "Wajib diisi bila nomor 1 dijawab atau nomor 1 dijawab."


def test_information_keeps_its_markdown_and_nothing_else() -> None:
    text = "Baca **tebal** *miring* <b>x</b> #x [sini](https://a.id) [js](javascript:1)\n\n1. satu"
    first, second = blocks_of(text)
    plain = {"bold": False, "italic": False}
    assert {"text": "tebal", "bold": True, "italic": False} in first["spans"]
    assert {"text": "miring", "bold": False, "italic": True} in first["spans"]
    assert {"text": " (https://a.id)", **plain} in first["spans"]
    words = "".join(span["text"] for span in first["spans"])
    assert words == "Baca tebal miring <b>x</b> #x sini (https://a.id) [js](javascript:1)"
    assert second == {
        "ordered": True,
        "start": 1,
        "items": [[{"spans": [{"text": "satu", **plain}]}]],
    }
