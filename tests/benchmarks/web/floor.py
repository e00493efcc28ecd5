"""The floor: bare Flask on the raw driver, as little as anybody could write.

GET returns ready bytes after one SELECT; a draft is one durable write of the body as it came; POST
parses the form, inserts one row and updates one, durably. Started by gunicorn like the real
thing; its database and files are named by the environment.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, Response, request

DATABASE = os.environ.get("FLOOR_DATABASE", "")
BODY = Path(os.environ["FLOOR_BODY"]).read_bytes() if DATABASE else b""
IS_POSTGRES = DATABASE.startswith("postgresql:")
TABLES = (
    "CREATE TABLE assignment (token TEXT PRIMARY KEY, state TEXT NOT NULL)",
    "CREATE TABLE submission (id INTEGER PRIMARY KEY, answers TEXT NOT NULL)",
    "CREATE TABLE draft (token TEXT PRIMARY KEY, body {blob} NOT NULL)",
)

app = Flask(__name__, static_folder=None)
_local = threading.local()


def _run(sql: str, *values: object) -> Any:
    if not hasattr(_local, "connection"):
        _local.connection = _connect(DATABASE)
    return _local.connection.execute(sql.replace("?", "%s") if IS_POSTGRES else sql, values)


def _connect(url: str) -> Any:
    if url.startswith("postgresql:"):
        return psycopg.connect(url, autocommit=True)
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=5, isolation_level=None)
    connection.execute("PRAGMA journal_mode=wal")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


@app.get("/f/<token>")
def form(token: str) -> Response:
    """The same bytes as ours, after one SELECT."""
    _run("SELECT state FROM assignment WHERE token = ?", token).fetchone()
    response = Response(BODY, content_type="text/html; charset=utf-8")
    response.headers["Content-Encoding"] = "gzip"
    return response


@app.post("/f/<token>/draft")
def draft(token: str) -> Response:
    """One statement, durable."""
    _run(
        "INSERT INTO draft (token, body) VALUES (?, ?) "
        "ON CONFLICT (token) DO UPDATE SET body = excluded.body",
        token,
        request.get_data(),
    )
    return Response(b"{}", content_type="application/json")


@app.post("/f/<token>")
def send(token: str) -> Response:
    """One insert, one update, one durable commit."""
    answers = json.dumps(request.form.to_dict())
    _run("BEGIN" if IS_POSTGRES else "BEGIN IMMEDIATE")
    _run("INSERT INTO submission (answers) VALUES (?)", answers)
    _run("UPDATE assignment SET state = 'submitted' WHERE token = ?", token)
    _run("COMMIT")
    return Response(status=303, headers={"Location": f"/f/{token}"})


def make_database(url: str, tokens: list[str]) -> None:
    """The floor's tables; `url` is a path of SQLite or a URL of PostgreSQL."""
    connection = _connect(url)
    is_postgres = url.startswith("postgresql:")
    for table in TABLES:
        if is_postgres:
            table = table.replace("id INTEGER", "id SERIAL")
        connection.execute(table.format(blob="BYTEA" if is_postgres else "BLOB"))
    place = "%s" if is_postgres else "?"
    cursor = connection.cursor()
    cursor.execute("BEGIN")
    cursor.executemany(
        f"INSERT INTO assignment VALUES ({place}, 'open')",
        [(token,) for token in tokens],
    )
    cursor.execute("COMMIT")
    connection.close()
