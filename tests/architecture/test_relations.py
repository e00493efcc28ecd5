"""What depends on a relation stands in its table; `docs/extend.md` lists who names one."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from survei.cycle.choices import Relation
from survei.cycle.draw import DRAWS
from survei.cycle.relations import CONFIDENTIAL, NAMED, NAMED_OTHERS, ONESELF, RELATIONS
from tests.architecture.test_docs import NAMED as NAMED_FILE

ROOT = Path(__file__).parents[2]
#: In code a member of the enum or its value, in pages a comparison, in styles a class.
NAMES_ONE = (
    rf"\bRelation\.({'|'.join(one.name for one in Relation)})\b"
    r"|[\"'](few_)?(peer|subordinate)[\"']|relation *[!=]= *[\"']"
    rf"|[.-](line|mark)-({'|'.join(Relation)})\b"
)
ROOMS = ("app.py", "survei", "formulir", "admin", "static")
APART = (":!survei/migrations", ":!survei/translations", ":!*.json", ":!*.md")


def test_few_files_name_a_relation_and_the_document_lists_them() -> None:
    command = ["git", "grep", "-lP", NAMES_ONE, "--", *ROOMS, *APART]
    naming = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    section = (ROOT / "docs/extend.md").read_text().partition("## A relation")[2]
    listed = set(NAMED_FILE.findall(section.partition("\n## ")[0]))
    assert set(naming.split()) - listed == set()
    assert len(naming.split()) <= 5


def test_every_relation_has_its_row_and_its_draw() -> None:
    assert list(RELATIONS) == list(Relation)
    assert set(DRAWS) == set(Relation)


def test_each_row_says_what_its_kind_has_to_say() -> None:
    for relation, row in RELATIONS.items():
        is_named = relation not in CONFIDENTIAL
        assert bool(row.promise) == bool(row.readers) == is_named, relation
        assert bool(row.few_remedy) != is_named, relation
        assert (row.reliability is None) == row.is_self, relation
    for of in ("letter", "shape", "label"):
        assert len({getattr(row, of) for row in RELATIONS.values()}) == len(RELATIONS), of


def test_addresses_and_sets_follow_the_table() -> None:
    assert {str(one): word for word, one in NAMED.items()} == {
        "self": "diri",
        "supervisor": "atasan",
    }
    assert ONESELF not in NAMED_OTHERS
    assert NAMED_OTHERS | CONFIDENTIAL | {ONESELF} == set(Relation)


def test_every_shape_is_drawn_and_styled() -> None:
    drawn = (ROOT / "survei/web/templates/presentation/result.html").read_text()
    *spelled, _last = [row.shape for row in RELATIONS.values()]
    assert [shape for shape in spelled if f'shape == "{shape}"' not in drawn] == []
    styles = (ROOT / "static/css/result.css").read_text()
    assert all(re.search(rf"\.(mark|line)-{row.shape}\b", styles) for row in RELATIONS.values())
