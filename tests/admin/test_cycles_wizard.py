"""HR prepares and opens a cycle page by page, without JavaScript."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from survei import clock
from survei.audit.models import AuditEvent
from survei.cycle import queries
from survei.cycle.choices import CycleState, Relation
from survei.cycle.models import Assignment, Cycle
from survei.cycle.plan import Instrument, Plan, Scheme
from survei.cycle.services import create_cycle, save_cycle
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.jobs.models import Job
from survei.lifecycle import workload
from survei.lifecycle.opening import enqueue_opening
from survei.mail.models import Letter
from survei.questionnaire.document import encode
from survei.settings import Settings
from survei.staff.models import Unit
from survei.staff.services import save_unit
from survei.worker.job_runner import JobRunner
from tests.cast import Cast
from tests.client import Browser
from tests.cycle.world import ACTOR, CLOSES, NOON, OPENS
from tests.examples import every_kind_document

TIMES = {
    "name": "Penilaian 2026",
    "period_start": "2026-01-01",
    "period_end": "2026-12-31",
    "opens_at": "2026-11-25T08:00",
    "closes_at": "2026-12-07T16:00",
    "grace_minutes": "15",
}
ALL_SELF = Scheme(weights={Relation.SELF: 100.0})
SCHEME = {
    "weight_self": "0",
    "weight_supervisor": "62,5",
    "weight_peer": "37,5",
    "weight_subordinate": "0",
    "least_submissions": "3",
    "least_comments": "5",
    "least_answered": "67",
    "reminder_days": "7, 3, 1",
    "retention_years": "2",
}


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with clock.fixed(NOON):
        yield


@pytest.fixture
def version(cast: Cast) -> QuestionnaireVersion:
    questionnaire = Questionnaire.create(key="perilaku", title="Perilaku BerAKHLAK")
    return QuestionnaireVersion.create(
        questionnaire=questionnaire,
        number=1,
        sha256="0" * 64,
        document=encode(every_kind_document()),
        title="Perilaku BerAKHLAK",
        published_at=NOON,
        published_by="Siti",
    )


def make_cycle(plan: Plan | None = None) -> Cycle:
    return create_cycle(
        name="Penilaian 2026",
        period_start=NOON.date(),
        period_end=NOON.date(),
        opens_at=OPENS,
        closes_at=CLOSES,
        plan=plan or Plan(),
        actor=ACTOR,
    )


def url(cycle: Cycle, step: str) -> str:
    return f"/admin/periode/siapkan/{cycle.id}/{step}/"


def test_a_cycle_from_its_name_to_its_letters(
    client: Browser, cast: Cast, version: QuestionnaireVersion
) -> None:
    client.sign_in(cast.hr)
    answer = client.submit("/admin/periode/siapkan/", TIMES)
    assert answer.status_code == 303
    cycle = Cycle.get()
    assert cycle.opens_at == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    pages = (
        ("people", {"reach": "semua"}),
        (
            "raters",
            {
                "relations": ["self", "supervisor", "peer"],
                "peers": "3",
                "peer_reach": "unit",
                "subordinates": "0",
            },
        ),
        ("forms", {f"v_0_{r}": str(version.id) for r in ("self", "supervisor", "peer")}),
        ("scheme", SCHEME),
    )
    for revision, (step, fields) in enumerate(pages, 1):
        assert answer.location == url(cycle, step)
        answer = client.submit(answer.location, {**fields, "revision": revision})
        assert answer.status_code == 303, step
    assert answer.location == f"/admin/periode/lihat/{cycle.id}/periksa/"
    plan = queries.plan_of(queries.cycle(cycle.id))
    assert plan.relations == [Relation.SELF, Relation.SUPERVISOR, Relation.PEER]
    assert (plan.peers, plan.scheme.weights[Relation.PEER]) == (3, 37.5)
    page = client.get(answer.location).text
    assert "Buka periode" in page
    opening = f"/admin/periode/lihat/{cycle.id}/buka/"
    asked = client.submit(opening, {})
    assert asked.status_code == 200
    assert "Buka periode ini sekarang?" in asked.text
    assert queries.cycle(cycle.id).state == CycleState.DRAFT
    done = client.submit(opening, {"yakin": "1"})
    assert (done.status_code, done.location) == (303, f"/admin/periode/lihat/{cycle.id}/")
    assert queries.cycle(cycle.id).state == CycleState.OPEN
    # five people: five selves, three with a supervisor, two teachers of one school each other
    assert Assignment.select().count() == 5 + 3 + 2
    assert Letter.select().count() == 5
    actions = [event.action for event in AuditEvent.select().order_by(AuditEvent.id)]
    assert actions[0] == "cycle.create"
    assert actions.count("cycle.save") == 4
    assert "cycle.open" in actions
    assert client.get(done.location).status_code == 200
    late = client.get(url(cycle, "raters"))
    assert (late.status_code, late.location) == (303, f"/admin/periode/lihat/{cycle.id}/")


def test_the_threshold_may_count_own_links_alone(client: Browser, cast: Cast) -> None:
    cycle = make_cycle()
    page, shown = url(cycle, "scheme"), f"/admin/periode/lihat/{cycle.id}/"
    client.sign_in(cast.hr)
    said = "tautan yang pernah diserahkan tidak dihitung untuk batas ini"
    for revision, (ticked, is_rule) in enumerate(((["y"], True), ([], False)), 1):
        fields = {**SCHEME, "least_by_own_links": ticked, "revision": str(revision)}
        assert client.submit(page, fields).status_code == 303
        stored = queries.plan_of(queries.cycle(cycle.id)).scheme
        assert stored.least_by_own_links == is_rule
        box = re.search(r'<input[^>]*name="least_by_own_links"[^>]*>', client.get(page).text)
        assert box is not None
        assert ("checked" in box[0]) == is_rule
        assert (said in client.get(shown).text) == is_rule


@pytest.mark.parametrize(
    ("step", "fields", "message"),
    [
        ("times", TIMES | {"name": ""}, "Bagian ini wajib diisi."),
        ("times", TIMES | {"closes_at": "2026-11-25T08:00"}, "Batas waktu harus setelah"),
        ("times", TIMES | {"period_end": "2025-12-31"}, "Akhir rentang waktu mendahului awalnya."),
        ("people", {"reach": "pilih"}, "Pilih sedikitnya satu unit kerja."),
        ("raters", {"peers": "0", "peer_reach": "unit"}, "Isi antara 1 dan 30."),
        ("forms", {"v_0_self": "999"}, "Pilihan ini tidak tersedia."),
        ("scheme", SCHEME | {"weight_peer": "30"}, "Bobot berjumlah 92,5 persen"),
        ("scheme", SCHEME | {"least_submissions": "2"}, "Isi antara 3 dan 20."),
        ("scheme", SCHEME | {"reminder_days": "besok"}, "Tulis bilangan hari"),
    ],
)
def test_a_mistake_keeps_what_was_typed(
    client: Browser,
    cast: Cast,
    version: QuestionnaireVersion,
    step: str,
    fields: dict,
    message: str,
) -> None:
    cycle = make_cycle()
    client.sign_in(cast.hr)
    answer = client.submit(url(cycle, step), {"revision": "1", **fields})
    assert answer.status_code == 422
    assert message in answer.text
    assert queries.cycle(cycle.id).revision == 1
    for value in fields.values():
        assert f'value="{value}"' in answer.text or len(value) < 4


@pytest.fixture
def city(cast: Cast) -> list[Unit]:
    """Seventy offices side by side under the one of the cast."""
    return [
        save_unit(f"Sekolah {number}", parent_id=cast.office.id, actor=ACTOR)
        for number in range(1, 71)
    ]


def test_a_large_tree_is_ticked_a_level_at_a_time(
    client: Browser, cast: Cast, city: list[Unit]
) -> None:
    cycle = make_cycle()
    page = url(cycle, "people")
    client.sign_in(cast.hr)
    first = client.get(page).text
    assert f'id="unit-{city[20].id}"' in first
    assert f'id="unit-{city[69].id}"' not in first
    ticks = {"revision": "1", "reach": "pilih", "unit_ids": str(city[20].id)}
    answer = client.submit(page, {**ticks, "lihat": f"{cast.office.id}:1"})
    assert (answer.status_code, queries.cycle(cycle.id).revision) == (200, 1)
    assert f'id="unit-{city[69].id}"' in answer.text
    assert "1 unit lain dicentang" in answer.text
    assert f'value="{city[20].id}" id="unit-{city[20].id}" checked' in answer.text
    found = client.submit(page, {**ticks, "lihat": "cari", "cari": "sekolah 70"})
    assert f'id="unit-{city[69].id}"' in found.text
    assert f'id="unit-{city[68].id}"' not in found.text
    none = client.submit(page, {**ticks, "lihat": "cari", "cari": "tidak ada"}).text
    assert "Tidak ada unit dengan nama itu." in none
    inside = client.submit(page, {**ticks, "lihat": f"{cast.school.id}:0"}).text
    assert "Unit di atasnya:" in inside
    both = [str(city[20].id), str(city[69].id)]
    assert client.submit(page, {**ticks, "unit_ids": both}).status_code == 303
    assert queries.plan_of(queries.cycle(cycle.id)).unit_ids == [city[20].id, city[69].id]


@pytest.mark.parametrize("look", [":", "x:y", "999999999999999999999:3", ":9999999999", "cari"])
def test_looking_around_with_nonsense_shows_the_top(
    client: Browser, cast: Cast, city: list[Unit], look: str
) -> None:
    cycle = make_cycle()
    ticks = {"revision": "1", "reach": "pilih", "unit_ids": "99999999999999999999"}
    answer = client.sign_in(cast.hr).submit(url(cycle, "people"), {**ticks, "lihat": look})
    assert answer.status_code == 200
    assert cast.office.name in answer.text


def test_hr_of_a_unit_does_not_look_outside(client: Browser, cast: Cast, city: list[Unit]) -> None:
    cycle = make_cycle(Plan(unit_ids=[cast.school.id]))
    client.sign_in(cast.unit_hr)
    for look, name in ((f"{cast.office.id}:0", ""), ("cari", "Sekolah 7")):
        fields = {"revision": "1", "reach": "pilih", "unit_ids": str(city[3].id)}
        answer = client.submit(url(cycle, "people"), {**fields, "lihat": look, "cari": name})
        assert answer.status_code == 200
        assert not any(f'id="unit-{unit.id}"' in answer.text for unit in city)


def test_a_stale_page_is_refused_and_keeps_what_was_typed(client: Browser, cast: Cast) -> None:
    cycle = make_cycle()
    client.sign_in(cast.hr)
    save_cycle(cycle.id, revision=1, name="Nama lain", actor=ACTOR)
    fields = {**TIMES, "name": "Nama saya", "revision": "1"}
    answer = client.submit(url(cycle, "times"), fields)
    assert answer.status_code == 409
    assert "Rancangan telah diubah oleh Siti Aminah" in answer.text
    assert 'value="Nama saya"' in answer.text
    assert queries.cycle(cycle.id).name == "Nama lain"
    assert client.submit(url(cycle, "times"), {**fields, "revision": "2"}).status_code == 303


def test_a_draft_with_errors_does_not_open(client: Browser, cast: Cast) -> None:
    cycle = make_cycle()
    client.sign_in(cast.hr)
    page = f"/admin/periode/lihat/{cycle.id}/periksa/"
    text = client.get(page).text
    assert "Harus diperbaiki:" in text
    assert "Belum ada kuesioner untuk jabatan" in text
    answer = client.submit(f"/admin/periode/lihat/{cycle.id}/buka/", {"yakin": "1"})
    assert answer.status_code == 409
    assert queries.cycle(cycle.id).state == CycleState.DRAFT


def test_a_large_cycle_is_left_to_the_worker(
    client: Browser,
    cast: Cast,
    settings: Settings,
    version: QuestionnaireVersion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workload, "MANY_FORMS", 3)
    own = Instrument(relation=Relation.SELF, version_id=version.id)
    cycle = make_cycle(Plan(relations=[Relation.SELF], instruments=[own], scheme=ALL_SELF))
    client.sign_in(cast.hr)
    page = f"/admin/periode/lihat/{cycle.id}/"
    asked = client.submit(f"{page}buka/", {})
    assert "dibuka oleh proses latar" in asked.text
    answer = client.submit(f"{page}buka/", {"yakin": "1"})
    assert (answer.status_code, answer.location) == (303, f"/admin/pekerjaan/{Job.get().id}/")
    assert queries.cycle(cycle.id).state == CycleState.OPENING
    assert "Periode sedang dibuka." in client.get(page).text
    waiting = client.get(answer.location)
    assert "Menunggu giliran" in waiting.text
    assert waiting.headers["Refresh"] == "3"
    assert client.submit(f"{page}langkah/batal-buka/", {}).status_code == 303
    assert queries.cycle(cycle.id).state == CycleState.DRAFT
    assert "telah dibatalkan" in client.get(answer.location).text
    again = client.submit(f"{page}buka/", {"yakin": "1"})
    assert JobRunner().run_all() == 1
    assert queries.cycle(cycle.id).state == CycleState.OPEN
    opening = AuditEvent.get(AuditEvent.action == "cycle.open")
    assert opening.actor_name == cast.hr.name
    assert "Periode telah dibuka" in client.get(again.location).text
    assert JobRunner().run_all() == 0


def test_a_wish_that_cannot_be_fulfilled_returns_to_the_draft(
    client: Browser, cast: Cast, settings: Settings
) -> None:
    cycle = make_cycle()
    job = enqueue_opening(cycle.id, actor=ACTOR)
    JobRunner().run_all()
    assert queries.cycle(cycle.id).state == CycleState.DRAFT
    html = client.sign_in(cast.hr).get(f"/admin/pekerjaan/{job.id}/").text
    assert "Tidak berhasil." in html
    assert "Periode belum dapat dibuka" in html
    assert "Periode kembali menjadi rancangan" in html
    event = AuditEvent.get(AuditEvent.action == "cycle.return_to_draft")
    assert "Periode belum dapat dibuka" in event.details


def test_a_draft_can_be_deleted_after_a_question(client: Browser, cast: Cast) -> None:
    cycle = make_cycle()
    client.sign_in(cast.hr)
    path = f"/admin/periode/lihat/{cycle.id}/langkah/hapus/"
    assert client.get(path).status_code == 200
    answer = client.submit(path, {})
    assert (answer.status_code, answer.location) == (303, "/admin/periode/")
    assert Cycle.select().count() == 0


def test_hr_of_a_unit_prepares_only_for_that_unit(client: Browser, cast: Cast) -> None:
    foreign = make_cycle()
    client.sign_in(cast.unit_hr)
    client.submit("/admin/periode/siapkan/", TIMES)
    own = Cycle.select().order_by(Cycle.id.desc()).get()
    assert queries.plan_of(own).unit_ids == [cast.school.id]
    page = client.get(url(own, "people")).text
    assert cast.school.name in page
    assert cast.other_school.name not in page
    stolen = {"revision": "1", "reach": "pilih", "unit_ids": str(cast.other_school.id)}
    assert client.submit(url(own, "people"), stolen).status_code == 422
    assert client.submit(url(own, "people"), {"reach": "semua"}).status_code == 422
    listed = client.get("/admin/periode/").text
    assert f"/admin/periode/lihat/{own.id}/" in listed
    assert f"/admin/periode/lihat/{foreign.id}/" not in listed
    for path in (url(foreign, "times"), f"/admin/periode/lihat/{foreign.id}/"):
        assert client.get(path).status_code == 404
