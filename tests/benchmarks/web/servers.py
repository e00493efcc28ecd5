"""gunicorn on loopback: ours and the floor's, two workers each, started the same way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.running import free_port
from tests.waiting import is_listening, wait_for

ROOT = Path(__file__).parents[3]
WORKERS, THREADS = 2, 4


@dataclass(frozen=True)
class Server:
    """A running gunicorn."""

    port: int
    pid: int

    @property
    def workers(self) -> list[int]:
        """Process ids of the workers."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def worker_megabytes(self) -> float:
        """Proportional set size of a worker, mean over the workers."""
        sizes = [_pss(pid) for pid in self.workers]
        return sum(sizes) / len(sizes) / 1024


@contextmanager
def serve(
    target: str,
    environment: Mapping[str, str],
    *options: str,
    popen: type[subprocess.Popen[bytes]] = subprocess.Popen,
) -> Iterator[Server]:
    """Starts gunicorn for `module:application` and ends it afterwards."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", target, "--bind", f"127.0.0.1:{port}",
        "--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread",
        "--keep-alive", "30", "--log-level", "error", "--no-control-socket", *options,
    ]  # fmt: skip
    process = popen(command, cwd=ROOT, env=os.environ | dict(environment))
    try:
        started = wait_for(lambda: is_listening(port) or process.poll() is not None)
        if not started or process.poll() is not None:
            raise RuntimeError("gunicorn did not start")
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise RuntimeError("no Pss in smaps_rollup")
