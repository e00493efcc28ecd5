"""A submitted file goes to who may read the submission, as a download, on record; else 404."""

from __future__ import annotations

import json

import pytest

from survei.audit.models import AuditEvent
from survei.cycle.choices import AssignmentState, CycleState, Relation
from survei.cycle.models import Assignment
from survei.evidence.models import Evidence
from survei.evidence.rules import check_file
from survei.evidence.services import keep_files, sealed, store
from survei.invitation.choices import LinkPurpose
from survei.invitation.queries import link_of_participant, path_of
from survei.presentation.answer_sheet import read
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Evidence as EvidenceQuestion
from survei.questionnaire.translated_text import Text
from survei.response.models import IdentifiedSubmission
from tests.admin.result_world import cast_school, publish
from tests.cast import Cast
from tests.client import Browser
from tests.evidence.files import pdf
from tests.result.rows import School


@pytest.fixture
def school(app: object, cast: Cast) -> School:
    return cast_school(cast)


def hand_in(school: School, ratee: str, relation: Relation) -> str:
    """A file with a submission that is there; gives the end of its address."""
    person = school.people[ratee]
    assignment = Assignment.get(Assignment.ratee == person, Assignment.relation == relation)
    row, note = sealed(assignment.id, "bukti", check_file("Rapat “A” – é.pdf", pdf()))
    store(row)
    assert keep_files(assignment.id, {"bukti": note}, {"bukti": note.answer})
    word = {"self": "diri", "supervisor": "atasan"}[relation]
    return f"{person.id}/jawaban/{word}/bukti/{row.id}"


def test_the_supervisor_saves_it_and_it_is_on_record(
    client: Browser, cast: Cast, school: School
) -> None:
    path = hand_in(school, cast.ratee.name, Relation.SELF)
    answer = client.sign_in(cast.appraiser).get(f"/admin/tim/{path}")
    assert (answer.status_code, answer.data) == (200, pdf())
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("attachment; filename")
    assert "Rapat%20%E2%80%9CA%E2%80%9D%20%E2%80%93%20%C3%A9.pdf" in headers["Content-Disposition"]
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    event = AuditEvent.get(AuditEvent.action == "result.view")
    assert Evidence.get().id in event.details


@pytest.mark.parametrize("role", ["admin", "hr", "unit_hr", "auditor", None])
def test_nobody_else_finds_it(
    client: Browser, cast: Cast, school: School, role: str | None
) -> None:
    path = hand_in(school, cast.ratee.name, Relation.SELF)
    if role:
        client.sign_in(cast.users[role])
    answer = client.get(f"/admin/tim/{path}")
    assert answer.status_code in ((404, 403) if role else (302,))
    assert AuditEvent.select().where(AuditEvent.action == "result.view").count() == 0


def test_other_peoples_files_and_absent_ones_look_the_same(
    client: Browser, cast: Cast, school: School
) -> None:
    own = hand_in(school, cast.ratee.name, Relation.SELF)
    theirs = hand_in(school, cast.stranger.name, Relation.SUPERVISOR)
    client.sign_in(cast.appraiser)
    before, file_id = own.rsplit("/", 1)
    foreign = theirs.rsplit("/", 1)[1]
    wrong = [
        theirs,
        f"{before}/{foreign}",
        f"{before}/{'0' * 32}",
        f"{before}/x",
        own.replace("diri", "atasan"),
        f"999999/jawaban/diri/bukti/{file_id}",
    ]
    answers = [client.get(f"/admin/tim/{path}") for path in wrong]
    assert [answer.status_code for answer in answers] == [404] * len(wrong)
    assert len({answer.data for answer in answers}) == 1
    assert client.get(f"/admin/tim/{own.replace('diri', 'rekan')}").status_code == 404


def test_what_may_not_be_read_yet_has_no_file_yet(client: Browser, cast: Cast, app: object) -> None:
    school = cast_school(cast, state=CycleState.OPEN)
    path = hand_in(school, cast.ratee.name, Relation.SELF)
    Assignment.update(state=AssignmentState.OPEN).where(
        Assignment.relation == Relation.SUPERVISOR
    ).execute()
    assert client.sign_in(cast.appraiser).get(f"/admin/tim/{path}").status_code == 404


def test_a_file_of_a_draft_is_nobodys(client: Browser, cast: Cast, school: School) -> None:
    path = hand_in(school, cast.ratee.name, Relation.SELF)
    Evidence.update(key="").execute()
    assert client.sign_in(cast.appraiser).get(f"/admin/tim/{path}").status_code == 404


def test_the_submission_names_it_and_links_to_it(
    client: Browser, cast: Cast, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = hand_in(school, cast.ratee.name, Relation.SELF)
    question = EvidenceQuestion(code="bukti", text=Text("Unggah bukti."))
    school.document.sections[-1].questions.append(question)
    monkeypatch.setattr("survei.result.team.document_of", lambda _: school.document)
    answers = {"bukti": {"name": "<b>.pdf", "type": "pdf", "size": 1_300_000,
                         "id": path.rsplit("/", 1)[1]}}  # fmt: skip
    IdentifiedSubmission.update(answers=json.dumps(answers)).execute()
    page = client.sign_in(cast.appraiser).get(f"/admin/tim/{path.split('/bukti')[0]}/").text
    assert f'href="/admin/tim/{path}"' in page
    assert "&lt;b&gt;.pdf (1,2 MB)" in page


def test_reading_without_a_file() -> None:
    question = EvidenceQuestion(code="bukti", text=Text("Unggah bukti."), allow_na=True)
    document = Document(
        key="x",
        title=Text("X"),
        sections=[Section(code="a", title=Text("A"), questions=[question])],
    )
    shown = [
        read(document, answers, Relation.SELF)[0].answers[0] for answers in ({}, {"bukti": "na"})
    ]
    assert [(one.text, one.cannot_rate, one.file) for one in shown] == [
        ("", False, ""), ("", True, ""),
    ]  # fmt: skip


@pytest.fixture
def published(school: School) -> School:
    publish(school)
    return school


def result_path(school: School, name: str) -> str:
    link = link_of_participant(school.people[name].id, LinkPurpose.RESULT)
    assert link
    return path_of(link)


def test_ratees_find_their_own_files_beside_the_result(
    client: Browser, cast: Cast, published: School
) -> None:
    own = hand_in(published, cast.ratee.name, Relation.SELF).rsplit("/", 1)[1]
    above = hand_in(published, cast.ratee.name, Relation.SUPERVISOR).rsplit("/", 1)[1]
    theirs = hand_in(published, cast.stranger.name, Relation.SUPERVISOR).rsplit("/", 1)[1]
    path = result_path(published, cast.ratee.name)
    page = client.get(path).text
    assert (own in page, above in page, theirs in page) == (True, False, False)
    answer = client.get(f"{path}/bukti/{own}")
    assert (answer.status_code, answer.data) == (200, pdf())
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == (
        "no-store", "no-referrer",
    )  # fmt: skip
    for file_id in (above, theirs, "x"):
        assert client.get(f"{path}/bukti/{file_id}").status_code == 404
    other = result_path(published, cast.stranger.name)
    assert client.get(f"{other}/bukti/{own}").status_code == 404
    assert client.get(f"/hasil/{'A' * 43}/bukti/{own}").status_code == 404


def test_a_result_without_files_says_nothing_of_them(
    client: Browser, cast: Cast, published: School
) -> None:
    assert "Berkas bukti" not in client.get(result_path(published, cast.ratee.name)).text
