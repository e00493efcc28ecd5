"""Parsing in a process of its own, which a hostile workbook may crash as it likes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

from survei.workbook.refusals import refusal

#: Seconds until the reader is killed, waiting for a processor included.
MOST_SECONDS = 10
#: Address space of the reader.
MOST_MEMORY = 700_000_000
#: The reader answers with at most this many bytes.
MOST_ANSWER = 60_000_000

_ROOT = Path(__file__).parents[2]


def limit_process() -> None:
    """Memory, time, files and core dumps of the reading process, which calls it first."""
    limits = (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for name, most in limits:
        resource.setrlimit(name, (most, most))


def run_reader(module: str, kind: str, data: bytes) -> bytes:
    """What `python -m module kind` answers about the file on its standard input, as bytes.

    A crash or a timeout means that the file is too big. Raises WorkbookRefused.
    """
    environment = {"LANG": "C.UTF-8", "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", module, kind],
            input=data,
            capture_output=True,
            cwd=_ROOT,
            env=environment,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise refusal("too_big") from None
    if done.returncode < 0:
        raise refusal("too_big")
    if done.returncode or len(done.stdout) > MOST_ANSWER:
        raise refusal("broken")
    return done.stdout
