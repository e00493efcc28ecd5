"""Questions of several parts on a phone, on a desk, by keyboard and without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from survei.questionnaire.document import Document
from survei.questionnaire.editing import change_question
from tests.boxes import answers_in_the_box
from tests.browser.test_rater import SAVED, choose, open_cycle
from tests.chromium import DESK, LiveServer, assert_accessible, assert_fits, take_picture
from tests.examples import every_kind_document

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
STORED = {
    "kebiasaan.salam": 3,
    "kebiasaan.antre": "na",
    "tempat": "lainnya",
    "tempat.lainnya": "Kantin",
    "urutan": ["siang", "pagi", "sore"],
    "setim": "ya",
}


def newest() -> Document:
    """The questions of several parts, all required."""
    document = every_kind_document()
    codes = {"kebiasaan", "tempat", "urutan", "setim"}
    for question in list(document.questions()):
        if question.code in codes:
            document = change_question(document, question.code, required=True)
    section = document.sections[2]
    section.questions = [item for item in section.questions if item.code in codes | {"penjelasan"}]
    document.sections = [section]
    return document


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).press("Enter")


@pytest.mark.parametrize("viewport", [None, DESK], ids=["phone", "desk"])
def test_answer_by_buttons_and_cards(
    live_server: LiveServer, open_page: OpenPage, viewport: dict[str, int] | None
) -> None:
    raters = open_cycle(newest())
    page = open_page(viewport=viewport) if viewport else open_page()
    page.goto(live_server.url + raters.path("budi"))
    take_picture(page, f"kinds-{'desk' if viewport else 'phone'}")
    assert_accessible(page)
    assert_fits(page)
    expect(page.locator(".count")).to_have_text("0 dari 5 terjawab")
    choose(page, "kebiasaan.salam", "3")
    choose(page, "kebiasaan.antre", "na")
    expect(page.get_by_label("Tulis jawaban lainnya")).to_be_hidden()
    choose(page, "tempat", "lainnya")
    page.get_by_label("Tulis jawaban lainnya").fill("Kantin")
    press(page, "Naikkan: Siang")
    expect(page.get_by_role("button", name="Naikkan: Siang")).to_be_focused()
    expect(page.locator(".spoken")).to_have_text("Siang: Peringkat 1 dari 3")
    choose(page, "setim", "ya")
    expect(page.locator(".count")).to_have_text("5 dari 5 terjawab")
    take_picture(page, f"kinds-filled-{'desk' if viewport else 'phone'}")
    assert_accessible(page)
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("h1")).to_contain_text("Terima kasih")
    assert answers_in_the_box() == STORED


def test_ranks_swap_and_come_back(live_server: LiveServer, open_page: OpenPage) -> None:
    raters = open_cycle(newest())
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    selects = page.locator("select")
    for place, rank in enumerate("123"):
        selects.nth(place).select_option(label=rank)
    selects.nth(2).select_option(label="1")
    assert [item.input_value() for item in selects.all()] == ["pagi:3", "siang:2", "sore:1"]
    expect(page.locator(".saved")).to_contain_text(SAVED)
    page.reload()
    for place, rank in enumerate(("sore:1", "siang:2", "pagi:3")):
        expect(selects.nth(place)).to_have_value(rank)


def test_errors_stand_at_each_row_and_rank(live_server: LiveServer, open_page: OpenPage) -> None:
    raters = open_cycle(newest())
    page = open_page(javascript=False)
    page.goto(live_server.url + raters.path("budi"))
    choose(page, "kebiasaan.salam", "3")
    choose(page, "tempat", "lainnya")
    for place in (0, 1):
        page.locator("select").nth(place).select_option(label="1")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("#kesalahan")).to_be_visible()
    take_picture(page, "kinds-errors-phone")
    links = [link.get_attribute("href") for link in page.locator("#kesalahan a").all()]
    # What is not answered comes before what is wrong.
    places = ["q-kebiasaan.antre", "q-setim", "q-tempat.lainnya", "q-urutan"]
    assert links == [f"#{place}" for place in places]
    assert all(page.locator(f"[id='{place}']").is_visible() for place in places)
    assert page.locator("select").nth(1).input_value() == "siang:1"


#: Words above the columns of a matrix that stand on more than one line.
BROKEN_WORDS = """() => {
  const broken = [];
  for (const label of document.querySelectorAll(".heads .points span span")) {
    const text = label.firstChild;
    for (const word of text.textContent.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""


@pytest.mark.parametrize("width", [840, 950, 960, 1280])
def test_no_name_of_five_points_is_broken(
    live_server: LiveServer, open_page: OpenPage, width: int
) -> None:
    document = change_question(newest(), "kebiasaan", scale="ekspektasi", allow_na=True)
    raters = open_cycle(document)
    page = open_page(viewport={"width": width, "height": 900})
    page.goto(live_server.url + raters.path("budi"))
    expect(page.locator(".heads .points > span")).to_have_count(5)
    take_picture(page, f"matrix-{width}")
    assert page.evaluate(BROKEN_WORDS) == []
