"""One small form per kind of question, in a table keyed by kind."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from admin.questionnaires.base_question import QuestionForm
from admin.questionnaires.choice_forms import MultipleChoiceForm, RankingForm, SingleChoiceForm
from admin.questionnaires.fields import CommaNumber, Day, Line, Passage, show_number
from admin.questionnaires.rating_forms import MatrixForm, RatingForm
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import (
    Date,
    Evidence,
    LongText,
    Number,
    Question,
    QuestionKind,
    ShortText,
    Slider,
    kind_of,
)
from survei.questionnaire.kinds.slider import LEAST, MOST
from survei.questionnaire.parts import LONGEST_TEXT


class YesNoForm(QuestionForm):
    """Nothing beyond what every kind asks."""


class EvidenceForm(QuestionForm):
    """A file; who is asked for it is said where it is made required."""

    hints = {
        "required": _l(
            "Hanya diri sendiri dan atasan yang diminta mengunggah berkas; rekan dan bawahan tidak "
            "melihat pertanyaan ini, sehingga tidak pernah diwajibkan."
        )
    }

    @classmethod
    def box(cls, question: Evidence) -> str:
        """Which files."""
        return _("Pilih berkas: PDF, JPEG, atau PNG, paling besar 5 MB")


class InformationForm(QuestionForm):
    """Text to read; nothing is asked, so nothing can be required."""

    text = Passage(
        _l("Teks"),
        description=_l(
            "Boleh memakai **tebal**, *miring*, daftar dengan tanda -, dan tautan https."
        ),
        render_kw={"rows": 5},
    )
    text_self = Passage(
        _l("Teks untuk yang menilai diri sendiri"),
        description=_l("Kosongkan bila teksnya sama."),
        render_kw={"rows": 3},
    )
    # Again, so that it stands below the text that it belongs to.
    hint = Passage(
        _l("Petunjuk"),
        description=_l("Tampil kecil di bawah teks. Boleh kosong."),
        render_kw={"rows": 2},
    )
    required = required_if = allow_na = None


class NumberForm(QuestionForm):
    """Bounds, decimals and unit."""

    minimum = CommaNumber(_l("Paling kecil"), empty=None)
    maximum = CommaNumber(_l("Paling besar"), empty=None)
    decimals = CommaNumber(_l("Angka di belakang koma"), whole=True, least=0, most=4, empty=0)
    step = CommaNumber(
        _l("Kelipatan"),
        least=0.0001,
        empty=None,
        description=_l("Misalnya 0,5: hanya 0 · 0,5 · 1 … yang diterima. Boleh kosong."),
    )
    unit = Line(_l("Satuan"), most=30, description=_l("Misalnya “jam” atau “orang”."))
    texts = (*QuestionForm.texts, "unit")

    @classmethod
    def box(cls, question: Number) -> str:
        """The bounds and the unit."""
        ends = [show_number(end) or "…" for end in (question.minimum, question.maximum)]
        bounds = "–".join(ends) if ends != ["…", "…"] else ""
        return " ".join(filter(None, (_("Angka"), bounds, str(question.unit))))


class SliderForm(QuestionForm):
    """Ends, their words, and the step between."""

    minimum = CommaNumber(_l("Ujung bawah"), whole=True, least=LEAST, most=MOST, empty=0)
    maximum = CommaNumber(_l("Ujung atas"), whole=True, least=LEAST, most=MOST, empty=100)
    step = CommaNumber(
        _l("Kelipatan"),
        whole=True,
        least=1,
        most=MOST,
        empty=1,
        description=_l("Misalnya 5: 0, 5, 10 … sampai ujung atas."),
    )
    low_label = Line(
        _l("Kata di ujung bawah"), most=60, description=_l("Misalnya “Sama sekali tidak”.")
    )
    high_label = Line(_l("Kata di ujung atas"), most=60, description=_l("Misalnya “Sepenuhnya”."))
    texts = (*QuestionForm.texts, "low_label", "high_label")

    @classmethod
    def box(cls, question: Slider) -> str:
        """Both ends with their words."""
        ends = (
            (str(question.minimum), str(question.low_label)),
            (str(question.maximum), str(question.high_label)),
        )
        return " – ".join(" · ".join(filter(None, end)) for end in ends)


class DateForm(QuestionForm):
    """Bounds."""

    earliest = Day(_l("Paling awal"))
    latest = Day(_l("Paling akhir"))

    @classmethod
    def box(cls, question: Date) -> str:
        """A day."""
        return _("Tanggal")


class TextForm(QuestionForm):
    """Free text."""

    offers_preset = True

    @classmethod
    def box(cls, question: ShortText | LongText) -> str:
        """How long it may be."""
        return _("Paling banyak %(longest)s karakter", longest=question.longest)


class ShortTextForm(TextForm):
    """Length of one line."""

    longest = CommaNumber(_l("Paling banyak karakter"), whole=True, least=1, most=500, empty=200)


class LongTextForm(TextForm):
    """Length of several lines."""

    longest = CommaNumber(
        _l("Paling banyak karakter"), whole=True, least=1, most=LONGEST_TEXT, empty=2000
    )


#: Form of each kind; a test holds it equal to the enum.
QUESTION_FORMS: dict[QuestionKind, type[QuestionForm]] = {
    QuestionKind.RATING: RatingForm,
    QuestionKind.SINGLE_CHOICE: SingleChoiceForm,
    QuestionKind.MULTIPLE_CHOICE: MultipleChoiceForm,
    QuestionKind.NUMBER: NumberForm,
    QuestionKind.SLIDER: SliderForm,
    QuestionKind.DATE: DateForm,
    QuestionKind.SHORT_TEXT: ShortTextForm,
    QuestionKind.LONG_TEXT: LongTextForm,
    QuestionKind.INFORMATION: InformationForm,
    QuestionKind.EVIDENCE: EvidenceForm,
    QuestionKind.YES_NO: YesNoForm,
    QuestionKind.RANKING: RankingForm,
    QuestionKind.MATRIX: MatrixForm,
}


def question_form(document: Document, question: Question, formdata: Any = None) -> QuestionForm:
    """The form for this question, filled with it or with what was typed."""
    form = QUESTION_FORMS[kind_of(question)].build(document, question, formdata)
    return form.bind(document, question)
