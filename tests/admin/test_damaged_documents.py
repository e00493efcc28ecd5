"""Whatever form of questionnaire gets in, every page of the designer shows and the check names."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survei.drafting import services
from survei.drafting.models import Questionnaire
from survei.exchange.json_reading import parse
from survei.questionnaire.checks import check
from survei.questionnaire.document import Document, decode, encode
from survei.questionnaire.finding import DocumentInvalid, errors_of
from tests.admin.designer_pages import COLLEAGUE, revision
from tests.admin.test_versions import BLUEPRINTS
from tests.client import review
from tests.examples import every_kind_document

Raw = dict[str, Any]


def questions(raw: Raw) -> list[Raw]:
    """All of them, in order."""
    return [question for section in raw["sections"] for question in section["questions"]]


def asks(question: str, value: str = "1") -> Raw:
    """A condition on an answer."""
    return {"clauses": [{"question": question, "operator": "is", "value": value}]}


def _twice_about_itself(raw: Raw) -> None:
    first, second = questions(raw)[:2]
    second.update(code=first["code"], show_if=asks(first["code"]))


def _sections_twice(raw: Raw) -> None:
    raw["sections"][1]["code"] = raw["sections"][0]["code"]
    raw["sections"][1]["show_if"] = asks(questions(raw)[0]["code"])


def _about_oneself(raw: Raw) -> None:
    for question in questions(raw):
        question["show_if"] = asks(question["code"])


def _in_a_circle(raw: Raw) -> None:
    every = questions(raw)
    for question, other in zip(every, every[1:] + every[:1], strict=True):
        question["show_if"] = question["required_if"] = asks(other["code"])


def _points(points: list[Raw]) -> Callable[[Raw], None]:
    def change(raw: Raw) -> None:
        for scale in raw["scales"].values():
            scale["points"] = points

    return change


def _without_scales(raw: Raw) -> None:
    raw["scales"] = {}


def _empty_texts(raw: Raw) -> None:
    raw["title"] = ""
    for part in (*raw["sections"], *questions(raw)):
        part.update({name: "" for name in ("title", "text") if name in part})


def _odd_weights(raw: Raw) -> None:
    odd = [0, -5, 1e300, 1e-300]
    for number, section in enumerate(raw["sections"]):
        section["weight"] = odd[number % len(odd)]
    for number, question in enumerate(questions(raw)):
        if question["kind"] == "rating":
            question["weight"] = odd[number % len(odd)]


def _odd_codes(raw: Raw) -> None:
    odd = ["", "a" * 300, "<b>", "../..", "x - at `[0]`", "%00", "😀 spasi", "kinerja/mutu"]
    for code, question in zip(odd, questions(raw), strict=False):
        question["code"] = code
    raw["sections"][0]["code"] = "a/b?c#d"
    raw["scales"] = {f"{key}/ ?": scale for key, scale in raw["scales"].items()}


def _nothing_inside(raw: Raw) -> None:
    for question in questions(raw):
        question.update({name: [] for name in ("choices", "rows") if name in question})
        if question["kind"] == "number":
            question.update(minimum=1e308, maximum=-1e308, decimals=-3, step=0)
        if question["kind"] == "date":
            question.update(earliest="besok", latest="2026-02-30")
        if "longest" in question or question["kind"].endswith("_text"):
            question["longest"] = -1


def _no_sections(raw: Raw) -> None:
    raw["sections"] = []


def _empty_conditions(raw: Raw) -> None:
    for question in questions(raw):
        question["show_if"] = {"clauses": []}
        question["required_if"] = asks("tidak-ada.baris", "x" * 5000)


def _odd_anchors(raw: Raw) -> None:
    for question in questions(raw):
        if question["kind"] == "rating":
            question["anchors"] = {"tujuh": {"text": "x"}, "": {"text": ""}, "99": {"text": "y"}}


_POINT = {"value": 3, "label": "Cukup"}
DAMAGES: dict[str, Callable[[Raw], None]] = {
    "a code twice, the second about it": _twice_about_itself,
    "a section's code twice": _sections_twice,
    "about oneself": _about_oneself,
    "in a circle": _in_a_circle,
    "no point": _points([]),
    "one point": _points([_POINT]),
    "equal points": _points([_POINT, _POINT]),
    "giant points": _points([{"value": -(2**62), "label": ""}, {"value": 2**62, "label": "b"}]),
    "many points": _points([{"value": n, "label": str(n)} for n in range(40)]),
    "no scale": _without_scales,
    "no text": _empty_texts,
    "odd weights": _odd_weights,
    "odd codes": _odd_codes,
    "nothing inside": _nothing_inside,
    "no section": _no_sections,
    "empty conditions": _empty_conditions,
    "odd anchors": _odd_anchors,
}


def damaged(*damages: Callable[[Raw], None]) -> Document:
    """The example after some damages, as an import takes it."""
    raw = json.loads(encode(every_kind_document()))
    for damage in damages:
        damage(raw)
    return parse(json.dumps(raw))


def pages(app: Flask, row: Questionnaire) -> Iterator[str]:
    """Every address of the designer that a GET opens, for each part of the document."""
    document = decode(row.draft or "")
    codes = {
        "indikator": [item.code for item in document.questions()],
        "aspek": [section.code for section in document.sections],
        "skala": list(document.scales),
        "tentang": ["-"],
    }
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.endpoint.startswith(BLUEPRINTS):
            continue
        if "questionnaire_id" not in rule.arguments:
            continue
        for values in _values(rule.arguments, codes):
            built = rule.build({"questionnaire_id": row.id, **values}, append_unknown=False)
            assert built is not None
            yield built[1]


def _values(names: set[str], codes: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    others = names - {"questionnaire_id"}
    if not others:
        yield {}
    elif others == {"part", "code"}:
        yield from ({"part": part, "code": code} for part, all_ in codes.items() for code in all_)
    elif others == {"code"}:
        yield from ({"code": code} for code in codes["indikator"])
    elif others == {"what", "form"}:
        yield from ({"what": "draf", "form": form} for form in ("json", "xlsform", "codebook"))
    elif others == {"which"}:
        yield from ({"which": which} for which in ("draf", "draft", "lain"))
    else:
        yield dict.fromkeys(others, 1)


def assert_sound(hr: Any, address: str) -> None:
    """The page shows; a code that stands twice may give an id that stands twice."""
    answer = FlaskClient.open(hr, address, method="GET")
    assert answer.status_code < 500, address
    if answer.mimetype == "text/html" and answer.status_code < 300:
        found = [one for one in review(address, answer.text) if not one.startswith("id twice")]
        assert found == [], address


def assert_all_open(app: Flask, hr: Any, document: Document) -> None:
    """Every page shows, publishing is refused in words, and the check says why."""
    row = services.create_questionnaire("rusak", "Rusak", document=document, actor=COLLEAGUE)
    for address in (*pages(app, row), f"/pratinjau/{row.id}/draf"):
        assert_sound(hr, address)
    answer = hr.submit(
        f"/admin/rancang/terbit/{row.id}/terbitkan", {"revision": revision(row), "note": ""}
    )
    assert answer.status_code in (303, 409, 422)
    assert errors_of(check(document)), "nothing that the check calls an error"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", DAMAGES)
def test_every_page_shows_a_damaged_document(app: Flask, hr: Any, name: str) -> None:
    assert_all_open(app, hr, damaged(DAMAGES[name]))


@pytest.mark.parametrize("seed", range(4))
def test_every_page_shows_several_damages_together(app: Flask, hr: Any, seed: int) -> None:
    chosen = random.Random(seed).sample(sorted(DAMAGES), 4)
    try:
        document = damaged(*(DAMAGES[name] for name in chosen))
    except (KeyError, IndexError, ValueError):
        pytest.fail(f"{chosen} do not go together")
    assert_all_open(app, hr, document)


def test_the_command_names_what_is_damaged(app: Flask, db: None, tmp_path: Path) -> None:
    run = app.test_cli_runner()
    for name, damage in DAMAGES.items():
        file = tmp_path / "rusak.json"
        file.write_text(encode(damaged(damage)))
        for words in (["check"], ["import", "--dry-run"]):
            told = run.invoke(args=["questionnaires", *words, str(file)])
            assert told.exit_code == 1, (name, words, told.output)
            assert told.exception is None or isinstance(told.exception, SystemExit), name


def test_what_has_no_form_is_refused(hr: Any) -> None:
    for text in ('{"key": "a", "x - at `[0]`": 1}', '{"key": NaN}', "[" * 100_000, '"a"'):
        with pytest.raises(DocumentInvalid):
            parse(text)
