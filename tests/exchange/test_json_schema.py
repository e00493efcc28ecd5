"""The JSON Schema, judged by a validator of its standard."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from survei.drafting.queries import library
from survei.exchange.json_reading import parse
from survei.exchange.json_schema import as_json, document_schema
from survei.questionnaire.codes import PATTERN
from survei.questionnaire.document import Document, encode
from survei.questionnaire.finding import DocumentInvalid
from tests.examples import every_kind_document
from tests.questionnaire.documents import documents

VALIDATOR = Draft202012Validator(document_schema())


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(document_schema())


@pytest.mark.parametrize("document", library(), ids=lambda document: document.key)
def test_it_accepts_every_ready_questionnaire(document: Document) -> None:
    VALIDATOR.validate(json.loads(as_json(document)))


@settings(max_examples=30, deadline=None)
@given(documents())
def test_it_accepts_every_document(document: Document) -> None:
    VALIDATOR.validate(json.loads(encode(document)))


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Ways to every value inside."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        inner = [place for key, item in pairs for place in places(item, (*way, key))]
        return [way, *inner] if way else inner
    return [way]


def without_code_rules(value: Any) -> Any:
    """A schema that leaves the form of codes open."""
    if isinstance(value, dict):
        kept = {
            key: item
            for key, item in value.items()
            if key != "maxLength" and (key, item) != ("pattern", f"^{PATTERN.pattern}$")
        }
        return {key: without_code_rules(item) for key, item in kept.items()}
    return [without_code_rules(item) for item in value] if isinstance(value, list) else value


LOOSE = Draft202012Validator(without_code_rules(document_schema()))
WHOLE = json.loads(encode(every_kind_document()))
#: What replaces one value of a document.
FOREIGN = st.sampled_from([None, True, 7, 1.5, "", "kata", "Bukan Kode", [], ["x"], {}, {"a": 1}])


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(places(WHOLE)), FOREIGN)
def test_it_and_the_reader_agree_but_for_codes(place: tuple[Any, ...], foreign: Any) -> None:
    """Codes are told apart by the schema already; the reader leaves them to the check."""
    changed = json.loads(json.dumps(WHOLE))
    holder = changed
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = foreign
    try:
        parse(json.dumps(changed))
        is_read = True
    except DocumentInvalid:
        is_read = False
    assert LOOSE.is_valid(changed) == is_read
    assert is_read or not VALIDATOR.is_valid(changed)
