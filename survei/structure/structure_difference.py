"""What two structures differ in: what is gone or changed, and what was added, each with what to do.

What is gone or changed cannot be made good by hand with certainty, so a backup is put back. What
was added is named with the statement that takes it away, and nothing else is lost by that. A plain
index is refused as well: one over long texts makes PostgreSQL refuse answers, and it keeps an
order of rows that nobody may know.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

#: So many are named; the others are counted.
MOST_NAMED = 3
#: Kind of an addition → the statement that takes it away, in an order that works: what uses
#: something goes before it. SQLite takes nothing else out of a table.
REMOVALS = (
    ("pemicu kunci tamu", "ALTER TABLE {table} ENABLE TRIGGER ALL"),
    ("pemicu ", "DROP TRIGGER {name}{on_table}"),
    ("aturan ", "DROP RULE {name} ON {table}"),
    ("pengamanan baris", "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"),
    ("kendala ", "ALTER TABLE {table} DROP CONSTRAINT {name}"),
    ("indeks ", "DROP INDEX {name}"),
    ("kolom ", "ALTER TABLE {table} DROP COLUMN {name}"),
    ("tabel ", "DROP TABLE {name}"),
    ("fungsi ", "DROP FUNCTION {name}"),
)


@dataclass(frozen=True)
class Differences:
    """By kind, each what it is called: "tabel draft, kolom body"."""

    missing: list[str]
    changed: list[str]
    extra: list[str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.extra)

    def words(self) -> str:
        """A sentence part for each of the first ones, and how many more there are."""
        kinds = (
            (self.missing, "tidak ada"),
            (self.changed, "berbeda"),
            (self.extra, "tidak dikenal"),
        )
        return named([f"{name} {word}" for names, word in kinds for name in names])

    def removals(self, *, is_sqlite: bool) -> list[str]:
        """The statements after which nothing differs, in order; none where there are none."""
        if self.missing or self.changed:
            return []
        found = [_removal(name, is_sqlite=is_sqlite) for name in self.extra]
        return [statement for _, statement in sorted(filter(None, found))] if all(found) else []


def compare(real: Mapping[str, str], wanted: Mapping[str, str]) -> Differences:
    """How they differ. What belongs to a table that is missing or added is not repeated, nor an
    index that belongs to an added constraint.
    """
    return Differences(
        missing=_outermost(wanted.keys() - real.keys()),
        changed=sorted(one for one in real.keys() & wanted.keys() if real[one] != wanted[one]),
        extra=_outermost(real.keys() - wanted.keys()),
    )


def named(found: list[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(found) - MOST_NAMED
    return "; ".join(found[:MOST_NAMED] + ([f"dan {more} lainnya"] if more > 0 else []))


def _outermost(names: Collection[str]) -> list[str]:
    return sorted(
        name
        for name in names
        if ("," not in name or name.partition(",")[0] not in names)
        and (", indeks " not in name or name.replace(", indeks ", ", kendala ") not in names)
    )


def _removal(name: str, *, is_sqlite: bool) -> tuple[int, str] | None:
    """Its place in the order, and the statement; None for what is part of a table's own text."""
    owner, _, inner = name.partition(", ")
    what, table = inner or owner, _quoted(owner.partition(" ")[2])
    for place, (kind, statement) in enumerate(REMOVALS):
        if what.startswith(kind):
            return place, statement.format(
                name=_quoted(what.removeprefix(kind)),
                table=table,
                on_table="" if is_sqlite else f" ON {table}",
            )
    return None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
