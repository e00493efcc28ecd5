"""Many rows at once, each database in its fastest way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from peewee import Model

from survei.database import database, is_sqlite

#: From so many new rows on PostgreSQL looks at a table again. Until it does so by itself, it plans
#: as if the table were as small as before, and what came next took the square of the people.
MANY = 1000


def insert_many(
    model: type[Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    chunk: int = 5000,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Inserts raw rows (database values, in the order of `columns`) with the driver's fastest way.

    Reads `rows` chunk by chunk, so memory stays bounded; calls `progress` with the count so far.
    Runs inside the caller's transaction, which knows afterwards how large the table is. Returns the
    number of rows.
    """
    table = model._meta.table_name
    names = ", ".join(f'"{column}"' for column in columns)
    cursor = database.connection().cursor()
    done = 0
    for batch in _batches(rows, chunk):
        if is_sqlite():
            places = ", ".join("?" * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', batch)
        else:
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in batch:
                    copy.write_row(row)
        done += len(batch)
        if progress:
            progress(done)
    if done >= MANY and not is_sqlite():
        # Whoever does the same at this moment does it for both.
        cursor.execute(f'ANALYZE (SKIP_LOCKED) "{table}"')
    return done


def reserve_ids(model: type[Model], count: int) -> Sequence[int]:
    """Keys for `count` rows that `insert_many` is about to write, so that others can refer to them.

    On PostgreSQL they come from the sequence: the table stays free for everybody else. On SQLite
    the write lock of the caller's transaction keeps them free.
    """
    table = model._meta.table_name
    if is_sqlite():
        found = database.execute_sql(f'SELECT coalesce(max(id), 0) + 1 FROM "{table}"')
        (first,) = found.fetchone()
        return range(first, first + count)
    cursor = database.execute_sql(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
        (f'"{table}"', count),
    )
    return [row[0] for row in cursor.fetchall()]


def update_many(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, chunk: int = 1000
) -> None:
    """Sets raw values by id: each row holds the values in the order of `columns`, then the id. A
    chunk is one wait for PostgreSQL, which has to stay far below what is called a hung server.

    Runs inside the caller's transaction.
    """
    mark = "?" if is_sqlite() else "%s"
    sets = ", ".join(f'"{column}" = {mark}' for column in columns)
    statement = f'UPDATE "{model._meta.table_name}" SET {sets} WHERE "id" = {mark}'
    cursor = database.connection().cursor()
    for batch in _batches(rows, chunk):
        cursor.executemany(statement, batch)


def _batches(rows: Iterable[Sequence[Any]], size: int) -> Iterator[list[Sequence[Any]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch
