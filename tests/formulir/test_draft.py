"""Drafts without script: sealed by the server under the link and a code that it forgets."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from formulir.open_stamp import FIELD as OPENED_FIELD
from formulir.open_stamp import stamp
from survei import clock
from survei.cycle.models import Cycle
from survei.invitation.models import Link
from survei.invitation.queries import path_of
from survei.response.draft_saving import MOST_DRAFTS
from survei.response.models import Draft, SealedSubmission
from survei.throttle.choices import RESUME_CODE_FORM, RESUME_CODE_PAIR, SEALED_HERE
from tests.devices import code_on, resume, save_by_button, stored
from tests.raters import CLOSES, NOW, SENT, Raters, add_form_link

TYPED = {"mutu": "4", "saran": "Belum selesai"}
WAITS = re.compile(r"data-waiting\s+data-wrong")


def test_saving_shows_the_code_and_what_was_typed(client: FlaskClient, raters: Raters) -> None:
    page = client.post(f"{raters.path('budi')}/draft", data=TYPED).text
    assert "Tersimpan." in page
    assert "Belum selesai</textarea>" in page
    assert re.search(r'name="mutu" value="4"\s+checked', page)
    assert stored(raters, code=code_on(page)) == {"mutu": ["4"], "saran": ["Belum selesai"]}


def test_the_link_alone_shows_an_empty_form_and_that_one_waits(
    client: FlaskClient, raters: Raters
) -> None:
    before = client.get(raters.path("budi")).text
    save_by_button(client, raters, TYPED)
    page = client.get(raters.path("budi")).text
    assert "Belum selesai" not in page
    assert "checked" not in page
    assert "0 dari 7 terjawab" in page
    assert not WAITS.search(before)
    assert WAITS.search(page)
    assert len(page) == len(before) - len("hidden"), "all else is the same for everybody"


def test_another_device_types_the_code(client: FlaskClient, raters: Raters) -> None:
    code = save_by_button(client, raters, TYPED)
    for typed in (code, code.lower().replace("-", " "), f" {code[:5]}{code[5:]}. "):
        answer = resume(client, raters, typed)
        assert answer.status_code == 200
        assert "Belum selesai</textarea>" in answer.text
        assert "1 dari 7 terjawab" in answer.text
        assert code_on(answer.text) == code


def test_saving_again_goes_on_under_the_same_code(client: FlaskClient, raters: Raters) -> None:
    code = save_by_button(client, raters, TYPED)
    assert save_by_button(client, raters, {"jam": "2,5", "saran": ""}, code=code) == code
    assert stored(raters, code=code) == {"mutu": ["4"], "jam": ["2,5"]}
    assert Draft.select().count() == 1


def test_beginning_anew_keeps_the_old_one_until_sending(
    client: FlaskClient, raters: Raters
) -> None:
    old = save_by_button(client, raters, TYPED)
    new = save_by_button(client, raters, {"saran": "Baru"})
    assert "Belum selesai" in resume(client, raters, old).text
    assert "Belum selesai" not in resume(client, raters, new).text
    client.post(raters.path("budi"), data=SENT)
    assert Draft.select().count() == 0
    assert "Terima kasih" in client.get(raters.path("budi")).text


def test_a_wrong_code_is_told_and_opens_nothing(client: FlaskClient, raters: Raters) -> None:
    code = save_by_button(client, raters, TYPED)
    for typed, words in (("K7QM2-XHD9Q", "tidak membuka isian"), ("", "Ketik kode lanjutannya")):
        answer = resume(client, raters, typed)
        assert answer.status_code == 422
        assert words in answer.text
        assert "Belum selesai" not in answer.text
    assert resume(client, raters, code, who="citra").status_code == 422


def test_guessing_is_limited_and_the_form_stays(client: FlaskClient, raters: Raters) -> None:
    code = save_by_button(client, raters, TYPED)
    answers = [resume(client, raters, f"0000{number:06}") for number in range(12)]
    assert [one.status_code for one in answers] == [422] * RESUME_CODE_PAIR.most + [429] * 2
    assert "Tunggu 15 menit" in answers[-1].text
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert resume(client, raters, code).status_code == 429
    assert client.post(raters.path("budi"), data=SENT | {"~kode": code}).status_code == 303


def test_saving_is_no_way_to_guess(client: FlaskClient, raters: Raters) -> None:
    save_by_button(client, raters, TYPED)
    path = f"{raters.path('budi')}/draft"
    guesses = ({"jam": "1", "~kode": f"0000{number:06}"} for number in range(12))
    statuses = [client.post(path, data=guess).status_code for guess in guesses]
    assert statuses[-2:] == [429, 429] or 422 in statuses
    assert Draft.select().count() <= MOST_DRAFTS


def test_an_attacker_elsewhere_does_not_lock_the_owner_out(
    client: FlaskClient, raters: Raters
) -> None:
    code = save_by_button(client, raters, TYPED)
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    for number in range(12):
        client.post(
            f"{raters.path('budi')}/lanjut",
            data={"kode": f"0000{number:06}"},
            environ_overrides=elsewhere,
        )
    assert resume(client, raters, code).status_code == 200
    assert RESUME_CODE_FORM.rest is not None


def test_no_more_than_some_drafts_wait(client: FlaskClient, raters: Raters) -> None:
    code = save_by_button(client, raters, TYPED)
    for _ in range(MOST_DRAFTS - 1):
        save_by_button(client, raters, {"saran": "x"})
    answer = client.post(f"{raters.path('budi')}/draft", data={"saran": "Satu lagi"})
    assert answer.status_code == 422
    assert "Satu lagi</textarea>" in answer.text
    assert save_by_button(client, raters, {"saran": "Lanjut"}, code=code) == code


def test_saving_without_end_is_slowed_and_loses_nothing(
    client: FlaskClient, raters: Raters, monkeypatch: pytest.MonkeyPatch
) -> None:
    from formulir import resuming

    few = type(SEALED_HERE)("sealed-here", 2, 3600)
    monkeypatch.setattr(resuming, "SEALED_HERE", few)
    code = save_by_button(client, raters, TYPED)
    save_by_button(client, raters, TYPED, code=code)
    answer = client.post(f"{raters.path('budi')}/draft", data=TYPED | {"~kode": code})
    assert answer.status_code == 429
    assert "Belum selesai</textarea>" in answer.text


def test_a_refused_form_keeps_its_code(client: FlaskClient, raters: Raters) -> None:
    code = save_by_button(client, raters, TYPED)
    page = client.post(raters.path("budi"), data=TYPED | {"~kode": code})
    assert page.status_code == 422
    assert code_on(page.text) == code
    assert f'name="~kode" value="{code}"' in page.text
    hostile = client.post(raters.path("budi"), data=TYPED | {"~kode": "<script>"})
    assert "<script>" not in hostile.text.replace("<script src=", "")


def test_unknown_codes_are_never_stored(client: FlaskClient, raters: Raters) -> None:
    code = save_by_button(client, raters, {"asing": "x", "mutu": "4"})
    assert stored(raters, code=code) == {"mutu": ["4"]}


def test_a_reissued_link_begins_anew(client: FlaskClient, raters: Raters) -> None:
    code = save_by_button(client, raters, TYPED)
    assignment = raters.assignment("budi")
    Link.update(revoked_at=NOW).where(Link.assignment == assignment).execute()
    path = path_of(add_form_link(assignment))
    assert not WAITS.search(client.get(path).text)
    assert client.post(f"{path}/lanjut", data={"kode": code}).status_code == 422
    assert client.post(f"{raters.path('budi')}/lanjut", data={"kode": code}).status_code == 410


def test_drafts_under_a_replaced_link_leave_room_under_the_new_one(
    client: FlaskClient, raters: Raters
) -> None:
    for _ in range(MOST_DRAFTS):
        save_by_button(client, raters, TYPED)
    form = raters.assignment("budi")
    Link.update(revoked_at=NOW).where(Link.assignment == form).execute()
    path = path_of(add_form_link(form))
    assert client.post(f"{path}/draft", data=TYPED).status_code == 200


def test_declining_and_taking_it_back_keeps_the_draft(client: FlaskClient, raters: Raters) -> None:
    """Both need the link alone, and so would destroy what somebody else typed."""
    code = save_by_button(client, raters, TYPED)
    decline = f"{raters.path('budi')}/decline"
    assert client.post(decline, data={"reason": "conflict"}).status_code == 303
    assert client.post(decline, data={"batal": "1"}).status_code == 303
    assert stored(raters, code=code) == {name: [value] for name, value in TYPED.items()}


def test_what_comes_after_the_sending_is_told_so(client: FlaskClient, raters: Raters) -> None:
    path = raters.path("budi")
    code = save_by_button(client, raters, TYPED)
    client.post(path, data=SENT)
    for late in (client.post(f"{path}/draft", data=TYPED), resume(client, raters, code)):
        assert (late.status_code, late.location) == (303, path)
    assert Draft.select().count() == 0
    assert SealedSubmission.select().count() == 1


def test_before_the_opening_no_time_is_over(client: FlaskClient, raters: Raters) -> None:
    Cycle.update(opens_at=NOW + timedelta(days=1)).execute()
    for path in ("draft", "lanjut"):
        answer = client.post(f"{raters.path('budi')}/{path}", data=TYPED)
        assert answer.status_code == 403
        assert "Formulir ini dapat diisi mulai 24 November 2026" in answer.text


def test_drafts_end_with_the_cycle(client: FlaskClient, raters: Raters) -> None:
    code = save_by_button(client, raters, TYPED)
    with clock.fixed(CLOSES + timedelta(minutes=15)):
        for late in (
            client.post(f"{raters.path('budi')}/draft", data=TYPED),
            resume(client, raters, code),
        ):
            assert late.status_code == 410
            assert "sudah lewat" in late.text


def test_saving_and_resuming_in_the_grace_go_on(client: FlaskClient, raters: Raters) -> None:
    with clock.fixed(CLOSES - timedelta(minutes=1)):
        proof = {OPENED_FIELD: stamp(raters.tokens["budi"], clock.now())}
    path = raters.path("budi")
    with clock.fixed(CLOSES + timedelta(minutes=5)):
        page = client.post(f"{path}/draft", data=TYPED | proof).text
        assert proof[OPENED_FIELD] in page
        again = client.post(f"{path}/lanjut", data={"kode": code_on(page)} | proof)
        assert "Belum selesai</textarea>" in again.text
        assert proof[OPENED_FIELD] in again.text
        assert client.post(path, data=SENT | proof).status_code == 303


def test_addresses_of_drafts_lead_back(client: FlaskClient, raters: Raters) -> None:
    path = raters.path("budi")
    for rest in ("draft", "lanjut"):
        answer = client.get(f"{path}/{rest}")
        assert (answer.status_code, answer.location) == (303, path)


def test_in_another_language_it_goes_on(client: FlaskClient, raters: Raters) -> None:
    page = client.post(f"{raters.path('budi')}/draft?lang=en", data=TYPED).text
    again = client.post(f"{raters.path('budi')}/lanjut?lang=en", data={"kode": code_on(page)})
    assert 'lang="en"' in again.text
    assert "Belum selesai</textarea>" in again.text


@pytest.mark.parametrize("body", [b"saran=%ED%A0%80", b"saran=a%00b", b"\xff"], ids=repr)
def test_broken_bodies_are_refused(client: FlaskClient, raters: Raters, body: bytes) -> None:
    answer = client.post(
        f"{raters.path('budi')}/draft",
        data=body,
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 400
    assert Draft.select().count() == 0
