"""A draft as script sends it: sealed, stored as it came, and never over another device's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from formulir import shortcut
from survei import clock
from survei.cycle.models import Cycle
from survei.invitation.models import Link
from survei.response.draft_saving import MOST_DRAFTS
from survei.response.models import Draft
from survei.throttle.choices import RESUME_CODE_FORM, RESUME_CODE_PAIR
from tests.devices import (
    CODE,
    HALF,
    key,
    opened,
    proof,
    resume,
    save,
    save_by_button,
    stored,
)
from tests.raters import CLOSES, NOW, SENT, Raters

JSON = {"Accept": "application/json"}


def fetch(client: FlaskClient, raters: Raters, code: str = CODE, who: str = "budi") -> object:
    """As a device asks for the body."""
    headers = JSON | {"Draft-Proof": proof(raters.tokens[who], code)}
    return client.get(f"{raters.path(who)}/draft", headers=headers)


def test_who_proves_the_code_gets_the_body_back(client: FlaskClient, raters: Raters) -> None:
    answer = save(client, raters, HALF)
    assert (answer.status_code, answer.headers["Draft-Revision"]) == (200, "1")
    assert answer.json == {"saved_at": "10.32", "late": ""}
    body = fetch(client, raters)
    assert (body.status_code, body.headers["Draft-Revision"]) == (200, "1")
    assert opened(body.data, raters) == HALF
    assert body.headers["Cache-Control"] == "no-store"


def test_the_link_alone_gives_nothing(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, HALF)
    path = raters.path("budi")
    page = client.get(path).text
    assert "Belum selesai" not in page
    assert "0 dari 7 terjawab" in page
    assert client.get(f"{path}/draft").location == path
    for wrong in ("", "zz", "00" * 32, key(raters.tokens["budi"]).access):
        answer = client.get(f"{path}/draft", headers=JSON | {"Draft-Proof": wrong})
        assert (answer.status_code, set(answer.json)) == (422, {"message"})


def test_no_number_of_wrong_proofs_locks_out_who_knows_the_code(
    client: FlaskClient, raters: Raters
) -> None:
    save(client, raters, HALF)
    headers = JSON | {"Draft-Proof": "00" * 32}
    path = f"{raters.path('budi')}/draft"
    for number in range(RESUME_CODE_FORM.most + 1):
        elsewhere = {"REMOTE_ADDR": f"203.0.113.{number}"}
        assert client.get(path, headers=headers, environ_overrides=elsewhere).status_code == 422
    assert fetch(client, raters).status_code == 200
    assert resume(client, raters, CODE).status_code == 200, "who types it without script, too"


def test_wrong_codes_typed_without_script_lock_out_no_device(
    client: FlaskClient, raters: Raters
) -> None:
    save(client, raters, HALF)
    for number in range(RESUME_CODE_PAIR.most + 1):
        resume(client, raters, f"0000{number:06}")
    assert resume(client, raters, CODE).status_code == 429
    assert fetch(client, raters).status_code == 200


def test_what_a_device_sealed_opens_by_code_without_script_too(
    client: FlaskClient, raters: Raters
) -> None:
    save(client, raters, HALF)
    page = resume(client, raters, CODE).text
    assert "Belum selesai</textarea>" in page
    assert save_by_button(client, raters, {"mutu": "5"}, code=CODE) == CODE
    assert save(client, raters, HALF, 1).status_code == 409
    assert stored(raters) == HALF | {"mutu": ["5"]}


def test_another_device_is_not_overwritten(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, HALF)
    late = save(client, raters, {"jam": ["2"]})
    assert (late.status_code, late.headers["Draft-Revision"]) == (409, "1")
    assert opened(late.data, raters) == HALF
    assert stored(raters) == HALF
    assert save(client, raters, HALF | {"jam": ["2"]}, 1).headers["Draft-Revision"] == "2"


def test_who_begins_anew_writes_over_nothing(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, HALF)
    assert save(client, raters, {"jam": ["1"]}, code="00000-00000").status_code == 200
    assert stored(raters) == HALF
    client.post(raters.path("budi"), data=SENT)
    assert Draft.select().count() == 0


def test_nobody_else_s_draft_is_touched(client: FlaskClient, raters: Raters) -> None:
    """The proof of another link names no draft of this one."""
    save(client, raters, HALF, who="citra")
    headers = JSON | {"Draft-Proof": proof(raters.tokens["citra"]), "Draft-Revision": "1"}
    path = f"{raters.path('budi')}/draft"
    assert client.get(path, headers=headers).status_code == 422
    taken = client.post(path, data=b"x", headers=headers, content_type="application/octet-stream")
    assert taken.status_code == 422
    assert stored(raters, "citra") == HALF


def test_a_robot_with_the_link_pushes_nothing_out(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, HALF)
    for number in range(MOST_DRAFTS):
        answer = save(client, raters, {"jam": ["1"]}, code=f"0000000{number:03}")
    assert (answer.status_code, set(answer.json)) == (422, {"message"})
    assert save(client, raters, HALF | {"jam": ["3"]}, 1).status_code == 200


def test_a_body_is_stored_unread(client: FlaskClient, raters: Raters) -> None:
    headers = {"Draft-Proof": proof(raters.tokens["budi"]), "Draft-Revision": "0"}
    answer = client.post(
        f"{raters.path('budi')}/draft",
        data=b"\xff\x00 no seal",
        headers=headers,
        content_type="application/octet-stream",
    )
    assert answer.status_code == 200
    assert bytes(Draft.get().ciphertext) == b"\xff\x00 no seal"
    assert resume(client, raters, CODE).status_code == 422


def test_broken_characters_take_nothing_else_along(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, b'{"mutu": ["4"], "saran": ["a\\u0000b \\ud83d"], "jam": 5}')
    page = resume(client, raters, CODE).text
    assert "ab ?</textarea>" in page
    assert "1 dari 7 terjawab" in page


@pytest.mark.parametrize(
    ("body", "revision", "status"),
    [(b"", 0, 400), (b"{}", "", 400), (b"{}", "-1", 400), (b"{}", "9" * 10, 400),
     (b"x" * 256_001, 0, 413)],
    ids=["empty", "no revision", "no number", "no such number", "too large"],
)  # fmt: skip
def test_what_is_no_draft_is_refused(
    client: FlaskClient, raters: Raters, body: bytes, revision: str | int, status: int
) -> None:
    answer = save(client, raters, body, revision)
    assert answer.status_code == status
    assert set(answer.json or {}) == {"message"}
    assert Draft.select().count() == 0


@pytest.mark.parametrize("kind", ["application/octet-stream", "application/json"])
def test_a_page_from_before_the_update_is_told_to_send(
    client: FlaskClient, raters: Raters, kind: str
) -> None:
    headers = JSON | {"Draft-Revision": "0"}
    path = f"{raters.path('budi')}/draft"
    answer = client.post(path, data=b'{"mutu": ["4"]}', content_type=kind, headers=headers)
    assert answer.status_code == 400
    assert "sebelum pembaruan" in answer.json["message"]
    assert Draft.select().count() == 0


def close(client: FlaskClient, raters: Raters) -> None:
    Cycle.update(state="closed").execute()


def revoke(client: FlaskClient, raters: Raters) -> None:
    Link.update(revoked_at=NOW).execute()


def send(client: FlaskClient, raters: Raters) -> None:
    client.post(raters.path("budi"), data=SENT)


@pytest.mark.parametrize("end", [close, revoke, send])
def test_nothing_is_stored_after_the_end(client: FlaskClient, raters: Raters, end: object) -> None:
    save(client, raters, HALF)  # from now on the shortcut answers
    end(client, raters)  # type: ignore[operator]
    drafts = Draft.select().count()
    late = save(client, raters, HALF, 1)
    # A closing may be taken back, so the device holds on to what it has.
    says = {"message", "may_return"} if end is close else {"message"}
    assert (late.status_code, set(late.json)) == (410, says)
    assert fetch(client, raters).status_code == 410
    assert Draft.select().count() == drafts
    assert drafts == 0 or stored(raters) == HALF


def test_in_the_grace_it_says_until_when_to_send(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, HALF)
    with clock.fixed(CLOSES + timedelta(minutes=5)):
        answer = save(client, raters, HALF, 1)
    assert answer.json["late"] == "Batas waktu sudah lewat. Kirim sebelum pukul 00.14 WITA."
    with clock.fixed(CLOSES + timedelta(minutes=15)):
        assert save(client, raters, HALF, 2).status_code == 410


def test_both_ways_say_the_same_by_one_write(
    client: FlaskClient, raters: Raters, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fast: list[object] = []
    real = shortcut._saved
    monkeypatch.setattr(shortcut, "_saved", lambda seen: fast.append(real(seen)) or fast[-1])
    slow = save(client, raters, HALF)
    statements.clear()
    quick = save(client, raters, HALF, 1)
    sent = [sql.split()[0] for sql in statements if "SAVEPOINT" not in sql]
    assert (sent, fast[-1] is not None) == (["SELECT", "INSERT"], True)
    assert (quick.status_code, quick.data) == (slow.status_code, slow.data)
    heads = [[pair for pair in one.headers if pair[0] != "Draft-Revision"] for one in (quick, slow)]
    assert sorted(heads[0]) == sorted(heads[1])
    assert save(client, raters, HALF, 1).status_code == 409
    assert fast[-1] is None
