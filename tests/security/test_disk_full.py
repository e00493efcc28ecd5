"""Row 70: a full disk is said in human words, keeps the link open, and ends without a restart.

SQLite refuses another page of its file (a real SQLITE_FULL); PostgreSQL's server raises its own
"disk full" (SQLSTATE 53100) from a trigger.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from survei.cycle.choices import AssignmentState
from survei.database import database, is_sqlite
from survei.response.models import Draft, SealedSubmission
from tests.client import Browser
from tests.devices import resume, save_by_button
from tests.formulir.test_unsent import proofs
from tests.raters import SENT, Raters

#: More than fits into the free end of a page.
LONG = SENT | {"saran": "Pertahankan. " * 150}

FULL_TRIGGER = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON sealed_submission
FOR EACH ROW EXECUTE FUNCTION full_disk();
CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON draft
FOR EACH ROW EXECUTE FUNCTION full_disk();
"""


@contextmanager
def full_disk() -> Iterator[None]:
    """Nothing more fits, until the block is left."""
    if is_sqlite():
        database.execute_sql("VACUUM")
        (pages,) = database.execute_sql("PRAGMA page_count").fetchone()
        database.execute_sql(f"PRAGMA max_page_count = {pages}")
    else:
        database.execute_sql(FULL_TRIGGER)
    try:
        yield
    finally:
        if is_sqlite():
            database.execute_sql(f"PRAGMA max_page_count = {2**31}")
        else:
            database.execute_sql("DROP FUNCTION full_disk CASCADE")


def test_a_form_survives_a_full_disk(committed_client: Browser, raters: Raters) -> None:
    """Row 70: 507 with what was typed, nothing half-written; then the same form is accepted."""
    path = raters.path("budi")
    # The first answer fits into the page that its table begins with.
    assert committed_client.post(raters.path("citra"), data=SENT).status_code == 303
    with full_disk():
        form = committed_client.get(path)
        assert form.status_code == 200
        answer = committed_client.post(path, data=LONG | proofs(form.text))
        assert answer.status_code == 507
        assert int(answer.headers["Retry-After"]) > 0
        assert "Penyimpanan penuh" in answer.text
        assert "full" not in answer.text
        assert answer.text.count("Pertahankan.") == 150
        assert "Salin semua" in answer.text
        assert raters.assignment("budi").state == AssignmentState.OPEN
        assert SealedSubmission.select().count() == 1
        assert committed_client.get(path).status_code == 200
    assert committed_client.post(path, data=LONG).status_code == 303
    assert "Terima kasih" in committed_client.get(path).text
    assert raters.assignment("budi").state == AssignmentState.SUBMITTED


def test_a_draft_survives_a_full_disk(committed_client: Browser, raters: Raters) -> None:
    """Row 70: saving along the way says so too, keeps what was saved, and works again later."""
    path = f"{raters.path('budi')}/draft"
    code = save_by_button(committed_client, raters, {"saran": "Awal."})
    with full_disk():
        assert committed_client.post(path, data=LONG | {"~kode": code}).status_code == 507
        assert Draft.select().count() == 1
        assert "Awal." in resume(committed_client, raters, code).text
    assert committed_client.post(path, data=LONG).status_code < 400


@pytest.mark.parametrize("path", ["/masuk", "/kode", "/healthz"])
def test_pages_that_write_nothing_are_served(committed_client: Browser, path: str) -> None:
    """Row 70: reading goes on."""
    with full_disk():
        assert committed_client.get(path).status_code == 200
