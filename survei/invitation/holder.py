"""Who a letter is for, with their cycle and link: read once a letter, so it is written out."""

from __future__ import annotations

from typing import Any

from survei.cycle.choices import Relation
from survei.cycle.models import Cycle, Participant
from survei.database import database, driver_sql
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.token_lookup import reader_of

_PARTS = (("p", Participant), ("c", Cycle), ("l", Link))
_READERS = tuple(reader_of(model) for _, model in _PARTS)
_STARTS = tuple(sum(len(r.names) for r in _READERS[:place]) for place in range(len(_READERS)))
_COLUMNS = ", ".join(
    f"{alias}.{field.column_name}" for alias, model in _PARTS for field in model._meta.sorted_fields
)
_HOLDER = f"""SELECT {_COLUMNS} FROM participant p
JOIN cycle c ON c.id = p.cycle_id
LEFT JOIN link l ON l.participant_id = p.id AND l.purpose = ? AND l.revoked_at IS NULL
WHERE p.id = ? LIMIT 1"""
_OPEN = """SELECT relation, count(*) FROM assignment
WHERE rater_id = ? AND state = 'open' GROUP BY relation"""


def holder_of(participant_id: int, purpose: LinkPurpose) -> tuple[Participant, Link | None] | None:
    """The person with the cycle joined, and their link of this purpose in force; one SELECT."""
    row = _rows(_HOLDER, purpose.value, participant_id).fetchone()
    if row is None:
        return None
    person, cycle, link = (
        reader.read(row, start) for reader, start in zip(_READERS, _STARTS, strict=True)
    )
    person.__rel__["cycle"] = cycle
    return person, link


def open_forms(participant_id: int) -> dict[Relation, int]:
    """How many forms a rater has open, by relation, in the order of the relations."""
    counts: dict[str, int] = dict(_rows(_OPEN, participant_id).fetchall())
    return {relation: counts[relation] for relation in Relation if relation in counts}


def _rows(sql: str, *values: object) -> Any:
    return database.execute_sql(driver_sql(sql), values)
