"""Structure of a PostgreSQL database, of the schema that names are looked up in."""

from __future__ import annotations

import re
from typing import Any

#: An extension's tables are none of ours.
_OURS = (
    "c.relnamespace = current_schema()::regnamespace "
    "AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = c.oid AND e.deptype = 'e')"
)
_QUERIES = (
    # Unlogged tables are empty after a crash.
    "SELECT 'tabel ' || relname, relpersistence::text || relkind::text FROM pg_class c "
    f"WHERE relkind IN ('r', 'p', 'f') AND {_OURS}",
    "SELECT 'tabel ' || relname || ', kolom ' || attname, "
    "concat_ws(' ', format_type(atttypid, atttypmod), "
    "CASE WHEN attnotnull THEN 'NOT NULL' END, pg_get_expr(adbin, adrelid), attidentity, "
    "attgenerated) FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid "
    "LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum "
    f"WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'f') AND {_OURS}",
    # NOT NULL, a constraint since version 18, is said of its column.
    "SELECT 'tabel ' || relname || ', kendala ' || conname, "
    "concat_ws(' ', pg_get_constraintdef(k.oid, true), NOT convalidated) "
    f"FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid WHERE contype <> 'n' AND {_OURS}",
    "SELECT 'tabel ' || c.relname || ', indeks ' || i.relname, "
    "concat_ws(' ', pg_get_indexdef(indexrelid, 0, true), indisvalid AND indisready) "
    "FROM pg_index JOIN pg_class i ON i.oid = indexrelid "
    f"JOIN pg_class c ON c.oid = indrelid WHERE {_OURS}",
    "SELECT 'tabel ' || relname || ', pemicu ' || tgname, "
    "concat_ws(' ', pg_get_triggerdef(t.oid, true), tgenabled) FROM pg_trigger t "
    f"JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal AND {_OURS}",
    # The server's own triggers are what keeps foreign keys.
    "SELECT 'tabel ' || relname || ', pemicu kunci tamu', 'dimatikan' FROM pg_trigger t "
    f"JOIN pg_class c ON c.oid = tgrelid WHERE tgisinternal AND tgenabled <> 'O' AND {_OURS}",
    # Rules answer instead of the table; row security hides rows from whoever does not own it.
    "SELECT 'tabel ' || relname || ', aturan ' || rulename, pg_get_ruledef(r.oid, true) "
    "FROM pg_rewrite r JOIN pg_class c ON c.oid = ev_class "
    f"WHERE relkind IN ('r', 'p') AND {_OURS}",
    "SELECT 'tabel ' || relname || ', pengamanan baris', 'dinyalakan' FROM pg_class c "
    f"WHERE relrowsecurity AND {_OURS}",
    "SELECT 'fungsi ' || proname, prosrc FROM pg_proc "
    "WHERE pronamespace = current_schema()::regnamespace "
    "AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = pg_proc.oid AND e.deptype = 'e')",
)
_QUERY = " UNION ALL ".join(f"({query})" for query in _QUERIES)
#: Casts and brackets, which the server adds differently to a text that it reads again.
_CAST = re.compile(r'::(?:"[^"]+"|[a-z][a-z ]*)(?:\(\d+\))?(?:\[\])?|[()]')


def read(database: Any) -> dict[str, str]:
    """{what it is: how it is made}, such as {"tabel draft, kolom body": "text NOT NULL"}."""
    found = database.execute_sql(_QUERY).fetchall()
    return {name: " ".join(_CAST.sub(" ", text).split()) for name, text in found}
