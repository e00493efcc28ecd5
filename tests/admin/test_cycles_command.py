"""`cycles create FILE.toml`, `cycles open|close|publish ID`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from survei import clock
from survei.bank.version_publishing import publish_version
from survei.cycle import queries
from survei.cycle.choices import CycleState
from survei.cycle.models import Assignment, Cycle
from survei.drafting import queries as questionnaires
from survei.drafting.services import create_questionnaire
from tests.cast import Cast
from tests.cycle.world import ACTOR, NOON

FILE = """\
name = "Penilaian 2026"
period_start = 2026-01-01
period_end = 2026-12-31
opens_at = 2026-11-24T08:00:00
closes_at = 2026-12-07T16:00:00
relations = ["self", "supervisor"]

[[questionnaires]]
key = "perilaku-berakhlak"

[scheme.weights]
self = 0
supervisor = 100
"""


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with clock.fixed(NOON):
        yield


@pytest.fixture
def berakhlak(cast: Cast) -> None:
    """A published questionnaire of the library."""
    document = questionnaires.library_document("perilaku-berakhlak")
    made = create_questionnaire(document.key, str(document.title), document=document, actor=ACTOR)
    publish_version(made.id, revision=made.draft_revision, note="", actor=ACTOR)


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=["cycles", *map(str, words)])


def test_a_cycle_from_file_to_results(
    app: Flask, cast: Cast, berakhlak: None, tmp_path: Path
) -> None:
    path = tmp_path / "periode.toml"
    path.write_text(FILE, encoding="utf-8")
    made = run(app, "create", path)
    assert made.exit_code == 0, made.output
    cycle = Cycle.get()
    assert made.stdout.splitlines() == [
        "5 pegawai dinilai oleh 5 penilai.",
        "8 formulir (diri 5, atasan 3), 5 surat.",
        "Peringatan: 2 pegawai tidak memiliki atasan aktif. Lengkapi NIP atasan pada data "
        "pegawai. Tanpa atasan, tidak ada penilaian atasan dan hasilnya tidak terbaca oleh "
        "siapa pun di Tim saya.",
        f"Periode {cycle.id} tersimpan sebagai rancangan: Penilaian 2026",
        f"Buka dengan: cycles open {cycle.id}",
    ]
    opened = run(app, "open", cycle.id)
    assert opened.exit_code == 0, opened.output
    assert opened.stdout.splitlines()[-2:] == [
        "5 peserta, 8 formulir.",
        "5 surat undangan menunggu dikirim.",
    ]
    assert "Membuka periode" in opened.stderr
    assert Assignment.select().count() == 8
    for word, state in (("close", CycleState.CLOSED), ("publish", CycleState.PUBLISHED)):
        done = run(app, word, cycle.id)
        assert done.exit_code == 0, done.output
        assert queries.cycle(cycle.id).state == state
    assert run(app, "list").stdout == (
        f"{cycle.id}\tHasil diterbitkan\tsampai 7 Desember 2026 pukul 16.00 WITA\tPenilaian 2026\n"
    )


def test_a_wrong_file_names_the_places(app: Flask, cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "periode.toml"
    path.write_text(FILE + "peer = 4\n[other]\n", encoding="utf-8")
    result = run(app, "create", path)
    assert result.exit_code == 1
    assert 'berkas: "other" tidak dikenal' in result.stderr
    path.write_text(FILE, encoding="utf-8")
    result = run(app, "create", path)
    assert result.exit_code == 1
    assert 'questionnaires[0].key: kuesioner "perilaku-berakhlak" tidak memiliki' in result.stderr
    assert Cycle.select().count() == 0


@pytest.mark.parametrize("word", ["open", "close", "publish"])
def test_a_step_on_an_absent_cycle_fails(app: Flask, cast: Cast, word: str) -> None:
    result = run(app, word, 99)
    assert (result.exit_code, result.stderr) == (1, "Error: Data tidak ditemukan.\n")


def test_a_cycle_that_is_not_ready_stays_closed(
    app: Flask, cast: Cast, berakhlak: None, tmp_path: Path
) -> None:
    path = tmp_path / "periode.toml"
    path.write_text(FILE.replace("2026-12-07", "2026-11-24"), encoding="utf-8")
    with clock.fixed(NOON):
        run(app, "create", path)
    with clock.fixed(NOON.replace(month=12)):
        result = run(app, "open", Cycle.get().id)
    assert result.exit_code == 1
    assert "Kesalahan: Batas waktu pengisian sudah lewat." in result.stdout
    assert "Periode belum dapat dibuka: 1 masalah harus diselesaikan." in result.stderr
    assert Cycle.get().state == CycleState.DRAFT
