"""The codebook of a questionnaire for analysts: an XLSX of variables, values, scales, sections.

Variables are the keys under which answers are stored and exported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from survei.numerals import written
from survei.presentation.condition_words import ByCode, ConditionWords
from survei.questionnaire.choices import CANNOT_RATE
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Question, Rating
from survei.questionnaire.languages import MAIN, name_of
from survei.questionnaire.parts import Condition
from survei.questionnaire.translated_text import Text
from survei.questionnaire.wording import anchor_of, written_languages
from survei.workbook.inert_workbook import Page, text_workbook

ABOUT = ("Keterangan", "Isi")
#: What an answer says that is none.
NOT_RATED = Text("Tidak dapat menilai", en="Cannot rate")

Line = Sequence[object]


def write_codebook(document: Document, *, facts: Mapping[str, str]) -> bytes:
    """The workbook. `facts` say which version it is of: {"Versi": "3", "SHA-256": …}."""
    about = {"Kuesioner": str(document.title), "Kode": document.key, **facts}
    languages = [MAIN, *written_languages(document)]
    return text_workbook(
        [
            Page("Variabel", _variable_titles(languages), _variables(document, languages), 22),
            Page("Nilai", _value_titles(languages), _values(document, languages), 30),
            Page("Aspek", _section_titles(languages), _sections(document, languages), 30),
            Page("Tentang", ABOUT, about.items(), 60),
        ]
    )


def _variable_titles(languages: list[str]) -> list[str]:
    return [
        *("Variabel", "Urutan", "Aspek", "Jenis"),
        *_in_each("Pertanyaan", languages),
        *_in_each("Rumusan diri", languages),
        *("Petunjuk", "Wajib", "Tidak dapat menilai", "Skala", "Bobot", "Dibalik", "Terkecil"),
        *("Terbesar", "Langkah", "Desimal", "Satuan", "Tampil jika", "Wajib jika", "Tag"),
    ]


def _value_titles(languages: list[str]) -> list[str]:
    anchors = _in_each("Deskripsi perilaku", languages)
    return ["Variabel", "Nilai", *_in_each("Arti", languages), *anchors]


def _section_titles(languages: list[str]) -> list[str]:
    return ["Aspek", *_in_each("Judul", languages), "Bobot", "Indikator", "Tampil jika"]


def _in_each(title: str, languages: list[str]) -> list[str]:
    """A column for each language: "Judul", "Judul (English)"."""
    return [title if one == MAIN else f"{title} ({name_of(one)})" for one in languages]


def _all(text: Text, languages: list[str]) -> list[str]:
    return [text.get(language, "") for language in languages]


def _when(document: Document, condition: Condition | None) -> str:
    """A condition in variables and stored values: "jam paling sedikit 3 dan hadir adalah ya"."""
    return ConditionWords(document, ByCode(), is_coded=True).of(condition)


def _variables(document: Document, languages: list[str]) -> Iterator[Line]:
    number = 0
    for section in document.sections:
        for question in section.questions:
            for key in question.answer_keys():
                number += 1
                rest = _variable(document, section, question, key, languages)
                yield [key, str(number), *rest]


def _variable(
    document: Document, section: Section, question: Question, key: str, languages: list[str]
) -> Line:
    rating = next((one for one in question.ratings() if one.code == key), None)
    asked = rating or question
    return [
        *(section.code, question.label, *_wordings(question, rating, key, languages)),
        *(*_all(asked.text_self, languages), str(question.hint)),
        *(_yes(question.required), _yes(question.allow_na)),
        *(
            [rating.scale, _number(rating.weight), _yes(rating.reversed)]
            if rating
            else ["", "", ""]
        ),
        *_bounds(document, question, rating),
        _when(document, question.show_if or section.show_if),
        _when(document, question.required_if),
        ", ".join(question.tags),
    ]


def _wordings(
    question: Question, rating: Rating | None, key: str, languages: list[str]
) -> list[str]:
    """The question in each language, a row of a matrix behind its matrix."""
    leads = _all(question.text, languages)
    if key not in question.own_keys():
        return [f"{leads[0]} (teks “lainnya”)", *leads[1:]]
    if rating and rating is not question:
        rows = _all(rating.text, languages)
        return [" · ".join(filter(None, pair)) for pair in zip(leads, rows, strict=True)]
    return leads


def _bounds(document: Document, question: Question, rating: Rating | None) -> list[str]:
    """Smallest, largest, step, decimals and unit."""
    if rating and (scale := document.scales.get(rating.scale)):
        points = [str(point.value) for point in scale.points] or [""]
        return [points[0], points[-1], "", "", ""]
    return question.bounds()


def _values(document: Document, languages: list[str]) -> Iterator[Line]:
    for question in document.questions():
        for rating in question.ratings():
            scale = document.scales.get(rating.scale)
            for point in scale.points if scale else ():
                anchors = (anchor_of(document, rating, point, one) for one in languages)
                labels = _all(point.label, languages)
                yield [rating.code, str(point.value), *labels, *anchors]
        for value, label in question.value_rows():
            yield [question.code, value, *_all(label, languages)]
        if question.allow_na:
            words = (CANNOT_RATE, *_all(NOT_RATED, languages))
            yield from ([key, *words] for key in question.own_keys())


def _sections(document: Document, languages: list[str]) -> Iterator[Line]:
    for section in document.sections:
        yield [
            *(section.code, *_all(section.title, languages), _number(section.weight)),
            *(str(len(section.questions)), _when(document, section.show_if)),
        ]


def _yes(value: bool) -> str:
    return "ya" if value else "tidak"


def _number(value: float | None) -> str:
    return "" if value is None else written(value)
