"""Forms of the kinds with options: one of several, any number, an order."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField, HiddenField, ValidationError

from admin.questionnaires.base_question import QuestionForm
from admin.questionnaires.fields import CommaNumber, Line, RowList, YesNo
from admin.questionnaires.translations import TranslatedForm
from survei.questionnaire.kinds.with_choices import MOST_CHOICES
from survei.questionnaire.parts import Choice
from survei.questionnaire.pasting import pasted_lines


class ChoiceRow(TranslatedForm):
    """One option. `value` is its stable key, kept when the label is reworded."""

    value = HiddenField()
    label = Line(_l("Pilihan"))
    texts = ("label",)

    @staticmethod
    def pasted(text: str) -> list[dict[str, str]]:
        """Data of options, one for each pasted line."""
        return [{"label": line} for line in pasted_lines(text)]


class ChoicesForm(QuestionForm):
    """Options as rows."""

    choices = RowList(FormField(ChoiceRow), label=_l("Pilihan"), most=MOST_CHOICES)
    row_forms = {"choices": ChoiceRow}

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
            options.append(Choice(value=value, label=row.text_of("label")))
        return {**super().values(), "choices": options}


def _free_value(taken: set[str]) -> str:
    number = 1
    while f"p{number}" in taken:
        number += 1
    return f"p{number}"


def other_field() -> YesNo:
    """Whether an answer in own words is offered."""
    return YesNo(_l("Sediakan pilihan “Lainnya” dengan kotak isian"))


class SingleChoiceForm(ChoicesForm):
    """Exactly one of several."""

    other = other_field()


class MultipleChoiceForm(ChoicesForm):
    """Any number within bounds."""

    other = other_field()

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


class RankingForm(ChoicesForm):
    """All options in an order."""
