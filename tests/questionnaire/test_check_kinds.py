"""What a question of each kind must have so that it can be answered."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from survei.questionnaire.blank import expectation_scale
from survei.questionnaire.checks import check
from survei.questionnaire.choices import Operator
from survei.questionnaire.document import Document, Section
from survei.questionnaire.finding import Finding, Severity
from survei.questionnaire.kinds import (
    Evidence,
    Information,
    Matrix,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Rating,
    SingleChoice,
    YesNo,
)
from survei.questionnaire.parts import Anchor, Choice, Clause, Condition, Point, Row, Scale
from survei.questionnaire.translated_text import Text
from tests.texts import said


def document_of(*questions: Question) -> Document:
    """A sound document around some questions."""
    counted = Rating(
        code="mutu",
        text=Text("Hasil kerjanya rapi."),
        scale="s",
        anchors={str(value): Anchor(text=Text(f"Perilaku {value}")) for value in range(1, 6)},
    )
    points = [replace(p, anchor=Text(f"Perilaku {p.value}")) for p in expectation_scale().points]
    scale = replace(expectation_scale(), points=points)
    section = Section(code="a", title=Text("A"), weight=100, questions=[counted, *questions])
    return Document(key="coba", title=Text("Coba"), scales={"s": scale}, sections=[section])


def found_in(*questions: Question) -> list[tuple[str, str]]:
    """(place after the section, message) of each error; of a warning that is not translation."""
    findings = [item for item in check(document_of(*questions)) if not _is_translation(item)]
    return [(item.place.label.partition(" › ")[2], item.message) for item in findings]


def _is_translation(finding: Finding) -> bool:
    return "terjemahan" in finding.message.lower()


def choices(count: int, **first: str) -> list[Choice]:
    made = [Choice(value=f"p{n}", label=Text(f"Pilihan {n}")) for n in range(count)]
    return [Choice(**{"value": "p0", "label": "Pilihan 0", **first}), *made[1:]]


def matrix(*rows: Row, **changes: object) -> Matrix:
    members = {"code": "m", "text": "Matriks", "scale": "s", "rows": list(rows)}
    return Matrix(**said(**{**members, **changes}))


def row(code: str = "a", **changes: object) -> Row:
    return Row(**said(**{"code": code, "text": f"Baris {code}", **changes}))


def number(**changes: object) -> Number:
    return Number(code="n", text=Text("Berapa jam?"), **said(**changes))


def ranking(count: int) -> Ranking:
    return Ranking(code="r", text=Text("Urutkan."), choices=choices(count))


def yes_no(**changes: object) -> YesNo:
    return YesNo(code="y", text=Text("Setuju?"), **said(**changes))


M, N, R, Y = (f"Indikator 2 ({code})" for code in "mnry")

#: what is wrong → (question, place, message)
WRONG: dict[str, tuple[Question, str, str]] = {
    "matrix without rows": (
        matrix(),
        M,
        "Matriks memiliki 0 baris; yang diperbolehkan 1 sampai 50 baris.",
    ),
    "matrix of 51 rows": (
        matrix(*(row(f"b{n}") for n in range(51))),
        M,
        "Matriks memiliki 51 baris; yang diperbolehkan 1 sampai 50 baris.",
    ),
    "row without a code": (matrix(row("A b")), f"{M} › Baris 1", "Kode “A b” tidak dapat dipakai."),
    "row with a dot in its code": (
        matrix(row("a.b")),
        f"{M} › Baris 1",
        "Kode “a.b” tidak dapat dipakai.",
    ),
    "two rows of one code": (
        matrix(row(), row(text="Lain")),
        f"{M} › Baris 2",
        "Kode “a” sudah dipakai pada Aspek 1 “A” › Indikator 2 (m) › Baris 1.",
    ),
    "row without text": (matrix(row(text=" ")), f"{M} › Baris 1", "Pertanyaan masih kosong."),
    "row of negative weight": (
        matrix(row(weight=-1)),
        f"{M} › Baris 1",
        "Bobot indikator -1 tidak mungkin.",
    ),
    "matrix on no scale": (
        matrix(row(), row("b"), scale="tiada"),
        M,
        "Skala “tiada” tidak ada dalam kuesioner ini.",
    ),
    "ranking of one": (ranking(1), R, "Ada 1 pilihan; yang diperbolehkan 2 sampai 15 pilihan."),
    "ranking of sixteen": (
        ranking(16),
        R,
        "Ada 16 pilihan; yang diperbolehkan 2 sampai 15 pilihan.",
    ),
    "two others in a single choice": (
        SingleChoice(
            code="r", text=Text("Pilih."), choices=choices(2, value="lainnya"), other=True
        ),
        f"{R} › Pilihan 1",
        "Nilai “lainnya” sudah dipakai oleh pilihan “Lainnya” dengan isian.",
    ),
    "two others in a multiple choice": (
        MultipleChoice(
            code="r", text=Text("Pilih."), choices=choices(2, value="lainnya"), other=True
        ),
        f"{R} › Pilihan 1",
        "Nilai “lainnya” sudah dipakai oleh pilihan “Lainnya” dengan isian.",
    ),
    "step of nothing": (number(step=0), N, "Langkah angka harus lebih besar dari 0."),
    "step downwards": (number(step=-1), N, "Langkah angka harus lebih besar dari 0."),
    "step without end": (
        number(step=float("inf")),
        N,
        "Langkah angka harus lebih besar dari 0.",
    ),
    "half steps of whole numbers": (
        number(step=0.5),
        N,
        "Langkah 0,5 dari 0 tidak dapat diisikan dengan 0 angka di belakang koma.",
    ),
    "whole steps from a half": (
        number(minimum=0.5, step=1),
        N,
        "Langkah 1 dari 0,5 tidak dapat diisikan dengan 0 angka di belakang koma.",
    ),
    "steps between whole numbers": (
        number(minimum=1.25, step=0.5),
        N,
        "Langkah 0,5 dari 1,25 tidak dapat diisikan dengan 0 angka di belakang koma.",
    ),
    "step past the end": (
        number(minimum=1, maximum=4, step=5),
        N,
        "Langkah 5 lebih besar daripada jarak kedua batas.",
    ),
    "no whole number between": (
        number(minimum=0.2, maximum=0.8),
        N,
        "Di antara kedua batas tidak ada angka yang dapat diisikan.",
    ),
    "information that is required": (
        Information(code="y", text=Text("Bacalah."), required=True),
        Y,
        "Teks informasi tidak menanyakan apa pun, sehingga tidak dapat diwajibkan.",
    ),
    "required twice": (
        yes_no(required_if=Condition(clauses=[Clause(question="mutu", operator="is", value="1")])),  # type: ignore[arg-type]
        Y,
        "Pertanyaan ini selalu wajib, sehingga syarat “wajib jika” tidak berpengaruh.",
    ),
    "eleven tags": (
        yes_no(tags=[f"k{n}" for n in range(11)]),
        Y,
        "Ada 11 kata kunci; batasnya 10.",
    ),
    "tag with capitals": (yes_no(tags=["Guru"]), Y, "Kata kunci “Guru” tidak rapi."),
    "tag twice": (yes_no(tags=["guru", "guru"]), Y, "Kata kunci “guru” tidak rapi."),
    "tag of nothing": (yes_no(tags=[""]), Y, "Kata kunci “” tidak rapi."),
    "origin without a questionnaire": (
        yes_no(origin="mutu"),
        Y,
        "Asal pertanyaan “mutu” tidak dapat dibaca.",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_it_is_said_once_and_in_its_place(name: str) -> None:
    question, place, message = WRONG[name]
    assert found_in(question) == [(place, message)]


@pytest.mark.parametrize(
    "question",
    [
        matrix(row(), row("b", weight=0, reversed=True, text="Terlambat")),
        matrix(*(row(f"b{n}") for n in range(50))),
        ranking(2),
        ranking(15),
        SingleChoice(code="r", text=Text("Pilih."), choices=choices(2), other=True),
        SingleChoice(code="r", text=Text("Pilih."), choices=choices(2, value="lainnya")),
        MultipleChoice(code="r", text=Text("Pilih."), choices=choices(2), other=True, minimum=3),
        number(minimum=0.5, maximum=9.5, step=0.5, decimals=1),
        number(step=0.1, decimals=1),
        number(minimum=0.5),
        number(minimum=3, maximum=3, step=5),
        number(minimum=-10, maximum=-1, step=3),
        Information(code="y", text=Text("Bacalah.")),
        yes_no(tags=["guru", "kelas rendah"], origin="guru-kelas:mutu"),
        yes_no(tags=[f"k{n}" for n in range(10)]),
    ],
)
def test_what_can_be_answered_is_left_alone(question: Question) -> None:
    assert found_in(question) == []


AT_AN_END = Condition(clauses=[Clause(question="mutu", operator=Operator.EXTREME)])


def files(count: int, **changes: object) -> list[Evidence]:
    """Questions that ask for a file each."""
    return [
        Evidence(code=f"f{n}", text=Text(f"Lampirkan bukti {n}."), **changes) for n in range(count)
    ]


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        (files(5, required=True), None),
        (files(6, required=True), (Severity.ERROR, "Ada 6 berkas bukti yang wajib")),
        (files(6, required=False), (Severity.WARNING, "Ada 6 permintaan berkas bukti")),
        (
            files(
                6,
                required=True,
                show_if=AT_AN_END,
            ),
            (Severity.WARNING, "Ada 6 permintaan berkas bukti"),
        ),
    ],
    ids=["five-required", "six-required", "six-optional", "six-under-a-condition"],
)
def test_a_form_takes_five_files(
    questions: list[Evidence], said: tuple[Severity, str] | None
) -> None:
    found = [(one.severity, one.message) for one in check(document_of(*questions))]
    told = [(how, text[: len(said[1])]) for how, text in found if said and "berkas" in text]
    assert told == ([said] if said else [])
    assert said or not any("berkas" in text for _how, text in found)


def test_a_matrix_on_a_bare_scale_is_told_once() -> None:
    bare = Scale(title=Text("Polos"), points=[Point(value=v, label=Text(f"L{v}")) for v in (1, 2)])
    document = document_of(matrix(row(), row("b"), scale="polos"))
    document.scales["polos"] = bare
    errors = [finding.message for finding in check(document) if finding.is_error]
    assert errors == ["Poin 1, 2 belum memiliki deskripsi perilaku."]
