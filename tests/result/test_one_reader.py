"""Answers of peers and subordinates are read in one place."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
#: Who deletes them, who lists tables, who seals and opens, who makes the one document, who compares
#: numbers and digests of them with the log.
MAY = {
    "survei/purge/targets.py",
    "survei/lifecycle/boxes.py",
    "survei/lifecycle/computing.py",
    "survei/response/box_proof.py",
    "survei/response/models.py",
    "survei/response/sealed_submissions.py",
    "survei/result/queries.py",
}
WORDS = re.compile(r"\b(Confidential|Sealed)Submission\b|\b(confidential|sealed)_submission\b")


def test_only_one_module_reads_confidential_submissions() -> None:
    files = [
        path for room in ("survei", "admin", "formulir") for path in (ROOT / room).rglob("*.py")
    ]
    found = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if WORDS.search(path.read_text()) and "migrations" not in path.parts
    }
    assert found <= MAY, found - MAY
