"""The log: who reads which lines of it."""

from __future__ import annotations

from typing import Any

import pytest

from survei.account.choices import Role
from survei.account.models import User
from survei.audit.choices import SYSTEM
from survei.audit.services import record
from tests.cast import Cast


@pytest.fixture
def lines(cast: Cast) -> dict[str, int]:
    """A line about somebody of each school, about a unit, a user, and what lies in none."""
    about = {
        "own": ("employee", cast.rater.id),
        "own unit": ("unit", cast.school.id),
        "own user": ("user", cast.appraiser.id),
        "other": ("employee", cast.stranger.id),
        "above": ("unit", cast.office.id),
        "other user": ("user", cast.other_appraiser.id),
        "nowhere": ("cycle", cast.rater.id),
        "list": ("employee", "-"),
    }
    return {name: record(SYSTEM, "test.do", kind, key).id for name, (kind, key) in about.items()}


def shown(client: Any, lines: dict[str, int]) -> set[str]:
    """Names of the lines that open."""
    return {
        name
        for name, number in lines.items()
        if client.get(f"/admin/catatan/details/?id={number}").status_code == 200
    }


def test_a_part_of_the_log_is_told_from_others_that_begin_alike(client: Any, cast: Cast) -> None:
    for action in ("unit.save", "unit.move", "unity.save", "user.save", "job_role.save"):
        record(SYSTEM, action, "unit", cast.school.id)
    client.sign_in(cast.auditor)
    assert "2 baris" in client.get("/admin/catatan/?area=unit").text
    assert "1 baris" in client.get("/admin/catatan/?area=unit&search=move").text
    assert "1 baris" in client.get("/admin/catatan/?area=job_role").text
    assert "Tidak ada baris" in client.get("/admin/catatan/?area=standard").text


def test_an_auditor_of_the_organisation_reads_all(
    client: Any, cast: Cast, lines: dict[str, int]
) -> None:
    client.sign_in(cast.auditor)
    assert shown(client, lines) == set(lines)


def test_an_auditor_of_one_unit_reads_of_that_unit_alone(
    client: Any, cast: Cast, lines: dict[str, int]
) -> None:
    """In the list and its count, by address, by search and in the file."""
    User.update(unit=cast.school, role=Role.AUDITOR).where(User.id == cast.auditor.id).execute()
    client.sign_in(cast.auditor)
    own = {"own", "own unit", "own user"}
    assert shown(client, lines) == own
    table = client.get("/admin/catatan/?search=test.do").text
    assert "3 baris" in table
    rows = client.get("/admin/catatan/export/csv/").text.splitlines()
    assert len([row for row in rows if "test.do" in row]) == 3
