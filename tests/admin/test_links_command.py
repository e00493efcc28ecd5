"""`mail deliver` and `links export`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment
from survei.invitation.models import HandedLink, Handout
from survei.invitation.services import send_again
from survei.invitation.token_lookup import find_link
from survei.settings import Settings
from tests.invitation.conftest import NOW, SmallCycle, make_cycle
from tests.invitation.links import make_link

REASON = "Dibagikan lewat grup sekolah."


@pytest.fixture(autouse=True)
def _in_the_cycle() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def small(app: Flask) -> SmallCycle:
    """The small cycle with all links, made with the application's key."""
    small = make_cycle()
    for rater, ratee in small.assignments:
        make_link(small, rater, ratee)
    for rater in small.people:
        make_link(small, rater)
    return small


def test_links_export_writes_open_forms(app: Flask, small: SmallCycle, tmp_path: Path) -> None:
    done = small.assignments["nur", "andi"]
    Assignment.update(state=AssignmentState.SUBMITTED).where(Assignment.id == done.id).execute()
    file = tmp_path / "links.csv"
    result = app.test_cli_runner().invoke(
        args=["links", "export", str(small.cycle.id), "-o", str(file), "--reason", REASON]
    )
    assert (result.exit_code, "5 tautan" in result.output) == (0, True)
    assert file.stat().st_mode & 0o777 == 0o600
    with file.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == ["rater_nip", "ratee_nip", "relation", "url"]
    told = {(row["rater_nip"], row["ratee_nip"], row["relation"]) for row in rows}
    assert told == {
        (small.people[rater].nip, small.people[ratee].nip, a.relation)
        for (rater, ratee), a in small.assignments.items()
        if a != done
    }
    for row in rows:
        link = find_link(row["url"].removeprefix("http://localhost/f/"))
        assert link is not None
        assert link.assignment is not None
        assert link.assignment.rater.nip == row["rater_nip"]
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).get()
    assert (event.action, event.actor_kind) == ("link.export", "command")
    assert json.loads(event.details) == {"links": 5, "raters": 4, "reason": REASON}
    assert (Handout.get().made_by, HandedLink.select().count()) == ("command", 9)


def test_links_export_without_a_reason_is_noted_as_such(
    app: Flask, small: SmallCycle, tmp_path: Path
) -> None:
    """Programs that called it before a reason was asked for go on."""
    file = str(tmp_path / "links.csv")
    run = app.test_cli_runner().invoke
    assert run(args=["links", "export", str(small.cycle.id), "-o", file]).exit_code == 0
    assert Handout.get().reason == ""
    short = run(args=["links", "export", str(small.cycle.id), "-o", file, "--reason", "x"])
    assert (short.exit_code, "paling sedikit 10" in short.output) == (1, True)
    assert Handout.select().count() == 1


def test_links_export_of_no_cycle_fails_and_writes_nothing(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "links.csv"
    result = app.test_cli_runner().invoke(args=["links", "export", "99", "-o", str(file)])
    assert result.exit_code == 1
    assert "tidak ditemukan" in result.output
    assert list(tmp_path.glob("*.csv")) == []


def test_links_export_into_a_missing_folder_says_so(app: Flask, small: SmallCycle) -> None:
    where = "/nonexistent/links.csv"
    result = app.test_cli_runner().invoke(
        args=["links", "export", str(small.cycle.id), "-o", where]
    )
    assert result.exit_code == 1
    assert where in result.output
    assert Handout.select().count() == 0


def test_mail_deliver_puts_letters_into_the_folder(
    app: Flask, small: SmallCycle, settings: Settings
) -> None:
    letter = send_again(small.people["budi"].id, actor=SYSTEM)
    result = app.test_cli_runner().invoke(args=["mail", "deliver"])
    assert (result.exit_code, result.output.splitlines()[0]) == (
        0, "1 terkirim, 0 ditunda, 0 gagal, 0 tidak diperlukan lagi."
    )  # fmt: skip
    assert (settings.instance / "mail" / f"{letter.id}.eml").exists()


def test_mail_deliver_says_when_the_cap_is_reached(
    app: Flask, small: SmallCycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], mails_per_hour=1))
    for name in ("budi", "nur"):
        send_again(small.people[name].id, actor=SYSTEM)
    result = app.test_cli_runner().invoke(args=["mail", "deliver"])
    assert "1 terkirim" in result.output
    assert "Batas 1 surat per jam tercapai" in result.output
