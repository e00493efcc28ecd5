"""Browser and server show and require the same questions, whatever is typed into whatever form."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from werkzeug.datastructures import MultiDict

from formulir.forms import Definition, define
from survei.questionnaire.choices import Operator
from survei.questionnaire.conditions import has_conditions
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Information, MultipleChoice, Number, Slider
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.translated_text import Text
from survei.web.assets import asset
from tests.examples import choices, every_kind_document
from tests.formulir.typed import ODD, probed_documents, typed_to

pytestmark = pytest.mark.browser

#: Runs in the page: the sets that its module finds for each case.
FIND = """([rules, cases]) => cases.map((typed) => {
    const found = conditions.shown(JSON.parse(rules), (key) => typed[key] || []);
    return [found.sections, found.questions, found.required].map((codes) => codes.sort());
})"""
#: Runs in the page: what its module reads from each of the texts.
READ = "([texts, how]) => texts.map((sent) => reading.read(sent, how))"
CASES = 8


@pytest.fixture(scope="module")
def module(browser: Browser) -> Iterator[Page]:
    """A page with the script of the form and no form."""
    page = browser.new_page()
    script = asset("form-rich.js")
    assert script is not None
    page.add_script_tag(content=script.body.decode())
    yield page
    page.close()


@st.composite
def cases(draw: st.DrawFn) -> tuple[Definition, list[dict[str, list[str]]]]:
    """A questionnaire with conditions, and what several people typed into it."""
    document = draw(probed_documents().filter(has_conditions))
    definition = define(document, is_self=draw(st.booleans()))
    return definition, [typed_to(draw, document) for _ in range(CASES)]


def on_the_server(definition: Definition, typed: dict[str, list[str]]) -> list[list[str]]:
    """Sections, questions and required questions, sorted."""
    shown = definition.draft(MultiDict(typed)).shown
    assert shown is not None
    return [sorted(codes) for codes in (shown.sections, shown.questions, shown.required)]


@settings(
    max_examples=50,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(case=cases())
def test_browser_and_server_agree(
    module: Page, case: tuple[Definition, list[dict[str, list[str]]]]
) -> None:
    definition, typed = case
    found = module.evaluate(FIND, [definition.rules, json.loads(json.dumps(typed))])
    for one, here in zip(typed, found, strict=True):  # what differs is said by its texts
        assert (one, here) == (one, on_the_server(definition, one))


def questions_of_every_kind() -> Document:
    """The example, with numbers and choices of narrower bounds."""
    document = every_kind_document()
    document.sections[2].questions += [
        Number(
            code="langkah", text=Text("Berapa?"), minimum=-4, maximum=2000, decimals=2, step=0.5
        ),
        Number(code="bulat", text=Text("Berapa?"), allow_na=True),
        Slider(code="geser", text=Text("Berapa?"), minimum=-10, maximum=90, step=5, allow_na=True),
        Number(code="tiga", text=Text("Berapa?"), decimals=4, step=3),
        MultipleChoice(code="dua", text=Text("Mana?"), choices=choices(), minimum=2, allow_na=True),
    ]
    return document


def test_answers_are_read_alike(module: Page) -> None:
    document = questions_of_every_kind()
    keys = [key for question in document.questions() for key in question.source_keys()]
    clauses = [Clause(question=key, operator=Operator.ANSWERED) for key in keys]
    ask = Information(code="akhir", text=Text("Akhir"), show_if=Condition(clauses=clauses))
    document.sections.append(Section(code="akhir", title=Text("Akhir"), questions=[ask]))
    definition = define(document, is_self=False)
    texts = [*ODD, ["pagi"], ["", "pagi", "sore"], ["pagi", "siang", "sore"], ["sore:1", "pagi:2"]]
    texts += [["sore:1", "pagi:2", "siang:3"], ["sore:1", "pagi:2", "siang:2"], ["2,75"], ["2,4"]]
    found, expected = {}, {}
    for section in json.loads(definition.rules):
        for question in section["questions"]:
            for key, how in question.get("reads", {}).items():
                found[key] = module.evaluate(READ, [texts, how])
                expected[key] = [
                    definition.draft(MultiDict({key: sent}))[f"answer_{key}"].data for sent in texts
                ]
    assert set(found) == set(keys)
    assert found == expected
