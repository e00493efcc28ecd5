"""Triggers that whoever owns the database has put beside our own."""

from __future__ import annotations

import pytest

from survei.audit.choices import SYSTEM
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.database import database, is_sqlite
from survei.lifecycle.box_opening import AnswersRewritten
from survei.lifecycle.proving import ResultsChanged
from survei.lifecycle.publishing import publish_results
from survei.response.models import ConfidentialSubmission, SealedSubmission
from tests.raters import Raters
from tests.response.box_tampering import close, compute, sent_raters


@pytest.fixture
def raters(db: None) -> Raters:
    people = sent_raters()
    close(people)
    return people


def trigger(event: str, table: str, body: str) -> None:
    """In the language of the database; `body` is SQL that runs after the event."""
    if is_sqlite():
        database.execute_sql(f"CREATE TRIGGER added AFTER {event} ON {table} BEGIN {body}; END")
        return
    database.execute_sql(
        "CREATE FUNCTION added() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body}; RETURN NULL; END $$"
    )
    database.execute_sql(
        f"CREATE TRIGGER added AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION added()"
    )


@pytest.mark.parametrize(
    "body",
    [
        "UPDATE confidential_submission SET answers = '{}' WHERE id = NEW.id",
        "DELETE FROM confidential_submission WHERE id = NEW.id",
    ],
)
def test_no_answer_is_exchanged_as_it_comes_out_of_the_box(raters: Raters, body: str) -> None:
    trigger("INSERT", "confidential_submission", body)
    with pytest.raises(AnswersRewritten):
        compute(raters)
    assert Cycle.get().state == CycleState.CLOSED
    assert (SealedSubmission.select().count(), ConfidentialSubmission.select().count()) == (5, 0)


def test_no_document_is_exchanged_as_it_becomes_visible(raters: Raters) -> None:
    """After the proof and before the line of the log that names the hash of all."""
    compute(raters)
    body = f"UPDATE result SET document = '{{}}', sha256 = '{'f' * 64}' WHERE cycle_id = NEW.id"
    trigger("UPDATE OF state", "cycle", body)
    with pytest.raises(ResultsChanged):
        publish_results(raters.cycle.id, actor=SYSTEM)
    assert Cycle.get().state == CycleState.COMPUTED
