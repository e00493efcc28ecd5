"""The floor: bare Flask on raw sqlite3, as little as anybody could write.

GET returns ready bytes after one SELECT; POST parses the form, inserts one row and updates one,
durably. Started by gunicorn like the real thing; its files are named by the environment.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from pathlib import Path

from flask import Flask, Response, request

DATABASE = os.environ.get("FLOOR_DATABASE", "")
BODY = Path(os.environ["FLOOR_BODY"]).read_bytes() if DATABASE else b""

app = Flask(__name__, static_folder=None)
_local = threading.local()


def _connection() -> sqlite3.Connection:
    if not hasattr(_local, "connection"):
        _local.connection = sqlite3.connect(DATABASE, timeout=5, isolation_level=None)
        _local.connection.execute("PRAGMA journal_mode=wal")
        _local.connection.execute("PRAGMA synchronous=FULL")
    return _local.connection


@app.get("/f/<token>")
def form(token: str) -> Response:
    """The same bytes as ours, after one SELECT."""
    _connection().execute("SELECT state FROM assignment WHERE token = ?", (token,)).fetchone()
    response = Response(BODY, content_type="text/html; charset=utf-8")
    response.headers["Content-Encoding"] = "gzip"
    return response


@app.post("/f/<token>")
def send(token: str) -> Response:
    """One insert, one update, one durable commit."""
    answers = json.dumps(request.form.to_dict())
    connection = _connection()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO submission (answers) VALUES (?)", (answers,))
    connection.execute("UPDATE assignment SET state = 'submitted' WHERE token = ?", (token,))
    connection.execute("COMMIT")
    return Response(status=303, headers={"Location": f"/f/{token}"})


def make_database(path: Path, tokens: list[str]) -> None:
    """The floor's two tables."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=wal")
    connection.execute("CREATE TABLE assignment (token TEXT PRIMARY KEY, state TEXT NOT NULL)")
    connection.execute("CREATE TABLE submission (id INTEGER PRIMARY KEY, answers TEXT NOT NULL)")
    connection.executemany(
        "INSERT INTO assignment VALUES (?, 'open')", [(token,) for token in tokens]
    )
    connection.commit()
    connection.close()
