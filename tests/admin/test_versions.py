"""The comparison, the page of a version, and that nothing reachable changes a version."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from flask import Flask
from peewee import DatabaseError

from admin.questionnaires import PAGES
from survei.bank.version_publishing import publish_version
from survei.database import database, is_sqlite
from survei.drafting import queries, services
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.questionnaire import editing
from survei.questionnaire.choices import Operator
from survei.questionnaire.languages import MAIN
from survei.questionnaire.parts import Clause, Condition
from tests.admin.designer_pages import COLLEAGUE, draft, revision
from tests.admin.version_world import using

FROZEN = ("id", "questionnaire_id", "number", "sha256", "document")
BLUEPRINTS = tuple(f"{endpoint}." for _page, _name, endpoint, _url in PAGES)


@pytest.fixture
def row(hr: Any, made: Questionnaire) -> Questionnaire:
    """Two versions, no draft."""
    publish(made)
    services.start_draft(made.id, actor=COLLEAGUE)
    new = draft(made).question("mutu").text.having(MAIN, "Kalimat <b>baru</b>.")
    changed = editing.change_question(draft(made), "mutu", text=new, weight=3)
    changed = editing.remove_question(changed, "keluhan")
    services.save_draft(made.id, changed, revision=revision(made), actor=COLLEAGUE)
    publish(made, "Satu dihapus.")
    return made


def publish(made: Questionnaire, note: str = "") -> None:
    publish_version(made.id, revision=revision(made), note=note, actor=COLLEAGUE)


def test_the_comparison_marks_words_and_groups_by_section(hr: Any, row: Questionnaire) -> None:
    page = hr.get(f"/admin/kuesioner/{row.id}/perbedaan?dari=1&ke=2").text
    text = unescape(page)
    assert "<h2>3 perbedaan</h2>" in page
    for expected in ("Dihapus: 1", "Kalimat diubah: 1", "Bobot diubah: 1", "<h3>Kinerja</h3>"):
        assert expected in text
    assert "&lt;b&gt;" in page
    assert "<b>baru" not in page
    assert "Kalimat berbeda: bandingkan dengan hati-hati (1)" in text


def test_any_two_versions_are_compared_in_either_order(hr: Any, row: Questionnaire) -> None:
    back = unescape(hr.get(f"/admin/kuesioner/{row.id}/perbedaan?dari=2&ke=1").text)
    assert "Ditambahkan: 1" in back
    assert "Tidak ada perbedaan." in hr.get(f"/admin/kuesioner/{row.id}/perbedaan?dari=1&ke=1").text


def test_a_condition_is_told_in_words(hr: Any, made: Questionnaire) -> None:
    publish(made)
    services.start_draft(made.id, actor=COLLEAGUE)
    condition = Condition(clauses=[Clause(question="waktu", operator=Operator.IS, value="pagi")])
    changed = editing.change_question(draft(made), "saran", show_if=condition)
    services.save_draft(made.id, changed, revision=revision(made), actor=COLLEAGUE)
    for path in (f"/admin/kuesioner/{made.id}/perbedaan", f"/admin/rancang/terbit/{made.id}/"):
        page = unescape(hr.get(path).text)
        assert "Syarat tampil “Apa saran Anda untuk pegawai ini?” diubah." in page
        assert "(tanpa syarat)" in page
        assert "Tampil jika “Kapan Anda biasanya bekerja sama?” adalah “Pagi”" in page


def test_the_page_of_a_version_says_all_about_it(hr: Any, row: Questionnaire) -> None:
    second = queries.version_numbered(row.id, 2)
    using(second.id, "Penilaian semester ini")
    page = unescape(hr.get(f"/admin/kuesioner/{row.id}/versi/2").text)
    for expected in (
        second.sha256,
        "Satu dihapus.",
        "Penilaian semester ini",
        "Disiapkan",
        "Dihapus: 1",
    ):
        assert expected in page
    first = unescape(hr.get(f"/admin/kuesioner/{row.id}/versi/1").text)
    assert "Belum dipakai dalam periode mana pun." in first
    assert "Ini versi pertama kuesioner ini." in first


def test_a_version_is_retired_and_offered_again_by_name(hr: Any, row: Questionnaire) -> None:
    path = f"/admin/kuesioner/{row.id}/versi/1/tawarkan"
    for do, retired in (("hentikan", True), ("hentikan", True), ("tawarkan", False)):
        assert hr.submit(path, {"do": do}).status_code == 303
        assert (queries.version_numbered(row.id, 1).retired_at is not None) == retired
    assert "Ya, jangan tawarkan lagi" in hr.get(f"/admin/kuesioner/{row.id}/versi/1").text


def frozen() -> dict[int, tuple[Any, ...]]:
    """What must never change, by version."""
    rows = QuestionnaireVersion.select().order_by(QuestionnaireVersion.id)
    return {one.id: tuple(one.__data__.get(name) for name in FROZEN) for one in rows}


def posts(app: Flask, row: Questionnaire) -> Iterator[str]:
    """Every address of the designer that takes a POST, in every way to fill it."""
    version = queries.version_numbered(row.id, 1)
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or not rule.endpoint.startswith(BLUEPRINTS):
            continue
        for part, code in (("indikator", "mutu"), ("aspek", "kinerja"), ("skala", "ekspektasi")):
            for number in (1, 2, 3, version.id):
                known = {"questionnaire_id": row.id, "number": number, "part": part, "code": code}
                values = {
                    name: known.get(
                        name, version.id if type(how).__name__ == "KeyConverter" else code
                    )
                    for name, how in rule._converters.items()
                }
                built = rule.build(values, append_unknown=False)
                assert built is not None
                yield built[1]


def forged(row: Questionnaire, revision: int | str) -> dict[str, Any]:
    """Names that a careless form would take into the version's row."""
    version = queries.version_numbered(row.id, 1)
    return {
        "revision": revision,
        "do": "question-delete:mutu",
        "id": version.id,
        "version": version.id,
        "version_id": version.id,
        "questionnaire": row.id,
        "questionnaire_id": row.id,
        "number": 1,
        "from": 1,
        "sha256": "0" * 64,
        "document": "{}",
        "title": "Dipalsukan",
        "text": "Dipalsukan.",
        "code": "mutu",
        "weight": 1,
        "note": "Dipalsukan",
    }


