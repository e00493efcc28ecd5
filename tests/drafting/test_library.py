"""The ready questionnaires are complete, careful, and come through an export unchanged."""

from __future__ import annotations

import re

import pytest

from survei.audit.choices import SYSTEM
from survei.bank.version_publishing import publish_version
from survei.drafting import queries, services
from survei.errors import NotFound
from survei.exchange.json_reading import parse
from survei.questionnaire.checks import check
from survei.questionnaire.document import Document, decode, encode
from survei.questionnaire.kinds import LongText, Rating
from survei.questionnaire.scoring import scored_sections, section_scores
from survei.questionnaire.wording import anchor_of, wording

KEYS = [
    "guru-pengelolaan-kelas",
    "guru-rekan-sejawat",
    "kepala-sekolah",
    "perilaku-berakhlak",
    "staf-administrasi",
]
SUB_INDICATORS = {
    "keteraturan suasana kelas",
    "penerapan disiplin positif",
    "ekspektasi pada peserta didik",
    "perhatian dan kepedulian",
    "umpan balik konstruktif",
    "instruksi pembelajaran",
    "aktivitas interaktif",
    "instruksi yang adaptif",
}
VALUES = [
    "Berorientasi Pelayanan",
    "Akuntabel",
    "Kompeten",
    "Harmonis",
    "Loyal",
    "Adaptif",
    "Kolaboratif",
]


@pytest.fixture(params=KEYS)
def document(request: pytest.FixtureRequest) -> Document:
    return queries.library_document(request.param)


def ratings(document: Document) -> list[Rating]:
    return [question for question in document.questions() if isinstance(question, Rating)]


def test_the_library_holds_five_questionnaires() -> None:
    assert [document.key for document in queries.library()] == KEYS


def test_an_unknown_ready_questionnaire_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.library_document("tidak-ada")


def test_the_check_finds_nothing(document: Document) -> None:
    assert [str(finding) for finding in check(document)] == []


def test_the_scored_weights_total_a_hundred(document: Document) -> None:
    assert sum(section.weight for section in scored_sections(document)) == 100


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_point_has_an_anchor_of_its_own(document: Document, language: str) -> None:
    for item in ratings(document):
        points = document.scales[item.scale].points
        anchors = [anchor_of(document, item, point, language) for point in points]
        assert all(anchors), item.code
        assert len(set(anchors)) == len(points), item.code
        assert set(item.anchors) == {str(point.value) for point in points}


def test_no_anchor_text_serves_two_indicators_of_an_aspect(document: Document) -> None:
    for section in document.sections:
        texts = [
            str(anchor.text)
            for question in section.questions
            if isinstance(question, Rating)
            for anchor in question.anchors.values()
        ]
        assert len(texts) == len(set(texts)), section.code


def test_both_wordings_exist_in_both_languages(document: Document) -> None:
    for question in document.questions():
        texts = [wording(question, own, language) for own in (0, 1) for language in ("id", "en")]
        assert len(set(texts)) == 4, question.code
    for item in ratings(document):
        assert str(item.text_self).startswith("Saya ")
        assert item.text_self["en"].startswith("I ")


def test_an_indicator_holds_one_claim(document: Document) -> None:
    for item in ratings(document):
        assert not re.search(r"\b(dan|serta|atau|maupun)\b", str(item.text)), item.text
        assert not re.search(r"\b(and|or)\b", item.text["en"]), item.text


def test_every_rating_can_be_declined(document: Document) -> None:
    assert {item.allow_na for item in ratings(document)} == {True}


def test_the_last_aspect_asks_for_words_and_no_names(document: Document) -> None:
    last = document.sections[-1]
    assert last.weight == 0
    assert [type(question) for question in last.questions] == [LongText, LongText]
    assert {question.required for question in last.questions} == {False}
    assert "Jangan menyebut nama" in str(last.intro)


def test_texts_address_the_reader_formally(document: Document) -> None:
    for text in re.findall(r'"([^"]*)"', encode(document)):
        assert not re.search(r"\b(kamu|kalian|nggak|gak|anda)\b", text), text


def test_teaching_covers_the_eight_sub_indicators() -> None:
    document = queries.library_document("guru-pengelolaan-kelas")
    hints = [str(item.hint) for item in ratings(document)]
    named = {re.sub(r"^Sub-indikator: (.*)\.$", r"\1", hint) for hint in hints}
    assert named == SUB_INDICATORS
    assert [len(scale.points) for scale in document.scales.values()] == [3]


def test_behaviour_covers_the_seven_values() -> None:
    document = queries.library_document("perilaku-berakhlak")
    assert [str(section.title) for section in scored_sections(document)] == VALUES


@pytest.mark.parametrize("key", [key for key in KEYS if key != "guru-pengelolaan-kelas"])
def test_three_of_five_means_as_expected(key: str) -> None:
    document = queries.library_document(key)
    for scale in document.scales.values():
        assert [p.label.wording() for p in scale.points if p.value == 3] == ["Sesuai ekspektasi"]


def test_the_middle_of_every_scale_scores_fifty(document: Document) -> None:
    middle = 2 if document.key == "guru-pengelolaan-kelas" else 3
    scores = section_scores(document, {item.code: middle for item in ratings(document)})
    assert set(scores.values()) == {50.0}


def test_export_and_import_give_the_same_document(db: None, document: Document) -> None:
    exported = encode(document)
    row = services.import_document(parse(exported), actor=SYSTEM)
    version = publish_version(row.id, revision=row.draft_revision, note="", actor=SYSTEM)
    assert version.document == exported
    assert decode(version.document) == document
