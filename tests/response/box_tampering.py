"""What whoever owns the database may do to sealed answers, and a world to do it in."""

from __future__ import annotations

from collections.abc import Callable

from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.audit.services import record
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment, Cycle
from survei.keys import own_keys
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results
from survei.response.models import SealedSubmission
from survei.response.sealed_submissions import Sealed, put_in_box, sealed_row
from survei.response.services import submit_response
from survei.sealing.inclusion import Receipt, read_receipt, seal_receipt
from survei.sealing.private_keys import path_of, private_key
from tests.boxes import in_boxes
from tests.examples import EVERY_KIND_ANSWERS
from tests.raters import Raters, make_raters

PEERS = ("budi", "citra", "dewi", "rekan4")


def sent_raters() -> Raters:
    """Four peers and a subordinate have sent; a fifth peer has not."""
    people = make_raters(peers=5)
    for who in (*PEERS, "eko"):
        submit_response(people.link(who), EVERY_KIND_ANSWERS | {"saran": f"dari-{who}"})
    opened_with_receipts(people.cycle.id)
    return people


def opened_with_receipts(cycle_id: int) -> None:
    """The line of an opening by this release."""
    record(SYSTEM, "cycle.open", "cycle", cycle_id, receipts=True)


def by_an_older_release(cycle_id: int) -> None:
    """It opened the cycle, kept no receipts, and its key file says nothing of any."""
    AuditEvent.delete().execute()
    record(SYSTEM, "cycle.open", "cycle", cycle_id)
    key = Cycle.get_by_id(cycle_id).box_key
    path_of(key).write_text(private_key(key).hex() + "\n")


def receipt_of(raters: Raters, who: str) -> Receipt:
    """As its rater reads it."""
    form = raters.assignment(who)
    receipt = read_receipt(own_keys().link, form.id, form.box_receipt)
    assert receipt
    return receipt


def row_of(raters: Raters, who: str) -> SealedSubmission:
    """The sealed answer of a rater."""
    found: SealedSubmission = SealedSubmission.get_by_id(receipt_of(raters, who).fingerprint)
    return found


def forged(raters: Raters, text: str = "palsu") -> Sealed:
    """What the owner of the database would like to be counted; the public key is public."""
    model = in_boxes()[0]
    return Sealed(raters.people["andi"].id, "peer", model.version_id, f'{{"saran":"{text}"}}', "{}")


def delete(raters: Raters) -> None:
    """A row goes."""
    row_of(raters, "budi").delete_instance()


def add(raters: Raters) -> None:
    """A row comes."""
    put_in_box(sealed_row(raters.cycle, forged(raters)))


def add_with_its_form(raters: Raters) -> None:
    """A row comes, and a form that was not sent is marked as sent with another one's receipt."""
    add(raters)
    copied = raters.assignment("budi").box_receipt
    Assignment.update(state=AssignmentState.SUBMITTED, box_receipt=copied).where(
        Assignment.id == raters.assignment("rekan5").id
    ).execute()


def add_with_a_key_of_ones_own(raters: Raters) -> None:
    """The same with a receipt for it, made without the link key."""
    row = sealed_row(raters.cycle, forged(raters))
    put_in_box(row)
    form = raters.assignment("rekan5").id
    made = seal_receipt(b"another link key" * 2, form, Receipt(row[0]))
    Assignment.update(state=AssignmentState.SUBMITTED, box_receipt=made).where(
        Assignment.id == form
    ).execute()


def exchange(raters: Raters) -> None:
    """A row goes and another comes."""
    delete(raters)
    add(raters)


def exchange_in_place(raters: Raters) -> None:
    """Another answer under the same fingerprint."""
    _, _, box = sealed_row(raters.cycle, forged(raters))
    SealedSubmission.update(box=box).where(
        SealedSubmission.fingerprint == receipt_of(raters, "budi").fingerprint
    ).execute()


def exchange_with_its_receipt(raters: Raters) -> None:
    """The same, and the form gets the receipt of a colleague's form."""
    exchange(raters)
    Assignment.update(box_receipt=raters.assignment("citra").box_receipt).where(
        Assignment.id == raters.assignment("budi").id
    ).execute()


def spoil(raters: Raters) -> None:
    """What lies there can be read by nobody."""
    SealedSubmission.update(box=b"x" * 4144).where(
        SealedSubmission.fingerprint == receipt_of(raters, "budi").fingerprint
    ).execute()


def forget_receipt(raters: Raters) -> None:
    """A form does not know what it sent."""
    Assignment.update(box_receipt=None).where(
        Assignment.id == raters.assignment("budi").id
    ).execute()


def unsend(raters: Raters) -> None:
    """A form is made out never to have been sent; its answer would count all the same."""
    Assignment.update(state=AssignmentState.OPEN).where(
        Assignment.id == raters.assignment("budi").id
    ).execute()


def turn(raters: Raters) -> None:
    """A form is said to be of another relation than its answer."""
    Assignment.update(relation="subordinate").where(
        Assignment.id == raters.assignment("budi").id
    ).execute()


#: What is done → answers that are missing then, and that no form sent.
TAMPERING: dict[Callable[[Raters], None], tuple[int, int]] = {
    delete: (1, 0),
    add: (0, 1),
    add_with_its_form: (1, 1),
    add_with_a_key_of_ones_own: (1, 1),
    exchange: (1, 1),
    exchange_in_place: (1, 1),
    exchange_with_its_receipt: (1, 1),
    spoil: (1, 1),
    forget_receipt: (1, 1),
    unsend: (0, 1),
    turn: (1, 1),
}


def close(raters: Raters) -> None:
    close_cycle(raters.cycle.id, actor=SYSTEM)


def compute(raters: Raters) -> int:
    return compute_results(raters.cycle.id, actor=SYSTEM).answers
