"""What invented raters say in the demonstration: answers with a tendency, and comments."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from survei.questionnaire.choices import CANNOT_RATE
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import (
    Date,
    LongText,
    MultipleChoice,
    Number,
    Question,
    Rating,
    ShortText,
    SingleChoice,
)

#: Share of ratings that a rater says he cannot give.
CANNOT_RATE_SHARE = 0.04
#: Share of raters who write something into an open question.
COMMENT_SHARE = 0.55

STRENGTHS = (
    "Selalu hadir tepat waktu dan siap membantu rekan yang sedang kesulitan.",
    "Penjelasannya runtut, sehingga pekerjaan bersama menjadi lebih mudah.",
    "Sabar menghadapi keluhan dan mencari jalan keluar yang dapat diterima semua pihak.",
    "Administrasinya rapi dan mudah ditelusuri kembali.",
    "Terbuka terhadap masukan dan segera memperbaiki cara kerjanya.",
    "Suasana menjadi tertib tanpa harus meninggikan suara.",
    "Berani mencoba cara baru dan membagikan hasilnya kepada yang lain.",
    "Menjaga ucapan dan menghargai pendapat yang berbeda.",
)
SUGGESTIONS = (
    "Akan lebih baik bila rencana kerja dibagikan lebih awal.",
    "Umpan balik sebaiknya disampaikan lebih rinci dan segera setelah kegiatan.",
    "Perlu lebih sering melibatkan rekan dalam mengambil keputusan bersama.",
    "Pemanfaatan perangkat digital masih dapat ditingkatkan.",
    "Pembagian waktu antara tugas utama dan tugas tambahan perlu ditata kembali.",
    "Mohon lebih sering berkunjung ke ruang kerja rekan untuk berbagi pengalaman.",
    "Tindak lanjut hasil rapat sebaiknya dicatat dan diingatkan.",
)


def answers_to(document: Document, *, tendency: float, chance: Random) -> dict[str, Any]:
    """A complete set of answers whose ratings lie around `tendency` (0 worst, 1 best)."""
    return dict(_answered(document, tendency, chance))


def _answered(document: Document, tendency: float, chance: Random) -> Iterator[tuple[str, Any]]:
    for question in document.questions():
        answer = _answer(document, question, tendency, chance)
        if answer is not None:
            yield question.code, answer


def _answer(document: Document, question: Question, tendency: float, chance: Random) -> Any:
    match question:
        case Rating():
            return _rating(document, question, tendency, chance)
        case LongText() | ShortText():
            return _comment(question, chance)
        case SingleChoice():
            return chance.choice(question.choices).value
        case MultipleChoice():
            count = max(question.minimum, 1)
            return [choice.value for choice in chance.sample(question.choices, count)]
        case Number():
            return question.minimum or 1
        case Date():
            return question.earliest or "2026-01-05"


def _rating(document: Document, question: Rating, tendency: float, chance: Random) -> int | str:
    if question.allow_na and chance.random() < CANNOT_RATE_SHARE:
        return CANNOT_RATE
    values = [point.value for point in document.scales[question.scale].points]
    place = min(max(chance.gauss(tendency, 0.18), 0), 1)
    place = 1 - place if question.reversed else place
    return values[round(place * (len(values) - 1))]


def _comment(question: ShortText | LongText, chance: Random) -> str | None:
    if not question.required and chance.random() > COMMENT_SHARE:
        return None
    wants_advice = any(
        word in str(question.text).lower() for word in ("saran", "tingkat", "perbaik")
    )
    return chance.choice(SUGGESTIONS if wants_advice else STRENGTHS)[: question.longest]
