"""What links say once a cycle takes no answers: by its time, by whom and when, and what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from survei import clock
from survei.audit.choices import SYSTEM, Actor, ActorKind
from survei.cycle.models import Cycle
from survei.cycle.services import extend_cycle
from survei.invitation.models import Link
from survei.invitation.rules import token_hash
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results
from survei.lifecycle.reopening import reopen_cycle
from survei.response.models import Draft
from tests.devices import CODE, begin, resume, save
from tests.raters import CLOSES, NOW, SENT, Raters

HR = Actor(ActorKind.USER, 7, "Siti Aminah")
JSON = {"Accept": "application/json"}
EARLY = (
    "Pengelola kepegawaian mengakhiri pengisian pada 23 November 2026 pukul 10.32 WITA, sebelum "
    "batas waktunya (12 Desember 2026 pukul 23.59 WITA)."
)


@pytest.fixture
def ended(client: FlaskClient, raters: Raters) -> Raters:
    """Ended by HR nineteen days early, while "budi" had begun; "citra" has declined."""
    begin(raters, "budi", {"mutu": ["4"]})
    client.post(f"{raters.path('citra')}/decline", data={"reason": "other"})
    close_cycle(raters.cycle.id, actor=HR)
    return raters


def test_an_early_end_says_who_and_when_and_what_to_do(client: FlaskClient, ended: Raters) -> None:
    answer = client.get(ended.path("budi"))
    assert answer.status_code == 410
    assert "Pengisian sudah diakhiri" in answer.text
    assert EARLY in answer.text
    assert "sebelum hasil dihitung, periode dapat dibuka kembali" in answer.text
    assert "paling lama 30 hari" in answer.text
    assert "Siti" not in answer.text


def test_whatever_is_asked_of_a_form_that_ended_says_the_same(
    client: FlaskClient, ended: Raters
) -> None:
    path = ended.path("budi")
    sent = client.post(path, data=SENT)
    saved = save(client, ended, {"mutu": ["5"]}, 1)
    declined = client.get(f"{path}/decline")
    assert {answer.status_code for answer in (sent, saved, declined)} == {410}
    assert saved.json["message"] == EARLY
    for page in (sent.text, declined.text, client.get(f"/u/{ended.lists['budi']}").text):
        assert EARLY in page
        assert "sudah lewat" not in page
    assert "sudah lewat" not in client.get(ended.path("citra")).text


def test_after_the_planned_end_it_is_still_said_who_ended_it(
    client: FlaskClient, ended: Raters
) -> None:
    with clock.fixed(CLOSES + timedelta(days=2)):
        assert EARLY in client.get(ended.path("budi")).text


def test_once_computed_nothing_is_promised(client: FlaskClient, ended: Raters) -> None:
    compute_results(ended.cycle.id, actor=SYSTEM)
    for path in (ended.path("budi"), f"/u/{ended.lists['budi']}"):
        page = client.get(path).text
        assert "tidak dapat dibuka kembali" in page
        assert "dapat dilanjutkan" not in page


def test_a_device_forgets_a_form_only_once_it_has_ended_for_good(
    client: FlaskClient, ended: Raters
) -> None:
    budi, eko = ended.path("budi"), ended.path("eko")
    marks = {path: f'data-clear="{token_hash(path.removeprefix("/f/"))[:16]}"'
             for path in (budi, eko)}  # fmt: skip
    assert "data-clear" not in client.get(budi).text, "it may be opened again"
    Link.update(revoked_at=NOW).where(Link.token_hash == ended.link("eko").token_hash).execute()
    assert marks[eko] in client.get(eko).text
    compute_results(ended.cycle.id, actor=SYSTEM)
    page = client.get(budi).text
    assert marks[budi] in page
    assert "saran Anda untuk pegawai ini?" in page, "what was typed stays to copy"
    assert marks[budi] in client.post(budi, data=SENT).text
    assert 'data-clear=""' in client.get(f"/f/{'Z' * 43}").text


def test_a_form_goes_on_with_its_draft_when_the_closing_is_taken_back(
    client: FlaskClient, ended: Raters
) -> None:
    later = CLOSES + timedelta(days=8)
    reopen_cycle(ended.cycle.id, closes_at=later, reason="Terlalu cepat.", actor=HR)
    assert Draft.select().count() == 1
    page = client.get(ended.path("budi")).text
    assert "data-waiting  " in page
    assert "1 dari 7 terjawab" in resume(client, ended, CODE).text
    moved = "20 Desember 2026 pukul 23.59 WITA (semula 12 Desember 2026 pukul 23.59 WITA)"
    for text in (page, client.get(f"/u/{ended.lists['budi']}").text):
        assert moved in text
    with clock.fixed(CLOSES + timedelta(days=1)):
        assert client.post(ended.path("budi"), data=SENT).status_code == 303
        assert client.post(f"{ended.path('citra')}/decline", data={"batal": "1"}).status_code == 303
        assert client.get(ended.path("citra")).status_code == 200


def test_an_end_that_was_made_earlier_says_so(client: FlaskClient, raters: Raters) -> None:
    sooner = CLOSES - timedelta(days=5)
    assert "semula" not in client.get(raters.path("budi")).text
    extend_cycle(raters.cycle.id, closes_at=sooner, actor=HR)
    assert "(semula 12 Desember 2026" in client.get(raters.path("budi")).text
    with clock.fixed(sooner + timedelta(hours=1)):
        page = client.get(raters.path("budi")).text
    assert "7 Desember 2026 pukul 23.59 WITA, sudah lewat" in page
    assert "memajukannya pada 23 November 2026 pukul 10.32 WITA; semula 12 Desember 2026" in page


def test_a_closing_by_a_wrong_clock_does_not_say_that_its_time_is_past(
    client: FlaskClient, raters: Raters
) -> None:
    with clock.fixed(CLOSES + timedelta(hours=1)):
        close_cycle(raters.cycle.id, actor=SYSTEM)
    page = client.get(raters.path("budi")).text
    assert "ditutup sebelum batas waktunya (12 Desember 2026 pukul 23.59 WITA)" in page
    assert Cycle.get().closed_at > NOW


def test_what_is_ended_before_its_opening_does_not_say_that_it_opens(
    client: FlaskClient, raters: Raters
) -> None:
    Cycle.update(opens_at=NOW + timedelta(days=2)).execute()
    assert client.get(raters.path("budi")).status_code == 403
    close_cycle(raters.cycle.id, actor=HR)
    assert EARLY in client.get(raters.path("budi")).text
    assert EARLY in client.get(f"/u/{raters.lists['budi']}").text


def test_it_is_said_in_english(client: FlaskClient, ended: Raters) -> None:
    page = client.get(f"{ended.path('budi')}?lang=en").text
    assert "ended on 23 November 2026 at 10:32 WITA" in " ".join(page.split())
