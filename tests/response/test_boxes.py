"""A box whose key is lost takes no answer and is not opened; older cycles get their box."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path

import pytest
from flask import Flask

from survei.audit.choices import SYSTEM
from survei.audit.services import record
from survei.cycle.choices import AssignmentState, CycleState
from survei.cycle.models import Assignment, Cycle
from survei.database import database
from survei.installation.choices import Role
from survei.lifecycle.box_opening import BoxLost
from survei.lifecycle.boxes import BoxMissing, box_trouble, give_boxes, lost_boxes
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results, finish_clearing
from survei.response.models import ConfidentialSubmission, IdentifiedSubmission, SealedSubmission
from survei.response.services import submit_response
from survei.sealing.private_keys import BoxKeyLost, is_there, path_of
from survei.sealing.rules import SMALLEST
from survei.settings import Settings
from survei.starting import enter, require_keys
from tests.boxes import in_boxes
from tests.examples import EVERY_KIND_ANSWERS
from tests.raters import SENT, Raters
from tests.response.test_computing import files_of


@pytest.fixture
def lost(raters: Raters) -> Path:
    """Where the key of the cycle's box was; two answers lie in it."""
    for who in ("budi", "citra"):
        submit_response(raters.link(who), EVERY_KIND_ANSWERS)
    path = path_of(raters.cycle.box_key or "")
    path.rename(path.with_suffix(".away"))
    return path


def test_nothing_is_taken_that_nobody_could_read(
    raters: Raters, lost: Path, committed_app: Flask
) -> None:
    page = committed_app.test_client().post(raters.path("dewi"), data=SENT)
    assert page.status_code == 503
    assert "Penilaian belum dapat dikirim" in page.text
    assert "Pertahankan." in page.text, "what was typed is there to copy"
    assert raters.assignment("dewi").state == AssignmentState.OPEN
    assert SealedSubmission.select().count() == 2
    lost.with_suffix(".away").rename(lost)
    assert committed_app.test_client().post(raters.path("dewi"), data=SENT).status_code == 303
    assert len(in_boxes()) == 3


def test_answers_with_a_name_are_taken_all_the_same(
    raters: Raters, lost: Path, committed_app: Flask
) -> None:
    assert committed_app.test_client().post(raters.path("nur"), data=SENT).status_code == 303
    assert IdentifiedSubmission.select().count() == 1


def test_a_box_without_its_key_is_not_opened_and_nothing_is_settled(
    raters: Raters, lost: Path
) -> None:
    close_cycle(raters.cycle.id, actor=SYSTEM)
    with pytest.raises(BoxLost, match=r"2 jawaban rahasia tidak dapat dibuka.*keys restore"):
        compute_results(raters.cycle.id, actor=SYSTEM)
    assert Cycle.get().state == CycleState.CLOSED
    assert SealedSubmission.select().count() == 2
    lost.with_suffix(".away").rename(lost)
    assert compute_results(raters.cycle.id, actor=SYSTEM).answers == 2


def test_a_lost_key_is_noticed_at_every_start(
    raters: Raters, lost: Path, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    require_keys(settings)
    assert [one.params["path"] for one in lost_boxes()] == [lost]
    with caplog.at_level(logging.ERROR):
        enter(settings, Role.SITE)
    assert str(lost) in caplog.text
    Cycle.update(state=CycleState.COMPUTED).execute()
    assert lost_boxes() == []
    assert box_trouble(Cycle.get()) is None


def test_the_key_is_destroyed_once_results_are_computed(raters: Raters) -> None:
    submit_response(raters.link("budi"), EVERY_KIND_ANSWERS)
    old = SealedSubmission.get()
    close_cycle(raters.cycle.id, actor=SYSTEM)
    compute_results(raters.cycle.id, actor=SYSTEM)
    assert is_there(raters.cycle.box_key or "")
    assert finish_clearing()
    assert not is_there(raters.cycle.box_key or "")
    assert finish_clearing()
    SealedSubmission.insert(  # as a backup of the database would bring it back
        fingerprint=old.fingerprint, cycle=old.cycle_id, box=old.box
    ).execute()
    with pytest.raises(BoxKeyLost):
        in_boxes()


def test_a_key_that_cannot_be_destroyed_stays_owed(raters: Raters) -> None:
    path = path_of(raters.cycle.box_key or "")
    close_cycle(raters.cycle.id, actor=SYSTEM)
    compute_results(raters.cycle.id, actor=SYSTEM)
    path.unlink()
    path.mkdir()
    assert not finish_clearing()
    assert Cycle.get().cleared_at is None
    path.rmdir()
    assert finish_clearing()
    assert Cycle.get().cleared_at is not None


def test_cycles_of_an_older_release_get_their_box(raters: Raters, committed_db: str) -> None:
    for who in ("budi", "citra", "eko"):
        submit_response(raters.link(who), EVERY_KIND_ANSWERS | {"saran": f"lama-{who}"})
    before = as_an_older_release()
    assert give_boxes() == 1
    assert give_boxes() == 0
    assert ConfidentialSubmission.select().count() == 0
    assert sorted(one.answers for one in in_boxes()) == before
    found = b"".join(path.read_bytes() for path in files_of(committed_db))
    assert b"lama-budi" not in found
    submit_response(raters.link("dewi"), EVERY_KIND_ANSWERS)
    close_cycle(raters.cycle.id, actor=SYSTEM)
    assert compute_results(raters.cycle.id, actor=SYSTEM).answers == 4


def test_an_older_cycle_is_not_computed_before_any_start(raters: Raters) -> None:
    submit_response(raters.link("budi"), EVERY_KIND_ANSWERS)
    before = as_an_older_release()
    close_cycle(raters.cycle.id, actor=SYSTEM)
    with pytest.raises(BoxMissing):
        compute_results(raters.cycle.id, actor=SYSTEM)
    give_boxes()
    assert compute_results(raters.cycle.id, actor=SYSTEM).answers == 1
    assert [row.answers for row in ConfidentialSubmission.select()] == before


def as_an_older_release() -> list[str]:
    """Puts what lies in the box where it lay before there were boxes; the answers."""
    contents = in_boxes()
    with database.atomic():
        for one in contents:
            ConfidentialSubmission.insert(
                id=secrets.token_hex(16), cycle=Cycle.get(), ratee=one.ratee_id,
                relation=one.relation, version=one.version_id, answers=one.answers,
                section_scores=one.section_scores,
            ).execute()  # fmt: skip
        SealedSubmission.delete().execute()
        Cycle.update(box_key=None).execute()
        Assignment.update(box_receipt=None).execute()
        record(SYSTEM, "cycle.open", "cycle", Cycle.get().id)
    return sorted(one.answers for one in contents)


def test_a_large_comment_fits(raters: Raters) -> None:
    long = "Panjang sekali. " * 400
    submit_response(raters.link("budi"), EVERY_KIND_ANSWERS | {"saran": long})
    (one,) = in_boxes()
    assert long in one.answers
    assert 2 * SMALLEST <= len(bytes(SealedSubmission.get().box)) < 2 * SMALLEST + 100
