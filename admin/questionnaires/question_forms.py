"""One small form per kind of question, in a table keyed by kind."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, HiddenField, SelectField, ValidationError

from admin.questionnaires.fields import CommaNumber, Day, Line, Passage, YesNo
from admin.questionnaires.forms import LONGEST_ANCHOR, PartForm
from survei.questionnaire.choices import QuestionKind
from survei.questionnaire.document import LONGEST_TEXT, Anchor, Choice, Document, Question, Rating
from survei.questionnaire.kinds import kind_of

#: Most options of a choice question.
MOST_CHOICES = 50


class QuestionForm(PartForm):
    """What every kind asks."""

    text = Passage(
        _l("Kalimat untuk menilai orang lain"),
        description=_l("Satu perilaku yang dapat diamati, misalnya “Menyambut peserta didik …”."),
        render_kw={"rows": 2},
    )
    text_self = Passage(
        _l("Kalimat untuk menilai diri sendiri"),
        description=_l("Misalnya “Saya menyambut …”. Kosongkan bila kalimatnya sama."),
        render_kw={"rows": 2},
    )
    hint = Passage(
        _l("Petunjuk"),
        description=_l("Tampil kecil di bawah pertanyaan. Boleh kosong."),
        render_kw={"rows": 2},
    )
    required = YesNo(_l("Wajib dijawab"))
    allow_na = YesNo(_l("Sediakan pilihan “Tidak dapat menilai”"))
    text_en = Passage(_l("Kalimat untuk orang lain, bahasa Inggris"), render_kw={"rows": 2})
    text_self_en = Passage(_l("Kalimat untuk diri sendiri, bahasa Inggris"), render_kw={"rows": 2})
    hint_en = Passage(_l("Petunjuk, bahasa Inggris"), render_kw={"rows": 2})

    more = ("required", "allow_na", "weight", "reversed")

    @classmethod
    def build(cls, document: Document, question: Question, formdata: Any) -> QuestionForm:
        """The form of this question; kinds that depend on the document override it."""
        return cls.of(question, formdata)


class RatingForm(QuestionForm):
    """Scale, weight and one anchor per point (`anchor_3`, `anchor_3_en`), added by `build`."""

    scale = SelectField(_l("Skala"), validate_choice=False)
    weight = CommaNumber(
        _l("Bobot di dalam aspek"),
        least=0,
        most=1000,
        empty=1.0,
        description=_l("1 berarti sama penting. 0 berarti ditanyakan tetapi tidak dihitung."),
    )
    reversed = YesNo(_l("Skala terbalik: nilai terendah adalah yang terbaik"))

    #: Points of the chosen scale, in the order shown.
    points: tuple[Any, ...] = ()

    @classmethod
    def build(cls, document: Document, question: Question, formdata: Any) -> RatingForm:
        """Rows for the points of the chosen scale, which may be another one than stored."""
        assert isinstance(question, Rating)
        chosen = (formdata.get("scale") if formdata else None) or question.scale
        scale = document.scales.get(chosen)
        points = tuple(scale.points) if scale else ()
        rows = {name: field for point in points for name, field in _anchor_fields(point).items()}
        form_class = type("RatingForm", (cls,), {**rows, "points": points})
        form = form_class(formdata, data={**cls.shown(question), **_anchor_data(question)})
        form.scale.choices = [(key, item.title) for key, item in document.scales.items()]
        if question.scale not in document.scales:
            form.scale.choices.insert(0, (question.scale, _("— pilih skala —")))
        return form

    def validate_scale(self, field: Any) -> None:
        """Refuses a scale that the document does not have."""
        if field.data not in {key for key, _label in field.choices}:
            raise ValidationError(_("Pilih salah satu skala."))

    def anchor_rows(self) -> list[tuple[Any, Any, Any]]:
        """(point, its anchor field, its English anchor field)."""
        return [
            (point, self[f"anchor_{point.value}"], self[f"anchor_{point.value}_en"])
            for point in self.points
        ]

    def group_of(self, name: str) -> str:
        """Anchors and the scale have a place of their own."""
        if name.startswith("anchor_") or name == "scale":
            return "anchors"
        return super().group_of(name)

    def values(self) -> dict[str, Any]:
        """Anchors as the document keeps them; empty ones fall back to the scale's."""
        own = {name: item for name, item in super().values().items() if name[:7] != "anchor_"}
        anchors = {
            str(point.value): Anchor(text=text.data, text_en=text_en.data)
            for point, text, text_en in self.anchor_rows()
            if text.data or text_en.data
        }
        return {**own, "anchors": anchors}


