"""Row 12: the access log shows that a link was opened, never which."""

from __future__ import annotations

import logging
import sys

import pytest

from formulir.server import mask
from survei.logs import OneLine

TOKEN = "Ab-_" * 10 + "xyz"


@pytest.mark.parametrize(
    "path",
    ["/f/{}", "/f/{}/draft", "/f/{}/decline", "/u/{}", "/hasil/{}", "/aktivasi/{}",
     "/atur-ulang/{}", "/admin-pertama/{}", "/f/{}.", "/f/{}%3D"],
)  # fmt: skip
def test_no_credential_is_logged(path: str) -> None:
    """Row 12: also of a damaged link and of the pages below it."""
    masked = mask(path.format(TOKEN))
    assert TOKEN[:8] not in masked
    assert masked.startswith(f"/{path.split('/')[1]}/***")


def test_other_paths_stay() -> None:
    assert mask("/admin/pegawai/") == "/admin/pegawai/"


@pytest.mark.parametrize("name", ["a\r\nINFO login ok", "\x1b[31mmerah\x1b[0m", "a\u2028b\x85c"])
def test_one_event_is_one_line(name: str) -> None:
    """Row 54: messages and tracebacks alike."""
    try:
        raise ValueError(name)
    except ValueError:
        record = logging.LogRecord("web", logging.ERROR, "", 1, "%s", (name,), sys.exc_info())
        line = OneLine().format(record)
    assert len(line.splitlines()) == 1
    assert line.isprintable()
