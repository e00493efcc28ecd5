"""Forms of the kinds that score: a rating with its anchors, a matrix with its rows."""

from __future__ import annotations

from itertools import count
from typing import Any

import msgspec
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField, HiddenField, SelectField, ValidationError

from admin.questionnaires.base_question import QuestionForm
from admin.questionnaires.fields import CommaNumber, Passage, RowList, YesNo
from admin.questionnaires.translations import TranslatedForm, languages_for
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Matrix, Question, Rating
from survei.questionnaire.kinds.matrix import MOST_ROWS
from survei.questionnaire.languages import MAIN, name_of
from survei.questionnaire.parts import Anchor, Row
from survei.questionnaire.pasting import LONGEST_ANCHOR, pasted_wordings
from survei.questionnaire.translated_text import input_name


class ScaleField(SelectField):
    """One of the document's scales, and for now the stored one that is gone."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, validate_choice=False, **options)

    def pre_validate(self, form: Any) -> None:
        """Refuses a scale that the document does not have."""
        if self.data not in {key for key, _label in self.choices}:
            raise ValidationError(_("Pilih salah satu skala."))


def scale_choices(document: Document, stored: str) -> list[tuple[str, str]]:
    """(key, title) of the document's scales."""
    found = [(key, str(item.title)) for key, item in document.scales.items()]
    return found if stored in document.scales else [(stored, _("— pilih skala —")), *found]


class RatingForm(QuestionForm):
    """Scale, weight and one anchor per point (`anchor_3`, `anchor_3_en`), added by `build`."""

    scale = ScaleField(_l("Skala"))
    weight = CommaNumber(
        _l("Bobot di dalam aspek"),
        least=0,
        most=1000,
        empty=1.0,
        description=_l("1 berarti sama penting. 0 berarti ditanyakan tetapi tidak dihitung."),
    )
    excluded = YesNo(_l("Tidak dihitung dalam nilai"))
    reversed = YesNo(_l("Skala terbalik: nilai terendah adalah yang terbaik"))

    hints = {
        "text": _l("Satu perilaku yang dapat diamati, misalnya “Menyambut peserta didik …”."),
        "text_self": _l("Misalnya “Saya menyambut …”. Kosongkan bila kalimatnya sama."),
    }

    #: Points of the chosen scale, in the order shown.
    points: tuple[Any, ...] = ()

    @classmethod
    def build(cls, document: Document, question: Question, formdata: Any) -> RatingForm:
        """Rows for the points of the chosen scale, which may be another one than stored."""
        assert isinstance(question, Rating)
        chosen = (formdata.get("scale") if formdata else None) or question.scale
        scale = document.scales.get(chosen)
        points = tuple(scale.points) if scale else ()
        speaking = cls.speaking(languages_for(document.languages, question, formdata))
        rows = {
            name: field
            for point in points
            for name, field in _anchor_fields(point, speaking.languages).items()
        }
        form_class = type("RatingForm", (speaking,), {**rows, "points": points})
        given = {"excluded": question.weight == 0, **_anchor_data(question)}
        form = form_class(formdata, data={**cls.shown(question), **given})
        form.scale.choices = scale_choices(document, question.scale)
        return form

    def anchor_rows(self) -> list[tuple[Any, Any]]:
        """(point, its anchor field)."""
        return [(point, self[f"anchor_{point.value}"]) for point in self.points]

    def group_of(self, name: str) -> str:
        """Anchors and the scale have a place of their own."""
        is_anchor = name.startswith("anchor_") and not self.is_translation(name)
        if is_anchor or name == "scale":
            return "anchors"
        return super().group_of(name)

    def values(self) -> dict[str, Any]:
        """Anchors as the document keeps them; empty ones fall back to the scale's."""
        own = {name: item for name, item in super().values().items() if name[:7] != "anchor_"}
        texts = {str(point.value): self.text_of(f"anchor_{point.value}") for point in self.points}
        anchors = {value: Anchor(text=text) for value, text in texts.items() if text}
        return {**own, "anchors": anchors}

    def applied(self, part: Rating) -> Rating:
        """Excluded means weight 0; what counts again after that weighs 1."""
        members = self.values()
        if members.pop("excluded"):
            members["weight"] = 0.0
        elif part.weight == 0 and members["weight"] == 0:
            members["weight"] = 1.0
        return msgspec.structs.replace(part, **members)


