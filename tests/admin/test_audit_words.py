"""Every event of the log has words for its reader."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from admin.actor_words import actor_words
from admin.audit_words import AREAS, EVENTS
from admin.edit_conflict import editor_of
from survei.audit.choices import SYSTEM, Actor, ActorKind
from survei.audit.services import record
from survei.cycle.models import Cycle
from survei.lifecycle.closing import close_cycle
from tests.cast import Cast
from tests.client import Browser
from tests.invitation.conftest import make_cycle

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


def commands_that_act() -> set[str]:
    """The names under which the code of the commands writes."""
    calls = (
        node
        for file in (ROOT / "admin" / "commands").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
    )
    named = {
        "running": lambda call: call.args[0],
        "Actor": lambda call: next((w.value for w in call.keywords if w.arg == "name"), None),
    }
    found = [named[call.func.id](call) for call in calls if getattr(call.func, "id", "") in named]
    return {one.value for one in found if isinstance(one, ast.Constant)}


def test_a_command_is_named_in_words_wherever_it_acts(client: Browser, cast: Cast) -> None:
    names = commands_that_act()
    assert {"cycles close", "keys adopt", "retention run"} <= names
    with client.application.test_request_context():
        assert [name for name in names if actor_words(name) == name] == []
        assert actor_words(SYSTEM.name) == "Sistem (jadwal)"
        assert actor_words(cast.hr.name) == cast.hr.name


@pytest.mark.parametrize("path", ["/admin/periode/lihat/{}", "/admin/catatan/"])
def test_a_page_says_that_a_command_did_it(client: Browser, cast: Cast, path: str) -> None:
    small = make_cycle()
    close_cycle(small.cycle.id, actor=Actor(ActorKind.COMMAND, name="cycles close"))
    client.sign_in(cast.admin)
    page = client.get(path.format(small.cycle.id), follow_redirects=True).text
    assert "Perintah di server (cycles close)" in page
    assert ">cycles close<" not in page


def test_a_conflict_names_a_command_in_words(client: Browser, cast: Cast) -> None:
    cycle = make_cycle().cycle
    record(Actor(ActorKind.COMMAND, name="cycles reopen"), "cycle.reopen", "cycle", cycle.id)
    with client.application.test_request_context():
        assert editor_of(Cycle.get_by_id(cycle.id)) == "Perintah di server (cycles reopen)"
