"""A draft as script sends it: stored as it came, and never over what another device stored."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from formulir import shortcut
from survei import clock
from survei.cycle.models import Cycle
from survei.invitation.models import Link
from survei.response.models import Draft
from survei.response.queries import open_draft
from tests.devices import HALF, save, stored
from tests.raters import CLOSES, NOW, SENT, Raters


def test_what_was_typed_comes_back(client: FlaskClient, raters: Raters) -> None:
    answer = save(client, raters, HALF)
    assert (answer.status_code, answer.headers["Draft-Revision"]) == (200, "1")
    assert answer.json == {"saved_at": "10.32", "late": ""}
    page = client.get(raters.path("budi")).text
    assert "Belum selesai</textarea>" in page
    assert "1 dari 7 terjawab" in page
    assert 'data-revision="1"' in page


def test_another_device_is_not_overwritten(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, HALF)
    late = save(client, raters, {"jam": ["2"]})
    assert (late.status_code, late.headers["Draft-Revision"], late.data) == (
        409, "1", json.dumps(HALF).encode())  # fmt: skip
    assert stored(raters) == HALF
    assert save(client, raters, HALF | {"jam": ["2"]}, 1).headers["Draft-Revision"] == "2"
    # The button of a page without script saves by question, and is seen as well.
    client.post(f"{raters.path('budi')}/draft", data={"mutu": "5"})
    assert save(client, raters, HALF, 2).status_code == 409
    assert stored(raters) == HALF | {"jam": ["2"], "mutu": ["5"]}


@pytest.mark.parametrize(
    "body",
    [b"\xff\x00sealed ", b"[]", b'{"mutu": 5, "saran": [5]}', b"[" * 100_000, b"\x80\x00"],
    ids=lambda body: repr(body[:12]),
)
def test_a_body_is_stored_unread(client: FlaskClient, raters: Raters, body: bytes) -> None:
    assert save(client, raters, body).status_code == 200
    kept = open_draft(raters.assignment("budi").id, raters.tokens["budi"])
    assert (kept.body, kept.typed) == (body, {})
    assert "0 dari 7 terjawab" in client.get(raters.path("budi")).text


def test_broken_characters_take_nothing_else_along(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, b'{"mutu": ["4"], "saran": ["a\\u0000b \\ud83d"]}')
    assert stored(raters) == {"mutu": ["4"], "saran": ["ab ?"]}
    assert "ab ?</textarea>" in client.get(raters.path("budi")).text


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
