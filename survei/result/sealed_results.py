"""Reading published results: only as they were sealed. Every page and file asks here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.audit.queries import proven_facts
from survei.audit.services import record
from survei.database import database
from survei.errors import WrongState
from survei.result.document import ResultDocument
from survei.result.integrity import published_proof
from survei.result.models import Result
from survei.result.seal import is_sealed
from survei.result.stored_document import decode_result, fingerprint

#: Action of the line that tells of a document that is not as it was published.
ALTERED = "result.altered"


class ResultAltered(WrongState):
    """A stored document is not the one that was published."""

    message = (
        "Hasil ini tidak ditampilkan, karena isinya di basis data tidak sama dengan yang "
        "diterbitkan. Kejadian ini sudah dicatat. Minta auditor memeriksanya; cadangan basis data "
        "memuat isi yang asli."
    )


class Seals:
    """What the log tells of the published results of a cycle."""

    def __init__(self, cycle_id: int) -> None:
        self._cycle_id = cycle_id

    @cached_property
    def _facts(self) -> Mapping[str, Any] | None:
        return proven_facts("cycle.publish", self._cycle_id)

    @cached_property
    def _is_whole(self) -> bool:
        """Of a cycle that an older release published, with one hash over all documents."""
        assert self._facts is not None
        return self._facts.get("sha256") in (None, published_proof(self._cycle_id))

    def holds(self, row: Result) -> bool:
        """Whether a document is the one that was published."""
        if self._facts is None or fingerprint(row.document) != row.sha256:
            return False
        hashes = self._facts.get("seals")
        if hashes is None:
            return self._is_whole
        return is_sealed(row.ratee_id, row.sha256, row.seal, hashes)

    def read(self, row: Result) -> ResultDocument:
        """The document of a row of this cycle. Raises ResultAltered, which the log keeps."""
        if not self.holds(row):
            note_altered(row)
            raise ResultAltered
        return decode_result(row.document)


def read_result(row: Result) -> ResultDocument:
    """The document of a published row. Raises ResultAltered, which the log keeps."""
    return Seals(row.cycle_id).read(row)


def note_altered(row: Result) -> None:
    """Puts on record that a document is not as it was published; once for each content."""
    found = fingerprint(row.document)
    about = (AuditEvent.action == ALTERED) & (AuditEvent.object_id == str(row.ratee_id))
    with database.atomic():
        known = AuditEvent.select().where(about, AuditEvent.details.contains(found))
        if not known.exists():
            facts = {"cycle": row.cycle_id, "sha256": found}
            record(SYSTEM, ALTERED, "participant", row.ratee_id, **facts)
