"""Kinds of question and the value that stands for "cannot rate"."""

from __future__ import annotations

from enum import StrEnum


class QuestionKind(StrEnum):
    """Each kind has one struct in `document.py` and one field builder in `formulir/fields/`."""

    RATING = "rating"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    NUMBER = "number"
    DATE = "date"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"


QUESTION_KIND_LABELS = {
    QuestionKind.RATING: "Penilaian berskala",
    QuestionKind.SINGLE_CHOICE: "Pilihan tunggal",
    QuestionKind.MULTIPLE_CHOICE: "Pilihan ganda",
    QuestionKind.NUMBER: "Angka",
    QuestionKind.DATE: "Tanggal",
    QuestionKind.SHORT_TEXT: "Teks pendek",
    QuestionKind.LONG_TEXT: "Teks panjang",
}

#: The answer "tidak dapat menilai": missing, never zero.
CANNOT_RATE = "na"
