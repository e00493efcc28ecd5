"""A file: uploaded by a request of its own (`views/evidence.py`), named by its claim alone."""

from __future__ import annotations

from typing import Any

from formulir import messages
from formulir.fields.base import AnswerField, Built, Context, face_of, single
from formulir.form_body import Values
from survei.cycle.models import Assignment
from survei.evidence.choices import MOST_BYTES, FileType
from survei.evidence.claims import claim_of, claimed_note, notes_claimed
from survei.evidence.rules import FileNote
from survei.questionnaire.choices import CANNOT_RATE
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Evidence
from survei.response.queries import questions_with_files
from survei.response.rules import evidence_codes

#: Name of the button that leads to the upload, valued by the question; no code has such a name.
UPLOAD_BUTTON = "~bukti"
#: The file of a preview.
SAMPLE = FileNote(id="0", name="contoh.pdf", type=FileType.PDF, size=1024, sha256="", key="")


class EvidenceField(AnswerField):
    """Data: {"name", "type", "size", "id"}, or "na". What it parses is the claim of a file, which
    comes before anything else that was sent.
    """

    #: What claims the file, for the form to send.
    claim = ""

    def _answer(self, values: list[str]) -> Any:
        claims = [value for value in values if claimed_note([value])]
        self.claim = claims[0] if claims else ""
        return super()._answer(claims[:1] or values)

    def parse(self, values: list[str]) -> dict[str, object]:
        """The answer."""
        note = claimed_note(values)
        if note is None:
            raise ValueError(messages.REQUIRED_FILE)
        return note.answer

    @property
    def in_words(self) -> str:
        """Nothing: a file is uploaded apart, and no text stands for it."""
        return ""


def evidence(question: Evidence, context: Context) -> Built | None:
    """The field of a file; None on the forms of confidential relations, which never ask for one."""
    if context.is_confidential:
        return None
    face = face_of(question, context, longest=MOST_BYTES)
    return single(EvidenceField, question, face, context, messages.REQUIRED_FILE)


def claims_in(values: Values, assignment: Assignment) -> dict[str, FileNote]:
    """{question code: note} of the files that a form claims."""
    codes = questions_with_files(assignment)
    return notes_claimed({code: values.getlist(code) for code in codes})


def with_sample_files(values: Values, document: Document) -> Values:
    """What was sent to a preview, which uploads nothing: each file counts as handed in."""
    told: Any = values.copy()
    for code in evidence_codes(document):
        if values.getlist(code) != [CANNOT_RATE]:
            told.setlist(code, [claim_of(SAMPLE)])
    return told
