"""Searching a table of any size: first the blocks in which a word stands, then their rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from peewee import SQL, Expression, Field, ModelSelect, fn

from survei.database import contains, is_sqlite
from survei.search.models import SearchBlock

#: Rows of a block, as the triggers make them.
BLOCK = 16
#: Where words stand in more blocks than this, the rows are so many that reading them in the order
#: of the list soon fills a page.
MOST_BLOCKS = 100
#: Tables that have blocks, and the columns that these hold.
SEARCHED: dict[str, frozenset[str]] = {
    "employee": frozenset({"name", "nip"}),
    "participant": frozenset({"name", "unit_name"}),
    "audit_event": frozenset({"actor_name", "action", "object_id"}),
    "letter": frozenset({"recipient"}),
}
#: Columns that are stored in small letters.
SMALL = {("letter", "recipient")}
#: Tables whose keys are random: a block is what begins with one of so many triples of digits.
RANDOM_KEYS = {"letter"}
SHARED = 4


def found(
    query: ModelSelect[Any],
    fields: Sequence[Field],
    words: Iterable[str],
    *,
    parts: Collection[int] | None = (0,),
) -> ModelSelect[Any]:
    """The query narrowed to rows in which each word stands somewhere in one of the columns.

    Capitals do not matter, wildcards are taken literally. `parts` are the cycles that the query
    keeps to, where the table has them; None is all.
    """
    words = list(words)
    conditions = [reduce(or_, [_stands_in(field, word) for field in fields]) for word in words]
    for condition in conditions:
        query = query.where(condition)
    model = fields[0].model
    if not words or not {field.name for field in fields} <= SEARCHED.get(_table(model), set()):
        return query
    numbers = _blocks(_table(model), words, parts)
    if len(numbers) > MOST_BLOCKS:
        return query
    key = model._meta.primary_key
    if _table(model) not in RANDOM_KEYS:
        return query.where(_in_blocks(key, numbers))
    return query.where(key.in_(_keys_in_blocks(key, numbers, conditions)))


def _stands_in(field: Field, word: str) -> Expression:
    if (_table(field.model), field.name) in SMALL:
        return holds(field, word)
    condition: Expression = field.contains(word)
    return condition


def _table(model: Any) -> str:
    name: str = model._meta.table_name
    return name


def _blocks(subject: str, words: Iterable[str], parts: Collection[int] | None) -> list[int]:
    """Numbers of blocks that hold all words; one too many means "more"."""
    query = SearchBlock.select(SearchBlock.number).where(
        SearchBlock.subject == subject, *(holds(SearchBlock.body, word) for word in words)
    )
    if parts is not None:
        query = query.where(SearchBlock.part.in_(list(parts)))
    rows: Iterable[Any] = query.limit(MOST_BLOCKS + 1).tuples()
    return [number for (number,) in rows]


def holds(field: Field, word: str) -> Expression:
    """The condition that a word stands in a column that is kept in small letters: PostgreSQL then
    needs no folding of every row, and SQLite knows no capitals anyway.
    """
    held: Expression = field.contains(word) if is_sqlite() else field % fn.LOWER(contains(word))
    return held


def _in_blocks(key: Field, numbers: Iterable[int]) -> Expression:
    """Keys by name: both databases then begin with the rows and not with the list's order."""
    keys = ", ".join(str(number * BLOCK + place) for number in numbers for place in range(BLOCK))
    inside: Expression = key.in_(SQL(f"({keys or 'NULL'})"))
    return inside


def _keys_in_blocks(
    key: Field, numbers: Collection[int], conditions: Iterable[Expression]
) -> list[str]:
    """Random keys, which are hexadecimal, of the rows in these blocks that fulfil the conditions:
    by name for the same reason, and no more of them than the list will show.
    """
    ranges = [(key >= begin) & (key < f"{end}g") for begin, end in map(_digits, {*numbers})]
    if not ranges:
        return []
    rows: Iterable[Any] = key.model.select(key).where(reduce(or_, ranges), *conditions).tuples()
    return [found for (found,) in rows]


def _digits(number: int) -> tuple[str, str]:
    """With what the keys of a block begin: the first and the last of `SHARED` beginnings."""
    return f"{number * SHARED:03x}", f"{number * SHARED + SHARED - 1:03x}"
