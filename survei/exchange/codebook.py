"""The codebook of a questionnaire for analysts: an XLSX of variables, values, scales, sections.

Variables are the keys under which answers are stored and exported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from survei.numerals import written
from survei.questionnaire.choices import CANNOT_RATE, OPERATOR_LABELS, Match
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Question, Rating
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.wording import anchor_of
from survei.workbook.inert_workbook import Page, text_workbook

VARIABLES = (
    *("Variabel", "Urutan", "Aspek", "Jenis", "Pertanyaan", "Pertanyaan (Inggris)"),
    *("Rumusan diri", "Rumusan diri (Inggris)", "Petunjuk", "Wajib", "Tidak dapat menilai"),
    *("Skala", "Bobot", "Dibalik", "Terkecil", "Terbesar", "Langkah", "Desimal", "Satuan"),
    *("Tampil jika", "Wajib jika", "Tag"),
)
VALUES = (
    "Variabel",
    "Nilai",
    "Arti",
    "Arti (Inggris)",
    "Deskripsi perilaku",
    "Deskripsi (Inggris)",
)
SECTIONS = ("Aspek", "Judul", "Judul (Inggris)", "Bobot", "Indikator", "Tampil jika")
ABOUT = ("Keterangan", "Isi")

Line = Sequence[object]


def write_codebook(document: Document, *, facts: Mapping[str, str]) -> bytes:
    """The workbook. `facts` say which version it is of: {"Versi": "3", "SHA-256": …}."""
    about = {"Kuesioner": document.title, "Kode": document.key, **facts}
    return text_workbook(
        [
            Page("Variabel", VARIABLES, _variables(document), 22),
            Page("Nilai", VALUES, _values(document), 30),
            Page("Aspek", SECTIONS, _sections(document), 30),
            Page("Tentang", ABOUT, about.items(), 60),
        ]
    )


def condition_words(condition: Condition | None) -> str:
    """A condition as a sentence about variables: "semua: jam paling sedikit 3; hadir adalah ya"."""
    if condition is None or not condition.clauses:
        return ""
    words = [_clause_words(clause) for clause in condition.clauses]
    if len(words) == 1:
        return words[0]
    start = "semua" if condition.match == Match.ALL else "salah satu"
    return f"{start}: {'; '.join(words)}"


def _clause_words(clause: Clause) -> str:
    said = f"{clause.question} {OPERATOR_LABELS[clause.operator]}"
    return f"{said} {clause.value}" if clause.value else said


def _variables(document: Document) -> Iterator[Line]:
    number = 0
    for section in document.sections:
        for question in section.questions:
            for key in question.answer_keys():
                number += 1
                yield _variable(document, section, question, key, number)


def _variable(
    document: Document, section: Section, question: Question, key: str, number: int
) -> Line:
    rating = next((one for one in question.ratings() if one.code == key), None)
    text, text_en = _wording(question, rating, key)
    asked = rating or question
    return [
        *(key, str(number), section.code, question.label, text, text_en),
        *(asked.text_self, asked.text_self_en, question.hint),
        *(_yes(question.required), _yes(question.allow_na)),
        *(
            [rating.scale, _number(rating.weight), _yes(rating.reversed)]
            if rating
            else ["", "", ""]
        ),
        *_bounds(document, question, rating),
        condition_words(question.show_if or section.show_if),
        condition_words(question.required_if),
        ", ".join(question.tags),
    ]


def _wording(question: Question, rating: Rating | None, key: str) -> tuple[str, str]:
    if key not in question.own_keys():
        return f"{question.text} (teks “lainnya”)", question.text_en
    if rating and rating is not question:
        english = " · ".join(text for text in (question.text_en, rating.text_en) if text)
        return f"{question.text} · {rating.text}", english
    return question.text, question.text_en


def _bounds(document: Document, question: Question, rating: Rating | None) -> list[str]:
    """Smallest, largest, step, decimals and unit."""
    if rating and (scale := document.scales.get(rating.scale)):
        points = [str(point.value) for point in scale.points] or [""]
        return [points[0], points[-1], "", "", ""]
    return question.bounds()


def _values(document: Document) -> Iterator[Line]:
    for question in document.questions():
        for rating in question.ratings():
            scale = document.scales.get(rating.scale)
            for point in scale.points if scale else ():
                anchors = (anchor_of(document, rating, point, tongue) for tongue in ("id", "en"))
                yield [rating.code, str(point.value), point.label, point.label_en, *anchors]
        yield from _options(question)
        if question.allow_na:
            words = (CANNOT_RATE, "Tidak dapat menilai", "Cannot rate")
            yield from ([key, *words] for key in question.own_keys())


def _options(question: Question) -> Iterator[Line]:
    for row in question.value_rows():
        yield [question.code, *row]


def _sections(document: Document) -> Iterator[Line]:
    for section in document.sections:
        yield [
            *(section.code, section.title, section.title_en, _number(section.weight)),
            *(str(len(section.questions)), condition_words(section.show_if)),
        ]


def _yes(value: bool) -> str:
    return "ya" if value else "tidak"


def _number(value: float | None) -> str:
    return "" if value is None else written(value)
