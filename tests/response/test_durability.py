"""Thanks are only said after a durable commit: the server is killed, and nothing said is lost."""

from __future__ import annotations

import http.client
import json
import os
import signal
import sqlite3
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from formulir.saving import MEDIA_TYPE, PROOF, REVISION
from survei.cycle.models import Assignment
from survei.database import is_sqlite
from survei.response.models import SealedSubmission
from survei.response.resume_code import sealed_body
from survei.settings import Settings
from tests.benchmarks.web.servers import Server, serve
from tests.devices import HALF, key, proof, stored
from tests.forked import Popen
from tests.raters import RATERS, SENT, make_raters

BODY = urlencode(SENT, doseq=True)
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Host": "localhost"}


SAVING = {"Content-Type": MEDIA_TYPE, "Host": "localhost", REVISION: "0"}


def post(
    server: Server, path: str, body: str | bytes = BODY, headers: Mapping[str, str] = HEADERS
) -> int | None:
    """Status of one submission; None when the line was cut."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    try:
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def save_half(server: Server, path: str) -> int | None:
    """Status of saving a draft as a script does."""
    token = path.removeprefix("/f/")
    body = sealed_body(key(token), json.dumps(HALF).encode())
    return post(server, f"{path}/draft", body, SAVING | {PROOF: proof(token)})


@pytest.mark.parametrize("victim", ["workers", "all"])
def test_killed_servers_lose_nothing_they_acknowledged(
    committed_app: Flask, committed_db: str, settings: Settings, victim: str
) -> None:
    now = datetime.now(UTC)  # the server has its own clock
    day = timedelta(days=1)
    raters = make_raters(peers=120, opens_at=now - day, closes_at=now + day)
    paths = [raters.path(who) for who in raters.tokens if who not in RATERS]
    acknowledged: list[str] = []
    saved: list[str] = []
    environment = {
        "SURVEI_INSTANCE": str(settings.instance),
        "SURVEI_DATABASE_URL": committed_db,
        "SURVEI_BASE_URL": "http://localhost",
    }
    with serve("app:create_app()", environment, "--preload", popen=Popen) as server:
        waiting = iter(paths)

        def send() -> None:
            for path in waiting:
                draft = next(waiting, path)
                if save_half(server, draft) == 200:
                    saved.append(draft)
                if post(server, path) == 303:
                    acknowledged.append(path)

        threads = [threading.Thread(target=send) for _ in range(4)]
        for thread in threads:
            thread.start()
        while len(acknowledged) < 15 and any(thread.is_alive() for thread in threads):
            threads[0].join(0.01)
        for pid in server.workers + ([server.pid] if victim == "all" else []):
            os.kill(pid, signal.SIGKILL)
        for thread in threads:
            thread.join()
    sent = {raters.path(who) for who in raters.tokens if raters.assignment(who).state != "open"}
    assert len(acknowledged) >= 15
    assert set(acknowledged) <= sent
    tokens = {path.removeprefix("/f/") for path in saved if path not in sent}
    kept = [stored(raters, who) for who in raters.tokens if raters.tokens[who] in tokens]
    assert len(saved) >= 15
    assert kept == [HALF] * len(tokens)
    assert SealedSubmission.select().count() == len(sent)
    assert Assignment.select().where(Assignment.state == "submitted").count() == len(sent)
    if is_sqlite():
        path = Path(committed_db.removeprefix("sqlite:///"))
        with sqlite3.connect(path) as other:
            assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        other.close()
