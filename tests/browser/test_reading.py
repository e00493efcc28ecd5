"""Pages of links as they are read: the first question near, its text in sight, at any text size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from survei import clock
from survei.cycle.models import Cycle
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import MultipleChoice, Ranking
from survei.questionnaire.parts import Choice
from survei.questionnaire.translated_text import Text
from tests.browser.reading import (
    SMALL,
    ZOOMED,
    assert_reflows,
    broken_words,
    covered_focus,
    double_text,
    size_text,
)
from tests.browser.test_rater import choose, fill_in, open_cycle
from tests.chromium import LiveServer, assert_accessible, assert_fits, take_picture
from tests.examples import every_kind_document, twenty_ratings_document
from tests.raters import Raters

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
WORDS = {"pagi": "mempersiapkan", "siang": "mempertanggungjawabkan", "sore": "ketidakseimbangan"}


def long_words() -> Document:
    """Every kind, whose options are long words and whose first question is long."""
    document = every_kind_document()
    first = document.sections[0].questions[0]
    first.text = "Pegawai ini " + "mempersiapkan laporan pertanggungjawaban, " * 5 + "tepat waktu."
    choices = [Choice(value=at, label=Text(f"{word} bahan rapat")) for at, word in WORDS.items()]
    for question in document.questions():
        if isinstance(question, (Ranking, MultipleChoice)):
            question.choices = choices
    return document


@pytest.fixture
def raters(live_server: LiveServer) -> Iterator[Raters]:
    """An open cycle on the live server."""
    return open_cycle(long_words())


def test_the_first_answer_is_on_the_first_screen(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    raters = open_cycle(twenty_ratings_document())
    page = open_page(viewport=SMALL)
    for who in ("andi", "nur", "eko", "budi"):
        page.goto(live_server.url + raters.path(who))
        expect(page.locator(".count")).to_be_visible()
        card = page.locator("label.card").first.bounding_box()
        assert card is not None
        assert card["y"] + 48 <= SMALL["height"], who
    notice = page.locator(".before summary", has_text="Pemberitahuan privasi")
    expect(notice).to_be_in_viewport()
    expect(page.locator(".promise")).to_be_hidden()
    notice.click()
    expect(page.locator(".promise")).to_be_visible()
    expect(page.locator(".before")).to_contain_text("bukan persetujuan Anda")
    double_text(page)
    for who in ("andi", "nur", "eko", "budi"):
        page.goto(live_server.url + raters.path(who))
        expect(page.locator(".count")).to_be_visible()
        legend = page.locator("legend").first.bounding_box()
        assert legend is not None
        assert legend["y"] + 64 <= SMALL["height"], f"{who}: the first question at twice the size"
    take_picture(page, "first-screen-large-text")
    assert_accessible(page)
    page.locator(".before summary", has_text="Petunjuk dan keterangan").click()
    for fact in ("Unit kerja", "Batas waktu"):
        expect(page.locator(".before dt", has_text=fact)).to_be_visible()


#: How the short form of a long question's text stands: its place, and how many lines.
BRIEF = """(it) => { const style = getComputedStyle(it, "::before");
    return [style.position, style.webkitLineClamp]; }"""


def below_of(part: Locator) -> float:
    """Where a part of the page ends."""
    box = part.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_a_question_stays_in_sight_and_covers_nothing(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page(viewport=SMALL)
    page.goto(live_server.url + raters.path("budi"))
    question = page.locator("fieldset", has=page.locator("[name=mutu]"))
    for value in ("3", "4", "5"):
        page.locator(f"[name=mutu][value='{value}']").evaluate(
            "(input) => input.closest('label').scrollIntoView({ block: 'end' })"
        )
        expect(question.locator("legend")).to_be_in_viewport(ratio=1)
    double_text(page)
    page.reload()
    for value in ("3", "4", "5"):
        card = page.locator("label.card", has=page.locator(f"[name=mutu][value='{value}']"))
        card.evaluate("(card) => card.scrollIntoView({ block: 'end' })")
        expect(question.locator("legend")).to_be_in_viewport(ratio=1)
        assert below_of(question.locator("legend")) < below_of(card) - 120, "the card is covered"
    assert page.locator("fieldset.long").evaluate(BRIEF) == ["sticky", "4"]
    card = page.locator("label.card", has=page.locator("[name=mutu]"))
    card.last.locator("input").focus()
    for _ in range(5):
        page.keyboard.press("ArrowUp")
        assert covered_focus(page) is None
    size_text(page, 16)
    page.reload()
    long = page.locator("fieldset.long")
    page.locator("[name=tepat-waktu][value='5']").evaluate(
        "(input) => input.closest('label').scrollIntoView({ block: 'end' })"
    )
    take_picture(page, "sight-long")
    top, bar = page.evaluate(
        """() => [document.querySelector("fieldset.long legend").getBoundingClientRect().bottom,
        document.querySelector(".progress").getBoundingClientRect().bottom]"""
    )
    assert top < bar, "the long question has scrolled away"
    expect(long).to_have_attribute("data-brief", long_words().sections[0].questions[0].text[:120])
    covered = []
    page.locator("button.primary").focus()
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('a, summary')"):
            break
        covered.append(covered_focus(page))
    assert len(covered) > 10
    assert set(covered) == {None}
    choose(page, "mutu", "5")
    for _ in range(4):
        page.keyboard.press("ArrowUp")
        assert covered_focus(page) is None
    page.set_viewport_size({"width": 740, "height": 360})
    assert (
        page.locator("legend").nth(1).evaluate("(it) => getComputedStyle(it).position") != "sticky"
    )


def pages_of(raters: Raters) -> list[str]:
    """Every page that opens without anything sent."""
    form = raters.path("budi")
    return ["/", "/kode", "/kotak", "/kirim-ulang", "/f/tidak-ada",
            f"/u/{raters.lists['budi']}", form, f"{form}?lang=en", f"{form}/decline"]  # fmt: skip


def test_no_word_is_broken(live_server: LiveServer, open_page: OpenPage, raters: Raters) -> None:
    page = open_page(viewport=SMALL)
    for path in pages_of(raters):
        page.goto(live_server.url + path)
        assert broken_words(page) == [], path
        assert_fits(page)
    page.goto(live_server.url + raters.path("budi"))
    take_picture(page, "words-360")
    for width in (412, 700, 860, 1000, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert broken_words(page) == [], width
        assert_fits(page)


def test_every_page_reflows(live_server: LiveServer, open_page: OpenPage, raters: Raters) -> None:
    page = open_page()
    for path in pages_of(raters):
        assert_reflows(page, live_server.url + path)
    double_text(page)
    page.set_viewport_size(SMALL)
    for path in ("/", "/kirim-ulang", raters.path("budi")):
        page.goto(live_server.url + path)
        assert_accessible(page)
    sent_pages_reflow(page, live_server.url, raters)


def both_fit(page: Page) -> None:
    """The page that is there, at double text size and zoomed."""
    assert_fits(page)
    size_text(page, 16)
    page.set_viewport_size(ZOOMED)
    assert_fits(page)
    double_text(page)
    page.set_viewport_size(SMALL)


def sent_pages_reflow(page: Page, url: str, raters: Raters) -> None:
    """Errors, an offer to copy, a declined form, the receipt."""
    page.goto(url + raters.path("budi"))
    page.locator("[name='jam']").fill("dua")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("#kesalahan")).to_be_focused()
    both_fit(page)
    fill_in(page)
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("h1")).to_contain_text("Terima kasih")
    both_fit(page)
    page.goto(url + raters.path("eko") + "/decline")
    page.get_by_text("Alasan lain").click()
    page.get_by_role("button", name="Kirim alasan").click()
    expect(page.locator("h1")).to_contain_text("tidak dapat menilai")
    both_fit(page)
    page.goto(url + raters.path("citra"))
    page.locator("[name='saran']").fill("x" * 300 + " mempersiapkan")
    Cycle.update(closes_at=clock.now() - timedelta(days=1)).execute()
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator(".unsent-answers")).to_be_visible()
    both_fit(page)
