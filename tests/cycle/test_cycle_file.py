"""A cycle as TOML: the documented example, and every mistake by its place."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from survei.cycle.choices import PeerReach, Relation
from survei.cycle.cycle_file import CycleFileInvalid, names_seed, read_cycle_file
from survei.cycle.services import create_cycle
from tests.cycle.world import ACTOR, World, make_unit

CARD = Path(__file__).parents[2].joinpath("survei/cycle/README.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"```toml\n(.*?)```", CARD, re.DOTALL)

HEAD = """\
name = "Penilaian"
period_start = 2026-01-01
period_end = 2026-12-31
opens_at = 2026-11-23T08:00:00
closes_at = 2026-12-07T16:00:00
"""


def test_the_documented_example_makes_a_cycle(world: World) -> None:
    general = world.publish("perilaku-berakhlak", 1)
    teaching = world.publish("guru-pengelolaan-kelas", 1)
    columns = read_cycle_file(EXAMPLE)
    cycle = create_cycle(**columns, actor=ACTOR)
    assert cycle.opens_at == datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    assert cycle.closes_at == datetime(2026, 12, 7, 8, 0, tzinfo=UTC)
    assert cycle.period_end == date(2026, 12, 31)
    plan = columns["plan"]
    assert plan.unit_ids == [world.large.id]
    assert (plan.peers, plan.peer_reach) == (5, PeerReach.PARENT)
    chosen = {(i.job_role_id, i.relation): i.version_id for i in plan.instruments}
    assert chosen == {(None, relation): general.id for relation in Relation} | {
        (world.teacher.id, Relation.SELF): teaching.id,
        (world.teacher.id, Relation.SUPERVISOR): teaching.id,
    }


def test_the_newest_version_serves_where_none_is_named(world: World) -> None:
    newest = world.publish("perilaku", 2)
    plan = read_cycle_file(HEAD + '[[questionnaires]]\nkey = "perilaku"\n')["plan"]
    assert {instrument.version_id for instrument in plan.instruments} == {newest.id}


@pytest.mark.parametrize(("line", "is_rule"), [("", False), ("least_by_own_links = true", True)])
def test_the_threshold_may_count_own_links_alone(world: World, line: str, is_rule: bool) -> None:
    plan = read_cycle_file(f"{HEAD}[scheme]\n{line}\n")["plan"]
    assert plan.scheme.least_by_own_links == is_rule


@pytest.mark.parametrize("seed", ["seed = 2026", "seed = 'apa saja'"])
def test_a_seed_of_older_files_is_passed_over(world: World, seed: str) -> None:
    assert read_cycle_file(f"{HEAD}{seed}\n") == read_cycle_file(HEAD)
    assert (names_seed(HEAD), names_seed(f"{HEAD}{seed}\n")) == (False, True)


def test_a_time_with_an_offset_is_taken_as_it_is(world: World) -> None:
    text = HEAD.replace("2026-11-23T08:00:00", "2026-11-23T08:00:00+07:00")
    assert read_cycle_file(text)["opens_at"] == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name = = 'x'", "baris 1, kolom 8: bukan TOML yang benar"),
        ("name = 'x'", 'berkas: "period_start" wajib diisi'),
        (HEAD + "peer = 4", 'berkas: "peer" tidak dikenal'),
        (HEAD + "peers = 'lima'", "peers: harus berupa bilangan bulat"),
        (HEAD + "peers = 99", "peers: paling banyak 30"),
        (HEAD + "grace_minutes = -1", "grace_minutes: paling sedikit 0"),
        (HEAD + "relations = ['atasan']", 'relations[0]: "atasan" bukan salah satu pilihan'),
        (HEAD + "[scheme]\nleast = 3", 'scheme: "least" tidak dikenal'),
        (
            HEAD + "[scheme]\nleast_by_own_links = 1",
            "scheme.least_by_own_links: harus berupa true atau false",
        ),
        (
            HEAD.replace("2026-12-07T16:00:00", "2026-12-07"),
            "closes_at: harus berupa waktu, misalnya 2026-01-31T08:00:00",
        ),
    ],
)
def test_a_mistake_is_named_by_its_place(text: str, problem: str) -> None:
    with pytest.raises(CycleFileInvalid) as refusal:
        read_cycle_file(text)
    assert refusal.value.problems == [problem]


def test_all_unknown_names_are_listed_at_once(world: World) -> None:
    make_unit("SD Negeri 2", world.large)
    text = HEAD + (
        'units = ["SMP Negeri 1", "SMP Negeri 99", "SD Negeri 2"]\n'
        '[[questionnaires]]\nkey = "tidak-ada"\njob_roles = ["Pilot"]\n'
        '[[questionnaires]]\nkey = "perilaku"\nversion = 7\n'
    )
    with pytest.raises(CycleFileInvalid) as refusal:
        read_cycle_file(text)
    assert refusal.value.problems == [
        'units[1]: unit kerja "SMP Negeri 99" tidak ada',
        'units[2]: "SD Negeri 2" ada beberapa; tulis jalurnya: '
        '"dinas pendidikan / sd negeri 2", "dinas pendidikan / smp negeri 1 / sd negeri 2"',
        'questionnaires[0].key: kuesioner "tidak-ada" tidak memiliki versi terbit',
        'questionnaires[0].job_roles: jabatan "Pilot" tidak ada',
        'questionnaires[1].key: kuesioner "perilaku" tidak memiliki versi 7',
    ]
