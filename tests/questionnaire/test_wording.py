"""Which text a reader sees."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from survei.questionnaire.kinds import ShortText
from survei.questionnaire.parts import Anchor
from survei.questionnaire.tidying import tidy, tidy_text
from survei.questionnaire.translated_text import NOTHING, Text
from survei.questionnaire.wording import anchor_of, wording
from tests.examples import every_kind_document, rating
from tests.texts import said

FULL = ShortText(code="a", text=Text("T", en="T-en"), text_self=Text("S", en="S-en"))


@pytest.mark.parametrize(
    ("question", "own", "language", "expected"),
    [
        (FULL, False, "id", "T"),
        (FULL, True, "id", "S"),
        (FULL, False, "en", "T-en"),
        (FULL, True, "en", "S-en"),
        (replace(FULL, text_self=NOTHING), True, "id", "T"),
        (replace(FULL, text_self=NOTHING), True, "en", "T-en"),
        (replace(FULL, text_self=Text("", en="S-en")), True, "id", "T"),
        (replace(FULL, text_self=Text("", en="S-en")), True, "en", "T-en"),
        (replace(FULL, **said(FULL, text_self_en="")), True, "en", "S"),
        (replace(FULL, **said(FULL, text_en="")), False, "en", "T"),
    ],
)
def test_the_wording_fits_relation_and_language(
    question: ShortText, own: bool, language: str, expected: str
) -> None:
    assert wording(question, own, language) == expected


def test_an_own_anchor_replaces_that_of_the_scale() -> None:
    document = every_kind_document()
    item = rating("x", scale="rubrik", anchors={"2": Anchor(text=Text("Sendiri", en="Own"))})
    points = document.scales["rubrik"].points
    assert [anchor_of(document, item, point) for point in points] == [
        "Perilaku belum terlihat.",
        "Sendiri",
        "Perilaku terlihat pada hampir setiap kesempatan.",
    ]
    assert anchor_of(document, item, points[1], "en") == "Own"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  satu \r\ndua\r", "satu\ndua"),
        ("e\u0301", "é"),
        ("ᨒᨚᨈᨑ 😀", "ᨒᨚᨈᨑ 😀"),
        ("satu\ud800", "satu\ufffd"),
        ("Ma'ruf, S.Kom., M.Si.", "Ma'ruf, S.Kom., M.Si."),
    ],
)
def test_texts_are_kept_tidy(text: str, expected: str) -> None:
    assert tidy_text(text) == expected


def test_tidying_leaves_the_given_document_alone() -> None:
    document = replace(every_kind_document(), title=Text(" Judul "))
    assert tidy(document).title == Text("Judul")
    assert document.title == Text(" Judul ")
