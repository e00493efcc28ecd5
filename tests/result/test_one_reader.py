"""Answers of peers and subordinates are read in one place."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
#: Who writes, counts, settles and deletes them, who lists tables, who makes the one document.
MAY = {
    "survei/purge/targets.py",
    "survei/lifecycle/computing.py",
    "survei/response/models.py",
    "survei/response/queries.py",
    "survei/response/services.py",
    "survei/result/queries.py",
}


def test_only_one_module_reads_confidential_submissions() -> None:
    files = [
        path for room in ("survei", "admin", "formulir") for path in (ROOT / room).rglob("*.py")
    ]
    found = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if any(
            word in path.read_text()
            for word in ("ConfidentialSubmission", "confidential_submission")
        )
        and "migrations" not in path.parts
    }
    assert found <= MAY, found - MAY
