"""Results and scores that an older release stored are read as they are, and never changed."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from flask.testing import FlaskClient

from survei.audit.choices import SYSTEM
from survei.cycle.choices import Relation as R
from survei.invitation.choices import LinkPurpose
from survei.invitation.queries import link_of_participant, path_of
from survei.lifecycle.publishing import publish_results
from survei.presentation.result_words import ResultWords
from survei.questionnaire.scoring import read_scores, section_scores, written_scores
from survei.response.models import ConfidentialSubmission, IdentifiedSubmission
from survei.result.models import Result
from survei.result.stored_document import decode_result
from tests.result.people import answers_to, make_form
from tests.result.rows import accept, rated_school, store_as_published

#: A document as format 1 stored it.
STORED = (Path(__file__).parent / "format1.json").read_text()


def test_a_document_of_format_1_reads_as_it_did() -> None:
    words = ResultWords(decode_result(STORED))
    a, b = words.result.sections()
    peer = [words.level(part, part.cells[R.PEER].score) for part in (a, b)]
    assert peer == ["3,7 dari 5, mendekati “Baik”", "2,8 dari 5, mendekati “Sesuai ekspektasi”"]
    assert words.level(words.result, words.result.score) == "3,5 dari 5, mendekati “Baik”"
    assert [group.margin for group in words.result.groups] == [
        None,
        Decimal("1.3"),
        Decimal("0.3"),
        None,
    ]
    assert [words.difference(gap) for gap in words.result.gaps] == ["+1,2", "+1,2", "+1,2"]
    assert [gap.is_flagged for gap in words.result.gaps] == [False, False, True]
    assert words.gap_sentence(words.result.gaps[0]) == (
        "Selisih 1,2: penilaian diri jauh lebih tinggi. Masih mungkin kebetulan karena penilai "
        "lain hanya 6 orang (batas kebetulan 1,6)."
    )
    rules = [words.say(note) for note in words.result.rules]
    assert any("sedikitnya 67 persen indikatornya" in rule for rule in rules)
    assert not any("wajar" in rule for rule in rules)


def test_a_stored_document_is_shown_and_stays(client: FlaskClient, app: object) -> None:
    school = rated_school()
    publish_results(school.cycle.id, actor=SYSTEM)
    key = school.people["Aminah"].id
    store_as_published(key, STORED)
    link = link_of_participant(key, LinkPurpose.RESULT)
    assert link
    for language in ("id", "en"):
        answer = client.get(f"{path_of(link)}?lang={language}")
        assert answer.status_code == 200
    html = re.sub(r"\s+", " ", client.get(path_of(link)).get_data(as_text=True))
    assert "Rata-rata <strong>3,5 dari 5, mendekati “Baik”</strong>" in html
    assert Result.get(Result.ratee == key).document == STORED


def test_scores_stored_as_floats_are_the_fractions_they_were() -> None:
    chance = Random(5)
    for number in range(40):
        form = make_form(chance, number + 1)
        scores = section_scores(form.document, answers_to(form, chance))
        floats = {code: None if score is None else float(score) for code, score in scores.items()}
        assert read_scores(json.loads(json.dumps(floats))) == scores
        assert read_scores(json.loads(json.dumps(written_scores(scores)))) == scores


@pytest.mark.parametrize("is_older", [False, True], ids=["fractions", "floats"])
def test_results_are_the_same_text_from_old_and_new_rows_and_either_database(
    app: object, is_older: bool
) -> None:
    school = rated_school(peers=0)
    for number, given in enumerate([(5, 4, 4, 2, 3), (3, 4, 2, 1, 5), (2, 2, 3, 4, 4)]):
        school.person(f"Rekan {number}", "Kepala")
        answers = dict(zip(("a1", "a2", "a3", "b1", "b2"), given, strict=True))
        school.ask(f"Rekan {number}", "Aminah", R.PEER, answers)
    if is_older:
        put_floats()
        accept(school.cycle)
    publish_results(school.cycle.id, actor=SYSTEM)
    row = Result.get(Result.ratee == school.people["Aminah"].id)
    stored = json.loads(row.document)
    sections = stored["instruments"][0]["sections"]
    assert [part["cells"]["peer"]["score"] for part in sections] == ["50", "50"]
    assert stored["score"] == "1150/17"


def put_floats() -> None:
    """Scores as an older release stored them."""
    for model in (IdentifiedSubmission, ConfidentialSubmission):
        for row in model.select():
            scores = json.loads(row.section_scores)
            floats = {
                code: None if text is None else float(Fraction(text))
                for code, text in scores.items()
            }
            model.update(section_scores=json.dumps(floats)).where(model.id == row.id).execute()
