"""Reads of submitted files."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import ModelSelect

from survei.cycle.models import Assignment
from survei.cycle.relations import ONESELF
from survei.errors import NotFound
from survei.evidence.choices import FileType
from survei.evidence.models import Evidence
from survei.evidence.rules import unseal


@dataclass(frozen=True)
class SubmittedFile:
    """A file as it goes out."""

    name: str
    type: FileType
    content: bytes


def submitted_file(file_id: str, assignment_id: int) -> SubmittedFile:
    """A file of a submission. Raises NotFound: absent, another assignment's, or of a draft."""
    row = Evidence.get_or_none(
        Evidence.id == file_id, Evidence.assignment == assignment_id, Evidence.key != ""
    )
    if row is None:
        raise NotFound
    return SubmittedFile(row.name, FileType(row.type), unseal(row.id, row.key, bytes(row.content)))


def own_files(participant_id: int) -> ModelSelect[Evidence]:
    """Id, name and size of the files that a ratee submitted about oneself, by name."""
    columns = (Evidence.id, Evidence.name, Evidence.size, Evidence.assignment)
    return (
        Evidence.select(*columns)
        .join(Assignment)
        .where(
            Assignment.ratee == participant_id,
            Assignment.rater == participant_id,
            Assignment.relation == ONESELF,
            Evidence.key != "",
        )
        .order_by(Evidence.name, Evidence.id)
    )


def own_file(file_id: str, participant_id: int) -> SubmittedFile:
    """One of `own_files`. Raises NotFound."""
    row = own_files(participant_id).where(Evidence.id == file_id).first()
    if row is None:
        raise NotFound
    return submitted_file(file_id, row.assignment_id)
