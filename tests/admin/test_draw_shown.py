"""What HR and the terminal are told of a draw, before an opening and after it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import defaultdict
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from survei import clock
from survei.audit.models import AuditEvent
from survei.cycle.choices import Relation
from survei.cycle.models import Assignment, Cycle, CycleDraw, Participant
from survei.cycle.plan import Plan
from survei.invitation.models import Link
from survei.invitation.services import revoke_link
from survei.lifecycle.opening import open_cycle
from tests.cast import Cast
from tests.client import Browser
from tests.cycle.world import ACTOR, NOON, World

EXAMPLE = "Jumlah ini berasal dari contoh undian."
FILE = """\
name = "Penilaian"
period_start = 2026-01-01
period_end = 2026-12-31
opens_at = 2026-11-24T08:00:00
closes_at = 2026-12-07T16:00:00
{seed}

[[questionnaires]]
key = "perilaku"
"""
UNUSED = "seed tidak digunakan lagi"


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with clock.fixed(NOON):
        yield


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def drawn(app: Flask, world: World) -> Cycle:
    cycle = world.cycle()
    open_cycle(cycle.id, actor=ACTOR)
    return cycle


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=["cycles", *map(str, words)])


def page_of(cycle: Cycle, step: str = "") -> str:
    return f"/admin/periode/lihat/{cycle.id}/{step}"


def test_the_check_says_that_it_shows_an_example(client: Browser, cast: Cast, world: World) -> None:
    client.sign_in(cast.hr)
    assert EXAMPLE in client.get(page_of(world.cycle(), "periksa/")).text
    alone: Plan = world.plan(relations=[Relation.SELF], subordinates=2)
    assert EXAMPLE not in client.get(page_of(world.cycle(alone), "periksa/")).text


def test_hr_sees_the_number_once_the_cycle_is_open(
    client: Browser, cast: Cast, world: World
) -> None:
    cycle = world.cycle()
    client.sign_in(cast.hr)
    assert "Nomor acak" not in client.get(page_of(cycle)).text
    open_cycle(cycle.id, actor=ACTOR)
    kept, page = CycleDraw.get(), client.get(page_of(cycle)).text
    assert kept.seed in page
    assert kept.digest in page
    assert f"cycles draw {cycle.id} --verify" in page


def test_who_sees_not_every_rater_is_told_no_number(
    client: Browser, cast: Cast, drawn: Cycle
) -> None:
    """From the number anybody could reckon who was asked about whom."""
    kept = CycleDraw.get()
    Participant.update(unit_lineage=cast.school.lineage).execute()
    for user in (cast.unit_hr, cast.auditor):
        page = client.sign_in(user).get(page_of(drawn)).text
        assert kept.digest in page
        assert kept.seed not in page
    for user in (cast.appraiser, cast.other_appraiser):
        assert client.sign_in(user).get(page_of(drawn)).status_code == 403


def test_hr_of_the_unit_that_is_rated_is_told_none_either(
    client: Browser, cast: Cast, world: World
) -> None:
    """Raters may come from other units, and those are not on its list."""
    cycle = world.cycle(world.plan(unit_ids=[cast.school.id]))
    open_cycle(cycle.id, actor=ACTOR)
    page = client.sign_in(cast.unit_hr).get(page_of(cycle)).text
    assert "Ubah batas waktu" in page
    assert CycleDraw.get().seed not in page


def test_nothing_is_said_of_chance_where_it_had_no_part(
    client: Browser, cast: Cast, world: World
) -> None:
    cycle = world.cycle(world.plan(relations=[Relation.SELF, Relation.SUPERVISOR]))
    open_cycle(cycle.id, actor=ACTOR)
    assert "Undian penilai" not in client.sign_in(cast.hr).get(page_of(cycle)).text
    lines = run(client.application, "draw", cycle.id).stdout.splitlines()
    assert not [line for line in lines if line.startswith(("Rekan:", "Bawahan:"))]


@pytest.mark.parametrize(("seed", "said"), [("", False), ("seed = 1", True), ("seed = 'x'", True)])
def test_a_seed_in_a_file_is_answered_with_a_sentence(
    app: Flask, world: World, tmp_path: Path, seed: str, said: bool
) -> None:
    path = tmp_path / "periode.toml"
    path.write_text(FILE.format(seed=seed), encoding="utf-8")
    made = run(app, "create", path)
    assert made.exit_code == 0, made.output
    assert (UNUSED in made.stderr) == said
    assert "dari contoh undian" in made.stdout


def test_the_draw_is_shown_and_repeated(app: Flask, drawn: Cycle) -> None:
    kept = CycleDraw.get()
    shown = run(app, "draw", drawn.id).stdout
    assert shown.splitlines() == [
        f"Undian periode {drawn.id}: Penilaian 2026",
        f"Nomor acak, dibuat saat periode dibuka: {kept.seed}",
        "Cara undian: 2",
        "Penilai: diri, atasan, rekan, bawahan.",
        "Rekan: 4. Dilengkapi dari unit kerja induk.",
        "Bawahan: semua.",
        "13 pegawai dinilai, 13 dapat terpilih.",
        f"Kode pemeriksa: {kept.digest}",
    ]
    checked = run(app, "draw", drawn.id, "--verify")
    assert checked.exit_code == 0
    assert checked.stdout == shown + "Cocok: penilai yang ditugaskan adalah hasil undian ini.\n"


def test_anybody_who_has_the_file_can_repeat_the_draw(
    app: Flask, drawn: Cycle, tmp_path: Path
) -> None:
    """With nothing of ours: the lots of a unit's circle, the neighbours in it, and the digest."""
    path = tmp_path / "undian.json"
    done = run(app, "draw", drawn.id, "-o", path)
    assert done.exit_code == 0, done.output
    assert path.stat().st_mode & 0o777 == 0o600
    text = path.read_text(encoding="utf-8")
    file = json.loads(text)
    basis = text.split('"basis":')[1][:-1]
    told = f"{file['algorithm']}:{file['cycle']}:{file['seed']}:{basis}"
    assert hashlib.sha256(told.encode()).hexdigest() == file["digest"] == CycleDraw.get().digest
    units = defaultdict(list)
    for person, lineage, family, _above in file["basis"]["people"]:
        units[lineage, family].append(person)
    (lineage, family), members = max(units.items(), key=lambda unit: len(unit[1]))
    key = bytes.fromhex(file["seed"])
    lots = {
        id: hmac.digest(key, f"{drawn.id}:rekan:{lineage}:{family}:{id}".encode(), "sha256")
        for id in members
    }
    circle = 2 * sorted(members, key=lots.__getitem__)
    for place, ratee in enumerate(circle[: len(members)]):
        assert raters_of(ratee) == set(circle[place + 1 : place + 1 + file["basis"]["peers"]])
    assert AuditEvent.select().where(AuditEvent.action == "cycle.export_draw").count() == 1


