"""What the documents for developers name is there, and their lists of files are complete."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("CONTRIBUTING.md", "docs/architecture.md", "docs/extend.md", "docs/secrecy.md")
#: "`tests/security/test_hosts.py::test_name`".
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROOMS = ("survei", "admin", "formulir", "static", "tests")
#: "`survei/settings.py`", "`tests/examples.py::every_kind_document`", "`tests/mail`".
NAMED = re.compile(rf"`((?:{'|'.join(ROOMS)})/[\w./-]+)")
#: "`draw.py`", "`formulir/language.py`".
FILE = re.compile(r"`([\w/.-]+\.(?:py|html|css|js|toml))`")
#: Made of several files when they are served.
BUNDLES = {"form.js", "form.css"}
#: Files of translations hold every text, of every kind.
APART = ("survei/translations/", "survei/questionnaire/json_schema")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_is_named_is_there(document: str) -> None:
    named = NAMED.findall((ROOT / document).read_text())
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_test_that_shows_a_promise_is_there() -> None:
    shown = TEST.findall((ROOT / "docs/secrecy.md").read_text())
    assert len(shown) > 20
    assert [
        f"{path}::{name}"
        for path, name in shown
        if not re.search(rf"^def {name}\(", (ROOT / path).read_text(), re.MULTILINE)
    ] == []


def test_every_file_that_a_room_card_names_is_there() -> None:
    command = ["git", "ls-files"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [f"/{path}" for path in listed.split()]
    cards = [path[1:] for path in paths if path.endswith("/README.md")]
    named = {(card, name) for card in cards for name in FILE.findall((ROOT / card).read_text())}
    assert len(cards) > 5
    assert [
        (card, name)
        for card, name in sorted(named)
        if name not in BUNDLES and not any(path.endswith(f"/{name}") for path in paths)
    ] == []


def test_the_files_of_a_kind_are_all_named() -> None:
    section = (ROOT / "docs/extend.md").read_text().partition("## A setting")[0]
    listed = set(NAMED.findall(section))
    command = ["git", "grep", "-il", "slider", "--", *ROOMS[:-1]]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    naming = {path for path in found.split() if not path.startswith(APART)}
    assert naming - listed == set()


def test_the_commands_of_the_readme_are_those_of_the_house() -> None:
    lines = (ROOT / "CONTRIBUTING.md").read_text().splitlines()
    commands = [line for line in lines if line.startswith(".venv/bin/python -m pytest")]
    for command in commands:
        for path in re.findall(r"tests/[\w./]+", command):
            assert (ROOT / path).exists(), path
