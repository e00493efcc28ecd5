"""Answers of which no line says how they came out of their box: published once accepted."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask

from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.audit.services import record
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.errors import WrongState
from survei.lifecycle.box_opening import require_unchanged
from survei.lifecycle.publishing import publish_results
from survei.lifecycle.unproved_answers import AnswersUnproved, accept_answers
from survei.response.box_proof import BoxChanged
from survei.response.models import ConfidentialSubmission
from survei.settings import Settings
from survei.starting import require_keys
from tests.raters import Raters
from tests.response.box_tampering import close, compute, sent_raters

REASON = "Dihitung tahun lalu oleh versi lama; dibandingkan dengan cadangannya."


@pytest.fixture
def command(app: Flask, settings: Settings) -> Callable[..., Result]:
    require_keys(settings)
    return lambda *words: app.test_cli_runner().invoke(args=("audit", "accept-answers", *words))


@pytest.fixture
def raters(command: Callable[..., Result]) -> Raters:
    """Computed as by an older release, which noted nothing of the box."""
    people = sent_raters()
    close(people)
    compute(people)
    AuditEvent.delete().execute()
    record(SYSTEM, "cycle.compute", "cycle", people.cycle.id, answers=5, drafts=0)
    return people


def publish(raters: Raters) -> None:
    publish_results(raters.cycle.id, actor=SYSTEM)


def test_they_are_published_when_somebody_has_accepted_them(
    raters: Raters, command: Callable[..., Result]
) -> None:
    number = str(raters.cycle.id)
    with pytest.raises(AnswersUnproved, match=f"audit accept-answers {number} --reason"):
        publish(raters)
    assert command(number).exit_code == 2
    assert command(number, "--reason", " ").exit_code == 1
    done = command(number, "--reason", REASON)
    assert (done.exit_code, "dapat diterbitkan" in done.output) == (0, True), done.output
    line = AuditEvent.get(AuditEvent.action == "box.accept")
    assert (json.loads(line.details)["reason"], line.actor_kind) == (REASON, "command")
    publish(raters)
    assert Cycle.get().state == CycleState.PUBLISHED
    assert command(number, "--reason", REASON).exit_code == 1


def test_what_is_changed_after_that_is_not(raters: Raters) -> None:
    accept_answers(raters.cycle.id, REASON, actor=SYSTEM)
    first = ConfidentialSubmission.get()
    ConfidentialSubmission.update(answers='{"saran":"palsu"}').where(
        ConfidentialSubmission.id == first.id
    ).execute()
    with pytest.raises(BoxChanged):
        publish(raters)


def test_nobody_accepts_them_in_the_database(raters: Raters) -> None:
    accept_answers(raters.cycle.id, REASON, actor=SYSTEM)
    AuditEvent.update(hash="f" * 64).where(AuditEvent.action == "box.accept").execute()
    with pytest.raises(AnswersUnproved):
        require_unchanged(raters.cycle, actor=SYSTEM)


def test_where_the_log_says_it_there_is_nothing_to_accept(command: Callable[..., Result]) -> None:
    people = sent_raters()
    with pytest.raises(WrongState):
        accept_answers(people.cycle.id, REASON, actor=SYSTEM)
    close(people)
    compute(people)
    done = command(str(people.cycle.id), "--reason", REASON)
    assert "tidak ada yang perlu dinyatakan" in done.output
    publish(people)
