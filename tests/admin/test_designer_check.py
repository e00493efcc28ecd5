"""The check's page: by section, errors first, each finding leading to its very field."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from msgspec.structs import replace

from survei.bank.version_publishing import publish_version
from survei.drafting import services
from survei.drafting.models import Questionnaire
from survei.questionnaire.choices import Operator
from survei.questionnaire.document import Document
from survei.questionnaire.editing import add_question, change_question, change_section
from survei.questionnaire.kinds import Number, ShortText
from survei.questionnaire.parts import Anchor, Choice, Clause, Condition
from survei.questionnaire.translated_text import NOTHING, Text
from tests.admin.designer_pages import COLLEAGUE, part, revision, typed
from tests.cast import Cast
from tests.examples import every_kind_document, rating
from tests.texts import said


@pytest.fixture
def hr(client: Any, cast: Cast) -> Any:
    """Signed in as an HR officer."""
    return client.sign_in(cast.hr)


def made_of(document: Document) -> Questionnaire:
    """A draft of this document."""
    return services.create_questionnaire("uji", "Kuesioner uji", document=document, actor=COLLEAGUE)


def question(code: str, **changes: Any) -> Callable[[Document], Document]:
    return lambda document: change_question(
        document, code, **said(document.question(code), **changes)
    )


def more(item: Any, section: str = "lain") -> Callable[[Document], Document]:
    return lambda document: add_question(document, section, item)


IMPOSSIBLE = Condition(
    clauses=[
        Clause(question="mutu", operator=Operator.IS, value="1"),
        Clause(question="mutu", operator=Operator.IS, value="9"),
    ]
)
TWO = [Choice(value="a", label=Text("A", en="A")), Choice(value="b", label=NOTHING)]
NO_ANCHORS: dict[str, Anchor] = {}
SAME = {
    str(v): Anchor(text=Text("Sama" if v > 3 else f"Lain {v}", en=f"Other {v}"))
    for v in range(1, 6)
}

#: what is to mend → (change, end of the link)
PLACES: dict[str, tuple[Callable[[Document], Document], str]] = {
    "wording about oneself": (question("mutu", text_self=""), "indikator/mutu#text_self"),
    "English": (question("mutu", text_en=""), "indikator/mutu#text_en"),
    "two claims": (
        question("mutu", text="Ia ramah dan sopan.", text_self="Saya ramah."),
        "indikator/mutu#text",
    ),
    "missing anchor": (question("mutu", anchors=NO_ANCHORS), "indikator/mutu#anchor_1"),
    "equal anchors": (question("mutu", anchors=SAME), "indikator/mutu#anchor_5"),
    "weight of a question": (question("mutu", weight=-1), "indikator/mutu#weight"),
    "weight of a section": (
        lambda d: change_section(d, "lain", weight=-1),
        "aspek/lain#weight",
    ),
    "title": (lambda d: replace(d, **said(d, title_en="")), "sampul/-#title_en"),
    "option": (
        question("waktu", choices=TWO),
        "indikator/waktu#choices-1-label",
    ),
    "step": (
        more(Number(code="n", text=Text("Berapa?", en="How many?"), step=0.5)),
        "indikator/n#step",
    ),
    "clause": (
        question("saran", show_if=IMPOSSIBLE),
        "indikator/saran#show_if-clauses-1-question",
    ),
    "personal data": (
        more(ShortText(code="n", text=Text("Apa agama Anda?", en="Which religion?"))),
        "indikator/n#text",
    ),
    "point of a scale": (
        lambda d: replace(d, scales={**d.scales, "rubrik": _unnamed(d.scales["rubrik"])}),
        "skala/rubrik#points-0-label",
    ),
}


def _unnamed(scale: Any) -> Any:
    first, *rest = scale.points
    return replace(scale, points=[replace(first, label=NOTHING), *rest])


def links(page: str) -> list[str]:
    """Addresses of findings, in order."""
    found = page.split('<section class="findings">', 1)[1].partition(
        '<details class="fold lengths"'
    )
    return [unescape(link) for link in re.findall(r'<a href="([^"]*)"', found[0])]


@pytest.mark.parametrize("name", PLACES)
def test_a_finding_leads_to_its_field(hr: Any, name: str) -> None:
    change, end = PLACES[name]
    row = made_of(change(every_kind_document()))
    found = links(hr.get(f"/admin/rancang/terbit/{row.id}/").text)
    assert [link.split(f"/bagian/{row.id}/")[1] for link in found] == [end]
    address, _, field = found[0].partition("#")
    assert f'id="{field}"' in hr.get(address).text


def test_findings_stand_under_their_section_with_errors_first(hr: Any) -> None:
    document = change_question(every_kind_document(), "mutu", text_self=NOTHING)
    document = change_question(document, "catatan-piket", weight=-1)
    row = made_of(replace(document, **said(document, title_en="\u202e"), key="uji"))
    page = hr.get(f"/admin/rancang/terbit/{row.id}/").text
    headings = re.findall(r"<h[34]>(.*?) <span class=\"soft\">\((\d+)\)</span></h[34]>", page)
    assert [(unescape(text), count) for text, count in headings] == [
        ("Kesalahan", "2"),
        ("Seluruh kuesioner dan skala", "1"),
        ("Aspek 2 “Sikap”", "1"),
        ("Saran", "1"),
        ("Aspek 1 “Kinerja”", "1"),
    ]


def counted(page: str) -> str:
    """What stands beside the last step."""
    found = re.search(r'id="step-count"[^>]*>([^<]*)<', page)
    return found[1].strip() if found else "-"


def test_every_page_counts_what_is_to_mend(hr: Any) -> None:
    row = made_of(change_question(every_kind_document(), "mutu", text_self=NOTHING))
    addresses = [f"/admin/rancang/{row.id}/", f"/admin/rancang/bobot/{row.id}/"]
    assert [counted(hr.get(address).text) for address in addresses] == ["1 saran", "1 saran"]


def test_a_sound_draft_counts_nothing_and_says_so(hr: Any) -> None:
    row = made_of(every_kind_document())
    page = hr.get(f"/admin/rancang/terbit/{row.id}/").text
    assert (counted(page), "Tidak ada masalah." in page) == ("", True)


def test_errors_are_counted_before_suggestions(hr: Any) -> None:
    document = change_question(every_kind_document(), "mutu", text_self=NOTHING, weight=-1)
    row = made_of(document)
    assert counted(hr.get(f"/admin/rancang/{row.id}/").text) == "1 kesalahan"


def test_a_long_draft_is_counted_later(hr: Any) -> None:
    document = every_kind_document()
    for number in range(41):
        document = add_question(document, "kinerja", rating(f"b{number}", text=""))
    row = made_of(document)
    assert counted(hr.get(f"/admin/rancang/{row.id}/").text) == ""
    answer = hr.get(f"/admin/rancang/{row.id}/temuan").get_json()
    assert answer["count"] == {"severity": "error", "words": "41 kesalahan"}
    assert counted(hr.get(f"/admin/rancang/terbit/{row.id}/").text) == "41 kesalahan"


def test_a_save_in_the_background_brings_the_count(hr: Any) -> None:
    row = made_of(every_kind_document())
    address = part(row, "indikator", "mutu")
    data = {**typed(hr.get(address).text), "text_self": ""}
    answer = hr.submit(address, data, headers={"Accept": "application/json"})
    assert answer.get_json()["count"] == {"severity": "warning", "words": "1 saran"}


def test_an_error_stops_the_publication_on_the_server(hr: Any) -> None:
    row = made_of(change_question(every_kind_document(), "saran", show_if=IMPOSSIBLE))
    address = f"/admin/rancang/terbit/{row.id}/"
    page = hr.get(address).text
    assert "Terbitkan versi 1" not in page
    forged = hr.submit(f"{address}terbitkan", {"revision": revision(row), "note": ""})
    assert forged.status_code == 422
    assert services.queries.newest_version(row.id) is None


def test_a_suggestion_does_not_stop_the_publication(hr: Any) -> None:
    row = made_of(change_question(every_kind_document(), "mutu", text_self=NOTHING))
    data = {"revision": revision(row), "note": ""}
    hr.submit(f"/admin/rancang/terbit/{row.id}/terbitkan", data)
    newest = services.queries.newest_version(row.id)
    assert newest is not None
    assert newest.number == 1


def test_the_length_is_said_on_outline_and_check(hr: Any) -> None:
    row = made_of(every_kind_document())
    pages = [f"/admin/rancang/{row.id}/", f"/admin/rancang/terbit/{row.id}/"]
    assert ["sekitar 4 menit" in hr.get(page).text for page in pages] == [True, True]


def test_an_unchanged_draft_offers_nothing_to_publish(hr: Any) -> None:
    made = services.import_document(every_kind_document(), actor=COLLEAGUE)
    publish_version(made.id, revision=revision(made), actor=COLLEAGUE)
    services.start_draft(made.id, actor=COLLEAGUE)
    page = hr.get(f"/admin/rancang/terbit/{made.id}/").text
    assert "Draf ini sama persis dengan versi 1" in page
    assert "Terbitkan versi 2" not in page
    document = change_question(every_kind_document(), "mutu", tags=["baru"])
    services.save_draft(made.id, document, revision=revision(made), actor=COLLEAGUE)
    page = hr.get(f"/admin/rancang/terbit/{made.id}/").text
    assert "sama persis" not in page
    assert "Terbitkan versi 2" in page
