"""Waiting for what another thread or process does."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable


def wait_for(what: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it comes true in time; only a failing or a crowded run waits to the end."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.1)
    return False


def is_listening(port: int) -> bool:
    """Whether somebody takes connections on this port of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
