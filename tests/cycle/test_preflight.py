"""What HR is told before a cycle opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from survei.cycle import planning, timing
from survei.cycle.choices import PeerReach, Relation
from survei.cycle.models import Cycle
from survei.cycle.opening_findings import Sending
from survei.cycle.plan import Instrument
from survei.staff.models import Employee
from tests.cycle.world import NOON, OPENS, Scheme, World, make_unit


def kinds(cycle: Cycle) -> dict[str, tuple[str, int]]:
    found = planning.preflight(cycle)
    return {problem.kind: (problem.severity.value, problem.count) for problem in found.problems}


def test_a_sound_plan_counts_what_it_will_create(world: World) -> None:
    counts = planning.preflight(world.cycle()).counts
    assert counts.ratees == counts.raters == counts.participants == 13
    assert counts.forms == {
        Relation.SELF: 13,
        Relation.SUPERVISOR: 12,
        Relation.PEER: 42,
        Relation.SUBORDINATE: 12,
    }
    assert (counts.total, counts.letters, counts.without_email) == (79, 13, 0)


def test_the_usual_findings_of_a_small_dinas(world: World) -> None:
    assert kinds(world.cycle()) == {
        "no_supervisor": ("warning", 1),
        "few_peer": ("warning", 3),
        "few_subordinate": ("warning", 2),
    }


def test_the_small_school_fails_the_threshold_on_its_own(world: World) -> None:
    plan = world.plan(peer_reach=PeerReach.UNIT, relations=[Relation.PEER])
    (few,) = [p for p in planning.preflight(world.cycle(plan)).problems if p.kind == "few_peer"]
    assert few.count == 5
    assert [person.name for person in few.people][-1] == "kepsek SMP Negeri 1"
    assert str(few).startswith("5 pegawai memiliki kurang dari 3 penilai rekan")


def lose_email(world: World) -> Cycle:
    Employee.update(email=None).where(Employee.job_role == world.teacher).execute()
    return world.cycle()


def share_email(world: World) -> Cycle:
    for name, email in (("guru 1", "Tata.Usaha@sd.go.id"), ("guru 2", "tata.usaha@sd.go.id ")):
        teacher = world.people[f"{name} SD Negeri 2"]
        Employee.update(email=email).where(Employee.id == teacher.id).execute()
    return world.cycle()


def retire(world: World) -> Cycle:
    world.version.retired_at = OPENS
    world.version.save()
    return world.cycle()


def close_early(world: World) -> Cycle:
    return world.cycle(closes_at=NOON)


def order_wrong(world: World) -> Cycle:
    return world.cycle(opens_at=NOON + timedelta(days=99))


def close_late(world: World) -> Cycle:
    return world.cycle(closes_at=NOON + timedelta(days=9 * 365))


def nobody(world: World) -> Cycle:
    return world.cycle(world.plan(unit_ids=[make_unit("Kecamatan Wajo").id]))


def unit_gone(world: World) -> Cycle:
    return world.cycle(world.plan(unit_ids=[world.small.id, 9999]))


def telling_scale(world: World) -> Cycle:
    version = world.publish("berjenjang", 1, 0, 1, 4, 16, 64)
    used = [Instrument(relation=relation, version_id=version.id) for relation in Relation]
    return world.cycle(world.plan(instruments=used))


def no_form(world: World) -> Cycle:
    only = Instrument(
        job_role_id=world.teacher.id, relation=Relation.SELF, version_id=world.version.id
    )
    return world.cycle(world.plan(relations=[Relation.SELF], instruments=[only]))


def version_gone(world: World) -> Cycle:
    only = Instrument(relation=Relation.SELF, version_id=9999)
    return world.cycle(world.plan(relations=[Relation.SELF], instruments=[only]))


def loop(world: World) -> Cycle:
    head = world.people["kepsek SD Negeri 2"]
    head.supervisor = world.people["guru 1 SD Negeri 2"]
    head.save()
    return world.cycle()


def weights(**shares: float) -> Callable[[World], Cycle]:
    def build(world: World) -> Cycle:
        return world.cycle(
            world.plan(scheme=Scheme(weights={Relation(k): v for k, v in shares.items()}))
        )

    return build


def partly(world: World) -> Cycle:
    return world.cycle(world.plan(relations=[Relation.SUPERVISOR]))


@pytest.mark.parametrize(
    ("build", "kind", "expected"),
    [
        pytest.param(lose_email, "no_email", ("warning", 10), id="no e-mail"),
        pytest.param(share_email, "shared_email", ("warning", 2), id="one mailbox of two"),
        pytest.param(retire, "version_retired", ("error", 0), id="retired version"),
        pytest.param(close_early, "closing_past", ("error", 0), id="deadline in the past"),
        pytest.param(order_wrong, "closing_order", ("error", 0), id="closing before opening"),
        pytest.param(close_late, "closing_far", ("error", 0), id="a mistyped year"),
        pytest.param(nobody, "nobody", ("error", 0), id="nobody is rated"),
        pytest.param(nobody, "unit_empty", ("warning", 0), id="unit without people"),
        pytest.param(unit_gone, "unit_gone", ("error", 0), id="unit is gone"),
        pytest.param(no_form, "no_questionnaire", ("error", 2), id="role without form"),
        pytest.param(telling_scale, "scale_tells", ("error", 0), id="a scale whose sums tell"),
        pytest.param(version_gone, "version_gone", ("error", 0), id="version is gone"),
        pytest.param(loop, "loop", ("error", 3), id="loop of supervisors"),
        pytest.param(weights(supervisor=60, peer=30), "weights", ("error", 0), id="90 percent"),
        pytest.param(weights(supervisor=110, peer=-10), "weights", ("error", 0), id="negative"),
        pytest.param(partly, "weights_partly", ("warning", 0), id="unused weights"),
    ],
)
def test_finds(
    world: World, build: Callable[[World], Cycle], kind: str, expected: tuple[str, int]
) -> None:
    assert kinds(build(world))[kind] == expected


def test_named_raters_may_have_any_scale(world: World) -> None:
    version = world.publish("berjenjang", 1, 0, 1, 4, 16, 64)
    named = [Relation.SELF, Relation.SUPERVISOR]
    used = [Instrument(relation=relation, version_id=version.id) for relation in Relation]
    for instruments in (used, used[:2]):
        plan = world.plan(relations=named, instruments=instruments)
        assert "scale_tells" not in kinds(world.cycle(plan))


def test_errors_come_first_and_every_finding_has_a_remedy(world: World) -> None:
    found = planning.preflight(close_early(world))
    assert [p.severity.value for p in found.problems] == ["error"] + ["warning"] * 3
    assert not found.is_ready
    assert all(problem.remedy and str(problem) for problem in found.problems)


@pytest.mark.parametrize(
    ("per_hour", "said"),
    [
        (100, None),
        (13, None),
        (1, "Dengan batas 1 surat per jam, 13 surat undangan memerlukan kira-kira 13 jam."),
    ],
)
def test_invitations_that_take_long_are_worth_a_word(
    world: World, per_hour: int, said: str | None
) -> None:
    cycle = world.cycle(closes_at=OPENS + timedelta(hours=40))
    found = planning.preflight(cycle, mails_per_hour=per_hour)
    assert found.sending == Sending(13, per_hour)
    words = [str(problem) for problem in found.problems if problem.kind == "sending"]
    assert words == ([said] if said else [])


@pytest.mark.parametrize(
    ("letters", "per_hour", "hours"), [(0, 100, 0), (1, 100, 1), (101, 100, 2), (15_000, 100, 150)]
)
def test_hours_of_sending_are_rounded_up(letters: int, per_hour: int, hours: int) -> None:
    assert Sending(letters, per_hour).hours == hours


def test_a_city_takes_days(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "sending_of", lambda letters, times: Sending(15_000, 100))
    found = planning.preflight(world.cycle(), mails_per_hour=100)
    (long,) = [problem for problem in found.problems if problem.kind == "sending"]
    assert str(long).endswith("15000 surat undangan memerlukan kira-kira 6 hari 6 jam.")
    assert "SURVEI_MAILS_PER_HOUR" in long.remedy
    assert found.is_ready
