"""What nobody notices but the rater: the earlier of two answers in place of the later one.

A form is sent once. Who owns the database makes out that it was not, and when its rater sends it
again puts the first answer back, with the receipt that was made for it.
"""

from __future__ import annotations

import json

import pytest

from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment
from survei.response.box_proof import box_proof, find_box
from survei.response.models import ConfidentialSubmission
from survei.response.sealed_submissions import put_in_box
from survei.response.services import submit_response
from tests.examples import EVERY_KIND_ANSWERS
from tests.raters import Raters
from tests.response.box_tampering import close, compute, receipt_of, row_of, sent_raters


@pytest.fixture
def raters(db: None) -> Raters:
    return sent_raters()


def test_a_form_is_sent_once(raters: Raters) -> None:
    """So nothing of the product itself makes two receipts of one form."""
    before = receipt_of(raters, "budi")
    assert not submit_response(raters.link("budi"), EVERY_KIND_ANSWERS | {"saran": "lagi"})
    assert receipt_of(raters, "budi") == before


def test_the_number_of_the_later_receipt_is_missing(raters: Raters) -> None:
    form, first, box = raters.assignment("budi"), receipt_of(raters, "budi"), row_of(raters, "budi")
    row = (box.fingerprint, box.cycle_id, bytes(box.box))
    box.delete_instance()
    put(form, state=AssignmentState.OPEN, done_on=None, box_receipt=None)
    assert submit_response(raters.link("budi"), EVERY_KIND_ANSWERS | {"saran": "berubah-pikiran"})
    second = receipt_of(raters, "budi")

    row_of(raters, "budi").delete_instance()
    put_in_box(row)
    put(form, box_receipt=bytes(form.box_receipt))
    close(raters)
    assert compute(raters) == 5
    proof = box_proof(raters.cycle.id)
    assert proof
    assert proof.differences == []
    texts = [json.loads(one.answers)["saran"] for one in ConfidentialSubmission.select()]
    assert "dari-budi" in texts
    assert "berubah-pikiran" not in texts
    assert find_box(first.fingerprint)
    assert find_box(second.fingerprint) is None


def put(form: Assignment, **columns: object) -> None:
    Assignment.update(**columns).where(Assignment.id == form.id).execute()
