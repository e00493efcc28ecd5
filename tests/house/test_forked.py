"""A forked process is one like any other, for those who start it and for itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import forked
from tests.forked import Popen, run

TELL = """
import os, sys
print(os.getppid(), sys.argv, os.environ["WORD"], sorted(os.environ), os.getcwd(), sys.stdin.read())
print(oct(os.umask(0)), os.getsid(0) == os.getpid(), len(os.listdir("/proc/self/task")))
print("to the other", file=sys.stderr)
raise SystemExit(7)
"""

#: A server whose copies cannot fork, and one who asks it.
FULL = """
import os, socket
from tests import forked
ours, theirs = socket.socketpair()
fork = os.fork
if not fork():
    ours.close()
    server = os.getpid()
    def full():
        if os.getpid() != server:
            raise BlockingIOError
        return fork()
    os.fork = full
    forked._become(theirs)
theirs.close()
request = forked.Request(["-c", "pass"], {}, "/", 0, False, [0, 1, 2])
try:
    forked.Server(ours).start(request, [0, 1, 2])
except BlockingIOError as error:
    print(error.strerror)
"""


def test_it_begins_as_asked(tmp_path: Path) -> None:
    command = [sys.executable, "-c", TELL, "word", "another"]
    given = {
        "cwd": tmp_path,
        "env": {"WORD": "x", "LC_ALL": "C.UTF-8"},
        "umask": 0o027,
        "start_new_session": True,
    }
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    answers = []
    for popen in (Popen, subprocess.Popen):
        with popen(command, text=True, **given, **pipes) as process:
            printed = process.communicate("read")
        answers.append((process.returncode, *printed))
    assert answers[0] == answers[1]
    assert answers[0][0] == 7
    assert answers[0][1].startswith(f"{os.getpid()} ['-c', 'word', 'another'] x ")


def test_it_has_the_program_imported() -> None:
    done = run([sys.executable, "-c", "import sys; print(*sys.modules)"])
    assert {"app", "admin", "formulir", "survei.worker", "gunicorn"} <= {*done.stdout.split()}


def test_it_ends_by_a_signal_or_an_error() -> None:
    sleep = "import time; print(1, flush=True); time.sleep(60)"
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        with Popen([sys.executable, "-c", sleep], **pipes) as process:
            assert process.stdout.readline() == b"1\n"
            assert process.poll() is None
            process.send_signal(number)
            assert process.wait(60) == -number
    done = run([sys.executable, "-c", "raise ValueError('told')"])
    assert done.returncode == 1
    assert done.stderr.endswith("ValueError: told\n")


def test_a_pipe_that_is_passed_keeps_its_number() -> None:
    ours, theirs = os.pipe()
    command = [sys.executable, "-c", f"import os; os.write({theirs}, b'through')"]
    with Popen(command, pass_fds=[theirs]) as process:
        os.close(theirs)
        assert process.wait(60) == 0
    with os.fdopen(ours, "rb") as pipe:
        assert pipe.read() == b"through"


def test_one_that_does_not_end_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    process = Popen(sleep, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with monkeypatch.context() as hasty:
        hasty.setattr(forked, "PATIENCE", 0.01)
        for waiting in (process.wait, process.communicate):
            with pytest.raises(subprocess.TimeoutExpired):
                waiting()
    process.kill()
    assert process.communicate() == (b"", b"")


def test_a_fork_that_fails_is_told() -> None:
    """Such as where a machine has no room for another process."""
    done = run([sys.executable, "-c", FULL], cwd=forked.ROOT)
    assert done.stdout == "no process could be forked\n", done.stderr
