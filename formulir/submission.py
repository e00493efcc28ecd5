"""The one way of a submission, from what a form sent to what became of it; whoever took it in,
the page or the shortcut before it, only says so.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum

from formulir.fields.evidence import UPLOAD_BUTTON, claims_in
from formulir.form_body import Values
from formulir.form_errors import Outcome, outcome_of
from formulir.forms import AnswerForm, definition_of
from formulir.open_stamp import FIELD as OPENED_FIELD
from formulir.open_stamp import opened_at
from survei.cycle.choices import AssignmentState
from survei.invitation.models import Link
from survei.response.finishing import NotOpen
from survei.response.queries import is_taking_answers
from survei.response.services import submit_response
from survei.sealing.private_keys import BoxKeyLost

log = logging.getLogger(__name__)


class Fate(StrEnum):
    """What became of it. Only `STORED` has changed anything."""

    STORED = "stored"
    #: Sent or declined before.
    ENDED = "ended"
    #: The cycle takes no answers now.
    LATE = "late"
    #: Incomplete or broken answers, or all equal and not confirmed.
    OBJECTED = "objected"
    #: The button that leads to uploading a file was pressed (without script).
    UPLOAD = "upload"
    #: Sent, declined, revoked or closed while this was on its way.
    OVERTAKEN = "overtaken"
    #: The key of the cycle's box is lost: what cannot be opened is not taken.
    UNSEALABLE = "unsealable"


@dataclass(frozen=True)
class Submission:
    """A submission and its fate."""

    fate: Fate
    #: The proof of opening that came with it; empty unless it holds.
    stamp: str = ""
    #: The form with what was sent, and what is said about it, where something is.
    form: AnswerForm | None = None
    outcome: Outcome | None = None


def submit(link: Link, token: str, values: Values, *, language: str = "id") -> Submission:
    """Stores answers that nothing is to be said about, and only those. `language` is that of
    what is said.
    """
    assignment = link.assignment
    assert assignment is not None
    if assignment.state != AssignmentState.OPEN:
        return Submission(Fate.ENDED)
    opened = opened_at(token, values.get(OPENED_FIELD, ""))
    stamp = values[OPENED_FIELD] if opened else ""
    if not is_taking_answers(assignment.cycle, opened_at=opened):
        return Submission(Fate.LATE, stamp)
    if values.get(UPLOAD_BUTTON):
        return Submission(Fate.UPLOAD, stamp)
    definition = definition_of(assignment.version_id, relation=assignment.relation, asked=language)
    form = definition.complete(values)
    if outcome := outcome_of(definition, form, values):
        return Submission(Fate.OBJECTED, stamp, form, outcome)
    try:
        is_stored = submit_response(link, form.answers(), claims_in(values, assignment))
    except NotOpen:
        is_stored = False
    except BoxKeyLost as lost:
        log.log(logging.ERROR, "an answer was not taken: %s", lost)
        return Submission(Fate.UNSEALABLE, stamp)
    return Submission(Fate.STORED if is_stored else Fate.OVERTAKEN, stamp)
