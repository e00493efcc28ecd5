"""Somebody who holds the whole database, its files and its logs looks for what was typed, and for
the codes that open it, while drafts wait.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from flask import Flask

from survei.database import database, is_sqlite
from survei.mail.choices import LetterState
from survei.mail.models import Letter
from survei.mail.outbox_sender import OutboxSender
from survei.mail.transports import mail_folder
from survei.settings import Settings
from tests.devices import CODE, code_on, keep_old_draft, resume, save, save_by_button
from tests.raters import Raters
from tests.response.test_computing import files_of
from tests.response.test_unlinkable import every_value

WORDS = "Kepala sekolah sering marah kepada guru honorer"


def codes_in_letters(settings: Settings) -> list[str]:
    """What left by mail, which landed in a folder here."""
    letters = [path.read_text() for path in mail_folder(settings).glob("*.eml")]
    return re.findall(r"^([0-9A-Z]{5}-[0-9A-Z]{5})$", "\n".join(letters), re.MULTILINE)


def test_nothing_that_was_typed_stands_anywhere(
    raters: Raters,
    committed_app: Flask,
    committed_db: str,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    client = committed_app.test_client()
    save(client, raters, {"saran": [WORDS]})
    shown = save_by_button(client, raters, {"saran": WORDS}, who="citra")
    keep_old_draft(raters, {"saran": [WORDS]}, who="dewi")
    surat = client.post(f"{raters.path('dewi')}/surat", data={"lama": "1", "saran": "Baru"})
    assert WORDS in resume(client, raters, CODE).text
    assert client.post(f"{raters.path('budi')}/surat", data={"~kode": CODE}).status_code == 200
    OutboxSender(settings).deliver()
    mailed = codes_in_letters(settings)
    assert len(mailed) == Letter.select().where(Letter.state == LetterState.SENT).count() == 2
    for needle in (WORDS, CODE, shown, code_on(surat.text), *mailed):
        for text in (needle, needle.replace("-", "")):
            assert not found_in_rows(text)
            assert not found_in_files(text, committed_db)
            assert text not in caplog.text
    assert WORDS in resume(client, raters, next(one for one in mailed if one != CODE), "dewi").text


def found_in_rows(text: str) -> list[tuple[str, str]]:
    """(table, column) in which a text stands."""
    return [
        (table, name)
        for table, name, value in every_value()
        if text in str(value) or text.encode() in bytes_of(value)
    ]


def bytes_of(value: object) -> bytes:
    """The bytes of a value that is some."""
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def found_in_files(text: str, url: str) -> list[str]:
    """Files of the database, its log of writes included, in which a text stands."""
    paths = list(files_of(url))
    if not is_sqlite():
        (home,) = database.execute_sql("SHOW data_directory").fetchone()
        paths += list(Path(home, "pg_wal").iterdir())
    return [str(path) for path in paths if path.is_file() and text.encode() in path.read_bytes()]
