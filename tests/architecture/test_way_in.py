"""A process gets its zone, its keys and its database in one place."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Where keys that were read, adopted or learnt take the place of those a process began with.
KEYS_CHANGE = {"survei/starting.py", "survei/adoption.py"}


def _callers(name: str) -> set[str]:
    command = ["git", "grep", "-lE", rf"\b{name}\(", "--", "*.py", ":!tests", ":!survei/migrations"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    texts = {path: (ROOT / path).read_text() for path in found.split()}
    return {path for path, text in texts.items() if not re.search(rf"def {name}\(", text)}


def test_one_function_prepares_a_process() -> None:
    assert _callers("connect_to") == {"survei/starting.py"}
    assert _callers("set_zone") == {"survei/starting.py"}
    assert _callers("use_keys") == KEYS_CHANGE
    assert _callers("prepare_process") == {
        "app.py",
        "admin/commands/running.py",
        "survei/worker/process.py",
    }
