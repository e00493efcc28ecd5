"""`/keaslian`: whoever holds a printed result learns whether it was published, and no more."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.invitation.choices import LinkPurpose
from survei.invitation.queries import link_of_participant, path_of
from survei.lifecycle.publishing import publish_results
from survei.result.models import Result
from survei.throttle.choices import WRONG_LINK
from survei.throttle.services import count
from tests.raters import NOW
from tests.result.rows import School, rated_school


@pytest.fixture
def school(app: object) -> School:
    with clock.fixed(NOW):
        made = rated_school()
        publish_results(made.cycle.id, actor=SYSTEM)
    return made


def row(school: School) -> Result:
    return Result.get(Result.ratee == school.people["Aminah"].id)


def look_up(client: FlaskClient, code: str) -> tuple[int, str]:
    answer = client.get("/keaslian", query_string={"kode": code})
    return answer.status_code, re.sub(r"\s+", " ", answer.text)


def own_page(client: FlaskClient, school: School) -> tuple[int, str]:
    link = link_of_participant(school.people["Aminah"].id, LinkPurpose.RESULT)
    assert link
    answer = client.get(path_of(link))
    return answer.status_code, re.sub(r"\s+", " ", answer.text)


def test_the_code_on_a_result_confirms_it_without_its_content(
    client: FlaskClient, school: School
) -> None:
    _, page = own_page(client, school)
    found = re.search(r"Kode keaslian dokumen: ((?:[0-9a-f]{4} ){3}[0-9a-f]{4})", page)
    assert found
    assert "<svg" in page
    older = row(school).sha256[:12]
    for typed in (
        found[1],
        found[1].upper(),
        found[1].replace(" ", "-"),
        row(school).sha256,
        older,
    ):
        status, said = look_up(client, typed)
        assert (status, "asli dan tidak berubah" in said) == (200, True)
    person = school.people["Aminah"]
    assert f"NIP berakhiran {person.nip[-4:]}" in said
    assert school.cycle.name in said
    for secret in (person.nip, "Aminah", "3,7", "Baik", "dari 5"):
        assert secret not in said


def test_it_says_what_it_is_for_and_what_was_typed_wrong(client: FlaskClient) -> None:
    status, page = look_up(client, "")
    assert (status, "siapa pun yang memegang dokumennya" in page) == (200, True)
    status, page = look_up(client, "bukan kode")
    assert (status, 'aria-invalid="true"' in page, 'value="bukan kode"' in page) == (
        422,
        True,
        True,
    )
    assert 'href="/keaslian"' in client.get("/").text


def test_a_code_of_nothing_counts_as_a_wrong_link(client: FlaskClient, school: School) -> None:
    status, page = look_up(client, "0" * 16)
    assert (status, "Tidak ada hasil dengan kode ini." in page) == (404, True)
    Cycle.update(state=CycleState.COMPUTED).execute()
    assert look_up(client, row(school).sha256[:16])[0] == 404, "not before it is published"
    Cycle.update(state=CycleState.PUBLISHED).execute()
    for _ in range(WRONG_LINK.most):
        count((WRONG_LINK, "127.0.0.1"))
    assert look_up(client, "1" * 16)[0] == 429
    assert look_up(client, row(school).sha256[:16])[0] == 200, "who has a right one is let in"


def test_a_changed_result_is_shown_to_nobody_and_confirmed_to_nobody(
    client: FlaskClient, school: School
) -> None:
    text = row(school).document.replace('"score":"', '"score":"1', 1)
    assert text != row(school).document
    Result.update(document=text).where(Result.id == row(school).id).execute()
    status, page = own_page(client, school)
    assert (status, "sedang tidak dapat ditampilkan" in page) == (409, True)
    assert "Ini bukan karena perbuatan Anda" in page
    assert "dari 5" not in page
    status, page = look_up(client, row(school).sha256[:16])
    assert (status, "isinya di basis data sudah berubah" in page) == (409, True)
    assert AuditEvent.select().where(AuditEvent.action == "result.altered").count() == 1
