"""Runs the processes of one installation side by side and ends them together."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence

from survei.errors import SurveiError

#: Seconds that a process has to finish what it is doing after SIGTERM.
PATIENCE_SECONDS = 35
#: Environment variable that tells a child the pipe whose other end its parent holds.
PARENT_PIPE = "SIPAKAINGE_PARENT_PIPE"
#: Seconds between two looks at the processes.
LOOK_SECONDS = 0.2


class PortTaken(SurveiError):
    """Somebody listens there already, often an earlier start of this program."""

    message = (
        "Port %(port)s sedang dipakai. Hentikan program yang memakainya, atau pilih port lain "
        "dengan --port."
    )


class CannotListen(SurveiError):
    """The address is not of this machine, or the port is not for us."""

    message = "Tidak dapat mendengar di %(host)s port %(port)s (%(reason)s)."


def require_free(host: str, port: int) -> None:
    """Raises PortTaken or CannotListen where the web process could not listen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host.strip("[]"), port))
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise PortTaken(port=port) from None
        raise CannotListen(host=host, port=port, reason=error) from None


def remember_interrupt() -> list[int]:
    """From now on Ctrl-C raises KeyboardInterrupt as ever, and is written in the list returned.

    Python drops the exception where it comes in a callback of the interpreter; the list does not.
    """
    caught: list[int] = []

    def interrupt(number: int, _frame: object) -> None:
        caught.append(number)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    return caught


def run_together(commands: Mapping[str, Sequence[str]], stopping: list[int]) -> int:
    """Starts every command, waits, and ends all of them when one ends or a signal comes.

    SIGINT and SIGTERM end them cleanly (status 0); one that is in `stopping` already came before.
    Returns the status of the first one that ended by itself; a failure is never hidden by the
    clean end of the others.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda caught, _frame: stopping.append(caught))
    if stopping:
        raise KeyboardInterrupt
    children = _started(commands)
    ended: str | None = None
    while not stopping and ended is None:
        time.sleep(LOOK_SECONDS)
        ended = next((name for name, child in children.items() if child.poll() is not None), None)
    status = _end(list(children.values()))
    if ended is None or stopping:
        return status
    sys.stderr.write(f"{ended}: berhenti dengan status {children[ended].returncode}\n")
    return children[ended].returncode or 1


def follow_parent() -> None:
    """Ends this process with SIGTERM when the one that started it by `run_together` is gone,
    however it ended: the kernel closes its end of the pipe. What still lives after
    `PATIENCE_SECONDS` is ended hard. Does nothing in a process that was started by hand.
    """
    descriptor = os.environ.pop(PARENT_PIPE, None)
    if descriptor is not None:
        threading.Thread(target=_follow, args=(int(descriptor),), daemon=True).start()


def _follow(descriptor: int) -> None:
    os.read(descriptor, 1)  # nobody ever writes: it returns when the other end is closed
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE_SECONDS)
    os._exit(1)


def _started(commands: Mapping[str, Sequence[str]]) -> dict[str, subprocess.Popen[bytes]]:
    """The running children. Our end of their pipe stays open for as long as this process lives."""
    theirs, _ours = os.pipe()
    # A session of its own keeps Ctrl-C of the terminal from reaching the children twice.
    children = {
        name: subprocess.Popen(  # noqa: S603
            list(command),
            start_new_session=True,
            pass_fds=(theirs,),
            env=os.environ | {PARENT_PIPE: str(theirs)},
        )
        for name, command in commands.items()
    }
    os.close(theirs)
    return children


def _end(children: Sequence[subprocess.Popen[bytes]]) -> int:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    # One that SIGTERM met before it could listen to it had begun nothing.
    failed = [child.returncode for child in children if child.returncode != -signal.SIGTERM]
    return max(map(abs, failed), default=0)
