"""What a rater is told about who could learn the answers is what really became of box and key."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from nacl import pwhash

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.models import Cycle
from survei.installation import key_backup
from survei.installation.key_backup import unpacked
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results
from survei.lifecycle.key_copies import copy_keys
from survei.sealing.private_keys import destroy
from survei.settings import Settings
from tests.client import Browser
from tests.formulir.test_promises import words
from tests.raters import NOW, Raters, make_raters

PHRASE = "perahu pinisi berlayar pagi"
NEVER_COPIED = "Salinan kunci tidak pernah dibuat lewat aplikasi ini."
SEALED = "Jawaban yang terkirim tersegel."


@pytest.fixture
def raters(client: Browser, monkeypatch: pytest.MonkeyPatch) -> Raters:
    """An open cycle; a passphrase is quick to try."""
    monkeypatch.setattr(key_backup, "PASSES", pwhash.argon2id.OPSLIMIT_MIN)
    monkeypatch.setattr(key_backup, "MEMORY", pwhash.argon2id.MEMLIMIT_MIN)
    return make_raters()


def form_and_list(client: Browser, raters: Raters) -> tuple[str, str]:
    """What a peer reads, as words."""
    paths = (raters.path("budi"), f"/u/{raters.lists['budi']}")
    form, tasks = (words(client.get(path).text) for path in paths)
    return form, tasks


def test_before_and_after_and_what_remains(client: Browser, raters: Raters) -> None:
    with clock.fixed(NOW):
        for page in form_and_list(client, raters):
            assert SEALED in page
            assert NEVER_COPIED in page
            assert "lalu kuncinya dimusnahkan" in page
            assert "Bila orang lain memegang tautan Anda" in page
            assert "tetapi tidak pernah isinya" in page


@pytest.mark.parametrize("who", ["nur", "andi"])
def test_who_is_named_is_told_nothing_of_a_seal(client: Browser, raters: Raters, who: str) -> None:
    with clock.fixed(NOW):
        for path in (raters.path(who), f"/u/{raters.lists[who]}"):
            page = words(client.get(path).text)
            assert "tersegel" not in page
            assert "Bahwa Anda mengirim" not in page


def test_a_copy_of_the_key_is_told_from_then_on(
    client: Browser, raters: Raters, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "kunci.bin"
    with clock.fixed(NOW):
        form_and_list(client, raters)  # the page is in memory from here on
        copy_keys(settings, file, PHRASE, actor=SYSTEM)
        assert f"boxes/{raters.cycle.box_key}.key" in unpacked(file.read_bytes(), PHRASE)
        for page in form_and_list(client, raters):
            assert NEVER_COPIED not in page
            assert "untuk pemulihan terakhir dibuat pada 23 November 2026" in page
    assert AuditEvent.select().where(AuditEvent.action == "keys.backup").count() == 1


def test_a_copy_without_the_key_of_this_box_is_none(
    client: Browser, raters: Raters, settings: Settings, tmp_path: Path
) -> None:
    with clock.fixed(NOW):
        destroy(raters.cycle.box_key or "")
        copy_keys(settings, tmp_path / "kunci.bin", PHRASE, actor=SYSTEM)
    assert Cycle.get().box_key_copied_at is None


def test_a_file_in_the_way_is_no_copy(
    client: Browser, raters: Raters, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "kunci.bin"
    file.write_text("sesuatu")
    with pytest.raises(FileExistsError):
        copy_keys(settings, file, PHRASE, actor=SYSTEM)
    assert Cycle.get().box_key_copied_at is None
    assert file.read_text() == "sesuatu"


def test_a_copy_that_could_not_be_written_is_told_all_the_same(
    client: Browser, raters: Raters, settings: Settings, tmp_path: Path
) -> None:
    """Whoever is interrupted leaves a note without a copy, never a copy without a note."""
    with clock.fixed(NOW), pytest.raises(OSError, match="No such file"):
        copy_keys(settings, tmp_path / "tidak-ada" / "kunci.bin", PHRASE, actor=SYSTEM)
    assert Cycle.get().box_key_copied_at == NOW


def test_the_list_says_what_became_of_the_key(client: Browser, raters: Raters) -> None:
    """Clearing is no part of a transaction, so it is written here: that it comes after the key was
    destroyed is shown in `tests/response/test_computing.py`.
    """
    path = f"/u/{raters.lists['budi']}"
    with clock.fixed(NOW):
        close_cycle(raters.cycle.id, actor=SYSTEM)
    with clock.fixed(NOW + timedelta(days=1)):
        assert SEALED in words(client.get(path).text)
        compute_results(raters.cycle.id, actor=SYSTEM)
        page = words(client.get(path).text)
        assert SEALED not in page
        assert "Hasil dihitung pada 24 November 2026" in page
        assert "Kuncinya sedang dimusnahkan." in page
        Cycle.update(cleared_at=clock.now()).execute()
        assert "Kuncinya sudah dimusnahkan." in words(client.get(path).text)


def test_in_english(client: Browser, raters: Raters) -> None:
    with clock.fixed(NOW):
        page = words(client.get(f"{raters.path('budi')}?lang=en").text)
    assert "No copy of the key was ever made by this application." in page
    assert "but never what it says." in page
