"""Whether stored results are those that were published: a hash of all is in the chain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from survei.audit.queries import facts_of
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.result.models import Result
from survei.result.stored_document import fingerprint

#: Documents in memory at a time.
CHUNK = 200


@dataclass(frozen=True)
class Finding:
    """What looking at the results of one cycle found."""

    cycle: Cycle
    #: Whether they are as published; None when the log says nothing of them.
    is_intact: bool | None


def published_proof(cycle_id: int) -> str:
    """What the log keeps: SHA-256, hex, over ratee and document hash of all results."""
    rows = Result.select(Result.ratee, Result.sha256).where(Result.cycle == cycle_id)
    return digest_of((row.ratee_id, row.sha256) for row in rows.order_by(Result.ratee).iterator())


def check_results() -> Iterator[Finding]:
    """Looks at every published cycle whose results are still kept, the oldest first."""
    kept = (Cycle.state == CycleState.PUBLISHED) & Cycle.results_erased_at.is_null()
    for cycle in Cycle.select().where(kept).order_by(Cycle.id):
        proof = (facts_of("cycle.publish", cycle.id) or {}).get("sha256")
        yield Finding(cycle, None if proof is None else proof == stored_proof(cycle.id))


def stored_proof(cycle_id: int) -> str:
    """The same, from the documents as they are stored."""
    return digest_of((ratee, fingerprint(text)) for ratee, text in _documents(cycle_id))


def digest_of(hashes: Iterable[tuple[int, str]]) -> str:
    """SHA-256, hex, over (ratee, document hash) in the order of ratees."""
    digest = hashlib.sha256()
    for ratee_id, one in hashes:
        digest.update(f"{ratee_id}:{one}\n".encode())
    return digest.hexdigest()


def _documents(cycle_id: int) -> Iterator[tuple[int, str]]:
    last = 0
    while rows := list(
        Result.select(Result.ratee, Result.document)
        .where(Result.cycle == cycle_id, Result.ratee > last)
        .order_by(Result.ratee)
        .limit(CHUNK)
    ):
        yield from ((row.ratee_id, row.document) for row in rows)
        last = rows[-1].ratee_id
