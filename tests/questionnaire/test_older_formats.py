"""Documents of the format before languages are read for ever, and as what they were."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec import ValidationError

from survei.questionnaire.document import Document, decode, encode, from_builtins
from survei.questionnaire.older import upgraded
from survei.questionnaire.translated_text import Text
from survei.questionnaire.translating import add_language, remove_language, translations
from tests.examples import every_kind_document
from tests.questionnaire.documents import documents
from tests.questionnaire.older_formats import FORMAT_1, as_format_1


def test_a_document_of_format_1_is_read_as_it_would_be_written_today() -> None:
    assert decode(FORMAT_1) == every_kind_document()
    assert json.loads(FORMAT_1) == as_format_1(every_kind_document())
    assert json.loads(encode(decode(FORMAT_1)))["format"] == 2


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_any_document_of_format_1_keeps_every_word(document: Document) -> None:
    raw = as_format_1(document)
    before = json.dumps(raw)
    read = from_builtins(raw)
    assert json.dumps(raw) == before
    assert as_format_1(read) == raw
    assert decode(encode(read)) == read


#: member of a document of format 1 → languages it has
LANGUAGES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "Indonesian alone": ({}, []),
    "a title": ({"title_en": "A"}, ["en"]),
    "an empty title": ({"title_en": ""}, []),
    "a scale of the library alone": (
        {"scales": {"s": {"title": "S", "title_en": "S", "points": []}}},
        [],
    ),
    "a section": ({"sections": [{"code": "k", "title": "K", "title_en": "K"}]}, ["en"]),
}


@pytest.mark.parametrize("name", LANGUAGES)
def test_english_is_a_language_where_the_questionnaire_itself_had_it(name: str) -> None:
    members, languages = LANGUAGES[name]
    assert from_builtins({"key": "a", "title": "A", **members}).languages == languages


#: member → what is refused in it
MIXED: dict[str, dict[str, Any]] = {
    "English beside a text of today": {"title": {"id": "A"}, "title_en": "B"},
    "English beside a number": {"sections": [{"code": "k", "title": "K", "weight_en": "5"}]},
    "a line feed in a code": {"languages": ["en\n"]},
}


@pytest.mark.parametrize("name", MIXED)
def test_what_fits_no_format_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        from_builtins({"key": "a", "title": "A", **MIXED[name]})


def test_a_language_is_listed_once_and_none_is_forgotten() -> None:
    raw = {"key": "a", "title": "A", "title_en": "B", "languages": ["mak", "en", "mak"]}
    assert from_builtins(raw).languages == ["mak", "en"]


def test_a_text_may_be_written_short() -> None:
    raw = {"format": 2, "key": "a", "title": "A", "intro": {"id": "B", "mak": "C"}}
    document = from_builtins(raw)
    assert (document.title, document.intro) == (Text("A"), Text("B", mak="C"))
    assert upgraded(raw) is raw


def test_a_language_is_counted_and_goes_with_its_words() -> None:
    document = add_language(every_kind_document(), "mak")
    english, makassarese = translations(document)
    assert english.written == english.texts > 50
    assert (makassarese.written, makassarese.texts) == (0, english.texts)
    assert remove_language(document, "mak") == every_kind_document()
    assert '"en"' not in encode(remove_language(document, "en"))
