"""Submitting: all or nothing, once, durable, and nothing after the closing."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import pytest
from flask import Flask

from survei.audit.choices import SYSTEM
from survei.cycle.choices import AssignmentState, CycleState, DeclineReason
from survei.cycle.models import Assignment, Cycle
from survei.database import database
from survei.invitation.models import Link
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results
from survei.response import finishing, services
from survei.response.draft_saving import save_body, save_typed
from survei.response.finishing import NotOpen, decline, take_back_decline
from survei.response.models import Draft, IdentifiedSubmission, SealedSubmission
from survei.response.services import submit_response
from survei.sealing.private_keys import new_pair
from tests.boxes import the_one_in_a_box
from tests.devices import begin
from tests.examples import EVERY_KIND_ANSWERS
from tests.raters import NOW, SENT, Raters


def test_submission_is_stored_with_scores_and_without_a_name(raters: Raters) -> None:
    assert submit_response(raters.link("budi"), EVERY_KIND_ANSWERS)
    row = the_one_in_a_box()
    assert json.loads(row.answers) == EVERY_KIND_ANSWERS
    assert json.loads(row.section_scores) == {"kinerja": "75", "sikap": "50"}
    assert (row.ratee_id, row.relation) == (raters.people["andi"].id, "peer")
    assert raters.assignment("budi").done_on.isoformat() == "2026-11-23"


def test_named_submission_keeps_its_assignment(raters: Raters) -> None:
    submit_response(raters.link("nur"), EVERY_KIND_ANSWERS)
    row = IdentifiedSubmission.get()
    assert row.assignment_id == raters.assignment("nur").id
    assert row.submitted_at == NOW
    assert SealedSubmission.select().count() == 0


def test_second_submission_is_not_stored(raters: Raters) -> None:
    link = raters.link("budi")
    assert submit_response(link, EVERY_KIND_ANSWERS) is True
    assert submit_response(link, EVERY_KIND_ANSWERS | {"saran": "diganti"}) is False
    assert "diganti" not in the_one_in_a_box().answers


@pytest.mark.parametrize(("room", "step"), [(finishing, "_set_ended"), (services, "finish")])
def test_fault_between_the_writes_leaves_nothing(
    raters: Raters, monkeypatch: pytest.MonkeyPatch, room: ModuleType, step: str
) -> None:
    begin(raters, "budi", {"mutu": ["4"]})
    real = getattr(room, step)

    def broken(*args: object, **kwargs: object) -> object:
        real(*args, **kwargs)
        raise RuntimeError("power cut")

    monkeypatch.setattr(room, step, broken)
    with pytest.raises(RuntimeError):
        submit_response(raters.link("budi"), EVERY_KIND_ANSWERS)
    assert raters.assignment("budi").state == AssignmentState.OPEN
    assert SealedSubmission.select().count() == 0
    assert Draft.select().count() == 1


def test_nothing_is_accepted_where_something_is_not_open(raters: Raters) -> None:
    links = {who: raters.link(who) for who in ("budi", "citra", "dewi")}
    Link.update(revoked_at=NOW).where(Link.token_hash == links["budi"].token_hash).execute()
    Assignment.update(state=AssignmentState.REVOKED).where(
        Assignment.id == links["citra"].assignment_id
    ).execute()
    for who in ("budi", "citra"):
        with pytest.raises(NotOpen):
            submit_response(links[who], EVERY_KIND_ANSWERS)
        with pytest.raises(NotOpen):
            save_typed(links[who], raters.tokens[who], "", {"mutu": ["1"]})
        with pytest.raises(NotOpen):
            save_body(links[who], "0" * 64, b"sealed", revision=0)
    Cycle.update(state=CycleState.CLOSED).execute()
    with pytest.raises(NotOpen):
        submit_response(links["dewi"], EVERY_KIND_ANSWERS)
    with pytest.raises(NotOpen):
        decline(links["dewi"], reason=DeclineReason.OTHER, note="")
    assert SealedSubmission.select().count() == 0


def test_a_decline_is_taken_back_only_where_all_else_is_open(raters: Raters) -> None:
    links = {who: raters.link(who) for who in ("budi", "citra", "dewi", "eko")}
    for who in ("budi", "citra", "dewi"):
        decline(links[who], reason=DeclineReason.OTHER, note="keliru")
    assert take_back_decline(links["budi"]) is True
    assert take_back_decline(links["budi"]) is False
    assert take_back_decline(links["eko"]) is False
    Link.update(revoked_at=NOW).where(Link.token_hash == links["citra"].token_hash).execute()
    assert take_back_decline(links["citra"]) is False
    Cycle.update(state=CycleState.CLOSED).execute()
    assert take_back_decline(links["dewi"]) is False
    states = {who: raters.assignment(who).state for who in links}
    assert states == {"budi": "open", "citra": "declined", "dewi": "declined", "eko": "open"}


@pytest.mark.parametrize("same", [True, False], ids=["equal posts", "different posts"])
def test_thirty_posts_at_once_leave_one_response(
    raters: Raters, committed_app: Flask, same: bool
) -> None:
    path = raters.path("budi")
    texts = ["Pertahankan." if same else f"Versi {number}" for number in range(30)]

    def post(text: str) -> tuple[int, str]:
        answer = committed_app.test_client().post(path, data=SENT | {"saran": text})
        return answer.status_code, answer.headers.get("Location", "")

    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(post, texts))
    assert set(answers) == {(303, path)}
    stored = the_one_in_a_box()
    assert json.loads(stored.answers)["saran"] in texts


def test_forty_raters_at_once_are_all_stored(raters: Raters, committed_app: Flask) -> None:
    paths = [raters.path(who) for who in raters.tokens]

    def post(path: str) -> int:
        return committed_app.test_client().post(path, data=SENT).status_code

    with ThreadPoolExecutor(len(paths)) as pool:
        assert list(pool.map(post, paths)) == [303] * len(paths)
    assert SealedSubmission.select().count() == 13
    assert IdentifiedSubmission.select().count() == 2


def test_computing_touches_no_other_cycle(raters: Raters) -> None:
    submit_response(raters.link("budi"), EVERY_KIND_ANSWERS)
    row = SealedSubmission.get()
    other = Cycle.create(
        name="Lain", period_start=NOW.date(), period_end=NOW.date(), opens_at=NOW,
        closes_at=NOW, state=CycleState.OPEN, plan=raters.cycle.plan, created_at=NOW,
        box_key=new_pair(),
    )  # fmt: skip
    close_cycle(other.id, actor=SYSTEM)
    compute_results(other.id, actor=SYSTEM)
    assert SealedSubmission.get().fingerprint == row.fingerprint


def test_submissions_race_with_the_closing(raters: Raters) -> None:
    links = [raters.link(who) for who in raters.tokens]

    def submit(link: Link) -> bool:
        with database.connection_context():
            try:
                return submit_response(link, EVERY_KIND_ANSWERS)
            except NotOpen:
                return False

    def close(_: object) -> bool:
        with database.connection_context():
            close_cycle(raters.cycle.id, actor=SYSTEM)
        return False

    with ThreadPoolExecutor(16) as pool:
        jobs = [pool.submit(submit, link) for link in links[:8]]
        jobs += [pool.submit(close, None)]
        jobs += [pool.submit(submit, link) for link in links[8:]]
        stored = sum(job.result() for job in jobs)
    rows = SealedSubmission.select().count() + IdentifiedSubmission.select().count()
    done = Assignment.select().where(Assignment.state == AssignmentState.SUBMITTED).count()
    assert rows == stored == done
