"""`keys adopt`: another key on purpose, said before, done whole, and everybody told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from formulir.open_stamp import FIELD, stamp
from survei import clock
from survei.account.models import OneTimeLink
from survei.account.one_time import request_reset
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.audit.queries import Verdict, verify
from survei.audit.services import KeyReplaced
from survei.cycle.choices import AssignmentState, CycleState
from survei.cycle.models import Assignment, Cycle
from survei.installation.models import KnownKey
from survei.installation.rules import KeysRefused
from survei.invitation.letters import NEW_LINK, NEW_RESULT_LINK
from survei.invitation.models import Link
from survei.invitation.queries import INVITATION, token_of
from survei.invitation.services import reissue_all, send_again
from survei.invitation.token_lookup import find_link
from survei.keys import use_keys
from survei.lifecycle.publishing import result_links
from survei.mail.models import Letter
from survei.mail.outbox_sender import OutboxSender
from survei.mail.writers import write
from survei.process_watch import KeyWatch
from survei.response.models import Draft
from survei.settings import Settings
from survei.starting import require_keys
from tests.cast import PASSWORD, Cast, give_password
from tests.client import Browser
from tests.invitation.conftest import SmallCycle, make_cycle
from tests.invitation.links import make_link

LOST = b"another link key of at least thirty-two bytes"
AUDIT = b"another audit key of at least thirty-two byte"

Adopt = Callable[..., str]


@pytest.fixture
def small(app: Flask, settings: Settings) -> SmallCycle:
    """A running cycle in a database that knows its keys: list and form links, one form sent."""
    require_keys(settings)
    made = make_cycle(closes_at=clock.now() + timedelta(days=9))
    for rater in ("nur", "andi", "budi", "citra", "dewi"):
        make_link(made, rater)
    for pair in made.assignments:
        make_link(made, *pair)
    done = made.assignments["andi", "andi"]
    Assignment.update(state=AssignmentState.SUBMITTED).where(Assignment.id == done.id).execute()
    Draft.create(
        force_insert=True,
        access="0" * 64,
        assignment=made.assignments["nur", "andi"],
        link_hash="0" * 64,
        ciphertext=b"sealed",
        revision=1,
    )
    return made


@pytest.fixture
def adopt(app: Flask, settings: Settings) -> Adopt:
    """Runs the command with other keys; gives what it printed."""

    def run(*words: str, status: int = 0, **keys: bytes) -> str:
        app.config["SETTINGS"] = replace(settings, keys=replace(settings.keys, **keys))
        done = app.test_cli_runner().invoke(args=["keys", "adopt", *words])
        assert done.exit_code == status, done.output
        return done.output

    return run


def test_the_price_is_said_and_nothing_done_without_a_yes(small: SmallCycle, adopt: Adopt) -> None:
    before = [link.token_hash for link in Link.select()]
    printed = adopt(status=1, link=LOST)
    assert "11 tautan mati: 5 daftar penilai dengan kode cetaknya, 6 formulir, 0 hasil" in printed
    assert "1 isian yang belum terkirim hilang" in printed
    assert "3 penerima mendapat surat dengan tautan baru; 1 penerima tanpa surel" in printed
    assert [link.token_hash for link in Link.select()] == before
    assert KnownKey.select().count() == 3


def test_old_links_are_gone_and_each_rater_gets_one_letter(
    small: SmallCycle, adopt: Adopt, client: Browser, settings: Settings
) -> None:
    send_again(small.people["citra"].id, actor=SYSTEM)  # on its way: it will bring the new link
    old = token_of(Link.get(Link.participant == small.people["budi"], Link.purpose == "list"))
    printed = adopt("--yes", link=LOST)
    assert "3 penerima mendapat surat dengan tautan baru; 1 penerima tanpa surel" in printed
    assert "11 tautan baru dibuat. 3 penerima mendapat tautan baru: lewat 2 surat baru dan " in (
        printed
    )
    assert "1 surat yang belum terkirim." in printed
    assert client.get(f"/u/{old}").status_code == 410
    assert Link.select().where(Link.revoked_at.is_null()).count() == 11
    for link in Link.select().where(Link.revoked_at.is_null()):
        found = find_link(token_of(link))
        assert found is not None
        assert found.token_hash == link.token_hash

    letters = {letter.participant_id: letter.kind for letter in Letter.select()}
    ids = {name: person.id for name, person in small.people.items()}
    assert letters == {ids["nur"]: NEW_LINK, ids["budi"]: NEW_LINK, ids["citra"]: INVITATION}
    text = write(NEW_LINK, {"participant": ids["budi"]}, settings).text
    new = token_of(Link.get(Link.participant == ids["budi"], Link.purpose == "list",
                            Link.revoked_at.is_null()))  # fmt: skip
    assert f"/u/{new}" in text
    assert client.get(f"/u/{new}").status_code == 200
    assert adopt("--yes", status=1, link=LOST).startswith("Error: Semua kunci")


def test_results_and_passwords_get_new_links_too(
    small: SmallCycle, adopt: Adopt, cast: Cast, settings: Settings
) -> None:
    request_reset(cast.hr.email, address="10.0.0.1")
    dead = OneTimeLink.get()
    Cycle.update(state=CycleState.PUBLISHED).execute()
    result_links(small.cycle)
    Letter.delete().execute()
    adopt("--yes", link=LOST)
    kinds = sorted(letter.kind for letter in Letter.select())
    assert kinds == ["activation", NEW_RESULT_LINK, NEW_RESULT_LINK]
    assert OneTimeLink.get_by_id(dead.token_hash).used_at is not None
    person = Letter.get(Letter.kind == NEW_RESULT_LINK).participant_id
    assert "/hasil/" in write(NEW_RESULT_LINK, {"participant": person}, settings).text


def test_the_log_goes_on_under_another_key(
    small: SmallCycle, adopt: Adopt, app: Flask, settings: Settings
) -> None:
    send_again(small.people["budi"].id, actor=SYSTEM)
    assert verify(settings.keys.audit) == Verdict(lines=1)
    adopt("--yes", audit=AUDIT)
    assert verify(AUDIT) == Verdict(lines=2, sealed=1)
    assert verify(AUDIT, older=[settings.keys.audit]) == Verdict(lines=2)
    printed = app.test_cli_runner().invoke(args=["audit", "verify"]).output
    assert "1 di antaranya ditulis dengan kunci sebelumnya: terbukti tidak berubah" in printed
    AuditEvent.update(actor_name="x").where(AuditEvent.action == "mail.send_again").execute()
    assert not verify(AUDIT).is_intact


def test_a_process_that_runs_on_with_the_old_keys_does_nothing(
    small: SmallCycle, adopt: Adopt, app: Flask, settings: Settings
) -> None:
    assert app.test_client().get("/readyz").status_code == 200
    adopt("--yes", audit=AUDIT, link=LOST)
    use_keys(settings.keys)
    app.config["SETTINGS"] = settings
    assert app.test_client().get("/readyz").status_code == 503
    with pytest.raises(KeyReplaced):
        send_again(small.people["budi"].id, actor=SYSTEM)
    with pytest.raises(KeysRefused):
        OutboxSender(settings).deliver()
    assert Letter.select().where(Letter.attempts > 0).count() == 0


def test_a_page_that_runs_on_with_the_old_link_key_hands_nothing_out(
    small: SmallCycle, adopt: Adopt, app: Flask, settings: Settings, cast: Cast
) -> None:
    """Its slips would be dead, and links that it makes anew would go by a key that leaked."""
    browser = Browser(app).sign_in(give_password(cast.hr))
    unit = small.people["budi"].unit_lineage
    slips = f"/admin/penilai/slip-unit/?cycle={small.cycle.id}&unit={unit}"
    given = {"reason": "Tidak memiliki surel.", "confirm_password": PASSWORD}
    assert "<svg" in browser.submit(slips, given).text
    adopt("--yes", link=LOST)
    before = Link.select().count()
    use_keys(settings.keys)
    app.config["SETTINGS"] = settings
    refused = browser.submit(slips, given)
    assert refused.status_code == 422
    assert "/u/" not in refused.text
    assert "sudah diganti. Hentikan lalu jalankan kembali" in refused.text
    with pytest.raises(KeyReplaced):
        reissue_all(small.people["budi"].id, actor=SYSTEM)
    assert Link.select().count() == before


def test_what_is_announced_is_what_is_done(small: SmallCycle, adopt: Adopt) -> None:
    """Also where letters wait, were broken off, or nobody has an address."""
    send_again(small.people["citra"].id, actor=SYSTEM)
    send_again(small.people["budi"].id, actor=SYSTEM)
    Letter.update(state="sending").where(Letter.participant_id == small.people["budi"].id).execute()
    printed = adopt("--yes", link=LOST)
    announced = re.search(r"(\d+) penerima mendapat surat dengan tautan baru", printed)
    done = re.search(r"(\d+) penerima mendapat tautan baru: lewat (\d+) surat baru", printed)
    assert announced
    assert done
    assert announced[1] == done[1] == "3"
    assert Letter.select().where(Letter.kind == NEW_LINK).count() == int(done[2])


def test_a_web_process_that_runs_on_refuses_every_page_and_keeps_what_was_typed(
    small: SmallCycle, adopt: Adopt, app: Flask, settings: Settings
) -> None:
    form = Link.get(Link.participant == small.people["budi"], Link.purpose == "form")
    path = f"/f/{token_of(form)}"
    adopt("--yes", link=LOST)
    app.config["KEY_WATCH"] = KeyWatch(settings)
    app.config["KEY_WATCH"].look()
    client = app.test_client()
    for page in ("/", "/masuk", "/admin/", path, "/readyz"):
        assert client.get(page).status_code == 503, page
    use_keys(settings.keys)
    answer = client.post(
        path, data={"saran": "Tetap teliti dan ramah.", FIELD: stamp(path[3:], clock.now())}
    )
    assert answer.status_code == 503
    assert "Tetap teliti dan ramah." in answer.text
    assert str(settings.instance) not in answer.text
    assert client.get("/healthz").status_code == 200
