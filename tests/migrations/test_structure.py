"""A database that is not as the migrations make it is refused, and what differs is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from survei.database import database, is_sqlite
from survei.schema import MIGRATIONS, SchemaMissing, StructureDiffers, migrate, require_schema
from survei.structure.record import made_structure, real_structure
from tests.running import Running

TRIGGER = "questionnaire_version_frozen"
#: {what was done: (on PostgreSQL, on SQLite, what is said)}. SQLite takes no constraint away by a
#: statement: there a pair says what is replaced by what in the text that made the table `draft`.
DAMAGE = {
    "table": ("DROP TABLE draft CASCADE", "DROP TABLE draft", "tabel draft tidak ada"),
    "trigger": (
        f"DROP TRIGGER {TRIGGER} ON questionnaire_version",
        f"DROP TRIGGER {TRIGGER}",
        f"tabel questionnaire_version, pemicu {TRIGGER} tidak ada",
    ),
    "index": (
        "DROP INDEX cycle_state_closes_at",
        "DROP INDEX cycle_state_closes_at",
        "tabel cycle, indeks cycle_state_closes_at tidak ada",
    ),
    "column": (
        "ALTER TABLE cycle DROP COLUMN opened_at",
        "ALTER TABLE cycle DROP COLUMN opened_at",
        "tabel cycle, kolom opened_at tidak ada",
    ),
    "type": (
        "ALTER TABLE unit ALTER COLUMN name TYPE text",
        ("unit", '"name" VARCHAR(200)', '"name" TEXT'),
        "tabel unit, kolom name berbeda",
    ),
    "not null": (
        "ALTER TABLE unit ALTER COLUMN name DROP NOT NULL",
        ("unit", '"name" VARCHAR(200) NOT NULL', '"name" VARCHAR(200)'),
        "tabel unit, kolom name berbeda",
    ),
    "check": (
        "ALTER TABLE cycle DROP CONSTRAINT cycle_grace_minutes_check",
        ("cycle", "CHECK (grace_minutes >= 0)", ""),
        "tabel cycle, (kendala|syarat) .*grace_minutes.* tidak ada",
    ),
    "foreign key": (
        "ALTER TABLE unit DROP CONSTRAINT unit_parent_id_fkey",
        ("unit", "ON DELETE RESTRICT", ""),
        "tabel unit, (kendala|kunci tamu) .*parent_id.* (tidak ada|berbeda)",
    ),
    "on delete": (
        "ALTER TABLE unit DROP CONSTRAINT unit_parent_id_fkey, ADD CONSTRAINT unit_parent_id_fkey "
        "FOREIGN KEY (parent_id) REFERENCES unit ON DELETE CASCADE",
        ("unit", "ON DELETE RESTRICT", "ON DELETE CASCADE"),
        "tabel unit, (kendala|kunci tamu) .*parent_id.* berbeda",
    ),
    "switched off": (
        f"ALTER TABLE questionnaire_version DISABLE TRIGGER {TRIGGER}",
        f"DROP TRIGGER {TRIGGER}",
        f"tabel questionnaire_version, pemicu {TRIGGER} (tidak ada|berbeda)",
    ),
    "answers instead": (
        "CREATE RULE kept AS ON DELETE TO draft DO INSTEAD NOTHING",
        "CREATE TRIGGER kept BEFORE DELETE ON draft BEGIN SELECT raise(IGNORE); END",
        "tabel draft, (aturan|pemicu) kept tidak dikenal",
    ),
    "hides rows": (
        "ALTER TABLE draft ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE draft ADD COLUMN seen_at TEXT",
        "tabel draft, (pengamanan baris|kolom seen_at) tidak dikenal",
    ),
    "something of another": (
        "CREATE TABLE rescued AS SELECT * FROM draft",
        "CREATE TABLE rescued AS SELECT * FROM draft",
        "tabel rescued tidak dikenal",
    ),
}


def damage(postgres: str, sqlite: str | tuple[str, str, str]) -> None:
    """Does it, in the transaction of the test."""
    if not is_sqlite():
        database.execute_sql(postgres)
    elif isinstance(sqlite, str):
        database.execute_sql(sqlite)
    else:
        table, old, new = sqlite
        query = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ? AND sql LIKE ?"
        database.execute_sql("PRAGMA writable_schema = ON")
        changed = database.execute_sql(query, (old, new, table, f"%{old}%"))
        database.execute_sql("PRAGMA writable_schema = RESET")
        assert changed.rowcount == 1


def test_migrations_make_what_the_database_has(db: None) -> None:
    assert made_structure(MIGRATIONS) == real_structure()
    require_schema()


@pytest.mark.parametrize("what", DAMAGE)
def test_every_damage_is_found_and_named(db: None, what: str) -> None:
    postgres, sqlite, said = DAMAGE[what]
    damage(postgres, sqlite)
    for check in (require_schema, migrate):
        with pytest.raises(StructureDiffers, match=said):
            check()


def test_a_database_of_before_the_check_is_compared_with_what_migrations_make(db: None) -> None:
    database.execute_sql("DROP TABLE schema_structure")
    with pytest.raises(SchemaMissing):
        require_schema()
    assert migrate() == []
    require_schema()
    database.execute_sql("DROP TABLE schema_structure")
    database.execute_sql("DROP INDEX cycle_state_closes_at")
    with pytest.raises(StructureDiffers, match="indeks cycle_state_closes_at tidak ada"):
        migrate()


def test_the_start_refuses_it_in_a_sentence(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    first = Running(instance)
    first.wait()
    first.stop()
    with closing(sqlite3.connect(instance / "survei.sqlite3")) as found:
        found.execute(f"DROP TRIGGER {TRIGGER}")
    second = Running(instance)
    said = second.ended()
    assert second.process.returncode == 2
    assert said.startswith(
        "Tidak dapat dimulai. Basis data tidak utuh: "
        f"tabel questionnaire_version, pemicu {TRIGGER} tidak ada."
    )
    assert "flask --app app restore FILE" in said
