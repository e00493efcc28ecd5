"""Processes of this program that begin with everything imported.

A start of Python costs a second of processor time, and the tests start hundreds. `Popen` and `run`
here are those of `subprocess` for commands of this Python: the process is forked from one that has
imported the program and done nothing with it. It is a process like any other, a child of its
starter with arguments, environment, folder, pipes, signals and exit code of its own; and what
`python app.py` starts is forked likewise. What the start of Python itself could break is shown by
tests that use `subprocess`: `house/test_start.py`, `house/test_parents.py`,
`house/test_commands.py`.
"""

from __future__ import annotations

import atexit
import ctypes
import errno
import fcntl
import gc
import importlib
import inspect
import os
import pickle
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
#: Of <sys/prctl.h>: orphans below this process become its children.
PR_SET_CHILD_SUBREAPER = 36
#: Descriptors from here on are free in a server.
HIGH = 500
LENGTH = 8
#: Seconds after which a process that was to end hangs; only a failing run waits so long.
PATIENCE = 300.0
BEGIN = "from tests.forked import main; main()"
#: What a web process, a worker or a command imports, at once or when it needs it.
IMPORTED = ("app", "flask.cli", "survei.web.server", "survei.web.request_timeout", "survei.worker")


@dataclass(frozen=True)
class Request:
    """What a process begins with; its descriptors travel beside it."""

    arguments: list[str]
    environment: dict[str, str]
    folder: str
    umask: int
    starts_session: bool
    #: Numbers that the descriptors get.
    targets: list[int]


class Server:
    """One end of the line to a process that forks."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._turn = threading.Lock()

    def start(self, request: Request, descriptors: list[int]) -> int:
        """Id of a new child of this process."""
        body = pickle.dumps(request)
        with self._turn, adopting():
            socket.send_fds(self._line, [len(body).to_bytes(LENGTH)], descriptors)
            self._line.sendall(body)
            child = int.from_bytes(_read(self._line, LENGTH))
        if not child:
            raise BlockingIOError(errno.EAGAIN, "no process could be forked")
        return child

    def close(self) -> None:
        """The other side ends."""
        self._line.close()


@contextmanager
def adopting() -> Iterator[None]:
    """Processes whose parent ends now become children of this one."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
    try:
        yield
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0)


class Popen(subprocess.Popen):  # type: ignore[type-arg]
    """`subprocess.Popen`; forked where the command is this Python's. Nobody waits for ever: raises
    TimeoutExpired after `PATIENCE` where no other time is given.
    """

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code."""
        return super().wait(PATIENCE if timeout is None else timeout)

    def communicate(self, input: Any = None, timeout: float | None = None) -> Any:
        """What it printed until its end."""
        return super().communicate(input, PATIENCE if timeout is None else timeout)

    def _execute_child(self, *given: Any) -> None:
        plain = subprocess_popen._execute_child  # type: ignore[attr-defined]
        asked = inspect.signature(plain).bind(self, *given).arguments
        words = [asked["args"]] if isinstance(asked["args"], str) else list(asked["args"])
        if words[0] != sys.executable or sys.platform != "linux":
            plain(self, *given)
            return
        pipes = [asked[name] for name in ("p2cread", "c2pwrite", "errwrite")]
        ours = [own if pipe == -1 else pipe for own, pipe in enumerate(pipes)]
        environment = os.environ if asked["env"] is None else asked["env"]
        request = Request(
            arguments=[os.fspath(word) for word in words[1:]],
            environment=dict(environment),
            folder=os.fspath(asked["cwd"] or os.getcwd()),
            umask=asked["umask"],
            starts_session=asked["start_new_session"],
            targets=[0, 1, 2, *asked["pass_fds"]],
        )
        self.pid = server().start(request, [*ours, *asked["pass_fds"]])
        self._child_created = True
        names = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
        self._close_pipe_fds(*(asked[name] for name in names))


subprocess_popen = subprocess.Popen
_server: Server | None = None


def run(
    command: list[str], *, timeout: float | None = None, **options: Any
) -> subprocess.CompletedProcess[str]:
    """A command that has ended: its exit code and all that it printed, as text."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with Popen(command, **{"stdin": subprocess.DEVNULL, **pipes, **options}) as process:
        try:
            printed, errors = process.communicate(timeout=timeout)
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(command, process.returncode, printed, errors)


