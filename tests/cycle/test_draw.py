"""Who rates whom, as properties of any staff list and as examples in domain words."""

from __future__ import annotations

import hashlib
import hmac
import sys
from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survei.cycle.chance import Chance, CycleChance, PlanChance
from survei.cycle.choices import PeerReach, Relation
from survei.cycle.draw import Person, Task, basis_of, draw, parent_of
from survei.cycle.plan import Plan

ALL = list(Relation)


def school(size: int, *, lineage: str = "1.2.", first: int = 100, head: int = 1) -> list[Person]:
    return [Person(first + n, lineage, "guru", head) for n in range(size)]


def everyone(people: list[Person]) -> set[int]:
    return {person.id for person in people}


def chance_of(number: int) -> Chance:
    """Numbers in the place of an opening's random one."""
    return CycleChance(1, f"{number:064x}")


def drawn(
    people: list[Person], plan: Plan, *, ratees: set[int] | None = None, seed: int = 1
) -> list[Task]:
    chosen = everyone(people) if ratees is None else ratees
    return draw(basis_of(people, chosen, plan), chance_of(seed))


def peers_of(people: list[Person], *, seed: int = 1, **options: object) -> list[tuple[int, int]]:
    plan = Plan(relations=[Relation.PEER], **options)
    return [(task.rater, task.ratee) for task in drawn(people, plan, seed=seed)]


@st.composite
def staff(draw_value: st.DrawFn) -> list[Person]:
    """Three levels of units, few families, supervisors anywhere above in the list."""
    size = draw_value(st.integers(1, 60))
    lineages = st.sampled_from(["1.", "1.2.", "1.3.", "1.3.4.", "1.3.5.", "9."])
    people: list[Person] = []
    for number in range(1, size + 1):
        above = st.none() if number == 1 else st.none() | st.integers(1, number - 1)
        family = st.sampled_from(["guru", "staf"])
        people.append(Person(number, draw_value(lineages), draw_value(family), draw_value(above)))
    return people


plans = st.builds(
    Plan,
    relations=st.lists(st.sampled_from(ALL), unique=True, min_size=1),
    peers=st.integers(1, 8),
    peer_reach=st.sampled_from(PeerReach),
    subordinates=st.integers(0, 4),
)
seeds = st.integers(0, 99)


@settings(max_examples=80, deadline=None)
@given(people=staff(), plan=plans, seed=seeds)
def test_any_draw_keeps_the_rules(people: list[Person], plan: Plan, seed: int) -> None:
    by_id = {person.id: person for person in people}
    tasks = drawn(people, plan, seed=seed)
    assert len({(task.rater, task.ratee) for task in tasks}) == len(tasks)
    assert tasks == sorted(tasks, key=lambda task: (task.rater, task.ratee))
    for task in tasks:
        assert task.relation in plan.relations
        assert fits(task, by_id, plan), task


def fits(task: Task, by_id: dict[int, Person], plan: Plan) -> bool:
    rater, ratee = by_id[task.rater], by_id[task.ratee]
    if task.relation is Relation.SELF:
        return rater is ratee
    if task.relation is Relation.SUPERVISOR:
        return ratee.supervisor == rater.id
    if task.relation is Relation.SUBORDINATE:
        return rater.supervisor == ratee.id
    reach = ratee.lineage
    if plan.peer_reach == PeerReach.PARENT:
        reach = parent_of(reach)
    return (
        rater is not ratee
        and rater.family == ratee.family
        and rater.lineage.startswith(reach)
        and ratee.id != rater.supervisor
        and rater.id != ratee.supervisor
    )


@settings(max_examples=40, deadline=None)
@given(people=staff(), plan=plans, seed=seeds)
def test_the_same_seed_draws_the_same(people: list[Person], plan: Plan, seed: int) -> None:
    assert drawn(people, plan, seed=seed) == drawn(people[::-1], plan, seed=seed)


def test_another_seed_draws_others_and_so_does_another_cycle() -> None:
    assert peers_of(school(20), seed=1) != peers_of(school(20), seed=2)
    basis = basis_of(school(20), everyone(school(20)), Plan(relations=[Relation.PEER]))
    assert draw(basis, CycleChance(1, "5" * 64)) != draw(basis, CycleChance(2, "5" * 64))


