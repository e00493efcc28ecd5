"""People, units and job roles in the admin: who sees whom, and what may be changed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from survei.database import database
from survei.staff.models import Employee, JobRole, Unit
from survei.staff.rules.nip import format_nip
from tests.cast import Cast
from tests.client import Browser

PEOPLE, UNITS, ROLES = "/admin/pegawai/", "/admin/unit/", "/admin/jabatan/"


def text(client: Browser, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def fields(person: Employee, **changes: Any) -> dict[str, Any]:
    """What the form of a person posts."""
    return {
        "nip": person.nip,
        "name": person.name,
        "job_role": person.job_role_id,
        "unit": person.unit_id,
        "supervisor": person.supervisor_id or "",
        "rank": person.rank,
        "email": person.email or "",
        "whatsapp": person.whatsapp or "",
        "revision": person.revision,
    } | changes


def test_the_list_shows_whom_the_policy_allows(client: Browser, cast: Cast) -> None:
    for name in ("admin", "hr", "auditor"):
        page = text(client.sign_in(cast.users[name]), PEOPLE)
        assert cast.ratee.name in page
        assert cast.stranger.name in page
    page = text(client.sign_in(cast.unit_hr), PEOPLE)
    assert cast.ratee.name in page
    assert cast.stranger.name not in page
    assert client.sign_in(cast.appraiser).get(PEOPLE).status_code == 403


def test_an_auditor_reads_and_changes_nothing(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.auditor)
    assert "Impor daftar" not in text(client, PEOPLE)
    for path in (f"{PEOPLE}new/", f"{PEOPLE}edit/?id={cast.ratee.id}", f"{PEOPLE}daftar.xlsx"):
        assert client.get(path).status_code == 403
    assert client.submit(f"{PEOPLE}state/", {"id": cast.ratee.id, "active": "0"}).status_code == 403


@pytest.mark.parametrize(
    "query", ["search=Rahmah", "search={nip}", "search={printed}", "search=sitti+RAHMAH"]
)
def test_people_are_found_by_name_and_nip(client: Browser, cast: Cast, query: str) -> None:
    printed = format_nip(cast.ratee.nip).replace(" ", "+")
    asked = query.format(nip=cast.ratee.nip, printed=printed)
    page = text(client.sign_in(cast.hr), f"{PEOPLE}?{asked}")
    assert cast.ratee.name in page
    assert cast.stranger.name not in page


@pytest.mark.parametrize("query", ["search=%25", "search=_", "search='+OR+1=1--", "unit=99999"])
def test_wildcards_and_garbage_find_nobody_more(client: Browser, cast: Cast, query: str) -> None:
    page = text(client.sign_in(cast.hr), f"{PEOPLE}?{query}")
    assert (cast.ratee.name in page) == query.startswith("unit")


def test_filters_narrow_the_list(client: Browser, cast: Cast) -> None:
    Employee.update(email=None).where(Employee.id == cast.rater.id).execute()
    Employee.update(is_active=False).where(Employee.id == cast.stranger.id).execute()
    client.sign_in(cast.hr)
    found = {
        f"unit={cast.school.id}": {cast.headmaster, cast.rater, cast.ratee},
        f"unit={cast.office.id}": {
            *(cast.headmaster, cast.rater, cast.ratee),
            *(cast.other_headmaster, cast.stranger),
        },
        "jabatan=guru": {cast.rater, cast.ratee, cast.stranger},
        "data=atasan": {cast.headmaster, cast.other_headmaster},
        "data=email": {cast.rater},
        "status=0": {cast.stranger},
    }
    everybody = list(Employee.select())
    for query, people in found.items():
        page = text(client, f"{PEOPLE}?{query}")
        assert {one for one in everybody if f'Lihat<span class="sr-only"> {one.name}' in page} == (
            people
        ), query


def test_a_list_of_three_asks_no_more_than_a_list_of_one(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.hr)
    counts = []
    for query in ("search=Yohanis", "jabatan=guru"):
        with count_queries() as asked:
            text(client, f"{PEOPLE}?{query}")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """The statements that run inside."""
    asked: list[str] = []
    run = database.obj.execute_sql

    def noting(sql: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(sql)
        return run(sql, *args, **kwargs)

    database.obj.execute_sql = noting
    try:
        yield asked
    finally:
        del database.obj.execute_sql


def test_details_show_the_person_and_their_people(client: Browser, cast: Cast) -> None:
    page = text(client.sign_in(cast.hr), f"{PEOPLE}details/?id={cast.headmaster.id}")
    assert "19860926 201505 2 001" in page
    assert f"{cast.office.name} › {cast.school.name}" in page
    assert cast.ratee.name in page


def test_a_person_is_added(client: Browser, cast: Cast) -> None:
    answer = client.sign_in(cast.hr).submit(
        f"{PEOPLE}new/",
        {
            "nip": "19860926 201505 1 777",
            "name": "Andi Baru, S.Pd.",
            "job_role": "",
            "job_role__text": cast.teacher.name,
            "unit": cast.school.id,
            "supervisor": "",
            "supervisor__text": "Nurhayati",
            "email": "Baru@Contoh.go.id",
        },
    )
    assert answer.status_code == 303
    added = Employee.get(Employee.nip == "198609262015051777")
    assert (added.name, added.email, added.supervisor, added.unit, added.job_role) == (
        *("Andi Baru, S.Pd.", "baru@contoh.go.id"),
        *(cast.headmaster, cast.school, cast.teacher),
    )


REFUSED = {
    "nip": ({"nip": "123"}, "NIP tidak sah"),
    "nip of another": ({"nip": "{headmaster}"}, "NIP ini sudah terdaftar"),
    "email": ({"email": "a＠x.id"}, "Alamat email tidak sah"),
    "supervisor": ({"supervisor": "{self}"}, "dirinya sendiri"),
    "no name": ({"name": " "}, "wajib diisi"),
}


@pytest.mark.parametrize(("change", "message"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(
    client: Browser, cast: Cast, change: dict[str, str], message: str
) -> None:
    names = {"headmaster": cast.headmaster.nip, "self": str(cast.ratee.id)}
    typed = {name: value.format(**names) for name, value in change.items()}
    answer = client.sign_in(cast.hr).submit(
        f"{PEOPLE}edit/?id={cast.ratee.id}", fields(cast.ratee, rank="IV/a", **typed)
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in page
    assert 'value="IV/a"' in page
    assert Employee.get_by_id(cast.ratee.id).rank == ""


def test_the_second_editor_is_told_and_loses_nothing(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.hr)
    path = f"{PEOPLE}edit/?id={cast.ratee.id}"
    assert client.submit(path, fields(cast.ratee, rank="III/a")).status_code == 303
    answer = client.submit(path, fields(cast.ratee, rank="IV/z"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Hasnah Pengelola" in page
    assert "IV/z" in page
    assert Employee.get_by_id(cast.ratee.id).rank == "III/a"


def test_another_units_people_are_not_there(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.unit_hr)
    stranger = cast.stranger
    for key in (stranger.id, 999_999, "abc", "-1", "9" * 30):
        for page in ("details", "edit"):
            assert client.get(f"{PEOPLE}{page}/?id={key}").status_code == 404
        assert client.submit(f"{PEOPLE}edit/?id={key}", fields(stranger)).status_code == 404
        assert client.submit(f"{PEOPLE}state/", {"id": key, "active": "0"}).status_code == 404
        action = {"action": "deactivate", "rowid": key, "confirmed": "1"}
        assert client.submit(f"{PEOPLE}action/", action).status_code == 404
    assert Employee.get_by_id(stranger.id).is_active
    look_up = client.get(f"{PEOPLE}ajax/lookup/?name=supervisor&query=Yohanis")
    assert look_up.json == []


@pytest.mark.parametrize("field", ["unit", "supervisor"])
def test_nobody_is_moved_out_of_the_officers_unit(client: Browser, cast: Cast, field: str) -> None:
    foreign = {"unit": cast.other_school.id, "supervisor": cast.stranger.id}[field]
    before = Employee.get_by_id(cast.ratee.id)
    client.sign_in(cast.unit_hr).submit(
        f"{PEOPLE}edit/?id={cast.ratee.id}", fields(cast.ratee, **{field: foreign})
    )
    after = Employee.get_by_id(cast.ratee.id)
    assert after.unit_id == before.unit_id
    assert after.supervisor_id != cast.stranger.id


def test_a_supervisor_outside_of_the_unit_stays(client: Browser, cast: Cast) -> None:
    boss = cast.other_headmaster
    Employee.update(supervisor=boss).where(Employee.id == cast.headmaster.id).execute()
    person = Employee.get_by_id(cast.headmaster.id)
    answer = client.sign_in(cast.unit_hr).submit(
        f"{PEOPLE}edit/?id={person.id}", fields(person, rank="IV/b", supervisor=cast.ratee.id)
    )
    assert answer.status_code == 303
    saved = Employee.get_by_id(person.id)
    assert (saved.rank, saved.supervisor_id) == ("IV/b", boss.id)


def test_people_are_made_inactive_and_never_deleted(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.hr)
    assert client.submit(f"{PEOPLE}delete/", {"id": cast.ratee.id}).status_code == 404
    client.submit(f"{PEOPLE}state/", {"id": cast.ratee.id, "active": "0"})
    assert not Employee.get_by_id(cast.ratee.id).is_active
    client.submit(f"{PEOPLE}state/", {"id": cast.ratee.id, "active": "1"})
    assert Employee.get_by_id(cast.ratee.id).is_active
    client.submit(f"{PEOPLE}state/", {"id": cast.headmaster.id, "active": "0"})
    assert Employee.get_by_id(cast.headmaster.id).is_active
    assert "masih menjadi atasan" in text(client, PEOPLE)


def test_several_people_are_made_inactive_after_a_question(client: Browser, cast: Cast) -> None:
    chosen = {"action": "deactivate", "rowid": [cast.ratee.id, cast.rater.id]}
    asked = client.sign_in(cast.hr).submit(f"{PEOPLE}action/", chosen)
    assert cast.ratee.name in asked.get_data(as_text=True)
    assert Employee.get_by_id(cast.ratee.id).is_active
    client.submit(f"{PEOPLE}action/", chosen | {"confirmed": "1"})
    assert Employee.select().where(Employee.is_active).count() == 3


def test_the_downloaded_list_can_be_imported_again(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.unit_hr)
    data = client.get(f"{PEOPLE}daftar.xlsx").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == sorted(
        person.name for person in (cast.headmaster, cast.rater, cast.ratee)
    )
    answer = client.submit("/admin/impor-pegawai/", {"file": (io.BytesIO(data), "a.xlsx")})
    assert "Tidak ada yang berubah." in text(client, answer.location)


def test_the_tree_counts_what_one_may_see(client: Browser, cast: Cast) -> None:
    page = text(client.sign_in(cast.hr), UNITS)
    assert [page.index(unit.name) for unit in (cast.office, cast.other_school, cast.school)] == (
        sorted(page.index(unit.name) for unit in (cast.office, cast.other_school, cast.school))
    )
    page = text(client.sign_in(cast.unit_hr), UNITS)
    assert cast.school.name in page
    assert cast.other_school.name not in page
    assert "Tidak ada unit" in text(client, f"{UNITS}?search=Bontoala")


def test_a_unit_moves_with_everything_below(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.hr)
    answer = client.submit(
        f"{UNITS}edit/?id={cast.school.id}",
        {"name": "SD Negeri Losari", "parent": cast.other_school.id, "revision": 1},
    )
    assert answer.status_code == 303
    moved = Unit.get_by_id(cast.school.id)
    assert moved.lineage == f"{cast.other_school.lineage}{moved.id}."


def test_a_unit_does_not_move_below_itself(client: Browser, cast: Cast) -> None:
    answer = client.sign_in(cast.hr).submit(
        f"{UNITS}edit/?id={cast.office.id}",
        {"name": cast.office.name, "parent": cast.school.id, "revision": 1},
    )
    assert answer.status_code == 422
    assert "ke bawah dirinya sendiri" in answer.get_data(as_text=True)


def test_an_officer_of_one_unit_stays_inside_of_it(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.unit_hr)
    new = f"{UNITS}new/"
    assert client.submit(new, {"name": "Dinas Baru"}).status_code == 422
    assert client.submit(new, {"name": "X", "parent": cast.office.id}).status_code == 422
    assert client.submit(new, {"name": "Ruang", "parent": cast.school.id}).status_code == 303
    path = f"{UNITS}edit/?id={cast.school.id}"
    answer = client.submit(path, {"name": "SDN Losari", "parent": "", "revision": 1})
    assert answer.status_code == 303
    assert Unit.get_by_id(cast.school.id).parent_id == cast.office.id
    assert client.get(f"{UNITS}edit/?id={cast.other_school.id}").status_code == 404


def test_job_roles_show_their_people_and_take_another_family(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.hr)
    assert "Guru" in text(client, ROLES)
    answer = client.submit(
        f"{ROLES}edit/?id={cast.head.id}",
        {"name": cast.head.name, "family": "Pimpinan", "revision": 1},
    )
    assert answer.status_code == 303
    assert JobRole.get_by_id(cast.head.id).family == "pimpinan"
    client.sign_in(cast.unit_hr)
    assert client.get(ROLES).status_code == 200
    assert client.get(f"{ROLES}edit/?id={cast.head.id}").status_code == 403


def test_hostile_names_are_only_text(client: Browser, cast: Cast) -> None:
    evil = '"><script>alert(1)</script>{{7*7}}'
    Employee.update(name=evil).where(Employee.id == cast.headmaster.id).execute()
    Unit.update(name=evil).where(Unit.id == cast.school.id).execute()
    JobRole.update(name=evil).where(JobRole.id == cast.head.id).execute()
    client.sign_in(cast.hr)
    for path in (
        *(PEOPLE, UNITS, ROLES, f"{PEOPLE}details/?id={cast.headmaster.id}"),
        *(f"{PEOPLE}edit/?id={cast.ratee.id}", f"{UNITS}edit/?id={cast.school.id}"),
    ):
        page = text(client, path)
        assert "<script>alert" not in page
        assert "{{7*7}}" in page or "%7B" in page, path


def test_empty_pages_say_how_to_begin(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.unit_hr)
    Employee.update(unit=cast.other_school).execute()
    assert "Impor daftar pegawai" in text(client, PEOPLE)
