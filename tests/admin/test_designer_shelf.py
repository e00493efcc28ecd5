"""From the library to a published version, the next draft, the difference, the archive."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from survei.audit.models import AuditEvent
from survei.drafting import queries, services
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.questionnaire import editing
from survei.questionnaire.document import fingerprint
from survei.questionnaire.translated_text import NOTHING
from tests.admin.designer_pages import COLLEAGUE, draft, press, revision
from tests.cast import Cast
from tests.texts import said


def publish(hr: Any, row: Questionnaire, note: str = "Versi awal.") -> Any:
    """Presses "Terbitkan"."""
    data = {"revision": revision(row), "note": note}
    return hr.submit(f"/admin/rancang/terbit/{row.id}/terbitkan", data)


def version(row: Questionnaire, number: int) -> QuestionnaireVersion:
    return queries.version_numbered(row.id, number)


@pytest.fixture
def published(hr: Any, made: Questionnaire) -> Questionnaire:
    """Version 1 is out, and there is no draft."""
    assert publish(hr, made).status_code == 303
    return made


def test_every_library_questionnaire_becomes_a_draft_that_can_be_published(hr: Any) -> None:
    for document in queries.library():
        made = hr.submit("/admin/kuesioner/baru", {"start": f"pustaka:{document.key}"})
        assert made.status_code == 303
        row = queries.questionnaire_by_key(editing_key(str(document.title)))
        assert row is not None
        assert draft(row).sections == document.sections
        assert publish(hr, row).status_code == 303


def editing_key(title: str) -> str:
    """The key that a title gives."""
    from survei.questionnaire.codes import slug

    return slug(title)


def test_a_blank_one_takes_its_title_and_a_free_key(hr: Any) -> None:
    for _again in range(2):
        hr.submit("/admin/kuesioner/baru", {"start": "kosong", "title": "Survei Lontara ᨒ"})
    keys = [row.key for row in Questionnaire.select().order_by(Questionnaire.id)]
    assert keys == ["survei-lontara", "survei-lontara-2"]


@pytest.mark.parametrize("start", ["", "pustaka:tidak-ada", "versi:999", "versi:x", "lain"])
def test_an_unknown_start_is_refused_and_the_title_kept(hr: Any, start: str) -> None:
    refused = hr.submit("/admin/kuesioner/baru", {"start": start, "title": "Judul saya"})
    assert refused.status_code == 422
    assert 'value="Judul saya"' in refused.text
    assert Questionnaire.select().count() == 0


def test_publishing_freezes_the_document(hr: Any, published: Questionnaire) -> None:
    first = version(published, 1)
    assert first.sha256 == fingerprint(first.document)
    assert (first.note, first.published_by) == ("Versi awal.", "Hasnah Pengelola")
    page = hr.get(f"/admin/kuesioner/{published.id}/").text
    assert first.sha256[:12] in page
    assert "Mulai draf berikutnya" in page
    assert AuditEvent.select().where(AuditEvent.action == "questionnaire.published").count() == 1


def test_nothing_reachable_changes_a_published_version(hr: Any, published: Questionnaire) -> None:
    before = version(published, 1).document
    fields = {"revision": revision(published), "text": "Lain.", "do": "question-delete:mutu"}
    for path in (
        f"/admin/rancang/{published.id}/ubah",
        f"/admin/rancang/{published.id}/urungkan",
        f"/admin/rancang/bagian/{published.id}/indikator/mutu",
        f"/admin/rancang/bobot/{published.id}/",
        f"/admin/rancang/terbit/{published.id}/terbitkan",
        f"/admin/kuesioner/{published.id}/buang",
    ):
        assert hr.submit(path, fields).status_code == 409, path
    assert version(published, 1).document == before
    assert queries.questionnaire(published.id).draft is None


def test_a_document_with_errors_is_refused_with_links_to_the_places(
    hr: Any, made: Questionnaire
) -> None:
    broken = editing.change_question(draft(made), "mutu", text=NOTHING)
    broken = editing.change_section(broken, "kinerja", weight=50)
    services.save_draft(made.id, broken, revision=revision(made), actor=COLLEAGUE)
    page = hr.get(f"/admin/rancang/terbit/{made.id}/").text
    assert f'href="/admin/rancang/bagian/{made.id}/indikator/mutu#text"' in page
    assert f'href="/admin/rancang/bobot/{made.id}/"' in page
    assert "Terbitkan versi" not in page
    refused = publish(hr, made)
    assert refused.status_code == 422
    assert QuestionnaireVersion.select().count() == 0


def test_the_next_draft_and_its_difference(hr: Any, published: Questionnaire) -> None:
    hr.submit(f"/admin/kuesioner/{published.id}/mulai", {"from": "1"})
    assert draft(published).sections == queries.document_of(version(published, 1).id).sections
    press(hr, published, "question-delete:keluhan")
    changed = editing.change_question(
        draft(published), "mutu", **said(draft(published).question("mutu"), text="Kalimat baru.")
    )
    services.save_draft(published.id, changed, revision=revision(published), actor=COLLEAGUE)
    url = f"/admin/kuesioner/{published.id}/perbedaan"
    page = unescape(hr.get(f"{url}?dari=1&ke=draf").text)
    assert "keluhan tepat waktu.” dihapus." in page
    assert "<ins>Kalimat baru" in page
    assert "<ins>Kalimat baru" in hr.get(f"/admin/rancang/terbit/{published.id}/").text
    publish(hr, published, "Satu indikator dihapus.")
    assert "dihapus." in unescape(hr.get(url).text)
    for wrong in ("dari=9&ke=1", "dari=x", "ke=draf", "dari=1&ke=%00"):
        assert hr.get(f"{url}?{wrong}").status_code in (400, 404)


def test_a_draft_equal_to_the_version_is_not_published_again(
    hr: Any, published: Questionnaire
) -> None:
    hr.submit(f"/admin/kuesioner/{published.id}/mulai", {"from": "1"})
    refused = publish(hr, published, "Catatan saya")
    assert refused.status_code == 422
    assert "sama persis dengan versi 1" in refused.text
    assert "Catatan saya" in refused.text


def test_an_older_version_may_be_the_start(hr: Any, published: Questionnaire) -> None:
    start = f"/admin/kuesioner/{published.id}/mulai"
    hr.submit(start, {"from": "1"})
    press(hr, published, "question-delete:keluhan")
    publish(hr, published)
    assert hr.submit(start, {"from": "77"}).status_code in (404, 409)
    hr.submit(start, {"from": "1"})
    assert draft(published).question("keluhan") is not None
    again = hr.submit(start, {"from": "1"})
    assert again.status_code == 409


def test_discard_archive_restore_retire_delete(hr: Any, published: Questionnaire) -> None:
    base = f"/admin/kuesioner/{published.id}"
    hr.submit(f"{base}/mulai", {"from": "1"})
    hr.submit(f"{base}/buang", {"revision": revision(published)})
    assert queries.questionnaire(published.id).draft is None
    hr.submit(f"{base}/versi/1/tawarkan", {"do": "hentikan"})
    hr.submit(f"{base}/versi/1/tawarkan", {"do": "hentikan"})
    assert list(queries.published_versions()) == []
    hr.submit(f"{base}/versi/1/tawarkan", {"do": "tawarkan"})
    assert hr.submit(f"{base}/versi/1/tawarkan").status_code == 400
    assert len(list(queries.published_versions())) == 1
    hr.submit(f"{base}/arsipkan")
    assert "Kuesioner uji" not in hr.get("/admin/kuesioner/").text
    assert "Kuesioner uji" in hr.get("/admin/kuesioner/?arsip=1").text
    hr.submit(f"{base}/pulihkan")
    assert "Kuesioner uji" in hr.get("/admin/kuesioner/").text
    assert hr.submit(f"{base}/hapus").status_code == 409
    assert Questionnaire.select().count() == 1


def test_what_was_never_published_may_be_deleted(hr: Any, made: Questionnaire) -> None:
    assert hr.submit(f"/admin/kuesioner/{made.id}/hapus").status_code == 303
    assert Questionnaire.select().count() == 0


def test_versions_are_previewed_as_any_relation(hr: Any, published: Questionnaire) -> None:
    page = hr.get(f"/admin/kuesioner/{published.id}/versi/1?relation=self&lang=en").text
    assert f"/pratinjau/{published.id}/1?relation=self&amp;lang=en" in page
    hr.submit(f"/admin/kuesioner/{published.id}/mulai", {"from": "1"})
    page = hr.get(f"/admin/rancang/pratinjau/{published.id}/?relation=x&lang=xx").text
    assert f"/pratinjau/{published.id}/draft?relation=peer&amp;lang=id" in page


def test_an_auditor_reads_and_changes_nothing(client: Any, cast: Cast, made: Questionnaire) -> None:
    client.sign_out()
    client.sign_in(cast.auditor)
    assert client.get("/admin/kuesioner/").status_code == 200
    page = client.get(f"/admin/kuesioner/{made.id}/")
    assert page.status_code == 200
    assert "Lanjutkan draf" not in page.text
    assert client.get(f"/admin/rancang/{made.id}/").status_code == 403
    for path in (f"/admin/kuesioner/{made.id}/hapus", f"/admin/rancang/{made.id}/ubah"):
        assert client.submit(path, {"revision": revision(made)}).status_code == 403
    assert Questionnaire.select().count() == 1


def test_an_appraiser_and_a_stranger_see_nothing(
    client: Any, cast: Cast, made: Questionnaire
) -> None:
    client.sign_out()
    assert client.get("/admin/kuesioner/").status_code == 302
    client.sign_in(cast.appraiser)
    assert client.get("/admin/kuesioner/").status_code == 403
    assert client.get(f"/admin/rancang/{made.id}/").status_code == 403


@pytest.mark.parametrize("number", ["0", "99999", "2147483648", "9" * 30, "-1", "abc", "1%00"])
def test_garbage_in_an_address_is_not_found(hr: Any, published: Questionnaire, number: str) -> None:
    for path in (
        f"/admin/kuesioner/{number}/",
        f"/admin/kuesioner/{number}/perbedaan",
        f"/admin/kuesioner/{published.id}/versi/{number}",
        f"/admin/rancang/{number}/",
        f"/admin/rancang/bagian/{number}/aspek/kinerja",
        f"/admin/rancang/terbit/{number}/",
    ):
        assert hr.get(path).status_code in (400, 404), path
    start = f"/admin/kuesioner/{published.id}/mulai"
    if number != "abc":
        assert hr.submit(start, {"from": number}).status_code in (303, 400, 404, 409)


def test_an_archived_draft_waits_untouched(hr: Any, made: Questionnaire) -> None:
    hr.submit(f"/admin/kuesioner/{made.id}/arsipkan")
    before = revision(made)
    assert hr.get(f"/admin/rancang/{made.id}/").status_code == 303
    assert press(hr, made, "question-delete:mutu").status_code == 409
    assert revision(made) == before
