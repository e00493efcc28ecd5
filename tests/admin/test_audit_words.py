"""Every event of the log has words for its reader."""

from __future__ import annotations

import ast
from pathlib import Path

from admin.audit_words import AREAS, EVENTS

ROOT = Path(__file__).parents[2]


def actions_recorded() -> set[str]:
    """The actions that the code names when it writes a line."""
    files = [*(ROOT / "survei").rglob("*.py"), *(ROOT / "admin").rglob("*.py")]
    calls = (node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return {
        call.args[1].value
        for call in calls
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in ("record", "record_audit")
        and len(call.args) > 1
        and isinstance(call.args[1], ast.Constant)
    }


def test_every_event_has_its_words() -> None:
    actions = actions_recorded()
    assert {"cycle.open", "export.csv"} < actions
    assert actions - set(EVENTS) == set()


def test_every_event_belongs_to_a_part() -> None:
    areas = {area for area, _ in AREAS} | {"audit", "questionnaire_import"}
    assert {action.partition(".")[0] for action in EVENTS} <= areas
