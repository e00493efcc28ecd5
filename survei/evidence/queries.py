"""Reads of submitted files."""

from __future__ import annotations

from dataclasses import dataclass

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
