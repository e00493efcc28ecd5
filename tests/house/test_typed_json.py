"""Types of ours are learnt before there are threads: else the first two requests of a process,
when they come at once, end it without an answer to anybody.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forked import PATIENCE

ROOT = Path(__file__).parents[2]
#: The functions of msgspec that learn a type when they are called.
LEARNING = {"msgspec.convert", "msgspec.json.decode", "msgspec.json.Decoder"}
#: A new process that begins as a busy one does, its threads taking turns as often as can be.
BEGINNING = """
import sys
from threading import Barrier, Thread
{imports}
sys.setswitchinterval(1e-6)
together, done = Barrier(8), []
def begin():
    together.wait()
    done.append({read})
threads = [Thread(target=begin) for _ in range(8)]
for one in threads: one.start()
for one in threads: one.join()
print(len(done))
"""
DOCUMENT = '\'{"format":2,"key":"a","title":{"id":"A"},"scales":{},"sections":[]}\''
#: (what is imported, what eight threads do first). Of the first, most processes ended.
FIRST = {
    "a questionnaire": (
        "from survei.questionnaire.document import decode",
        f"decode({DOCUMENT})",
    ),
    "one to be written again": (
        "from survei.questionnaire.document import Document, encode\n"
        "document = Document(key='a', title={'id': 'A'})",
        "encode(document)",
    ),
    "a list of staff": (
        "from survei.staff.uploaded_list import _decode\n"
        "text = b'{\"name\":\"A\",\"rows\":[]}'",
        "_decode(text)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FIRST)
def test_threads_that_begin_at_once_all_get_it(kind: str) -> None:
    imports, read = FIRST[kind]
    script = BEGINNING.format(imports=imports, read=read)
    for _ in range(4):
        ended = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "8\n", "")


def test_a_type_is_read_by_a_reader_that_was_made_at_import() -> None:
    assert [place for path in _sources() for place in _learnt_late(path)] == []


def test_what_learns_late_is_found(tmp_path: Path) -> None:
    late = tmp_path / "late.py"
    late.write_text(
        "kept = TypeReader(int)\n"
        "plain = msgspec.json.decode(text)\n"
        "once = msgspec.json.Decoder(int)\n"
        "def read(text):\n"
        "    msgspec.json.decode(text, type=int)\n"
        "    msgspec.convert(text, int)\n"
        "    return TypeReader(int).decode(text)\n"
    )
    assert [place.rpartition(":")[2] for place in _learnt_late(late)] == ["3", "5", "6", "7"]


def _sources() -> list[Path]:
    """Every file of the product that names one of them."""
    command = ["git", "grep", "-lE", "msgspec|TypeReader", "--", "*.py"]
    aside = (":!tests", ":!survei/migrations", ":!survei/typed_json.py")
    found = subprocess.run([*command, *aside], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / file for file in found.stdout.split()]


def _learnt_late(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    calls = {node.lineno: node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    at_import = {part.lineno for part in tree.body if isinstance(part, ast.Assign)}
    return [f"{path}:{line}" for line, call in sorted(calls.items()) if _learns(call, at_import)]


def _learns(call: ast.Call, at_import: set[int]) -> bool:
    name = ast.unparse(call.func)
    if name.startswith("TypeReader"):
        return call.lineno not in at_import
    if name == "msgspec.json.decode":
        return any(word.arg == "type" for word in call.keywords)
    return name in LEARNING
