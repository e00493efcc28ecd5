"""Row 42: each event that matters leaves its line, done as people do it; no way leads back in."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC

import pytest
from flask import Flask

from survei import clock
from survei.audit.models import AuditEvent
from survei.cycle.plan import Plan
from survei.cycle.services import create_cycle
from survei.drafting.services import create_questionnaire
from survei.staff.models import StaffImport
from tests.admin.designer_pages import COLLEAGUE, revision
from tests.admin.result_world import cast_school, publish
from tests.cast import PASSWORD, Cast, give_password
from tests.client import Browser
from tests.examples import every_kind_document
from tests.invitation.conftest import CLOSES, NOW, make_cycle
from tests.invitation.links import make_link
from tests.staff.lists import csv, person

WRONG = "bukan kata sandinya"


@dataclass
class Scene:
    """Somebody at a browser."""

    client: Browser
    cast: Cast

    def sign_in(self, password: str = PASSWORD) -> None:
        """By the form."""
        self.client.post("/masuk", data={"email": self.cast.hr.email, "password": password})


@pytest.fixture
def scene(client: Browser, cast: Cast) -> Iterator[Scene]:
    """The time of the small cycle."""
    give_password(cast.hr)
    with clock.fixed(NOW):
        yield Scene(client, cast)


def sign_out(scene: Scene) -> None:
    scene.sign_in()
    scene.client.submit("/keluar")


def guess(scene: Scene) -> None:
    for _ in range(10):
        scene.sign_in(WRONG)


def change_role(scene: Scene) -> None:
    user = scene.cast.auditor
    scene.client.sign_in(scene.cast.admin)
    fields = {"name": user.name, "email": user.email, "role": "admin", "is_active": "y"}
    path = f"/admin/pengguna/edit/?id={user.id}"
    assert scene.client.submit(path, {**fields, "revision": user.revision}).status_code == 303


def import_staff(scene: Scene) -> None:
    client = scene.client.sign_in(scene.cast.hr)
    file = (io.BytesIO(csv(person(1))), "pegawai.csv")
    client.submit("/admin/impor-pegawai/", {"file": file})
    client.submit("/admin/impor-pegawai/simpan/", {"id": StaffImport.get().id})


def publish_questionnaire(scene: Scene) -> None:
    made = create_questionnaire("uji", "Uji", document=every_kind_document(), actor=COLLEAGUE)
    client = scene.client.sign_in(scene.cast.hr)
    fields = {"revision": revision(made), "note": "Versi awal."}
    path = f"/admin/rancang/terbit/{made.id}/terbitkan"
    assert client.submit(path, fields).status_code == 303


def revoke_and_reopen(scene: Scene) -> None:
    small = make_cycle()
    make_link(small, "budi", "andi")
    make_link(small, "budi")
    client = scene.client.sign_in(scene.cast.hr)
    path = f"/admin/penilai/langkah/?id={small.people['budi'].id}"
    form = small.assignments["budi", "andi"].id
    client.submit(path, {"step": "revoke", "form": form, "confirmed": 1})
    client.submit(path, {"step": "restore", "form": form})


def delete_cycle(scene: Scene) -> None:
    cycle = create_cycle(
        name="Penilaian 2026",
        period_start=NOW.date(),
        period_end=NOW.date(),
        opens_at=NOW,
        closes_at=CLOSES,
        plan=Plan(),
        actor=COLLEAGUE,
    )
    client = scene.client.sign_in(scene.cast.hr)
    client.submit(f"/admin/periode/lihat/{cycle.id}/langkah/hapus/")


def export_staff(scene: Scene) -> None:
    client = scene.client.sign_in(scene.cast.hr)
    assert client.get("/admin/pegawai/daftar.xlsx").status_code == 200


def read_a_result(scene: Scene) -> None:
    school = cast_school(scene.cast)
    publish(school)
    client = scene.client.sign_in(scene.cast.hr)
    key = school.people[scene.cast.ratee.name].id
    assert client.get(f"/admin/hasil/pegawai/{key}/").status_code == 200


DONE: dict[str, tuple[Callable[[Scene], None], dict[str, int]]] = {
    "signing in": (Scene.sign_in, {"account.sign_in": 1}),
    "signing out": (sign_out, {"account.sign_in": 1, "account.sign_out": 1}),
    "guessing": (guess, {"account.sign_in_failed": 10, "account.lockout": 1}),
    "another role": (change_role, {"user.save": 1}),
    "an import": (import_staff, {"staff_import.check": 1, "staff_import.confirm": 1}),
    "a version": (publish_questionnaire, {"questionnaire.published": 1}),
    "a form reopened": (revoke_and_reopen, {"link.revoke": 1, "link.restore": 1}),
    "a deletion": (delete_cycle, {"cycle.delete": 1}),
    "an export": (export_staff, {"export.staff": 1}),
    "a result read": (read_a_result, {"result.view": 1}),
}


@pytest.mark.parametrize("what", DONE)
def test_each_event_leaves_its_line(scene: Scene, what: str) -> None:
    """One each: who, when, which object, from where; no password, no token, no answer."""
    do, expected = DONE[what]
    do(scene)
    lines = [line for line in AuditEvent if line.action in expected]
    assert {name: sum(line.action == name for line in lines) for name in expected} == expected
    for line in lines:
        assert (line.at.tzinfo, line.address) == (UTC, "127.0.0.1")
        assert line.actor_name or line.actor_kind == "anonymous"
        assert line.object_kind
        assert line.object_id
        told = json.dumps(line.__data__, default=str)
        assert not [word for word in (PASSWORD, WRONG, "Saya rajin") if word in told]


def test_no_route_changes_the_log(app: Flask) -> None:
    """The only POST of its view checks the chain, and adds the line that says so."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("audit.")]
    changing = {
        rule.endpoint for rule in rules if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }
    assert changing == {"audit.check"}