def server() -> Server:
    """The server of this process, started when it is first asked for."""
    global _server
    if _server is None:
        ours, theirs = socket.socketpair()
        process = subprocess_popen(
            [sys.executable, "-c", BEGIN, str(theirs.fileno())],
            cwd=ROOT,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        _server = Server(ours)
        atexit.register(process.wait)
        atexit.register(_server.close)  # the last that is registered is the first called
    return _server


def main() -> None:
    """A server on the descriptor named by the first argument; the processes forked from it return
    from here, so that they end as Python ends.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = socket.socket(fileno=int(sys.argv[1]))
    _import_everything()
    assert threading.active_count() == len(os.listdir("/proc/self/task")) == 1
    gc.collect()
    gc.freeze()
    _become(line)


def _import_everything() -> None:
    for name in IMPORTED:
        importlib.import_module(name)


def _become(line: socket.socket) -> None:
    request = _next(line)
    if request.arguments[0] == "app.py" and "--only" not in request.arguments:
        _fork_for_children()
    words = request.arguments
    if words[0] == "-m":
        sys.argv = words[1:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    elif words[0] == "-c":
        sys.argv = ["-c", *words[2:]]
        exec(compile(words[1], "<string>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv = words
        runpy.run_path(words[0], run_name="__main__")


def _next(line: socket.socket) -> Request:
    """Serves until this is the process that was asked for."""
    while True:
        head, received, _, _ = socket.recv_fds(line, LENGTH, 16)
        if not head:
            os._exit(0)
        request: Request = pickle.loads(_read(line, int.from_bytes(head)))
        ours, theirs = os.pipe()
        if not (between := os.fork()):
            # Its child loses its parent, and the one who asked adopts it.
            parent = os.getpid()
            if child := os.fork():
                os.write(theirs, child.to_bytes(LENGTH))
                os._exit(0)
            line.detach()
            while os.getppid() == parent:
                time.sleep(0.001)
            _dress(request, received)
            return request
        os.waitpid(between, 0)
        os.close(theirs)  # or a fork that failed in between would be waited for, for ever
        line.sendall(os.read(ours, LENGTH) or bytes(LENGTH))
        for descriptor in (ours, *received):
            os.close(descriptor)


def _dress(request: Request, received: list[int]) -> None:
    """Gives this process what it was asked to begin with."""
    high = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, HIGH) for descriptor in received]
    os.closerange(3, HIGH)
    for descriptor, target in zip(high, request.targets, strict=True):
        os.dup2(descriptor, target)
    os.closerange(HIGH, HIGH + 2 * len(high))
    if request.starts_session:
        os.setsid()
    if request.umask >= 0:
        os.umask(request.umask)
    os.chdir(request.folder)
    os.environ.clear()
    os.environ.update(request.environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _open_streams()


def _open_streams() -> None:
    """They stay open until Python ends, as its own do."""
    encoding = sys.__stdout__.encoding  # type: ignore[union-attr]
    options: dict[str, Any] = {"encoding": encoding, "closefd": False}
    sys.stdin = open(0, **options)  # noqa: SIM115
    sys.stdout = open(1, "w", **options)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", **options)  # noqa: SIM115


def _fork_for_children() -> None:
    """This process, not yet begun, leaves a copy behind from which its children are forked."""
    global _server
    ours, theirs = socket.socketpair()
    if os.fork():
        theirs.close()
        _server = Server(ours)
        subprocess.Popen = Popen  # type: ignore[misc]
        return
    ours.close()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _become(theirs)
    raise SystemExit(0)


def _read(line: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length:
        part = line.recv(length - len(found))
        if not part:
            raise EOFError
        found += part
    return found
