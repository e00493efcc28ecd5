"""The library's pages, and how a questionnaire takes, gives and updates scales."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from survei.bank.models import SharedScale
from survei.bank.scale_library import queries, services
from survei.drafting.models import Questionnaire
from tests.admin.designer_pages import COLLEAGUE, draft, part, press, revision, typed
from tests.cast import Cast

LIBRARY = "/admin/skala/"
HOSTILE = "<img src=x onerror=alert(1)>%s{{7*7}}"
NEW = {
    "title": "Skala mutu",
    "title_en": "Quality scale",
    "points-0-value": "1",
    "points-0-label": "Rendah",
    "points-0-anchor": HOSTILE,
    "points-1-value": "2",
    "points-1-label": "Tinggi",
    "points-1-label_en": "High",
}


def test_the_list_shows_points_and_uses(hr: Any, made: Questionnaire) -> None:
    press(hr, made, "scale-add:", template="rubrik-tiga")
    page = unescape(hr.get(LIBRARY).text)
    assert "Perilaku ini tidak terlihat selama periode penilaian" in page
    card = page.split('id="skala-rubrik-tiga"')[1].split("</li>\n            \n")[0]
    assert "Kuesioner uji" in card
    assert "draf" in card


def test_a_scale_is_written_read_back_and_changed(hr: Any) -> None:
    answer = hr.submit(f"{LIBRARY}baru", NEW)
    assert answer.headers["Location"].endswith("/admin/skala/#skala-skala-mutu")
    stored = queries.scale_of(queries.shared_scale("skala-mutu"))
    assert [str(point.anchor) for point in stored.points] == [HOSTILE, ""]
    page = hr.get(LIBRARY).text
    assert HOSTILE not in page
    assert HOSTILE in unescape(page)
    form = typed(hr.get(f"{LIBRARY}skala-mutu/").text)
    assert form["points-1-label_en"] == "High"
    assert hr.submit(f"{LIBRARY}skala-mutu/", {**form, "title": "Mutu"}).status_code == 303
    assert queries.shared_scale("skala-mutu").title == "Mutu"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"points-1-value": "1"}, "Dua poin mempunyai nilai yang sama."),
        ({"points-1-label": ""}, "Skala belum lengkap."),
        ({"title": ""}, "Isi judulnya."),
    ],
    ids=["values", "label", "title"],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(hr: Any, wrong: Any, said: str) -> None:
    answer = hr.submit(f"{LIBRARY}baru", {**NEW, "points-1-label_en": "High", **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    assert typed(answer.text)["points-0-anchor"] == HOSTILE
    assert SharedScale.get_or_none(SharedScale.key == "skala-mutu") is None


def test_the_second_editor_keeps_what_was_typed(hr: Any) -> None:
    path = f"{LIBRARY}frekuensi/"
    mine = {**typed(hr.get(path).text), "points-0-label": "Kalimat saya"}
    scale = queries.scale_of(queries.shared_scale("frekuensi"))
    scale.title = "Judul rekan"
    services.save_scale("frekuensi", scale, revision=1, actor=COLLEAGUE)
    refused = hr.submit(path, mine)
    assert refused.status_code == 409
    assert "diubah oleh Rekan Lain" in refused.text
    assert "Judul rekan" in refused.text
    again = typed(refused.text)
    assert again["points-0-label"] == "Kalimat saya"
    assert hr.submit(path, again).status_code == 303
    assert (
        str(queries.scale_of(queries.shared_scale("frekuensi")).points[0].label) == "Kalimat saya"
    )


def test_duplicate_archive_and_restore(hr: Any) -> None:
    copied = hr.submit(f"{LIBRARY}frekuensi/gandakan", {})
    assert copied.headers["Location"].endswith("/admin/skala/skala-frekuensi-salinan/")
    hr.submit(f"{LIBRARY}frekuensi/arsipkan", {})
    assert 'id="skala-frekuensi"' not in hr.get(LIBRARY).text
    assert "Diarsipkan" in hr.get(f"{LIBRARY}?arsip=1").text
    hr.submit(f"{LIBRARY}frekuensi/pulihkan", {})
    assert 'id="skala-frekuensi"' in hr.get(LIBRARY).text
    assert hr.get(f"{LIBRARY}tidak-ada/").status_code == 404


def test_an_auditor_reads_without_buttons(client: Any, cast: Cast) -> None:
    page = client.sign_in(cast.auditor).get(LIBRARY)
    assert page.status_code == 200
    assert "Gandakan" not in page.text


def test_a_questionnaire_takes_a_copy_and_updates_it_on_demand(
    hr: Any, made: Questionnaire
) -> None:
    press(hr, made, "scale-add:", template="frekuensi")
    copy = draft(made).scales["skala-frekuensi"]
    assert (copy.origin, copy.origin_revision) == ("frekuensi", 1)
    scale = queries.scale_of(queries.shared_scale("frekuensi"))
    scale.points[0].label = "Belum pernah"
    services.save_scale("frekuensi", scale, revision=1, actor=COLLEAGUE)
    assert draft(made).scales["skala-frekuensi"] == copy
    page = hr.get(f"/admin/rancang/{made.id}/skala/").text
    assert "Skala ini di pustaka telah berubah" in page
    assert "Belum pernah" in page
    assert press(hr, made, "scale-refresh:skala-frekuensi").status_code == 303
    assert str(draft(made).scales["skala-frekuensi"].points[0].label) == "Belum pernah"
    assert "telah berubah" not in hr.get(f"/admin/rancang/{made.id}/skala/").text


def test_an_own_scale_has_no_library_to_update_from(hr: Any, made: Questionnaire) -> None:
    assert press(hr, made, "scale-refresh:rubrik").status_code == 404
    assert press(hr, made, "scale-add:", template="tidak-ada").status_code == 404


def test_editing_a_copy_keeps_its_origin(hr: Any, made: Questionnaire) -> None:
    press(hr, made, "scale-add:", template="frekuensi")
    path = part(made, "skala", "skala-frekuensi")
    hr.submit(path, {**typed(hr.get(path).text), "title": "Seberapa sering"})
    scale = draft(made).scales["skala-frekuensi"]
    assert (str(scale.title), scale.origin) == ("Seberapa sering", "frekuensi")


def test_a_questionnaire_gives_its_scale(hr: Any, made: Questionnaire) -> None:
    path = f"/admin/rancang/{made.id}/skala/beri"
    data = {"revision": revision(made), "scale": "rubrik"}
    assert hr.submit(path, data).status_code == 303
    shared = queries.shared_scale(draft(made).scales["rubrik"].origin)
    assert shared.title == "Rubrik tiga tingkat"
    stale = hr.submit(path, data)
    assert stale.status_code == 409
    assert "belum dijalankan" in stale.text
    assert hr.submit(path, {"revision": revision(made), "scale": "x"}).status_code == 404


def test_an_unfinished_scale_is_not_given(hr: Any, made: Questionnaire) -> None:
    path = part(made, "skala", "rubrik")
    hr.submit(path, {**typed(hr.get(path).text), "points-0-label": ""})
    data = {"revision": revision(made), "scale": "rubrik"}
    refused = hr.submit(f"/admin/rancang/{made.id}/skala/beri", data)
    assert refused.status_code == 422
    assert "Skala belum lengkap" in refused.text
