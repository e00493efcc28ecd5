"""Structure of an SQLite database: by meaning, so that the wording of another release is the same.

Checks, conditions of indexes and triggers are text anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

Named = Iterator[tuple[str, str]]

#: SQLite's own tables, such as the statistics of ANALYZE, are none of ours.
_OURS = "m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
_TABLES = (
    "SELECT m.name, m.sql, l.wr, l.strict FROM sqlite_master m "
    f"JOIN pragma_table_list l ON l.schema = 'main' AND l.name = m.name WHERE {_OURS}"
)
_COLUMNS = (
    "SELECT m.name, p.name, upper(p.type), iif(p.\"notnull\", 'NOT NULL', 'NULL'), "
    "coalesce('DEFAULT ' || p.dflt_value, ''), iif(p.pk, 'KEY ' || p.pk, ''), "
    "iif(p.hidden, 'HIDDEN ' || p.hidden, '') "
    f"FROM sqlite_master m, pragma_table_xinfo(m.name) p WHERE {_OURS}"
)
_FOREIGN_KEYS = (
    'SELECT m.name, f.id, f."from", f."table", coalesce(f."to", \'id\'), f.on_update, f.on_delete '
    f"FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE {_OURS} "
    "ORDER BY m.name, f.id, f.seq"
)
_INDEXES = (
    'SELECT m.name, l.name, l.origin, l."unique", s.sql, '
    "coalesce(x.name, '()') || iif(x.desc, ' DESC', '') "
    "FROM sqlite_master m, pragma_index_list(m.name) l, pragma_index_xinfo(l.name) x "
    "LEFT JOIN sqlite_master s ON s.type = 'index' AND s.name = l.name "
    f"WHERE x.key AND {_OURS} ORDER BY m.name, l.name, x.seqno"
)
_TRIGGERS = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"


def read(database: Any) -> dict[str, str]:
    """{what it is: how it is made}, such as {"tabel draft, kolom body": "TEXT NOT NULL"}."""
    parts = (_tables, _columns, _foreign_keys, _indexes, _triggers)
    return {name: text for part in parts for name, text in part(database)}


def _tables(database: Any) -> Named:
    for table, sql, has_no_rowid, is_strict in database.execute_sql(_TABLES).fetchall():
        yield f"tabel {table}", f"{'WITHOUT ROWID' * has_no_rowid} {'STRICT' * is_strict}".strip()
        for check in sorted(_checks(sql)):
            yield f"tabel {table}, syarat {check}", ""


def _columns(database: Any) -> Named:
    for table, name, *details in database.execute_sql(_COLUMNS).fetchall():
        yield f"tabel {table}, kolom {name}", " ".join(filter(None, details))


def _foreign_keys(database: Any) -> Named:
    rows = database.execute_sql(_FOREIGN_KEYS).fetchall()
    for (table, _), group in groupby(rows, key=lambda row: row[:2]):
        columns = list(group)
        here, there = (", ".join(row[place] for row in columns) for place in (2, 4))
        *_, other, _, on_update, on_delete = columns[0]
        yield (
            f"tabel {table}, kunci tamu {here}",
            f"{other} ({there}) ON UPDATE {on_update} ON DELETE {on_delete}",
        )


def _indexes(database: Any) -> Named:
    rows = database.execute_sql(_INDEXES).fetchall()
    for (table, name, origin, is_unique, sql), group in groupby(rows, key=lambda row: row[:5]):
        columns = ", ".join(row[5] for row in group)
        if origin != "c":  # made for a constraint, under a name of SQLite's own
            yield f"tabel {table}, keunikan {columns}", ""
            continue
        condition = sql if "()" in columns else "".join(re.findall(r"(?is)\sWHERE\s.*", sql))
        yield f"tabel {table}, indeks {name}", f"{is_unique} {columns} {_plain(condition)}".strip()


def _triggers(database: Any) -> Named:
    for table, name, sql in database.execute_sql(_TRIGGERS).fetchall():
        yield f"tabel {table}, pemicu {name}", _plain(sql)


def _checks(sql: str) -> Iterator[str]:
    """Conditions of every CHECK in the text that made a table."""
    for found in re.finditer(r"(?i)\bCHECK\s*\(", sql):
        depth, end = 1, found.end()
        while depth and end < len(sql):
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        yield _plain(sql[found.end() : end - 1])


def _plain(sql: str) -> str:
    return " ".join(sql.replace('"', "").split())
