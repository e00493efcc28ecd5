"""Opening a box: every answer in it is one that a form sent, and none is missing; else nothing is
opened until an auditor has decided to go on without what does not match.

What was sent is known from the receipts of the forms (`survei.sealing.inclusion`), which cannot be
made or changed without the link key. Afterwards they are erased: no fingerprint leads to a form.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

import msgspec

from survei.audit.choices import Actor
from survei.audit.queries import proven_facts
from survei.audit.services import record
from survei.bulk import insert_many
from survei.cycle.choices import CycleState
from survei.cycle.models import Assignment, Cycle
from survei.cycle.queries import cycle as cycle_of
from survei.cycle.rules import check_reason
from survei.database import database, long_statements
from survei.errors import SurveiError, WrongState
from survei.keys import own_keys
from survei.lifecycle.boxes import box_trouble, require_box
from survei.lifecycle.unproved_answers import are_as_accepted
from survei.response.box_proof import (
    BoxChanged,
    BoxProof,
    ByRatee,
    Difference,
    Group,
    are_stored,
    check_box,
    content_of,
    equality,
    sent_forms,
)
from survei.response.models import OpenedBox
from survei.response.sealed_submissions import Sealed, drop_box, open_box
from survei.sealing.inclusion import read_receipt, root_of
from survei.sealing.private_keys import BoxKeyLost
from survei.typed_json import TypeReader

#: Actions of the log: what did not match, that it is opened without that, and that something was
#: changed afterwards.
MISMATCH, DECISION, CHANGED = "box.mismatch", "box.decide", "box.changed"
#: Group of an answer that cannot be read.
UNREADABLE: Group = (0, "")


class BoxMismatch(SurveiError):
    """What lies in the box is not what was sent."""

    message = (
        "Isi kotak jawaban tidak sama dengan formulir yang terkirim: %(missing)s jawaban hilang "
        "atau berubah, %(foreign)s jawaban tidak berasal dari formulir mana pun. Kotak belum "
        "dibuka dan tidak ada yang berubah. Minta auditor memeriksa dan memutuskannya pada halaman "
        "“Kotak jawaban”."
    )

    def __init__(self, facts: Facts) -> None:
        self.facts, differences = facts, facts.differences
        super().__init__(
            missing=sum(one.missing for one in differences),
            foreign=sum(one.foreign for one in differences),
        )


class BoxLost(BoxMismatch):
    """The private key of the box is gone: of nothing that was sent into it anything is left."""

    message = (
        "Kunci kotak jawaban periode ini hilang atau rusak, sehingga %(missing)s jawaban rahasia "
        "tidak dapat dibuka. Tidak ada yang berubah. Pulihkan berkas %(path)s dari cadangan kunci "
        "(keys restore). Bila cadangannya tidak ada lagi, minta auditor memutuskannya pada halaman "
        "“Kotak jawaban”."
    )

    def __init__(self, lost: BoxKeyLost, facts: Facts) -> None:
        super().__init__(facts)
        self.params["path"] = lost.params["path"]


class AnswersRewritten(SurveiError):
    """What was written is not what came out of the box: the database itself changes it."""

    message = (
        "Basis data mengubah jawaban ketika kotak dibuka, misalnya lewat pemicu (trigger) yang "
        "tidak berasal dari aplikasi ini. Kotak belum dibuka dan tidak ada yang berubah. Minta "
        "pengelola server memeriksa basis data, lalu hitung lagi."
    )


class Facts(msgspec.Struct, frozen=True):
    """What the log keeps of a box that could not be opened."""

    differences: list[Difference]
    #: Answers that match and would be counted, of so many forms that were sent.
    counted: int
    sent: int
    #: Whether it was the private key that was gone; then every form counts as missing.
    is_key_lost: bool = False
    #: SHA-256 of the sorted fingerprints of those that match; empty in lines of older releases.
    root: str = ""

    @property
    def digest(self) -> str:
        """What a decision is about. One about a lost key is none about answers that somebody took
        while it was there, and none lets others of the same number take the place of what matched.
        """
        about = [self.differences, self.is_key_lost, self.root]
        return hashlib.sha256(msgspec.json.encode(about)).hexdigest()


_read = TypeReader(Facts).convert


@dataclass(frozen=True)
class Mismatch:
    """A box that could not be opened, and whether an auditor has decided."""

    differences: list[Difference]
    #: Of the differences and of what matches; a decision is about these and no others.
    digest: str
    #: Answers that match and would be counted, of so many forms that were sent.
    counted: int
    sent: int
    is_key_lost: bool
    #: The auditor's, once it is decided to go on without what does not match.
    reason: str | None


def open_checked_box(cycle: Cycle) -> BoxProof:
    """Opens the box of a cycle, keeps the list of what lay in it, and erases the receipts. Part of
    the caller's transaction. Raises BoxMissing, AnswersRewritten, and BoxMismatch or BoxLost unless
    it is decided.
    """
    forms, lost = _SentForms(cycle.id), None
    taken: list[str] = []
    made: dict[str, bytes] = {}
    try:
        require_box(cycle)
        taken, made = open_box(cycle, forms.accounts_for)
    except BoxKeyLost as found:
        lost = found
        drop_box(cycle)
    root, differences = root_of(taken), forms.differences()
    facts = Facts(differences, len(taken), forms.sent.total(), bool(lost), root)
    if differences and not _is_decided(cycle.id, facts.digest):
        raise BoxLost(lost, facts) if lost else BoxMismatch(facts)
    insert_many(OpenedBox, ("fingerprint", "cycle_id"), ((one, cycle.id) for one in taken))
    with long_statements():
        Assignment.update(box_receipt=None).where(
            Assignment.cycle == cycle.id, Assignment.box_receipt.is_null(False)
        ).execute()
    counts = {group: (sent, forms.counted[group]) for group, sent in forms.sent.items()}
    content = content_of(cycle.id).digest
    if not are_stored(cycle.id, made):
        raise AnswersRewritten
    return BoxProof(
        root=root,
        answers=len(taken),
        sent=forms.sent.total(),
        groups=len(counts),
        equality=equality(counts),
        content=content,
        differences=differences,
    )


class _SentForms:
    """The forms of a cycle that were sent, ticked off one by one."""

    def __init__(self, cycle_id: int) -> None:
        self.sent: Counter[Group] = Counter()
        self.counted: Counter[Group] = Counter()
        self._foreign: Counter[Group] = Counter()
        #: {fingerprint: what its box must be about}.
        self._waiting: dict[str, tuple[int, str, int]] = {}
        key = own_keys().link
        for form, ratee, relation, version, stored in sent_forms(cycle_id):
            self.sent[ratee, relation] += 1
            if receipt := read_receipt(key, form, stored):
                self._waiting[receipt.fingerprint] = (ratee, relation, version)

    def accounts_for(self, fingerprint: str, content: Sealed | None) -> bool:
        """Whether a form sent this, and it has not been asked for before."""
        about = (content.ratee_id, content.relation, content.version_id) if content else None
        if about and self._waiting.get(fingerprint) == about:
            del self._waiting[fingerprint]
            self.counted[about[:2]] += 1
            return True
        self._foreign[about[:2] if about else UNREADABLE] += 1
        return False

    def differences(self) -> list[Difference]:
        """Groups in which something is missing, or was not sent."""
        missing = self.sent - self.counted
        return [
            Difference(*group, missing=missing[group], foreign=self._foreign[group])
            for group in sorted(missing.keys() | self._foreign.keys())
        ]


def require_unchanged(cycle: Cycle, *, actor: Actor) -> ByRatee:
    """What was read of answers that are as they came out, as their list is. Raises BoxChanged,
    which the log notes, where they are not, and AnswersUnproved where nobody knows how they did.
    """
    content = content_of(cycle.id)
    check = check_box(cycle, content)
    if check.is_sound if check else are_as_accepted(cycle, content):
        return content.by_ratee
    note_change(
        cycle.id, actor=actor,
        same_list=check and check.is_list_same, same_count=check and check.is_count_same,
        same_content=bool(check and check.is_content_same),
    )  # fmt: skip
    raise BoxChanged


def note_change(cycle_id: int, *, actor: Actor, **found: object) -> None:
    """Into the log, for the auditor: what was still the same. A transaction of its own."""
    with database.atomic():
        record(actor, CHANGED, "cycle", cycle_id, **found)


# --- what does not match ---------------------------------------------------------------------


def note_mismatch(cycle_id: int, refusal: BoxMismatch, *, actor: Actor) -> None:
    """Into the log, for the auditor; the same once. A transaction of its own."""
    found = mismatch_of(cycle_id)
    if found and found.digest == refusal.facts.digest:
        return
    with database.atomic():
        record(actor, MISMATCH, "cycle", cycle_id, **msgspec.to_builtins(refusal.facts))


def mismatch_of(cycle_id: int) -> Mismatch | None:
    """What did not match when the box of a cycle was last to be opened; None where its key was
    gone and is back.
    """
    noted = proven_facts(MISMATCH, cycle_id)
    if noted is None:
        return None
    facts, decision = _read(noted), proven_facts(DECISION, cycle_id) or {}
    if facts.is_key_lost and not box_trouble(cycle_of(cycle_id)):
        return None
    reason = str(decision["reason"]) if decision.get("about") == facts.digest else None
    counts = facts.counted, facts.sent
    return Mismatch(facts.differences, facts.digest, *counts, facts.is_key_lost, reason)


def decide_box(cycle_id: int, *, about: str, reason: str, actor: Actor) -> None:
    """The box may be opened without what does not match: only what was sent as it lies there is
    counted, and the results of the groups concerned say so. `about` is the digest of what the
    auditor has seen.

    Raises ReasonInvalid, and WrongState when that is no longer how it stands.
    """
    said = check_reason(reason)
    with database.atomic():
        found = mismatch_of(cycle_id)
        is_waiting = found and found.reason is None and found.digest == about
        if not is_waiting or cycle_of(cycle_id).state != CycleState.CLOSED:
            raise WrongState
        record(actor, DECISION, "cycle", cycle_id, about=about, reason=said)


def _is_decided(cycle_id: int, about: str) -> bool:
    decision = proven_facts(DECISION, cycle_id) or {}
    return decision.get("about") == about
