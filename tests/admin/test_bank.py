"""The page "Bank pertanyaan": search, use, figures, weak questions, and the way into a draft."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from msgspec.structs import replace

from survei.bank.models import PublishedQuestion
from survei.bank.version_publishing import publish_version
from survei.cycle.choices import Relation
from survei.cycle.default_versions.services import set_cells
from survei.drafting import queries, services
from survei.drafting.models import Questionnaire
from survei.drafting.queries import newest_version
from survei.questionnaire import editing
from survei.result.models import QuestionStatistic
from tests.admin.designer_pages import COLLEAGUE, draft, revision
from tests.admin.version_world import using
from tests.cast import Cast
from tests.examples import every_kind_document
from tests.texts import said

PAGE = "/admin/bank/"


@pytest.fixture
def published(made: Questionnaire) -> Questionnaire:
    publish_version(made.id, revision=revision(made), actor=COLLEAGUE)
    return made


@pytest.fixture
def target(hr: Any) -> Questionnaire:
    """Another draft."""
    document = replace(every_kind_document(), key="tujuan")
    return services.create_questionnaire("tujuan", "Tujuan", document=document, actor=COLLEAGUE)


def row_of(code: str) -> PublishedQuestion:
    return PublishedQuestion.get(PublishedQuestion.code == code, PublishedQuestion.is_latest)


def measured(row: Questionnaire, code: str = "mutu", **sums: Any) -> None:
    """Stored figures of a question from one cycle."""
    version = newest_version(row.id)
    assert version
    cycle = using(version.id, "Periode lalu")
    given = {"asked": 20, "na": 1, "ratings": 19, "total": 76.0, **sums}
    QuestionStatistic.create(
        cycle=cycle, version=version, relation=Relation.PEER, code=code, **given
    )


def test_questions_are_found_by_each_filter(hr: Any, cast: Cast, published: Questionnaire) -> None:
    everything = hr.get(PAGE).text
    assert unescape(everything).count("bank-entry") >= 10
    for query, found in (
        ("teks=tugas+mutu", 1),
        ("teks=%25", 0),
        ("jenis=number", 1),
        ("jenis=palsu", 0),
        ("aspek=sikap", 2),
        ("kata=tidak+ada", 0),
        ("jabatan=99999999999", 0),
        ("teks=" + "x" * 5000, 0),
        ("halaman=99999", 0),
        ("lemah=1", 0),
    ):
        page = hr.get(f"{PAGE}?{query}")
        assert page.status_code == 200
        assert page.text.count("bank-entry") == found, query


def test_a_job_role_finds_what_serves_it_now_and_then(
    hr: Any, cast: Cast, published: Questionnaire
) -> None:
    path = f"{PAGE}?jabatan={cast.teacher.id}"
    assert "bank-entry" not in hr.get(path).text
    version = newest_version(published.id)
    assert version
    cycle = using(version.id, job_role_id=cast.teacher.id)
    assert "bank-entry" in hr.get(path).text
    assert "bank-entry" not in hr.get(f"{PAGE}?jabatan={cast.head.id}").text
    cycle.delete_instance()
    assert "bank-entry" not in hr.get(path).text
    set_cells([(cast.teacher.id, Relation.PEER)], questionnaire_id=published.id, actor=COLLEAGUE)
    assert "bank-entry" in hr.get(path).text


def test_use_and_figures_stand_beside_each_question(hr: Any, published: Questionnaire) -> None:
    measured(published, spread_ratings=19, spread_total=76.0, spread_squares=314.0)
    page = unescape(hr.get(f"{PAGE}?teks=tugas+mutu").text)
    assert "Dipakai dalam 1 versi dan 1 periode." in page
    for expected in ("4,0 pada skala 1 sampai 5", "<dd>0,7</dd>", "5%", "20 dari 1 periode"):
        assert expected in page
    assert "r_wg" not in page
    detail = unescape(hr.get(f"{PAGE}{row_of('mutu').id}/").text)
    assert "Penilai: rekan" in detail
    other = unescape(hr.get(f"{PAGE}{row_of('keluhan').id}/").text)
    assert "Belum ada angka yang boleh ditampilkan." in other


def test_a_question_on_which_all_agree_is_not_said_to_be(hr: Any, published: Questionnaire) -> None:
    ends = {"ratings": 20, "spread_ratings": 20, "agreement_groups": 3, "agreement_total": 3.0}
    measured(published, total=100.0, spread_total=100.0, spread_squares=500.0, **ends)
    page = unescape(hr.get(f"{PAGE}?teks=tugas+mutu").text)
    assert "di atas 4,5 pada skala 1 sampai 5" in page
    assert "Simpangan baku" not in page
    assert "Kesepakatan" not in page
    QuestionStatistic.update(total=60.0, spread_total=60.0, spread_squares=180.0).execute()
    page = unescape(hr.get(f"{PAGE}?teks=tugas+mutu").text)
    assert "3,0 pada skala 1 sampai 5" in page
    assert "<dd>sangat kecil</dd>" in page
    assert "<dd>para penilai sependapat</dd>" in page


def test_weak_questions_are_flagged_in_words_and_found(hr: Any, published: Questionnaire) -> None:
    measured(published, "mutu", na=10)
    measured(published, "keluhan")
    page = hr.get(f"{PAGE}?lemah=1").text
    assert page.count("bank-entry") == 1
    assert "Banyak penilai tidak dapat menilainya" in page


def test_a_question_is_copied_into_a_draft(
    hr: Any, published: Questionnaire, target: Questionnaire
) -> None:
    path = f"{PAGE}{row_of('mutu').id}/"
    assert f'value="{target.id}:sikap"' in hr.get(path).text
    done = hr.submit(f"{path}pakai", {"ke": f"{target.id}:sikap"})
    assert (done.status_code, done.location) == (303, f"/admin/rancang/{target.id}/")
    copied = draft(target).question("mutu-2")
    assert copied
    assert copied.origin == "uji:mutu"


@pytest.mark.parametrize(
    "to", ["", "x", ":", "999999:sikap", "1:", "9" * 30 + ":sikap", "{t}:tidak-ada", "{p}:sikap"]
)
def test_a_forged_target_changes_nothing(
    hr: Any, published: Questionnaire, target: Questionnaire, to: str
) -> None:
    before = revision(target), revision(published)
    path = f"{PAGE}{row_of('mutu').id}/pakai"
    refused = hr.submit(path, {"ke": to.format(t=target.id, p=published.id)})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert (revision(target), revision(published)) == before
    assert queries.questionnaire(published.id).draft is None


def test_hostile_text_stays_text(hr: Any, made: Questionnaire) -> None:
    text = "<script>alert(1)</script> {{ 7*7 }} %(x)s"
    changed = editing.change_question(
        draft(made), "mutu", **said(draft(made).question("mutu"), text=text)
    )
    services.save_draft(made.id, changed, revision=revision(made), actor=COLLEAGUE)
    publish_version(made.id, revision=revision(made), actor=COLLEAGUE)
    for path in (f"{PAGE}?teks=%3Cscript%3E", f"{PAGE}{row_of('mutu').id}/"):
        page = hr.get(path).text
        assert "<script>alert" not in page
        assert "{{ 7*7 }} %(x)s" in unescape(page)


def test_questions_of_archived_questionnaires_are_found_and_marked(
    hr: Any, published: Questionnaire
) -> None:
    assert "Kuesioner diarsipkan" not in hr.get(PAGE).text
    services.archive(published.id, actor=COLLEAGUE)
    assert "Kuesioner diarsipkan" in hr.get(PAGE).text


def test_absent_questions_are_not_found(hr: Any) -> None:
    assert hr.get(f"{PAGE}999999/").status_code == 404
    assert hr.submit(f"{PAGE}999999/pakai", {"ke": "1:a"}).status_code == 404


def test_an_auditor_reads_and_copies_nothing(
    client: Any, cast: Cast, published: Questionnaire, target: Questionnaire
) -> None:
    client.sign_out()
    client.sign_in(cast.auditor)
    path = f"{PAGE}{row_of('mutu').id}/"
    assert "Salin ke draf" not in client.get(path).text
    assert client.submit(f"{path}pakai", {"ke": f"{target.id}:sikap"}).status_code == 403


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same(
    hr: Any, published: Questionnaire, statements: list[str], more: int
) -> None:
    for number in range(more):
        document = replace(every_kind_document(), key=f"k{number}")
        row = services.create_questionnaire(f"k{number}", "K", document=document, actor=COLLEAGUE)
        publish_version(row.id, revision=revision(row), actor=COLLEAGUE)
        measured(row)
    hr.get(f"{PAGE}?teks=tugas+mutu")
    statements.clear()
    assert hr.get(f"{PAGE}?teks=tugas+mutu").text.count("bank-entry") == more + 1
    assert len(statements) <= 12
