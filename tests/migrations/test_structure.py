"""A database that is not as the migrations make it is refused, and what differs is named."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from survei.database import database, is_sqlite
from survei.schema import (
    MIGRATIONS,
    SchemaMissing,
    StructureDiffers,
    StructureExtended,
    migrate,
    require_schema,
)
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
        'tambahan.*tabel draft, (aturan|pemicu) kept.*DROP (RULE|TRIGGER) "kept"',
    ),
    "hides rows": (
        "ALTER TABLE draft ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE draft ADD COLUMN seen_at TEXT",
        "tambahan.*tabel draft, (pengamanan baris|kolom seen_at).*ALTER TABLE",
    ),
    "something of another": (
        "CREATE TABLE rescued AS SELECT * FROM draft",
        "CREATE TABLE rescued AS SELECT * FROM draft",
        'tambahan.*tabel rescued.*DROP TABLE "rescued"',
    ),
}


@pytest.fixture(autouse=True)
def _read_again(database_url: str) -> Iterator[None]:
    """SQLite keeps in mind a schema that was written by hand, though it was rolled back."""
    yield
    database.obj.close_all()


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


#: What a DBA may have added: (on PostgreSQL, on SQLite).
ADDITIONS = {
    "index": ("CREATE INDEX by_ratee ON assignment (ratee_id)",) * 2,
    "index of a name with signs": ('CREATE INDEX "By, ratee" ON assignment (ratee_id)',) * 2,
    "unique index": ("CREATE UNIQUE INDEX one_body ON draft (ciphertext)",) * 2,
    "constraint": (
        "ALTER TABLE unit ADD CONSTRAINT one_name UNIQUE (name)",
        "CREATE UNIQUE INDEX one_name ON unit (name)",
    ),
    "column": ("ALTER TABLE draft ADD COLUMN seen_at text",) * 2,
    "table with an index": ("CREATE TABLE rescued (id int UNIQUE); CREATE INDEX r ON rescued (id)",)
    * 2,
    "trigger with a function": (
        "CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$; "
        "CREATE TRIGGER watched BEFORE UPDATE ON unit FOR EACH ROW EXECUTE FUNCTION watch()",
        "CREATE TRIGGER watched BEFORE UPDATE ON unit BEGIN SELECT 1; END",
    ),
    "row security": ("ALTER TABLE draft ENABLE ROW LEVEL SECURITY", ""),
    "rule": ("CREATE RULE kept AS ON DELETE TO draft DO INSTEAD NOTHING", ""),
    "foreign keys switched off": ("ALTER TABLE draft DISABLE TRIGGER ALL", ""),
}


@pytest.mark.parametrize("what", ADDITIONS)
def test_what_is_said_of_an_addition_takes_it_away(db: None, what: str) -> None:
    """No backup is asked for: every statement that is named runs, and then all is well."""
    addition = ADDITIONS[what][is_sqlite()]
    if not addition:
        pytest.skip("this database has no such thing")
    for statement in re.split(r"; (?=CREATE)", addition):
        database.execute_sql(statement)
    with pytest.raises(StructureExtended) as refused:
        require_schema()
    said = str(refused.value)
    assert "cadangan tidak perlu dikembalikan" in said
    for statement in str(refused.value.params["removals"]).split(";"):
        assert f"{statement};" in said
        if statement:
            database.execute_sql(statement)
    require_schema()


def test_damage_beside_an_addition_asks_for_the_backup(db: None) -> None:
    database.execute_sql("CREATE INDEX by_ratee ON assignment (ratee_id)")
    database.execute_sql("DROP INDEX cycle_state_closes_at")
    with pytest.raises(StructureDiffers, match=r"tidak utuh.*restore FILE") as refused:
        require_schema()
    assert "indeks cycle_state_closes_at tidak ada; " in str(refused.value)
    assert "indeks by_ratee tidak dikenal" in str(refused.value)


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
