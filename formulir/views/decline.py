"""`/f/<token>/decline`: a rater who cannot rate says why; HR can then mend the data."""

from __future__ import annotations

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from wtforms import Form, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from formulir import messages
from formulir.fields.base import clean
from formulir.form_body import Values, read_form
from formulir.form_errors import Complaint
from formulir.language import wanted_language
from formulir.opened_link import FormLink, form_of, not_taken, require_open
from formulir.views.form import to_form
from formulir.views.routes import blueprint
from survei.cycle.choices import DECLINE_LABELS, DeclineReason
from survei.response.finishing import NotOpen, take_back_decline
from survei.response.finishing import decline as decline_assignment
from survei.web.link_routes import FORM

LONGEST_NOTE = 500
#: Field of the button on the page that says it was declined.
TAKE_BACK = "batal"
FIELD_NAMES = {"reason": lazy_gettext("Alasan"), "note": lazy_gettext("Keterangan")}


class DeclineForm(Form):
    """Reason and note."""

    reason = RadioField(
        choices=[SelectChoice(reason.value, label) for reason, label in DECLINE_LABELS.items()],
        validators=[InputRequired(messages.REQUIRED_CHOICE)],
        validate_choice=False,
    )
    note = TextAreaField(
        filters=[lambda text: clean(text or "").strip()],
        validators=[Length(max=LONGEST_NOTE, message=messages.NOTE_TOO_LONG)],
    )

    def validate_reason(self, field: RadioField) -> None:
        """Only reasons of the list."""
        if field.data not in DECLINE_LABELS:
            raise ValidationError(messages.UNKNOWN_CHOICE)


@blueprint.get(f"{FORM.rule}/decline")
def decline(token: str) -> ResponseReturnValue:
    """Asks for the reason."""
    opened = form_of(token)
    if opened.has_ended:
        return to_form(opened)
    require_open(opened.cycle)
    return _page(opened, DeclineForm(), 200)


@blueprint.post(f"{FORM.rule}/decline")
def send_decline(token: str) -> ResponseReturnValue:
    """Ends the assignment with a reason, or takes that back (`batal=1`)."""
    opened = form_of(token)
    if opened.has_ended:
        if read_form().get(TAKE_BACK) == "1":
            require_open(opened.cycle)
            take_back_decline(opened.link)
        return to_form(opened)
    require_open(opened.cycle)
    form = DeclineForm(_without_nul(read_form()))
    if not form.validate():
        return _page(opened, form, 422)
    try:
        reason = DeclineReason(form.reason.data)
        decline_assignment(opened.link, reason=reason, note=form.note.data)
    except NotOpen:
        why = not_taken(token)
        if why.reason != "ended":
            raise why from None
    return to_form(opened)


def _without_nul(values: Values) -> Values:
    return Values((name, text.replace("\0", "")) for name, text in values.items(multi=True))


def _page(opened: FormLink, form: DeclineForm, status: int) -> ResponseReturnValue:
    language = wanted_language()
    errors = [
        Complaint(f"d-{name}", str(FIELD_NAMES[name]), str(texts[0]), not form[name].data)
        for name, texts in form.errors.items()
        if texts
    ]
    html = render_template(
        "formulir/pages/decline.html",
        language=language,
        name=opened.assignment.ratee.name,
        unit=opened.assignment.ratee.unit_name,
        token=opened.token,
        form=form,
        errors=errors,
        reasons=DECLINE_LABELS,
        longest=LONGEST_NOTE,
    )
    return make_response(html, status)
