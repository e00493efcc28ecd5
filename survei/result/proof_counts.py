"""What the proof before publishing found, as it was counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from survei.result.choices import Coarsened, WhyCoarsened
from survei.result.models import ResultProof


@dataclass(frozen=True)
class ProofCounts:
    """Of one published cycle."""

    #: Small groups of which everything was proved as it is.
    held: int
    #: Documents that were not what the answers make, and were made anew.
    remade: int
    #: {how coarse, and why: small groups, or questions of the bank}, the finest first.
    coarsened: dict[tuple[Coarsened, WhyCoarsened], int] = field(default_factory=dict)


def proof_counts(cycle_id: int) -> ProofCounts | None:
    """None where results were published before there was a proof, or were not yet."""
    rows = {
        (Coarsened(row.step), row.why): row.groups
        for row in ResultProof.select().where(ResultProof.cycle == cycle_id)
    }
    if (Coarsened.NOT, "") not in rows:
        return None
    coarsened = {
        (step, why): rows[step, why]
        for step in (Coarsened.WORDS, Coarsened.WITHHELD, Coarsened.POOLED)
        for why in WhyCoarsened
        if (step, why) in rows
    }
    return ProofCounts(rows[Coarsened.NOT, ""], rows.get((Coarsened.REMADE, ""), 0), coarsened)
