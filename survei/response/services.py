"""Writes of a rater. Each is one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from survei import clock
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment
from survei.cycle.plan import decode_plan
from survei.cycle.relations import is_confidential
from survei.drafting.queries import document_of
from survei.evidence.rules import FileNote
from survei.evidence.services import keep_files
from survei.invitation.models import Link
from survei.questionnaire.document import Document
from survei.questionnaire.scoring import ScoreTable, score_table, scores_by, written_scores
from survei.response.finishing import NotOpen, finish
from survei.response.models import IdentifiedSubmission
from survei.response.queries import questions_with_files
from survei.response.sealed_submissions import Row, Sealed, sealed_row
from survei.write_transaction import write_transaction


class FileGone(NotOpen):
    """A file that the answers name was replaced or deleted while they were on their way."""

    message = "Sebuah berkas bukti sudah dihapus. Unggah lagi, lalu kirim."


def submit_response(
    link: Link, answers: Mapping[str, object], notes: Mapping[str, FileNote] | None = None
) -> bool:
    """Stores a complete submission and spends the link: all of it or nothing, durable on return.

    `answers` are validated before; `notes` are those of the files that they claim, by question.
    Returns False when it was sent already (by the same person, twice):
    nothing changes then. Raises NotOpen when the link, assignment or cycle is not open, or a file
    is gone, and BoxKeyLost.
    """
    assignment = link.assignment
    assert assignment is not None
    scores = scores_by(
        _table_of(assignment.version_id),
        answers,
        least_answered=_least_answered(assignment.cycle.plan),
    )
    stored = _json(answers), _json(written_scores(scores))
    codes = questions_with_files(assignment)
    row = _sealed(assignment, *stored) if is_confidential(assignment.relation) else None
    with write_transaction():
        if not finish(link, AssignmentState.SUBMITTED, row=row):
            return False
        if row is None:
            _store_identified(assignment, *stored)
        if codes and not keep_files(assignment.id, notes or {}, answers):
            raise FileGone
    return True


def _sealed(assignment: Assignment, answers: str, scores: str) -> Row:
    facts = (assignment.ratee_id, assignment.relation, assignment.version_id, answers, scores)
    return sealed_row(assignment.cycle, Sealed(*facts))


def _store_identified(assignment: Assignment, answers: str, scores: str) -> None:
    IdentifiedSubmission.insert(
        assignment=assignment.id,
        ratee=assignment.ratee_id,
        relation=assignment.relation,
        version=assignment.version_id,
        submitted_at=clock.now(),
        answers=answers,
        section_scores=scores,
    ).execute()


_encode = msgspec.json.Encoder().encode


def _json(value: object) -> str:
    return _encode(value).decode()


_tables: dict[int, tuple[Document, ScoreTable]] = {}


def _table_of(version_id: int) -> ScoreTable:
    """Made once per version, as documents are."""
    document = document_of(version_id)
    known = _tables.get(version_id)
    if known is None or known[0] is not document:
        known = _tables[version_id] = (document, score_table(document))
    return known[1]


@lru_cache(maxsize=64)
def _least_answered(plan: str) -> float:
    return decode_plan(plan).scheme.least_answered
