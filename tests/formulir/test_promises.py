"""What the pages promise about keeping is made of the periods that act."""

from __future__ import annotations

import re
from datetime import timedelta

from survei import clock
from survei.audit.choices import SYSTEM
from survei.cycle.models import Assignment
from survei.cycle.plan import Plan
from survei.invitation.choices import LinkPurpose
from survei.invitation.queries import link_of_participant, path_of
from survei.lifecycle.opening import open_cycle
from survei.purge.services import purge
from survei.retention.choices import DataClass as D
from survei.retention.services import choose_period
from survei.settings import Settings
from tests.admin.result_world import publish
from tests.client import Browser
from tests.cycle.world import NOON, World
from tests.evidence.conftest import evidence_document
from tests.purge.world import AUTHOR
from tests.raters import NOW, make_raters
from tests.result.rows import rated_school


def words(page: str) -> str:
    """The page without tags and line ends."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_form_promises_what_its_cycle_was_opened_with(client: Browser) -> None:
    plan = Plan(retention_years=3, periods={D.RESULTS: 7, D.DRAFTS: 11, D.LINKS: 13})
    raters = make_raters(plan=plan)
    with clock.fixed(NOW):
        for path in (raters.path("budi"), f"/u/{raters.lists['budi']}"):
            page = words(client.get(path).text)
            assert "disimpan 3 tahun setelah periode ditutup" in page
            assert "hasil yang diterbitkan, selama 7 tahun" in page
            assert "paling lambat 11 hari setelah periode ditutup" in page
            assert "Tautan Anda dihapus 13 hari setelah periode ditutup" in page


def test_in_english_one_year_is_one(client: Browser) -> None:
    raters = make_raters(plan=Plan(retention_years=1, periods={D.LINKS: 1}))
    with clock.fixed(NOW):
        page = words(client.get(f"{raters.path('budi')}?lang=en").text)
    assert "kept for 1 year after" in page
    assert "deleted 1 day after" in page


def test_an_unknown_link_says_after_how_long_links_are_deleted(client: Browser, db: None) -> None:
    assert "dihapus 30 hari setelah periodenya ditutup" in words(client.get("/f/x").text)
    choose_period(D.LINKS, 45, reason="Permintaan bagian hukum", actor=AUTHOR)
    assert "dihapus 45 hari setelah periodenya ditutup" in words(client.get("/f/x").text)


def test_the_page_of_a_file_says_how_long_it_is_kept(client: Browser) -> None:
    raters = make_raters(evidence_document(), plan=Plan(retention_years=4))
    with clock.fixed(NOW):
        page = words(client.get(f"{raters.path('nur')}/bukti/bukti").text)
    assert "disimpan 4 tahun setelah periode ditutup, lalu dihapus" in page


def test_a_result_says_until_when_and_what_became_of_the_answers(
    client: Browser, settings: Settings
) -> None:
    with clock.fixed(NOW):
        school = rated_school()
        publish(school)
        link = link_of_participant(school.people["Aminah"].id, LinkPurpose.RESULT)
        assert link
        path = path_of(link)
        page = words(client.get(path).text)
    assert "dapat dibaca sampai 23 November 2031, yaitu 5 tahun setelah diterbitkan" in page
    assert "Jawaban para penilai dan berkas bukti dihapus 2 tahun setelah" in page
    with clock.fixed(NOW + timedelta(days=800)):
        purge(settings, actor=SYSTEM)
        page = words(client.get(path).text)
    assert "berkas bukti sudah dihapus pada 31 Januari 2029" in page
    assert "Pertahankan" in page
    with clock.fixed(NOW + timedelta(days=5 * 366)):
        purge(settings, actor=SYSTEM)
        assert client.get(path).status_code == 404


def test_what_the_owner_chooses_is_promised_by_cycles_that_open_later(
    client: Browser, settings: Settings
) -> None:
    """One change of a rule, and the sentence of the form changes; the one before keeps its own."""
    with clock.fixed(NOON):
        world, pages = World(), []
        for days in (30, 60):
            choose_period(D.DRAFTS, days, reason="Permintaan bagian hukum", actor=AUTHOR)
            cycle = world.cycle()
            open_cycle(cycle.id, actor=AUTHOR)
            rater = Assignment.select().where(Assignment.cycle == cycle.id).first().rater_id
            link = link_of_participant(rater, LinkPurpose.LIST)
            assert link
            pages.append(path_of(link))
        texts = [words(client.get(path).text) for path in pages]
    assert ["paling lambat 30 hari" in text for text in texts] == [True, False]
    assert ["paling lambat 60 hari" in text for text in texts] == [False, True]
