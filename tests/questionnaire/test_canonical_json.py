"""One document, one JSON: however its numbers and texts came to be."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from survei.questionnaire.document import Document, decode, encode
from survei.questionnaire.editing import change_question
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document
from tests.questionnaire.documents import documents


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_what_is_read_back_is_written_alike(document: Document) -> None:
    written = encode(document)
    assert msgspec.json.encode(decode(written)).decode() == written


@pytest.mark.parametrize("weight", [1, 2])
def test_numbers_are_written_as_they_are_read(weight: int) -> None:
    document = every_kind_document()
    whole = change_question(document, "mutu", weight=weight)
    assert encode(whole) == encode(change_question(document, "mutu", weight=float(weight)))


def test_a_text_without_a_word_is_left_out() -> None:
    document = every_kind_document()
    emptied = change_question(document, "mutu", hint=Text(), text_self=Text.of({"en": ""}))
    assert encode(emptied) == encode(change_question(emptied, "mutu", hint=Text(""))) != ""
    assert decode(encode(emptied)) == emptied
    assert '"hint":{}' not in encode(emptied)


def test_a_wording_alone_is_a_text() -> None:
    document = every_kind_document()
    given, meant = (replace(document, title=title) for title in ("Judul", Text("Judul")))
    assert encode(given) == encode(meant)


@pytest.mark.parametrize("changes", [{"languages": ["id"]}, {"title": 1}, {"scales": {"a": 1}}])
def test_what_could_not_be_read_is_not_written(changes: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        encode(replace(every_kind_document(), **changes))
