"""The weights' page without JavaScript: spreading, rows of matrices, the worked example."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from survei.drafting import services
from survei.drafting.models import Questionnaire
from survei.questionnaire.document import Document
from survei.questionnaire.editing import add_question, change_section
from survei.questionnaire.kinds import Matrix
from survei.questionnaire.parts import Row
from survei.questionnaire.translated_text import Text
from tests.admin.designer_pages import COLLEAGUE, draft, revision, typed
from tests.cast import Cast
from tests.examples import every_kind_document


@pytest.fixture
def hr(client: Any, cast: Cast) -> Any:
    """Signed in as an HR officer."""
    return client.sign_in(cast.hr)


def made_of(document: Document) -> Questionnaire:
    """A draft of this document."""
    return services.create_questionnaire("uji", "Kuesioner uji", document=document, actor=COLLEAGUE)


def page_of(row: Questionnaire) -> str:
    return f"/admin/rancang/bobot/{row.id}/"


def press(hr: Any, row: Questionnaire, do: str, **more: str) -> Any:
    """Presses a button of the weights' page with what stands in it."""
    data = {**typed(hr.get(page_of(row)).text), "do": do, "revision": revision(row), **more}
    return hr.submit(page_of(row), data)


def weights(row: Questionnaire) -> list[float]:
    return [section.weight for section in draft(row).sections]


@pytest.mark.parametrize(
    ("kinerja", "sikap", "expected"),
    [("70", "0", [70, 30, 0]), ("40", "40", [50, 50, 0]), ("70", "60", [70, 60, 0])],
    ids=["the rest to the one without", "the rest to all", "nothing is left"],
)
def test_the_rest_is_spread(hr: Any, kinerja: str, sikap: str, expected: list[float]) -> None:
    row = made_of(every_kind_document())
    press(hr, row, "rest", **{"s-kinerja": kinerja, "s-sikap": sikap})
    assert weights(row) == expected


def test_nothing_left_to_spread_is_said(hr: Any) -> None:
    row = made_of(every_kind_document())
    press(hr, row, "rest")
    assert "Tidak ada sisa: jumlah bobot sudah 100 atau lebih." in hr.get(page_of(row)).text


def test_all_may_be_made_even(hr: Any) -> None:
    row = made_of(every_kind_document())
    press(hr, row, "even")
    assert weights(row) == [50, 50, 0]


def test_rows_of_a_matrix_weigh_too(hr: Any) -> None:
    rows = [Row(code="a", text=Text("Menyapa")), Row(code="b", text=Text("Hadir"))]
    matrix = Matrix(code="m", text=Text("Kebiasaan"), scale="rubrik", rows=rows)
    row = made_of(add_question(every_kind_document(), "sikap", matrix))
    assert press(hr, row, "stay", **{"q-m.b": "2,5"}).status_code == 303
    stored = draft(row).question("m")
    assert isinstance(stored, Matrix)
    assert [one.weight for one in stored.rows] == [1, 2.5]


def shown(page: str) -> dict[str, str]:
    """{id: text} of everything that the worked example shows."""
    found = re.findall(r'<(?:output|span)[^>]* id="(w-[^"]*)">([^<]*)<', page)
    return {name: unescape(text) for name, text in found}


def test_the_example_shows_scores_and_sums(hr: Any) -> None:
    row = made_of(every_kind_document())
    found = shown(hr.get(page_of(row)).text)
    assert {name: text for name, text in found.items() if name.startswith("w-0")} == {
        "w-0-kinerja": "5,0 dari 5, mendekati “Jauh di atas ekspektasi”",
        "w-0-kinerja-sum": "(4 × 5,0) ÷ 4 = 5,0",
        "w-0-sikap": "1,0 dari 3, mendekati “Belum”",
        "w-0-sikap-sum": "(1 × 1,0) ÷ 1 = 1,0",
        "w-0-total": "60 pada skala 0–100",
        "w-0-sum": "(60 × 100 (= 5,0 dari 5) + 40 × 0 (= 1,0 dari 3)) ÷ 100 = 60",
    }
    totals = [found[f"w-{number}-total"].split()[0] for number in range(3)]
    assert totals == ["60", "50", "40"]


def test_a_button_reckons_with_what_is_typed_and_stores_nothing(hr: Any) -> None:
    row = made_of(every_kind_document())
    changed = {"s-kinerja": "70", "s-sikap": "30", "q-mutu": "4", "e-0-kinerja": "mixed"}
    answer = press(hr, row, "example", **changed)
    found = shown(answer.text)
    assert found["w-0-kinerja-sum"] == "(1 × 5,0 + 5 × 1,0) ÷ 6 ≈ 1,7"
    assert found["w-0-sum"] == ("(70 × 17 (= 1,67 dari 5) + 30 × 0 (= 1,0 dari 3)) ÷ 100 ≈ 12")
    assert weights(row) == [60, 40, 0]
    assert 'value="70"' in answer.text


def test_the_script_is_told_the_same(hr: Any) -> None:
    row = made_of(every_kind_document())
    data = {**typed(hr.get(page_of(row)).text), "s-kinerja": "70", "e-1-sikap": "highest"}
    told = hr.submit(f"{page_of(row)}contoh", data).get_json()
    assert told == shown(hr.submit(page_of(row), {**data, "do": "example"}).text)
    assert told["w-1-total"] == "68 pada skala 0–100"


def test_the_script_is_told_nothing_about_impossible_weights(hr: Any) -> None:
    row = made_of(every_kind_document())
    data = {**typed(hr.get(page_of(row)).text), "s-kinerja": "seratus"}
    answer = hr.submit(f"{page_of(row)}contoh", data)
    assert (answer.status_code, answer.get_json()) == (422, {})


def test_a_section_without_weight_stands_in_the_example(hr: Any) -> None:
    document = change_section(every_kind_document(), "sikap", weight=0)
    page = hr.get(page_of(made_of(document))).text
    assert 'id="w-0-sikap">–</output>' in page
    assert 'id="w-0-kinerja">5,0 dari 5, mendekati “Jauh di atas ekspektasi”</output>' in page


def test_without_a_scored_section_there_is_no_example(hr: Any) -> None:
    document = every_kind_document()
    for code in ("kinerja", "sikap"):
        document = change_section(document, code, weight=0)
    page = hr.get(page_of(made_of(document))).text
    assert "Contoh muncul setelah ada aspek berbobot" in page
    assert shown(page) == {}
