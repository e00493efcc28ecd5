"""What a process keeps of forms: one city fits, and the bytes are those that it really takes."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from msgspec.structs import replace
from werkzeug.datastructures import MultiDict

from formulir import forms, receipts, rendering
from formulir.forms import define, size_of
from survei.cycle.models import Assignment
from survei.drafting import queries
from survei.questionnaire.document import Document, decode, encode
from tests.examples import every_kind_document, twenty_ratings_document
from tests.raters import SENT, make_raters, make_version

#: One city: questionnaires in force, at two cycles that overlap.
VERSIONS, CYCLES, LANGUAGES = 17, 2, ("", "?lang=en")
OF_RELATION = {"andi": "self", "nur": "supervisor", "budi": "peer", "eko": "subordinate"}


def taken(make: Callable[[], object]) -> int:
    """Bytes that what is made takes."""
    gc.collect()
    tracemalloc.start()
    held = make()
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held is not None
    return size


@pytest.mark.parametrize("make", [every_kind_document, twenty_ratings_document])
def test_sizes_are_reckoned_as_they_are(make: Callable[[], Document]) -> None:
    document = make()

    def bound() -> object:
        made = define(document, is_self=False)
        made.complete(MultiDict(SENT)), made.draft(MultiDict())
        return made

    bound()
    definition = define(document, is_self=False)
    assert 0.9 < size_of(definition) / taken(bound) < 2
    text = encode(document)
    reckoned = queries.BYTES_A_CHARACTER * len(text)
    assert 0.9 < reckoned / taken(lambda: decode(text)) < 2


def test_one_city_fits(client: FlaskClient, app: Flask) -> None:
    """17 questionnaires in four relations and two languages, while two cycles run."""
    rendering.PAGES.clear()
    forms.DEFINITIONS.clear()
    raters = make_raters(twenty_ratings_document())
    visit_all(client, raters)
    assert (len(rendering.PAGES), len(forms.DEFINITIONS)) == (8, 6)
    assert VERSIONS * CYCLES * rendering.PAGES.bytes < rendering.PAGES.most_bytes
    assert VERSIONS * forms.DEFINITIONS.bytes < forms.DEFINITIONS.most_bytes
    kept = (rendering.PAGES, forms.DEFINITIONS, receipts.PAGES)
    assert sum(one.most_bytes for one in kept) < 50_000_000


def visit_all(client: FlaskClient, raters: Any) -> None:
    """Opens every form in both languages."""
    for who in OF_RELATION:
        for language in LANGUAGES:
            assert client.get(raters.path(who) + language).status_code == 200


def test_what_is_in_use_is_not_made_again(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many others come by once; the form that is opened all the time stays."""
    raters = make_raters(twenty_ratings_document())
    made: list[str] = []

    def note(sender: Flask, template: Any, **more: object) -> None:
        made.append(template.name)

    assert client.get(raters.path("eko")).status_code == 200
    rendering.PAGES.clear()
    assert client.get(raters.path("eko")).status_code == 200
    monkeypatch.setattr(rendering.PAGES, "most_bytes", 7 * rendering.PAGES.bytes // 2)
    with template_rendered.connected_to(note, app):
        for number in range(6):
            document = replace(twenty_ratings_document(), key=f"lain-{number}")
            row = raters.assignment("budi")
            Assignment.update(version=make_version(document)).where(Assignment.id == row).execute()
            assert client.get(raters.path("budi")).status_code == 200
            assert client.get(raters.path("eko")).status_code == 200
    assert made.count("formulir/pages/form.html") == 6
    assert len(rendering.PAGES) == 3
