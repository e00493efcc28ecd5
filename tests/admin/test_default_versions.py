"""The page "Untuk siapa": cells, rows and columns are filled by one menu without JavaScript."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from survei.bank.version_publishing import publish_version
from survei.cycle.choices import Relation
from survei.cycle.default_versions.queries import served
from survei.cycle.models import Cycle
from survei.cycle.queries import plan_of
from survei.drafting import services
from survei.drafting.models import Questionnaire
from survei.drafting.queries import newest_version
from tests.admin.designer_pages import COLLEAGUE, revision
from tests.cast import Cast

PAGE = "/admin/untuk-siapa/"


@pytest.fixture
def published(made: Questionnaire) -> Questionnaire:
    publish_version(made.id, revision=revision(made), actor=COLLEAGUE)
    return made


def fill(hr: Any, row: Questionnaire, *cells: str, how: str = "terbaru") -> Any:
    newest = newest_version(row.id)
    assert newest
    chosen = f"terbaru:{row.id}" if how == "terbaru" else f"versi:{newest.id}"
    return hr.submit(f"{PAGE}ubah", {"sel": list(cells), "kuesioner": chosen, "do": "isi"})


def test_empty_cells_are_named_with_their_people(
    hr: Any, cast: Cast, published: Questionnaire
) -> None:
    page = unescape(hr.get(PAGE).text)
    assert "Penilai rekan: 2 jabatan, 5 pegawai" in page
    assert "3 pegawai belum dilayani" in page
    fill(hr, published, "*:peer")
    assert "Penilai rekan:" not in hr.get(PAGE).text


def test_a_cell_a_row_and_a_column_are_filled_and_cleared(
    hr: Any, cast: Cast, published: Questionnaire
) -> None:
    guru, head = cast.teacher.id, cast.head.id
    assert fill(hr, published, f"{guru}:self", how="versi").status_code == 303
    assert set(served()) == {(guru, Relation.SELF)}
    assert "tetap versi 1" in hr.get(PAGE).text
    fill(hr, published, f"{head}:*")
    assert len(served()) == 5
    fill(hr, published, "*:peer", "*:subordinate", "*:supervisor", "*:self")
    assert len(served()) == 8
    assert "sudah dilayani oleh semua penilai" in hr.get(PAGE).text
    hr.submit(f"{PAGE}ubah", {"sel": ["*:self"], "do": "kosongkan"})
    assert len(served()) == 6


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"sel": ["1:self"]},
        {"sel": ["*:self"], "kuesioner": "terbaru:99999", "do": "isi"},
        {"sel": ["*:self"], "kuesioner": "versi:99999", "do": "isi"},
        {"sel": ["*:self"], "kuesioner": "versi:" + "9" * 40, "do": "isi"},
        {"sel": ["*:self"], "kuesioner": "'; DROP TABLE", "do": "isi"},
        {"sel": ["x:y", "99999:self", "*:*", "<b>"], "do": "kosongkan"},
    ],
)
def test_forged_or_empty_choices_change_nothing(
    hr: Any, cast: Cast, published: Questionnaire, data: dict[str, Any]
) -> None:
    refused = hr.submit(f"{PAGE}ubah", data)
    assert refused.status_code == 422
    assert served() == {}
    assert 'role="alert"' in refused.text


def test_retired_and_archived_ones_are_flagged(
    hr: Any, cast: Cast, published: Questionnaire
) -> None:
    fill(hr, published, "*:self", how="versi")
    newest = newest_version(published.id)
    assert newest
    services.retire_version(newest.id, actor=COLLEAGUE)
    page = hr.get(PAGE).text
    assert "Versi tidak ditawarkan lagi" in page
    assert "Penilai diri: 2 jabatan" in page
    services.archive(published.id, actor=COLLEAGUE)
    assert "Kuesioner diarsipkan" in hr.get(PAGE).text
    assert "Belum ada kuesioner yang terbit" in hr.get(PAGE).text


def test_it_is_proposed_to_a_new_cycle(hr: Any, cast: Cast, published: Questionnaire) -> None:
    fill(hr, published, "*:self", "*:peer")
    assert "/admin/periode/siapkan/?baku=1" in hr.get(PAGE).text
    path = "/admin/periode/siapkan/?baku=1"
    assert "Untuk siapa” " not in hr.get("/admin/periode/siapkan/").text
    assert "diisi menurut “Untuk siapa”" in hr.get(path).text
    answer = hr.submit(
        path,
        {
            "name": "Periode baru",
            "period_start": "2026-01-01",
            "period_end": "2026-12-31",
            "opens_at": "2030-01-01T08:00",
            "closes_at": "2030-01-15T16:00",
            "grace_minutes": "15",
        },
    )
    assert answer.status_code == 303
    plan = plan_of(Cycle.get())
    newest = newest_version(published.id)
    assert newest
    assert plan.relations == [Relation.SELF, Relation.PEER]
    assert {(one.job_role_id, one.relation) for one in plan.instruments} == {
        (role.id, relation)
        for role in (cast.teacher, cast.head)
        for relation in (Relation.SELF, Relation.PEER)
    }
    assert {one.version_id for one in plan.instruments} == {newest.id}
    forms = hr.get(f"/admin/periode/siapkan/{Cycle.get().id}/forms/").text
    assert forms.count(f'selected value="{newest.id}"') == 4


def test_an_auditor_reads_only(client: Any, cast: Cast, published: Questionnaire) -> None:
    client.sign_out()
    client.sign_in(cast.auditor)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert '<form method="post" action="/admin/untuk-siapa' not in page.text or (
        'type="checkbox"' not in page.text
    )
    assert fill(client, published, "*:self").status_code == 403
    assert served() == {}