@settings(max_examples=60, deadline=None)
@given(people=staff(), plan=plans, seed=seeds, other=seeds)
def test_how_many_rate_somebody_is_not_a_matter_of_chance(
    people: list[Person], plan: Plan, seed: int, other: int
) -> None:
    """So the check before an opening counts the same forms and finds the same groups too small."""
    first, second = (
        Counter((task.ratee, task.relation) for task in drawn(people, plan, seed=number))
        for number in (seed, other)
    )
    assert first == second


OF_TODAY = "d5ffcab930d474291cafe58574e1a3be0bc669233fa314a119e5e7a4293fa56c"
#: SHA-256 of what the release before drew for the plans below.
OF_OLD = {
    (1, 5, PeerReach.PARENT, 0): "c0e947a7d4e998dadb5c57b6a4cea42715c044099c0bb427625a26ea9aa69a8b",
    (2026, 3, PeerReach.UNIT, 4): (
        "a35830dfca49cb3cf362277a1b22251caf4041edefb245c59ec1e449631ce168"
    ),
    (7, 25, PeerReach.PARENT, 2): (
        "6922645b8da7061d850e63f902507b756b5348cb0036c4dde9b6513bc21eb958"
    ),
}


@pytest.mark.parametrize("how", OF_OLD)
def test_the_way_of_older_plans_draws_as_it_did(how: tuple[int, int, PeerReach, int]) -> None:
    seed, peers, reach, subordinates = how
    plan = Plan(relations=ALL, peers=peers, peer_reach=reach, subordinates=subordinates)
    people = city(6) + school(4, lineage="1.2.7.", first=900, head=10)
    rated = {person.id for person in people if person.lineage.startswith(("1.2.", "1.4."))}
    tasks = draw(basis_of(people, rated, plan), PlanChance(seed))
    told = repr([(task.rater, task.ratee, task.relation.value) for task in tasks])
    assert hashlib.sha256(told.encode()).hexdigest() == OF_OLD[how]


def test_the_way_of_today_draws_for_ever_as_it_does() -> None:
    """Whoever changes what a seed draws needs a new `ALGORITHM` and keeps the one before."""
    plan = Plan(relations=ALL, peers=3, subordinates=4)
    people = city(6) + school(4, lineage="1.2.7.", first=900, head=10)
    told = repr([(t.rater, t.ratee, t.relation.value) for t in drawn(people, plan, seed=2026)])
    assert hashlib.sha256(told.encode()).hexdigest() == OF_TODAY


def test_an_order_can_be_repeated_by_hand() -> None:
    """The sentence of docs/architecture.md, without the product's code."""
    members = [7, 11, 13, 17]
    key = bytes.fromhex("ab" * 32)

    def lot(member: int) -> bytes:
        return hmac.new(key, f"3:rekan:1.2.:guru:{member}".encode(), "sha256").digest()

    ordered = CycleChance(3, "ab" * 32).shuffled(members, "rekan", "1.2.", "guru")
    assert ordered == sorted(members, key=lot)


@settings(max_examples=60, deadline=None)
@given(size=st.integers(2, 40), peers=st.integers(1, 8), seed=st.integers(0, 99))
def test_in_one_school_everyone_gives_and_gets_the_same(size: int, peers: int, seed: int) -> None:
    pairs = peers_of(school(size), peers=peers, seed=seed)
    expected = {person.id: min(peers, size - 1) for person in school(size)}
    assert Counter(rater for rater, _ in pairs) == expected
    assert Counter(ratee for _, ratee in pairs) == expected