def _anchor_fields(point: Any, languages: tuple[str, ...]) -> dict[str, Passage]:
    # Not lazy: Jinja takes a lazy string for safe markup, and a label is typed by people.
    about = {"value": point.value, "label": str(point.label)}
    fields = {MAIN: _("Deskripsi untuk %(value)s · %(label)s", **about)}
    for language in languages:
        name = name_of(language)
        fields[language] = _("%(value)s · %(label)s (%(language)s)", **about, language=name)
    return {
        input_name(f"anchor_{point.value}", language): Passage(
            label,
            most=LONGEST_ANCHOR,
            render_kw={"rows": 2, "placeholder": point.anchor.get(language, ""), "lang": language},
        )
        for language, label in fields.items()
    }


def _anchor_data(question: Rating) -> dict[str, str]:
    return {
        input_name(f"anchor_{value}", language): wording
        for value, anchor in question.anchors.items()
        for language, wording in anchor.text.items()
    }


class MatrixRow(TranslatedForm):
    """One row. `code` is its stable key, kept when it is reworded or moved."""

    code = HiddenField()
    text = Passage(_l("Kalimat untuk orang lain"), render_kw={"rows": 1})
    text_self = Passage(_l("Kalimat untuk diri sendiri"), render_kw={"rows": 1})
    weight = CommaNumber(_l("Bobot"), least=0, most=1000, empty=1.0, default=1.0)
    reversed = YesNo(_l("Terbalik"))
    texts = ("text", "text_self")

    @staticmethod
    def pasted(text: str) -> list[dict[str, Any]]:
        """Data of rows, one for each pasted line; a second column is the wording for oneself.

        Raises TooManyColumns.
        """
        found = pasted_wordings(text)
        return [{"text": others, "text_self": own, "weight": 1.0} for others, own in found]

    def is_blank(self) -> bool:
        """Whether no word was typed in this row."""
        return not any(self.typed_texts().values())


class MatrixForm(QuestionForm):
    """Scale and rows."""

    scale = ScaleField(_l("Skala"))
    rows = RowList(FormField(MatrixRow), label=_l("Baris"), most=MOST_ROWS)
    row_forms = {"rows": MatrixRow}

    @classmethod
    def build(cls, document: Document, question: Matrix, formdata: Any) -> MatrixForm:
        """The form with the document's scales."""
        form: MatrixForm = cls.of(question, formdata, document.languages)
        form.scale.choices = scale_choices(document, question.scale)
        return form

    def group_of(self, name: str) -> str:
        """The scale stands above the rows."""
        return "anchors" if name == "scale" else super().group_of(name)

    def validate_rows(self, field: Any) -> None:
        """At least one row, and no more than people answer."""
        if not 1 <= len(self.filled()) <= MOST_ROWS:
            raise ValidationError(_("Isi 1 sampai %(most)s baris.", most=MOST_ROWS))

    def filled(self) -> list[Any]:
        """Rows in which something was typed."""
        return [row.form for row in self.rows if not row.form.is_blank()]

    def values(self) -> dict[str, Any]:
        """Rows in order; blank ones are dropped, new ones get a code."""
        taken = {row.code.data for row in self.filled() if row.code.data}
        made: list[Row] = []
        for row in self.filled():
            code = row.code.data or _free_code(taken)
            taken.add(code)
            counting = {"weight": row.weight.data, "reversed": row.reversed.data}
            made.append(Row(code=code, **row.typed_texts(), **counting))
        return {**super().values(), "rows": made}


def _free_code(taken: set[str]) -> str:
    """ "baris-1", or the next number that is free."""
    return next(code for number in count(1) if (code := f"baris-{number}") not in taken)
