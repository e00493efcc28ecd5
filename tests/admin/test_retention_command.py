"""`retention show` and `retention run`."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from survei import clock
from survei.audit.models import AuditEvent
from survei.purge.holds import place_hold
from survei.response.models import ConfidentialSubmission
from survei.retention.rules import RULES
from survei.timekeeping.queries import untrusted_clocks
from survei.timekeeping.services import Timekeeper, confirm_clock
from tests.purge.world import AUTHOR, CLOSED, World, make_world

LATER = CLOSED + timedelta(days=800)


@pytest.fixture
def world(app: Flask) -> World:
    """A cycle that was closed and published; this host's clock was looked at long before."""
    Timekeeper().tick()
    return make_world()


def say_that_the_clock_is_right() -> None:
    """A person does, who has looked at it at `LATER`."""
    with clock.fixed(LATER):
        Timekeeper().tick()
        for mark in untrusted_clocks():
            assert mark.untrusted_since
            confirm_clock(mark.host, mark.untrusted_since, actor=AUTHOR)


def invoke(app: Flask, *words: str) -> tuple[int, str]:
    with clock.fixed(LATER):
        done = app.test_cli_runner().invoke(args=["retention", *words])
    return done.exit_code, done.output


def test_show_names_every_rule_with_its_source_and_what_is_due(app: Flask, world: World) -> None:
    code, said = invoke(app, "show")
    assert code == 0
    assert all(rule.label in said and rule.source in said for rule in RULES.values())
    assert "Jawaban penilai: 2 tahun setelah periode ditutup\n  jatuh tempo 3," in said
    assert "Isi surat: tidak disimpan" in said
    assert "Penghapusan belum pernah berjalan." in said
    assert ConfidentialSubmission.select().count() == 2


def test_a_dry_run_deletes_nothing(app: Flask, world: World) -> None:
    code, said = invoke(app, "run", "--dry-run")
    assert (code, "Jawaban penilai: 3 akan dihapus" in said) == (0, True)
    assert said.endswith("Tidak ada yang dihapus.\n")
    assert ConfidentialSubmission.select().count() == 2


def test_a_clock_that_has_jumped_deletes_nothing(app: Flask, world: World) -> None:
    code, said = invoke(app, "run")
    assert (code, "Jam server ini baru saja melompat" in said) == (1, True)
    assert ConfidentialSubmission.select().count() == 2


def test_a_run_says_what_it_deleted_and_then_nothing(app: Flask, world: World) -> None:
    say_that_the_clock_is_right()
    code, said = invoke(app, "run")
    assert (code, "Jawaban penilai: 3 dihapus" in said) == (0, True)
    assert ConfidentialSubmission.select().count() == 0
    line = AuditEvent.get(AuditEvent.action == "retention.purge")
    assert (line.actor_kind, line.actor_name) == ("command", "retention run")
    assert invoke(app, "run") == (0, "Tidak ada yang jatuh tempo.\n")
    assert "terakhir dihapus 27 Februari 2029 pukul 16.30 WITA: 3" in invoke(app, "show")[1]


def test_what_is_held_is_named(app: Flask, world: World) -> None:
    place_hold(world.cycle.id, reason="Sengketa di pengadilan", actor=AUTHOR)
    said = invoke(app, "run", "--dry-run")[1]
    assert "jatuh tempo tetapi ditahan." in said
    assert "Ditahan: Penilaian Kinerja 2026, " in invoke(app, "show")[1]
    say_that_the_clock_is_right()
    assert invoke(app, "run")[1] == "Tidak ada yang jatuh tempo.\n"
