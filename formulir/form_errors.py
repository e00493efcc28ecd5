"""Why a form that was sent is not taken in yet: what it lacks, what in it is wrong (two things,
said apart), ratings that are all equal. The same for the page and for the shortcut before it.
"""

from __future__ import annotations

from dataclasses import dataclass

from formulir.fields.base import AnswerField
from formulir.form_body import Values
from formulir.forms import AnswerForm, AskedFace, Definition
from survei.response.rules import all_equal

#: Hidden field that confirms equal ratings.
SURE = "yakin"


@dataclass(frozen=True)
class Complaint:
    """One field with an error."""

    #: Id of its input.
    id: str
    #: What it is called where it stands alone.
    name: str
    message: str
    #: Whether nothing was given; else what was given does not fit.
    is_missing: bool
    #: Number of the question on the page, "" where there are none.
    number: str = ""
    #: ".2" for the second row of a matrix.
    row: str = ""
    #: Code of the question, for script that numbers anew.
    code: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a refused submission says."""

    errors: tuple[Complaint, ...] = ()
    #: Whether all ratings are equal and that is asked.
    asks_equal: bool = False


def outcome_of(definition: Definition, form: AnswerForm, values: Values) -> Outcome | None:
    """Errors, or ratings that are all equal and not confirmed; None when it can be stored."""
    if not form.validate():
        return Outcome(errors=complaints_of(definition, form))
    if values.get(SURE) != "1" and all_equal(definition.document, form.answers()):
        return Outcome(asks_equal=True)
    return None


def complaints_of(definition: Definition, form: AnswerForm) -> tuple[Complaint, ...]:
    """In the order of the page; to be asked after `validate`."""
    found = []
    for section in definition.sections:
        for asked in section.questions:
            for place, field in enumerate(form.fields_of(asked), start=1):
                if field.errors:
                    found.append(_complaint(asked, field, place))
    return tuple(found)


def _complaint(asked: AskedFace, field: AnswerField, place: int) -> Complaint:
    return Complaint(
        id=field.id,
        name=field.face.named,
        message=str(field.errors[0]),
        is_missing=field.stands_alone and not field.raw_data,
        number=str(asked.number),
        row=f".{place}" if asked.face.kind == "matrix" else "",
        code=asked.face.code,
    )
