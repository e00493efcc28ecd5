"""What an administrator says about a period or a hold."""

from __future__ import annotations

from flask_babel import lazy_gettext as __
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from admin.fields import WholeField
from admin.forms import AdminForm
from admin.lookup import chosen_key
from survei.purge.rules import SHORTEST_REASON
from survei.retention.choices import DataClass, Unit
from survei.retention.rules import RULES, bounds_of

REASON = [InputRequired(), Length(min=SHORTEST_REASON, max=1000)]
#: Label of the amount by unit.
AMOUNT_LABELS = {
    Unit.HOURS: __("Masa simpan (jam)"),
    Unit.DAYS: __("Masa simpan (hari)"),
    Unit.YEARS: __("Masa simpan (tahun)"),
}


class ReasonForm(AdminForm):
    """Why."""

    reason = TextAreaField(
        __("Alasan"),
        REASON,
        description=__("Dicatat pada catatan kejadian beserta nama Anda."),
    )


class HoldForm(ReasonForm):
    """Which cycle, and why."""

    cycle = SelectField(__("Periode"), [InputRequired()], coerce=chosen_key)


def period_form(data: DataClass) -> type[ReasonForm]:
    """The form of one class: an amount within its bounds, and why."""
    least, most = bounds_of(data)
    label = AMOUNT_LABELS[RULES[data].period.unit]
    amount = WholeField(label, [InputRequired(), NumberRange(least, most)])
    return type("PeriodForm", (ReasonForm,), {"amount": amount})
