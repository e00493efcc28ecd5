"""An import that is cut off, and two at once: all rows or none, once."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

from survei.audit.choices import Actor, ActorKind
from survei.database import database
from survei.staff.imports import check_import, confirm_import
from survei.staff.models import Employee, StaffImport, Unit
from survei.staff.rules import Scope
from tests.staff.lists import csv, person

ROOT = Path(__file__).parents[2]
HR = Actor(ActorKind.USER, 7, "Nurhayati")
EVERYONE = Scope(everyone=True)
#: Kills itself the hard way as soon as the first thousand people are written.
DIE_HALFWAY = """
import os, signal, sys
from survei.database import connect_to, database
from survei.staff.imports import import_file
from tests.staff.lists import COMMAND
connect_to(sys.argv[1])
database.connect()
data = sys.stdin.buffer.read()
die = lambda done, total: os.kill(os.getpid(), signal.SIGKILL)
import_file("a.csv", data, actor=COMMAND, progress=die)
"""


def test_a_process_that_dies_halfway_leaves_nothing(committed_db: str) -> None:
    data = csv(*(person(number) for number in range(1500)))
    done = subprocess.run(
        [sys.executable, "-c", DIE_HALFWAY, committed_db],
        input=data,
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-500:]
    found = Employee.select().count(), Unit.select().count(), StaffImport.select().count()
    assert found == (0, 0, 0)


def test_two_confirmations_at_once_are_one(committed_db: str) -> None:
    checked = check_import("a.csv", csv(person(1), person(2)), scope=EVERYONE, actor=HR)
    errors: list[BaseException] = []

    def confirm() -> None:
        try:
            with database.connection_context():
                confirm_import(checked.id, scope=EVERYONE, actor=HR, moves_confirmed=True)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=confirm) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Employee.select().count() == 2