def _anchor_fields(point: Any) -> dict[str, Passage]:
    # Not lazy: Jinja takes a lazy string for safe markup, and a label is typed by people.
    shown = {"rows": 2, "placeholder": point.anchor}
    return {
        f"anchor_{point.value}": Passage(
            _("Deskripsi untuk %(value)s · %(label)s", value=point.value, label=point.label),
            most=LONGEST_ANCHOR,
            render_kw=shown,
        ),
        f"anchor_{point.value}_en": Passage(
            _("Bahasa Inggris, %(value)s · %(label)s", value=point.value, label=point.label),
            most=LONGEST_ANCHOR,
            render_kw={"rows": 2, "placeholder": point.anchor_en},
        ),
    }


def _anchor_data(question: Rating) -> dict[str, str]:
    found = {}
    for value, anchor in question.anchors.items():
        found[f"anchor_{value}"] = anchor.text
        found[f"anchor_{value}_en"] = anchor.text_en
    return found


class ChoiceRow(Form):
    """One option. `value` is its stable key, kept when the label is reworded."""

    value = HiddenField()
    label = Line(_l("Pilihan"))
    label_en = Line(_l("Pilihan, bahasa Inggris"))


class ChoicesForm(QuestionForm):
    """Options as rows."""

    choices = FieldList(FormField(ChoiceRow), label=_l("Pilihan"), max_entries=MOST_CHOICES + 5)

    def validate_choices(self, field: Any) -> None:
        """No two options read the same."""
        labels = [row.form.label.data.casefold() for row in field if row.form.label.data]
        if len(labels) > MOST_CHOICES:
            raise ValidationError(_("Paling banyak %(most)s pilihan.", most=MOST_CHOICES))
        if len(set(labels)) < len(labels):
            raise ValidationError(_("Dua pilihan berbunyi sama."))

    def values(self) -> dict[str, Any]:
        """Options in order; blank rows are dropped, new ones get a key."""
        rows = [row.form for row in self.choices if row.form.label.data]
        taken = {row.value.data for row in rows}
        options: list[Choice] = []
        for row in rows:
            value = row.value.data or _free_value(taken)
            taken.add(value)
            options.append(Choice(value=value, label=row.label.data, label_en=row.label_en.data))
        return {**super().values(), "choices": options}


def _free_value(taken: set[str]) -> str:
    number = 1
    while f"p{number}" in taken:
        number += 1
    return f"p{number}"


class SingleChoiceForm(ChoicesForm):
    """Exactly one of several."""


class MultipleChoiceForm(ChoicesForm):
    """Any number within bounds."""

    minimum = CommaNumber(
        _l("Paling sedikit dipilih"), whole=True, least=0, most=MOST_CHOICES, empty=0
    )
    maximum = CommaNumber(
        _l("Paling banyak dipilih"),
        whole=True,
        least=0,
        most=MOST_CHOICES,
        empty=0,
        description=_l("0 berarti tanpa batas."),
    )


class NumberForm(QuestionForm):
    """Bounds, decimals and unit."""

    minimum = CommaNumber(_l("Paling kecil"), empty=None)
    maximum = CommaNumber(_l("Paling besar"), empty=None)
    decimals = CommaNumber(_l("Angka di belakang koma"), whole=True, least=0, most=4, empty=0)
    unit = Line(_l("Satuan"), most=30, description=_l("Misalnya “jam” atau “orang”."))
    unit_en = Line(_l("Satuan, bahasa Inggris"), most=30)


class DateForm(QuestionForm):
    """Bounds."""

    earliest = Day(_l("Paling awal"))
    latest = Day(_l("Paling akhir"))


class ShortTextForm(QuestionForm):
    """Length of one line."""

    longest = CommaNumber(_l("Paling banyak karakter"), whole=True, least=1, most=500, empty=200)


class LongTextForm(QuestionForm):
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
    QuestionKind.DATE: DateForm,
    QuestionKind.SHORT_TEXT: ShortTextForm,
    QuestionKind.LONG_TEXT: LongTextForm,
}


def question_form(document: Document, question: Question, formdata: Any = None) -> QuestionForm:
    """The form for this question, filled with it or with what was typed."""
    return QUESTION_FORMS[kind_of(question)].build(document, question, formdata)
