"""The demonstration office: Dinas Pendidikan Kota Makassar in small."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survei import clock
from survei.cycle.choices import AssignmentState, CycleState, Relation
from survei.cycle.models import Assignment, Cycle, Participant
from survei.demo.account_file import demo_file, move_demo
from survei.demo.example_cycles import present_half
from survei.demo.services import load_demo
from survei.result.choices import Showing
from survei.result.models import Result
from survei.result.stored_document import decode_result
from survei.settings import Settings
from survei.staff.models import Employee, Unit


@pytest.fixture
def loaded(app: Flask, settings: Settings) -> Settings:
    """The office, loaded today."""
    settings.instance.mkdir(exist_ok=True)
    assert load_demo(settings)
    return settings


def test_the_office_is_as_announced(loaded: Settings) -> None:
    staff = Counter(
        person.unit.name for person in Employee.select(Employee, Unit).join(Unit, on=Employee.unit)
    )
    schools = {name: count for name, count in staff.items() if name.startswith("SD ")}
    states = [cycle.state for cycle in Cycle.select().order_by(Cycle.opens_at)]

    assert 55 <= sum(staff.values()) <= 65
    assert "Dinas Pendidikan Kota Makassar" in staff
    assert sorted(schools.values()) == [4, 15, 24]
    assert states == [CycleState.PUBLISHED, CycleState.OPEN]
    assert all(
        nip.isdigit() and len(nip) == 18 for (nip,) in Employee.select(Employee.nip).tuples()
    )


def test_one_cycle_is_half_answered_and_one_has_results(loaded: Settings) -> None:
    cycle = Cycle.get(Cycle.state == CycleState.OPEN)
    states = Counter(task.state for task in Assignment.select().where(Assignment.cycle == cycle))
    assert 0.4 < states[AssignmentState.SUBMITTED] / states.total() < 0.6
    _in_the_school_of_four_peers_stay_hidden()


def _in_the_school_of_four_peers_stay_hidden() -> None:
    shown = Counter[tuple[bool, bool]]()
    for result in Result.select(Result, Participant).join(Participant):
        document = decode_result(result.document)
        peers = next(group for group in document.groups if group.relation is Relation.PEER)
        is_small = "Lanjukang" in result.ratee.unit_name
        shown[is_small, peers.showing is Showing.SHOWN] += 1
    assert shown[True, True] == 0
    assert shown[True, False] == 4
    assert shown[False, True] > 30


def test_half_filled_forms_open_with_their_codes(loaded: Settings, client: FlaskClient) -> None:
    drafts = json.loads(demo_file(loaded).read_text())["drafts"]
    assert [draft["relation"] for draft in drafts] == [str(relation) for relation in Relation]
    for draft in drafts:
        path = draft["url"].removeprefix(loaded.base_url)
        assert "checked" not in client.get(path).text
        assert "checked" in client.post(f"{path}/lanjut", data={"kode": draft["code"]}).text


def test_a_start_that_breaks_off_leaves_an_empty_database(app: Flask, settings: Settings) -> None:
    demo_file(settings).with_suffix(".part").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        load_demo(settings)
    assert not Employee.select().exists()
    assert not Cycle.select().exists()


def test_a_second_start_changes_addresses_and_nothing_else(loaded: Settings) -> None:
    old = json.loads(demo_file(loaded).read_text())
    before = Employee.select().count()
    moved = replace(loaded, base_url="http://localhost:9000")
    assert load_demo(moved) is False
    assert move_demo(moved)
    new = json.loads(demo_file(loaded).read_text())
    assert new["base_url"] == "http://localhost:9000"
    assert new["accounts"] == old["accounts"]
    assert [link["url"] for link in new["links"]] == [
        link["url"].replace(old["base_url"], "http://localhost:9000") for link in old["links"]
    ]
    assert Employee.select().count() == before


def test_without_a_file_nothing_is_moved(settings: Settings) -> None:
    assert not move_demo(settings)


@pytest.mark.parametrize(
    ("today", "past", "present"),
    [
        ("2026-11-23", (2026, "I"), (2026, "II")),
        ("2027-01-05", (2026, "I"), (2026, "II")),
        ("2027-01-15", (2026, "II"), (2027, "I")),
        ("2027-05-01", (2026, "II"), (2027, "I")),
        ("2028-02-29", (2027, "II"), (2028, "I")),
        ("2028-07-20", (2028, "I"), (2028, "II")),
    ],
)
def test_the_periods_fit_whatever_the_day(
    today: str, past: tuple[int, str], present: tuple[int, str]
) -> None:
    with clock.fixed(datetime.combine(date.fromisoformat(today), time(4), UTC)):
        half = present_half()
    earlier = half.before()
    assert (earlier.year, earlier.roman) == past
    assert (half.year, half.roman) == present
    assert half.days[0] - earlier.days[1] == timedelta(days=1)
