"""Why a submission is not taken in yet; the same for the page and for the shortcut before it."""

from __future__ import annotations

from formulir.complaints import complaints_of
from formulir.form_body import Values
from formulir.forms import AnswerForm, Definition
from formulir.rendering import Outcome
from survei.response.rules import all_equal

#: Hidden field that confirms equal ratings.
SURE = "yakin"


def objection(definition: Definition, form: AnswerForm, values: Values) -> Outcome | None:
    """Errors, or ratings that are all equal and not confirmed; None when it can be stored."""
    if not form.validate():
        return Outcome(errors=complaints_of(definition, form))
    if values.get(SURE) != "1" and all_equal(definition.document, form.answers()):
        return Outcome(asks_equal=True)
    return None
