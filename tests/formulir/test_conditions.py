"""Conditions on the server: what is hidden is neither required, checked, counted nor stored."""

from __future__ import annotations

import gzip
import json
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from werkzeug.datastructures import MultiDict

from formulir.forms import AnswerForm, define
from survei.questionnaire.choices import Operator
from survei.questionnaire.document import Document
from survei.questionnaire.editing import change_question, change_section
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.scoring import section_scores
from tests.boxes import in_boxes
from tests.examples import every_kind_document
from tests.formulir.typed import complete_answers, typed_to
from tests.questionnaire.documents import documents
from tests.raters import SENT, make_raters


def when(key: str, operator: Operator, value: str = "") -> Condition:
    """A condition of one clause."""
    return Condition(clauses=[Clause(question=key, operator=operator, value=value)])


def conditional() -> Document:
    """ "mutu" only where "tepat-waktu" is at least 4; "saran" required at an end of "keluhan";
    the section "lain" only where "sapa" is answered."""
    document = every_kind_document()
    document = change_question(
        document, "mutu", show_if=when("tepat-waktu", Operator.AT_LEAST, "4")
    )
    document = change_question(document, "saran", required_if=when("keluhan", Operator.EXTREME))
    document = change_question(document, "jam", show_if=when("waktu", Operator.IS, "na"))
    return change_section(document, "lain", show_if=when("sapa", Operator.IS_NOT, "1"))


def fill(changes: dict[str, object], *, draft: bool = False) -> AnswerForm:
    """The conditional form with some answers changed."""
    definition = define(conditional(), is_self=False)
    values: MultiDict[str, str] = MultiDict()
    for name, value in (SENT | changes).items():
        values.setlist(name, value if isinstance(value, list) else [str(value)])
    return (definition.draft if draft else definition.complete)(values)


def names(form: AnswerForm) -> list[str]:
    """Ids of fields with an error."""
    form.validate()
    return [field.id for field in form.fields() if field.errors]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"mutu": ""}, ["q-mutu"]),
        ({"mutu": "", "tepat-waktu": "3"}, []),
        ({"mutu": "99", "tepat-waktu": "3"}, []),
        ({"mutu": "", "tepat-waktu": "na"}, []),
        ({"saran": ""}, []),
        ({"saran": "", "keluhan": "5"}, ["q-saran"]),
        ({"saran": "", "keluhan": "5", "sapa": "1"}, []),
        ({"jam": "dua"}, []),
        ({"jam": "dua", "waktu": "na"}, ["q-jam"]),
        ({"jam": "", "waktu": "na"}, ["q-jam"]),
        ({"kegiatan": "", "waktu": "", "sapa": "1"}, []),
    ],
)
def test_only_what_is_asked_is_complained_about(
    changes: dict[str, object], wrong: list[str]
) -> None:
    assert names(fill(changes)) == wrong


def test_hidden_answers_are_not_answers_but_stay_typed() -> None:
    form = fill({"tepat-waktu": "2", "sapa": "1", "waktu": "na"})
    assert form.validate()
    assert form.answers() == {
        "tepat-waktu": 2,
        "keluhan": 3,
        "sapa": 1,
    }
    assert form["answer_mutu"].typed == ["4"]
    assert form["answer_jam"].typed == ["2,5"]


def test_progress_counts_what_is_asked() -> None:
    assert fill({}).count() == (6, 6)
    assert fill({"tepat-waktu": "2"}).count() == (5, 5)
    assert fill({"keluhan": "1", "saran": ""}).count() == (6, 7)
    assert define(conditional(), is_self=False).draft().count() == (0, 3)


def test_a_draft_requires_nothing() -> None:
    assert fill({"keluhan": "1", "saran": ""}, draft=True).validate()


def test_both_ways_in_store_what_is_asked(app: Flask) -> None:
    raters = make_raters(conditional())
    phone = FlaskClient(app)
    sent = SENT | {"tepat-waktu": "2", "waktu": "siang"}
    for who in ("budi", "citra"):  # the second before Flask
        assert phone.post(raters.path(who), data=sent).status_code == 303
    rows = [json.loads(one.answers) for one in in_boxes()]
    assert rows[0] == rows[1]
    assert {"mutu", "jam"} & set(rows[0]) == set()


def test_fresh_pages_carry_rules_and_words(app: Flask) -> None:
    raters = make_raters(conditional())
    phone = FlaskClient(app)
    pages = [
        gzip.decompress(phone.get(raters.path("budi"), headers={"Accept-Encoding": "gzip"}).data)
        for _ in range(2)
    ]
    assert pages[0] == pages[1]
    page = pages[0].decode()
    assert "form-rich.js" in page
    assert "data-rules=" in page
    assert page.count('class="when"') == 3
    assert 'class="section-intro when"' in page


def test_plain_pages_carry_nothing_of_it(client: FlaskClient) -> None:
    document = every_kind_document()
    raters = make_raters(replace(document, sections=document.sections[:2]))
    page = client.get(raters.path("budi")).text
    assert [word in page for word in ("form-rich", "data-rules", "data-question", "when")] == [
        False
    ] * 4


def test_refused_and_drafted_answers_come_back_hidden_ones_too(
    client: FlaskClient, app: Flask
) -> None:
    raters = make_raters(conditional())
    sent = SENT | {"sapa": "1", "saran": "Tersembunyi", "tepat-waktu": ""}
    refused = client.post(raters.path("budi"), data=sent)
    assert refused.status_code == 422
    assert "Tersembunyi" in refused.text
    begun = {"sapa": "1", "saran": "Tersembunyi", "jam": "dua"}
    saved = client.post(f"{raters.path('citra')}/draft", data=begun)
    assert "Tersembunyi" in saved.text
    assert 'aria-invalid="true"' not in saved.text
    assert " dari 3 terjawab" in saved.text


def test_equal_ratings_are_those_that_were_asked(client: FlaskClient, app: Flask) -> None:
    raters = make_raters(conditional())
    sent = SENT | {"tepat-waktu": "2", "keluhan": "2", "sapa": "2", "mutu": "5"}
    sent |= {"kebiasaan.salam": "2", "kebiasaan.antre": "2"}
    answer = client.post(raters.path("budi"), data=urlencode(sent, doseq=True),
                         content_type="application/x-www-form-urlencoded")  # fmt: skip
    assert answer.status_code == 422
    assert "Apakah Anda yakin?" in answer.text


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_document_can_be_answered_and_what_passes_is_kept(data: st.DataObject) -> None:
    document = data.draw(documents())
    definition = define(document, is_self=False)
    assert definition.complete(MultiDict(complete_answers(document))).validate()
    form = definition.complete(MultiDict(data.draw(st.composite(typed_to)(document))))
    if form.validate():
        stored = json.loads(json.dumps(form.answers()))
        assert stored == form.answers()
        assert section_scores(document, stored) == section_scores(document, form.answers())
        again = {score for score in section_scores(document, stored).values() if score is not None}
        assert all(0 <= score <= 100 for score in again)