def raters_of(employee: int) -> set[int]:
    ratee = Participant.alias()
    rows = (
        Participant.select(Participant.employee)
        .join(Assignment, on=Assignment.rater == Participant.id)
        .join(ratee, on=Assignment.ratee == ratee.id)
        .where(ratee.employee == employee, Assignment.relation == Relation.PEER)
    )
    return {row.employee_id for row in rows}


def test_an_older_cycle_has_no_such_file(app: Flask, drawn: Cycle, tmp_path: Path) -> None:
    CycleDraw.delete().execute()
    path = tmp_path / "undian.json"
    refused = run(app, "draw", drawn.id, "-o", path)
    assert (refused.exit_code, path.exists()) == (1, False)
    assert "tidak disimpan" in refused.stderr


def peer_task() -> Assignment:
    return Assignment.select().where(Assignment.relation == Relation.PEER).first()


def test_what_hr_withdrew_is_told_and_is_no_failure(app: Flask, drawn: Cycle) -> None:
    task = peer_task()
    revoke_link(Link.get(Link.assignment == task), actor=ACTOR)
    checked = run(app, "draw", drawn.id, "--verify")
    assert checked.exit_code == 0
    told = f"Dicabut HR setelah pembukaan: {task.rater.name} menilai {task.ratee.name} (rekan)"
    assert told in checked.stdout.splitlines()


def test_what_does_not_fit_is_named_and_fails(app: Flask, drawn: Cycle) -> None:
    task = peer_task()
    Assignment.update(relation=Relation.SUBORDINATE).where(Assignment.id == task.id).execute()
    pair = f"{task.rater.name} menilai {task.ratee.name}"
    checked = run(app, "draw", drawn.id, "--verify")
    assert checked.exit_code == 1
    assert checked.stdout.splitlines()[-3:] == [
        f"Terpilih, tetapi tidak ditugaskan: {pair} (rekan)",
        f"Ditugaskan, tetapi tidak terpilih: {pair} (bawahan)",
        "Tidak cocok: penilai yang ditugaskan bukan hasil undian ini.",
    ]


def test_many_differences_are_counted(app: Flask, drawn: Cycle) -> None:
    Assignment.update(relation=Relation.SUBORDINATE).where(
        Assignment.relation == Relation.PEER
    ).execute()
    lines = run(app, "draw", drawn.id, "--verify").stdout.splitlines()
    assert len([line for line in lines if line.startswith("Terpilih")]) == 21
    assert len(lines) < 60


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"seed": "0" * 64}, "Nomor acak atau dasar undian tidak sesuai dengan kode pemeriksanya."),
        ({"digest": "0" * 64}, "Kode pemeriksa berbeda dari catatan pembukaan"),
    ],
)
def test_what_was_kept_and_changed_since_fails(
    app: Flask, drawn: Cycle, change: dict[str, str], told: str
) -> None:
    CycleDraw.update(change).execute()
    checked = run(app, "draw", drawn.id, "--verify")
    assert checked.exit_code == 1
    assert told in checked.stdout


def test_an_older_cycle_says_what_it_is_judged_by(app: Flask, drawn: Cycle) -> None:
    CycleDraw.delete().execute()
    gone = run(app, "draw", drawn.id, "--verify")
    assert (gone.exit_code, "Dasar undian hilang" in gone.stdout) == (1, True)
    AuditEvent.delete().execute()
    checked = run(app, "draw", drawn.id, "--verify")
    assert checked.exit_code == 1  # it was not the number of a plan that drew
    assert "Nomor undian dari rancangan: 1" in checked.stdout
    assert "sebelum dasar undian disimpan" in checked.stdout
    assert "perubahan data pegawai sejak pembukaan" in checked.stdout


def test_a_cycle_that_is_not_open_has_none(app: Flask, world: World) -> None:
    checked = run(app, "draw", world.cycle().id, "--verify")
    assert (checked.exit_code, checked.stdout) == (1, "")
    assert "belum dibuka" in checked.stderr
    assert Participant.select().count() == 0
