"""How pieces of data are found and deleted: rows of a table, files, and what erases itself.

Each says how many are due, and drops one piece of them within the caller's transaction; a piece
of 0 was the last. `is_counted`: whether its number is what people call the number of the class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peewee import Model

from survei.purge.due import Due

#: Rows deleted in one short transaction; files of some megabytes are fewer.
PIECE, HEAVY_PIECE = 500, 20


@dataclass(frozen=True)
class Rows:
    """Rows of one table."""

    model: type[Model]
    #: Which rows are due.
    which: Callable[[Due], Any]
    #: Table that the rows are found through, where the condition is about its columns.
    through: type[Model] | None = None
    piece: int = PIECE
    is_counted: bool = True
    #: Columns that are emptied instead of deleting the row.
    emptied: Mapping[str, None] = field(default_factory=dict)

    def count(self, due: Due) -> int:
        """How many rows."""
        return int(self._found(due).count())

    def drop(self, due: Due) -> int:
        """By key: what made a row due cannot change within the transaction."""
        ids = [row[0] for row in self._found(due).limit(self.piece).tuples()]
        if not ids:
            return 0
        step = self.model.update(self.emptied) if self.emptied else self.model.delete()
        return int(step.where(self._key.in_(ids)).execute())

    @property
    def _key(self) -> Any:
        return self.model._meta.primary_key

    def _found(self, due: Due) -> Any:
        query = self.model.select(self._key)
        return (query.join(self.through) if self.through else query).where(self.which(due))


@dataclass(frozen=True)
class Files:
    """Files in a folder of this machine."""

    which: Callable[[Due], list[Path]]
    is_counted: bool = True

    def count(self, due: Due) -> int:
        """How many files."""
        return len(self.which(due))

    def drop(self, due: Due) -> int:
        """A file that somebody else deleted meanwhile is no fault."""
        paths = self.which(due)[:PIECE]
        for path in paths:
            path.unlink(missing_ok=True)
        return len(paths)


@dataclass(frozen=True)
class Erasing:
    """What an area erases by a function of its own."""

    count: Callable[[Due], int]
    drop: Callable[[Due], int]
    is_counted: bool = True


Part = Rows | Files | Erasing
