"""A box holds something else than was sent: HR is told, the auditor decides, results say it."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result as Said
from flask import Flask

from survei.account.models import Session
from survei.audit.models import AuditEvent
from survei.cycle.choices import Relation
from survei.cycle.models import Cycle
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.publishing import publish_results
from survei.response.box_proof import box_proof
from survei.response.models import ConfidentialSubmission, OpenedBox, SealedSubmission
from survei.result.models import Result
from survei.result.stored_document import decode_result
from survei.sealing.private_keys import path_of
from tests.cast import PASSWORD, Cast
from tests.client import Browser
from tests.cycle.world import ACTOR
from tests.raters import NOW, SENT, Raters, make_raters

pytestmark = pytest.mark.usefixtures("in_the_cycle")

REASON = "Basis data dibandingkan dengan cadangan malam."
LIST = "/admin/kotak-jawaban/"


@pytest.fixture
def closed(client: Browser, cast: Cast) -> Raters:
    """Four peers and the supervisor sent; it is closed."""
    raters = make_raters(peers=4, unit=cast.school)
    for who in ("nur", "budi", "citra", "dewi", "rekan4"):
        assert client.post(raters.path(who), data=SENT).status_code == 303
    close_cycle(raters.cycle.id, actor=ACTOR)
    return raters


@pytest.fixture
def robbed(closed: Raters) -> Raters:
    """One sealed answer is gone."""
    first = SealedSubmission.select().order_by(SealedSubmission.fingerprint).first()
    first.delete_instance()
    return closed


def compute(client: Browser, raters: Raters) -> tuple[int, str]:
    answer = client.submit(f"/admin/periode/lihat/{raters.cycle.id}/hitung/", {"yakin": "1"})
    return answer.status_code, answer.text


def seen(page: str) -> str:
    """What the page asks the auditor to decide about."""
    found = re.search(r'name="about" value="(\w+)"', page)
    assert found
    return found[1]


def decide(client: Browser, raters: Raters, reason: str = REASON) -> int:
    path = f"{LIST}{raters.cycle.id}/"
    about = seen(client.get(path).text)
    fields = {"about": about, "reason": reason, "confirm_password": PASSWORD}
    return int(client.submit(path, fields).status_code)


def test_from_the_refusal_to_the_result(client: Browser, cast: Cast, robbed: Raters) -> None:
    cycle_page = f"/admin/periode/lihat/{robbed.cycle.id}/"
    client.sign_in(cast.admin)
    status, page = compute(client, robbed)
    assert status == 409
    assert "1 jawaban hilang atau berubah" in page
    assert "Auditor memeriksanya pada halaman" in client.get(cycle_page).text

    client.sign_in(cast.auditor)
    assert "Tidak cocok; menunggu keputusan" in client.get(LIST).text
    page = client.get(f"{LIST}{robbed.cycle.id}/").text
    assert "Andi Ma&#39;ruf" in page
    assert "Budi" not in page, "whose answer it was is not told"
    assert decide(client, robbed, " ") == 422
    assert decide(client, robbed) == 303
    assert REASON in client.get(f"{LIST}{robbed.cycle.id}/").text

    client.sign_in(cast.admin)
    assert REASON in client.get(cycle_page).text
    assert compute(client, robbed)[0] == 303
    page = client.get(cycle_page).text
    proof = box_proof(robbed.cycle.id)
    assert proof
    assert proof.root in page
    assert "Sebagian jawaban tidak cocok atau tidak dapat dibuka" in page
    publish_results(robbed.cycle.id, actor=ACTOR)
    result = decode_result(Result.get(Result.ratee == robbed.people["andi"].id).document)
    peers = result.group(Relation.PEER)
    assert peers
    assert (peers.n, peers.has_unmatched) == (3, True)
    notes = {note.code: note for note in (*result.withheld, *result.rules)}
    assert notes["rule_box"].params == {"root": proof.root}
    assert "group_unmatched" in notes
    shown = client.get(f"/admin/hasil/pegawai/{robbed.people['andi'].id}/").text
    assert "tidak cocok dengan formulir yang terkirim" in shown
    assert proof.root in shown


def lose_key(raters: Raters) -> Path:
    """Where the file of the private key went."""
    path = path_of(raters.cycle.box_key or "")
    return path.rename(path.with_suffix(".away"))


def test_with_a_key_that_is_lost_for_good_the_rest_is_computed(
    client: Browser, cast: Cast, closed: Raters
) -> None:
    lose_key(closed)
    client.sign_in(cast.admin)
    status, page = compute(client, closed)
    assert (status, "4 jawaban rahasia tidak dapat dibuka" in page) == (409, True)
    assert SealedSubmission.select().count() == 4

    assert (
        "apakah hasil dihitung tanpa jawaban rahasia"
        in client.get(f"/admin/periode/lihat/{closed.cycle.id}/").text
    )
    client.sign_in(cast.auditor)
    assert "Kuncinya hilang; menunggu keputusan" in client.get(LIST).text
    page = client.get(f"{LIST}{closed.cycle.id}/").text
    assert "tanpa 4 jawaban rahasia yang terkirim" in page
    assert decide(client, closed) == 303

    client.sign_in(cast.admin)
    assert compute(client, closed)[0] == 303
    assert (SealedSubmission.select().count(), ConfidentialSubmission.select().count()) == (0, 0)
    publish_results(closed.cycle.id, actor=ACTOR)
    result = decode_result(Result.get(Result.ratee == closed.people["andi"].id).document)
    assert "group_unmatched" in {note.code for note in (*result.withheld, *result.rules)}
    own = result.group(Relation.SUPERVISOR)
    assert own
    assert own.n == 1


def test_a_key_that_comes_back_leaves_nothing_to_decide(
    client: Browser, cast: Cast, closed: Raters
) -> None:
    """Also where it was decided: then nothing is dropped, and nothing taken meanwhile unseen."""
    away = lose_key(closed)
    client.sign_in(cast.admin)
    compute(client, closed)
    client.sign_in(cast.auditor)
    assert decide(client, closed) == 303
    away.rename(away.with_suffix(path_of(closed.cycle.box_key or "").suffix))
    assert "menunggu hasil dihitung" in client.get(LIST).text
    kept = list(SealedSubmission.select())
    SealedSubmission.delete().execute()
    client.sign_in(cast.admin)
    assert compute(client, closed)[0] == 409
    for row in kept:
        row.save(force_insert=True)
    assert compute(client, closed)[0] == 303
    assert ConfidentialSubmission.select().count() == 4


@pytest.mark.parametrize("who", ["admin", "hr", "unit_hr", "appraiser"])
def test_nobody_else_decides(client: Browser, cast: Cast, robbed: Raters, who: str) -> None:
    client.sign_in(cast.users[who])
    assert client.get(LIST).status_code == 403
    assert client.submit(f"{LIST}{robbed.cycle.id}/", {"reason": REASON}).status_code == 403


def test_only_with_a_password_and_for_what_was_seen(
    client: Browser, cast: Cast, robbed: Raters
) -> None:
    compute(client.sign_in(cast.admin), robbed)
    client.sign_in(cast.auditor)
    path = f"{LIST}{robbed.cycle.id}/"
    fields = {"about": seen(client.get(path).text), "reason": REASON}
    Session.update(confirmed_at=NOW - timedelta(hours=3)).execute()
    assert client.submit(path, fields).status_code == 401
    other = fields | {"about": "0" * 64, "confirm_password": PASSWORD}
    client.submit(path, other)
    assert not AuditEvent.select().where(AuditEvent.action == "box.decide").exists()


def test_an_untouched_box_says_so(client: Browser, cast: Cast, closed: Raters) -> None:
    client.sign_in(cast.admin)
    assert compute(client, closed)[0] == 303
    page = client.get(f"/admin/periode/lihat/{closed.cycle.id}/").text
    assert "Isi kotak sama dengan formulir yang terkirim" in page
    client.sign_in(cast.auditor)
    assert "Dibuka; cocok" in client.get(LIST).text
    assert "masih sama seperti yang dicatat" in client.get(f"{LIST}{closed.cycle.id}/").text
    ConfidentialSubmission.delete().execute()
    assert "seseorang mengubahnya sesudah itu" in client.get(f"{LIST}{closed.cycle.id}/").text


def box(app: Flask, *words: object) -> Said:
    return app.test_cli_runner().invoke(args=["cycles", "box", *map(str, words)])


def test_the_command_shows_the_root_and_verifies_it(
    app: Flask, client: Browser, cast: Cast, closed: Raters, tmp_path: Path
) -> None:
    said = box(app, closed.cycle.id)
    assert (said.exit_code, "Kotak belum dibuka." in said.output) == (1, True)
    compute(client.sign_in(cast.admin), closed)
    target = tmp_path / "kotak.txt"
    said = box(app, closed.cycle.id, "--verify", "-o", target)
    assert said.exit_code == 0, said.output
    root = hashlib.sha256(target.read_bytes()).hexdigest()
    assert f"(SHA-256): {root}" in said.output
    assert said.output.count("Cocok:") == 3
    OpenedBox.delete().where(OpenedBox.fingerprint == target.read_text().split()[0]).execute()
    said = box(app, closed.cycle.id, "--verify")
    assert (said.exit_code, "Tidak cocok: daftar nomor segel" in said.output) == (1, True)
    Cycle.update(answers_erased_at=NOW).execute()
    said = box(app, closed.cycle.id, "--verify")
    assert (said.exit_code, "masa simpannya lewat" in said.output) == (0, True)


def test_the_command_says_what_waits(
    app: Flask, client: Browser, cast: Cast, robbed: Raters
) -> None:
    compute(client.sign_in(cast.admin), robbed)
    said = box(app, robbed.cycle.id, "--verify")
    assert (said.exit_code, "auditor memutuskan" in said.output) == (1, True)
