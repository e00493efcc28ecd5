"""Before publishing, groups are listed that reach the threshold only with answers that HR could
have written; the log and the command say the same.
"""

from __future__ import annotations

import json

import pytest
from flask import Flask

from survei.audit.models import AuditEvent
from survei.cycle.choices import Relation
from survei.cycle.models import Cycle, Participant
from survei.cycle.plan import Plan, encode_plan
from survei.invitation.choices import DisputeDecision
from survei.invitation.models import ReachedGroup
from survei.invitation.reporting import report_submission
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.disputing import decide_dispute
from survei.staff.models import Employee
from tests.admin.reach_world import (
    PEERS,
    RULE,
    print_slip,
    publish_page,
    raters,
    send,
    settle,
    under_the_rule,
)
from tests.admin.test_base import count_queries
from tests.cast import Cast
from tests.client import Browser
from tests.cycle.world import ACTOR
from tests.raters import Raters

__all__ = ["raters"]

pytestmark = pytest.mark.usefixtures("in_the_cycle")


def test_the_page_lists_what_would_be_too_few(client: Browser, cast: Cast, raters: Raters) -> None:
    print_slip(client, raters, "budi", "eko")
    send(client, raters, *PEERS, "eko")
    settle(raters)
    page = client.get(publish_page(raters)).text
    words = " ".join(page.split())
    assert "Kelompok tertutup dengan jawaban seperti itu</dt> <dd> 2 </dd>" in words
    assert "Kelompok yang tanpa jawaban itu kurang dari batas</dt> <dd> 1 </dd>" in words
    assert "tetap ditampilkan karena periode ini tidak memakai ketentuan" in page
    cells = [
        ("Pegawai yang dinilai", "Andi Ma&#39;ruf Dg. Sila, S.Pd., M.Si."),
        ("Kelompok", "Rekan sejawat"),
    ]
    for label, said in cells:
        assert f'<td data-label="{label}">{said}</td>' in page
    figures = [("Jawaban", 3), ("Mungkin ditulis orang lain", 1), ("Batas", 3)]
    for label, figure in figures:
        assert f'<td data-label="{label}" class="number">{figure}</td>' in page
    assert "Budi" not in page
    client.sign_in(cast.unit_hr)
    assert "Andi" in client.get(publish_page(raters)).text
    Participant.update(unit_lineage=cast.other_school.lineage).where(
        Participant.id == raters.people["andi"].id
    ).execute()
    assert "Andi" not in client.get(publish_page(raters)).text
    for who in (cast.appraiser, cast.auditor):
        assert client.sign_in(who).get(publish_page(raters)).status_code == 403


def test_the_page_says_that_there_are_none(client: Browser, raters: Raters) -> None:
    send(client, raters, *PEERS)
    settle(raters)
    page = client.get(publish_page(raters)).text
    assert "tidak satu pun jawaban kelompok tertutup terkirim setelah tautannya" in page
    assert "<table" not in page


@pytest.mark.parametrize("decided", [DisputeDecision.KEEP, DisputeDecision.LEAVE_OUT])
def test_a_group_that_an_auditor_leaves_out_is_not_listed(
    client: Browser, raters: Raters, decided: DisputeDecision
) -> None:
    print_slip(client, raters, "budi")
    send(client, raters, *PEERS)
    report_submission(raters.link("budi"))
    decide_dispute(raters.assignment("budi").id, decided, reason="Slip tertukar.", actor=ACTOR)
    settle(raters)
    page = client.get(publish_page(raters)).text
    assert ("<table" in page) == (decided == DisputeDecision.KEEP)


def test_many_groups_come_in_pages_by_few_statements(client: Browser, raters: Raters) -> None:
    send(client, raters, *PEERS)
    settle(raters)
    page = publish_page(raters)

    def reach(numbers: range) -> None:
        for number in numbers:
            employee = Employee.create(
                nip=f"19870926201505{1000 + number}", name=f"Guru {number:02}",
                unit=Employee.get().unit_id, job_role=Employee.get().job_role_id,
            )  # fmt: skip
            ratee = Participant.create(
                cycle=raters.cycle, employee=employee, nip=employee.nip, name=employee.name,
                unit_name="SD", unit_lineage="1.", job_role_id=1, job_role_name="Guru",
            )  # fmt: skip
            ReachedGroup.create(
                cycle=raters.cycle, ratee=ratee, relation=Relation.PEER, answers=4, in_reach=2
            )

    reach(range(1))
    one = count_queries(client, page)
    reach(range(1, 3))
    assert count_queries(client, page) == one
    reach(range(3, 60))
    first, last = client.get(page).text, client.get(f"{page}?page=99").text
    assert ("Guru 00" in first, "Guru 25" in first, "Halaman 1 dari 3" in first) == (
        True, False, True,
    )  # fmt: skip
    assert ("Guru 59" in last, "Guru 49" in last, "Halaman 3 dari 3" in last) == (
        True, False, True,
    )  # fmt: skip
    for odd in ("-1", "x", "9" * 30):
        assert client.get(f"{page}?page={odd}").status_code == 200


@pytest.mark.parametrize("rule", [False, True], ids=["listed", "a rule"])
def test_the_log_keeps_the_counts(client: Browser, raters: Raters, rule: bool) -> None:
    if rule:
        under_the_rule()
    print_slip(client, raters, "budi", "eko")
    send(client, raters, *PEERS, "eko")
    settle(raters)
    client.submit(f"{publish_page(raters)}terbitkan", {"yakin": "1"})
    event = AuditEvent.get(AuditEvent.action == "cycle.publish")
    assert json.loads(event.details)["in_reach"] == {
        "groups": 2, "answers": 2, "thin": 1, "left_out": rule,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("plan", "said"),
    [(Plan(), "tetap ditampilkan"), (RULE, "tidak ditampilkan")],
    ids=["listed", "a rule"],
)
def test_the_command_says_the_same(
    app: Flask, client: Browser, raters: Raters, plan: Plan, said: str
) -> None:
    Cycle.update(plan=encode_plan(plan)).execute()
    print_slip(client, raters, "budi")
    send(client, raters, *PEERS)
    close_cycle(raters.cycle.id, actor=ACTOR)
    for step in ("compute", "publish"):
        done = app.test_cli_runner().invoke(args=["cycles", step, str(raters.cycle.id)])
        assert done.exit_code == 0, done.output
        assert "1 jawaban pada 1 kelompok tertutup terkirim lewat tautan" in done.stdout
        assert "Rekan sejawat: 3 jawaban, 1 mungkin ditulis orang lain, batas 3" in done.stdout
        assert said in done.stdout
        assert "Budi" not in done.stdout
