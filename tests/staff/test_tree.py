"""Hierarchies: forests pass, everything else is named, nothing hangs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from survei.staff.rules.tree import Fault, grow, path_key, split_path
from tests.effort import at_most


def test_a_forest_has_depths_and_no_faults() -> None:
    forest = grow({"kadis": None, "kepsek": "kadis", "guru": "kepsek", "camat": None})
    assert dict(forest.depths) == {"kadis": 1, "kepsek": 2, "guru": 3, "camat": 1}
    assert forest.faults == ()


def test_nobody_supervises_themselves() -> None:
    assert grow({"a": "a", "b": "a"}).faults == (Fault("self", ("a",)),)


def test_a_cycle_is_named_once_and_in_order() -> None:
    forest = grow({"d": "a", "a": "b", "b": "c", "c": "a"})
    assert forest.faults == (Fault("cycle", ("a", "b", "c")),)
    assert dict(forest.depths) == {}


def test_fifteen_levels_pass_and_the_sixteenth_is_named() -> None:
    chain = {level: level - 1 if level > 1 else None for level in range(1, 16)}
    assert grow(chain).faults == ()
    faults = grow(chain | {16: 15, 17: 16}).faults
    assert [(fault.kind, fault.members[0]) for fault in faults] == [("deep", 16)]


def test_a_chain_of_ten_thousand_takes_no_time() -> None:
    with at_most(1):
        forest = grow({link: link + 1 for link in range(10_000)})
    assert forest.depths[0] == 10_001


@given(st.dictionaries(st.integers(0, 30), st.none() | st.integers(0, 30)))
def test_everybody_has_a_depth_or_stands_below_a_cycle(above: dict[int, int | None]) -> None:
    forest = grow(above)
    in_cycles = {m for fault in forest.faults if fault.kind != "deep" for m in fault.members}
    for member, boss in above.items():
        if member not in forest.depths:
            seen: set[int] = set()
            at: int | None = member
            while at is not None and at not in in_cycles and at not in seen:
                seen.add(at)
                at = above.get(at)
            assert at in in_cycles
        elif boss is not None and boss in above:
            assert forest.depths[member] == forest.depths[boss] + 1


def test_a_written_path_is_split_and_folded() -> None:
    assert split_path(" Dinas Pendidikan > SMP 1 >") == ["Dinas Pendidikan", "SMP 1"]
    assert path_key(["Dinas  PENDIDIKAN", "SMP 1."]) == "dinas pendidikan / smp 1"


def test_a_slash_in_a_name_is_not_a_step_down() -> None:
    assert path_key(["A / B"]) != path_key(["A", "B"])