@pytest.mark.parametrize("state", ["without a draft", "with a draft"])
def test_no_post_of_the_designer_changes_a_version(
    app: Flask, hr: Any, row: Questionnaire, state: str
) -> None:
    if state == "with a draft":
        services.start_draft(row.id, actor=COLLEAGUE)
    before = frozen()
    paths = sorted(set(posts(app, row)), key=lambda path: ("arsip" in path, path))
    assert len(paths) > 15
    for path in paths:
        for number in (0, revision(row)):
            answer = hr.submit(path, forged(row, number))
            assert answer.status_code < 500, (path, number)
        now = frozen()
        assert {key: now[key] for key in before} == before, path


@pytest.mark.parametrize(
    ("column", "value"),
    [("document", "{}"), ("sha256", "0" * 64), ("number", 7), ("questionnaire_id", None)],
)
def test_the_database_itself_refuses_a_change(row: Questionnaire, column: str, value: Any) -> None:
    other = services.create_questionnaire("lain", "Lain", actor=COLLEAGUE)
    given = other.id if value is None else value
    before = frozen()
    mark = "?" if is_sqlite() else "%s"
    with pytest.raises(DatabaseError), database.atomic():
        database.execute_sql(f"UPDATE questionnaire_version SET {column} = {mark}", (given,))
    assert frozen() == before


@pytest.mark.parametrize("versions", [1, 3])
def test_the_page_of_a_version_costs_the_same(
    hr: Any, row: Questionnaire, statements: list[str], versions: int
) -> None:
    for number in range(versions):
        using(queries.version_numbered(row.id, 2).id, f"Periode {number}")
    hr.get(f"/admin/kuesioner/{row.id}/versi/2")
    statements.clear()
    assert hr.get(f"/admin/kuesioner/{row.id}/versi/2").text.count("Periode ") >= versions
    assert len(statements) <= 16