@settings(max_examples=60, deadline=None)
@given(size=st.integers(2, 40), peers=st.integers(1, 8), seed=st.integers(0, 99))
def test_pairs_rate_each_other_only_where_it_cannot_be_avoided(
    size: int, peers: int, seed: int
) -> None:
    """m people with k peers each have mk edges on m(m-1)/2 pairs; only the surplus is mutual."""
    peers = min(peers, size - 1)
    pairs = set(peers_of(school(size), peers=peers, seed=seed))
    mutual = sum((ratee, rater) in pairs for rater, ratee in pairs) // 2
    assert mutual == max(0, size * peers - size * (size - 1) // 2)


@settings(max_examples=60, deadline=None)
@given(size=st.integers(12, 40), led=st.integers(1, 10), peers=st.integers(1, 5), seed=seeds)
def test_a_colleague_who_leads_some_of_them_disturbs_no_balance(
    size: int, led: int, peers: int, seed: int
) -> None:
    leader = Person(99, "1.2.", "guru", 1)
    people = [leader, *school(led, head=99), *school(size - led, first=200)]
    pairs = peers_of(people, peers=peers, seed=seed)
    got = Counter(ratee for _, ratee in pairs)
    assert {got[person.id] for person in people[1:]} == {peers}
    loads = Counter(rater for rater, _ in pairs)
    others = [loads[person.id] for person in people[1:]]
    assert max(others) - min(others) <= 2


@settings(max_examples=40, deadline=None)
@given(sizes=st.lists(st.integers(2, 9), min_size=4, max_size=16), seed=st.integers(0, 99))
def test_nobody_in_small_schools_rates_many_more_than_the_others(
    sizes: list[int], seed: int
) -> None:
    people = [
        person
        for number, size in enumerate(sizes)
        for person in school(size, lineage=f"1.{number}.", first=100 * number + 100)
    ]
    pairs = peers_of(people, peers=5, seed=seed)
    full = min(5, len(people) - 1)
    assert set(Counter(ratee for _, ratee in pairs).values()) <= {full}
    loads = Counter(rater for rater, _ in pairs)
    assert max(loads.values()) <= full + 2


def test_a_school_of_four_keeps_to_itself_when_told_so() -> None:
    people = [*school(3, lineage="1.2."), *school(9, lineage="1.3.", first=200)]
    pairs = peers_of(people, peers=5, peer_reach=PeerReach.UNIT)
    got: dict[int, set[int]] = defaultdict(set)
    for rater, ratee in pairs:
        got[ratee].add(rater)
    assert got[100] == {101, 102}
    assert len(got[200]) == 5


def test_roles_that_are_not_comparable_never_mix() -> None:
    people = [*school(2), Person(300, "1.2.", "staf", 1)]
    assert peers_of(people) == [(100, 101), (101, 100)]


@pytest.mark.parametrize(("most", "expected"), [(0, 9), (4, 4), (20, 9)])
def test_subordinates_are_all_or_at_most_n(most: int, expected: int) -> None:
    people = [Person(1, "1.2.", "kepala sekolah", None), *school(9)]
    plan = Plan(relations=[Relation.SUBORDINATE], subordinates=most)
    assert len(drawn(people, plan, ratees={1})) == expected


@pytest.mark.parametrize(
    ("lineage", "expected"), [("1.5.9.", "1.5."), ("1.5.", "1."), ("1.", "1."), ("12.", "12.")]
)
def test_parent_of(lineage: str, expected: str) -> None:
    assert parent_of(lineage) == expected


def city(schools: int) -> list[Person]:
    people = [Person(1, "1.", "kepala dinas", None)]
    for unit in range(schools):
        first = 10 + unit * 20
        head = Person(first, f"1.{unit + 2}.", "kepala sekolah", 1)
        people += [head, *school(18, lineage=head.lineage, first=first + 1, head=first)]
    return people


def steps_to_draw(people: list[Person]) -> int:
    """Calls made while drawing: the same on every machine, however busy."""
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1

    sys.setprofile(count)
    try:
        drawn(people, Plan(relations=ALL))
    finally:
        sys.setprofile(None)
    return steps


def test_the_work_grows_with_the_people_and_not_faster() -> None:
    assert steps_to_draw(city(160)) < 2.5 * steps_to_draw(city(80))


def test_a_city_is_drawn_whole() -> None:
    people = city(800)
    assert len(drawn(people, Plan(relations=ALL))) > 90_000
