"""A file: uploaded by a request of its own (`views/evidence.py`), named by the draft alone."""

from __future__ import annotations

from typing import Any

from formulir import messages
from formulir.fields.base import AnswerField, Built, Context, face_of, single
from formulir.form_body import Values
from survei.cycle.models import Assignment
from survei.evidence.choices import MOST_BYTES, FileType
from survei.evidence.rules import FileNote, note_in, note_text
from survei.questionnaire.choices import CANNOT_RATE
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Evidence
from survei.response.queries import notes_in, questions_with_files, read_draft
from survei.response.rules import evidence_codes

#: Name of the button that leads to the upload, valued by the question; no code has such a name.
UPLOAD_BUTTON = "~bukti"
#: The file of a preview.
SAMPLE = FileNote(id="0", name="contoh.pdf", type=FileType.PDF, size=1024, sha256="", key="")


class EvidenceField(AnswerField):
    """Data: {"name", "type", "size", "id"}, or "na". What it parses is the note of a draft."""

    def parse(self, values: list[str]) -> dict[str, object]:
        """The answer."""
        note = note_in(values)
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


def with_files(values: Values, assignment: Assignment, token: str) -> Values:
    """What was sent, with the files of the draft in place of anything that was said about them."""
    codes = questions_with_files(assignment)
    if not codes:
        return values
    typed = read_draft(assignment.id, token)
    notes = notes_in(typed, codes)
    told: Any = values.copy()
    for code in codes:
        is_na = values.getlist(code) == [CANNOT_RATE]
        told.setlist(code, typed[code] if code in notes else [CANNOT_RATE] if is_na else [])
    return told


def with_sample_files(values: Values, document: Document) -> Values:
    """What was sent to a preview, which uploads nothing: each file counts as handed in."""
    told: Any = values.copy()
    for code in evidence_codes(document):
        if values.getlist(code) != [CANNOT_RATE]:
            told.setlist(code, [note_text(SAMPLE)])
    return told
