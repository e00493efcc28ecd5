"""What each kind of question is for, in words of those who choose one."""

from __future__ import annotations

from survei.questionnaire.choices import QuestionKind

KIND_USES = {
    QuestionKind.RATING: "Satu perilaku dinilai pada skala, dengan deskripsi tiap tingkat.",
    QuestionKind.MATRIX: "Beberapa perilaku pada skala yang sama, baris demi baris.",
    QuestionKind.SINGLE_CHOICE: "Satu jawaban dari beberapa pilihan.",
    QuestionKind.MULTIPLE_CHOICE: "Beberapa jawaban dari daftar pilihan.",
    QuestionKind.RANKING: "Semua pilihan diurutkan.",
    QuestionKind.YES_NO: "Ya atau tidak.",
    QuestionKind.NUMBER: "Angka dengan satuan dan batas.",
    QuestionKind.DATE: "Hari pada kalender.",
    QuestionKind.SHORT_TEXT: "Jawaban satu baris.",
    QuestionKind.LONG_TEXT: "Uraian, saran, atau penjelasan.",
    QuestionKind.EVIDENCE: "PDF, JPEG, atau PNG; hanya diminta dari diri sendiri dan atasan.",
    QuestionKind.INFORMATION: "Bacaan di antara pertanyaan; tidak dijawab.",
}
