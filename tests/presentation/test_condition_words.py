"""Conditions in words: one sentence for a rater, a designer and paper, in the reader's language."""

from __future__ import annotations

import pytest

from survei.presentation.condition_words import (
    SHOWN_IF,
    WHEN_ASKED,
    ByCode,
    ByNumber,
    ByText,
    ConditionWords,
)
from survei.questionnaire.choices import Match, Operator
from survei.questionnaire.document import Document
from survei.questionnaire.parts import Clause, Condition
from tests.examples import every_kind_document

NUMBERS = {"tepat-waktu": 1, "kebiasaan": 2, "waktu": 3, "kegiatan": 4, "setim": 5, "jam": 6}
NUMBERS |= {"mulai": 7, "saran": 8}


def when(key: str, operator: Operator, value: str = "") -> Condition:
    """A condition of one clause."""
    return Condition(clauses=[Clause(question=key, operator=operator, value=value)])


@pytest.fixture(scope="module")
def document() -> Document:
    """One question of each kind."""
    return every_kind_document()


def by_text(document: Document, language: str = "id") -> ConditionWords:
    """As the form and the designer say it."""
    naming = ByText(text_language=language, language=language)
    return ConditionWords(document, naming, language, language)


def by_number(document: Document, language: str = "id") -> ConditionWords:
    """As paper says it."""
    return ConditionWords(document, ByNumber(NUMBERS, False, language), language, language)


@pytest.mark.parametrize(
    ("condition", "asked", "then"),
    [
        (when("setim", Operator.IS, "ya"), "Apakah Anda bekerja dalam satu tim?", "adalah “Ya”"),
        (when("waktu", Operator.IS, "na"), "Kapan Anda biasanya", "adalah “Tidak dapat menilai”"),
        (when("jam", Operator.AT_LEAST, "2.5"), "Berapa jam Anda", "paling sedikit 2,5 jam"),
        (
            when("mulai", Operator.AT_MOST, "2026-11-23"),
            "Sejak kapan",
            "pada 23 November 2026 atau sebelumnya",
        ),
        (when("tepat-waktu", Operator.EXTREME), "", "berada di ujung skala"),
        (when("saran", Operator.ANSWERED), "Apa saran Anda", "dijawab"),
        (when("hilang", Operator.IS, "x"), "hilang”", "adalah “x”"),
    ],
)
def test_a_question_is_named_by_its_text(
    document: Document, condition: Condition, asked: str, then: str
) -> None:
    words = by_text(document).of(condition)
    assert (words[: len(asked) + 1], words[-len(then) :]) == (f"“{asked}", then)


def test_a_row_follows_its_matrix(document: Document) -> None:
    words = by_text(document).of(when("kebiasaan.salam", Operator.IS, "3"))
    assert words.endswith(" – Memberi salam.” adalah “3 Sudah”")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (
            when("tepat-waktu", Operator.AT_LEAST, "2"),
            "jawaban nomor 1 paling sedikit “2 Di bawah ekspektasi”",
        ),
        (
            when("kebiasaan.salam", Operator.IS, "3"),
            "jawaban nomor 2 baris “Memberi salam.” adalah “3 Sudah”",
        ),
        (when("kegiatan", Operator.INCLUDES, "pagi"), "jawaban nomor 4 memuat “Pagi”"),
        (
            when("mulai", Operator.AT_LEAST, "2026-01-02"),
            "jawaban nomor 7 pada 2 Januari 2026 atau sesudahnya",
        ),
        (when("jam", Operator.AT_MOST, "2.5"), "jawaban nomor 6 paling banyak 2,5 jam"),
        (when("setim", Operator.IS_NOT, "ya"), "jawaban nomor 5 bukan “Ya”"),
        (when("setim", Operator.UNANSWERED), "nomor 5 tidak dijawab"),
        (when("hilang", Operator.IS, "x"), "jawaban pertanyaan lain adalah “x”"),
    ],
)
def test_a_question_is_named_by_its_number(
    document: Document, condition: Condition, words: str
) -> None:
    assert by_number(document).of(condition) == words


def test_a_codebook_speaks_of_variables_and_stored_values(document: Document) -> None:
    both = [
        *when("jam", Operator.AT_LEAST, "2.5").clauses,
        *when("mulai", Operator.AT_MOST, "2026-11-23").clauses,
    ]
    words = ConditionWords(document, ByCode(), is_coded=True).of(Condition(clauses=both))
    assert words == "jam paling sedikit 2.5 dan mulai pada 2026-11-23 atau sebelumnya"


def test_the_language_is_the_readers(document: Document) -> None:
    condition = when("mulai", Operator.AT_LEAST, "2026-01-02")
    said = by_number(document, "en").sentence(WHEN_ASKED, condition)
    assert said == "Answered only if the answer to number 7 is 2 January 2026 or later."
    assert by_text(document, "en").of(when("setim", Operator.IS, "tidak")).endswith("is “No”")


@pytest.mark.parametrize(
    ("count", "match", "words"),
    [
        (1, Match.ALL, "nomor 8 dijawab"),
        (2, Match.ALL, "nomor 8 dijawab dan nomor 8 dijawab"),
        (2, Match.ANY, "nomor 8 dijawab atau nomor 8 dijawab"),
        (3, Match.ANY, "nomor 8 dijawab, nomor 8 dijawab, atau nomor 8 dijawab"),
    ],
)
def test_clauses_are_joined_by_what_must_hold(
    document: Document, count: int, match: Match, words: str
) -> None:
    clauses = [Clause(question="saran", operator=Operator.ANSWERED)] * count
    assert by_number(document).of(Condition(match=match, clauses=clauses)) == words


def test_no_condition_says_nothing(document: Document) -> None:
    assert [by_text(document).sentence(SHOWN_IF, one) for one in (None, Condition(clauses=[]))] == [
        "",
        "",
    ]
