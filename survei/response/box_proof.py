"""What the log keeps of an opened box, whether the database agrees, and looking an answer up."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from peewee import ModelSelect, fn

from survei.audit.queries import proven_facts
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment, Cycle
from survei.cycle.relations import CONFIDENTIAL
from survei.errors import SurveiError
from survei.response.models import ConfidentialSubmission, OpenedBox, SealedSubmission
from survei.response.sealed_submissions import digest_of
from survei.sealing.inclusion import DIGITS, listed, root_of
from survei.typed_json import TypeReader

#: Action of the line that says how a box was opened.
OPENED = "cycle.compute"
#: Answers read at a time.
CHUNK = 1000
#: (key of the ratee, relation).
Group = tuple[int, str]
#: {key of the ratee: SHA-256 over their answers in the order of keys}.
ByRatee = Mapping[int, bytes]


class BoxChanged(SurveiError):
    """What came out of the box is not in the database as it came out."""

    message = (
        "Jawaban di basis data tidak lagi sama dengan yang dicatat ketika kotak dibuka: seseorang "
        "mengubahnya sesudah itu. Hasil belum diterbitkan. Minta auditor memeriksanya pada halaman "
        "“Kotak jawaban”, lalu pulihkan cadangan yang dibuat setelah hasil dihitung."
    )


class Difference(msgspec.Struct, frozen=True, order=True):
    """A group in which sealed answers and sent forms are not the same."""

    #: 0 and empty where an answer cannot be read.
    ratee_id: int
    relation: str
    #: Forms that were sent and whose answer is not in the box as it was sent.
    missing: int
    #: Answers in the box that no form sent.
    foreign: int


class BoxProof(msgspec.Struct, frozen=True):
    """What the chain holds of an opened box."""

    #: SHA-256 of the sorted list of fingerprints.
    root: str
    #: How many they are: all that was taken out and counted.
    answers: int
    #: How many forms were sent.
    sent: int
    #: How many groups were compared, and SHA-256 over how many forms and answers each has.
    groups: int
    equality: str
    #: SHA-256 over all answers as they were taken out; their keys are random, so it tells none.
    content: str
    #: What an auditor decided to open without; empty where all was the same.
    differences: list[Difference] = []

    @property
    def unmatched(self) -> dict[Group, int]:
        """How many answers of each group did not match, where any did not."""
        return {
            (one.ratee_id, one.relation): max(one.missing, one.foreign) for one in self.differences
        }


_read = TypeReader(BoxProof).convert


@dataclass(frozen=True)
class BoxCheck:
    """What the database holds today, beside what the log says."""

    proof: BoxProof
    #: All None where list and answers went when their time was over.
    is_list_same: bool | None = None
    is_count_same: bool | None = None
    is_content_same: bool | None = None

    @property
    def is_erased(self) -> bool:
        """Whether nothing is left to be compared."""
        return self.is_list_same is None

    @property
    def is_sound(self) -> bool:
        """Whether nothing contradicts the log."""
        found = (self.is_list_same, self.is_count_same, self.is_content_same)
        return False not in found


def box_proof(cycle_id: int) -> BoxProof | None:
    """Of the newest opening; None while the box is closed, and for cycles of older releases."""
    facts = proven_facts(OPENED, cycle_id) or {}
    return _read(facts["box"]) if "box" in facts else None


def check_box(cycle: Cycle, content: Content | None = None) -> BoxCheck | None:
    """Reckons again what the log says of the box of a cycle, of which `content` may have been read;
    None where it says nothing.
    """
    proof = box_proof(cycle.id)
    if proof is None:
        return None
    if cycle.answers_erased_at:
        return BoxCheck(proof)
    sent = Counter((ratee, relation) for _, ratee, relation, *_ in sent_forms(cycle.id))
    answers = dict(_answers_in(cycle.id))
    counts = {group: (sent[group], answers.get(group, 0)) for group in sent | answers}
    return BoxCheck(
        proof,
        is_list_same=root_of(fingerprints_in(cycle.id)) == proof.root,
        is_count_same=equality(counts) == proof.equality,
        is_content_same=(content or content_of(cycle.id)).digest == proof.content,
    )


def equality(groups: dict[Group, tuple[int, int]]) -> str:
    """SHA-256, hex, over how many forms were sent and answers counted in each group."""
    digest = hashlib.sha256()
    for (ratee, relation), (sent, counted) in sorted(groups.items()):
        digest.update(f"{ratee}:{relation}:{sent}:{counted}\n".encode())
    return digest.hexdigest()


def are_stored(cycle_id: int, made: Mapping[str, bytes]) -> bool:
    """Whether the answers of a cycle are those that came out of its box, {key: SHA-256}, and no
    others: a trigger in the database works with our own writes.
    """
    count, model = 0, ConfidentialSubmission
    for row in model.select().where(model.cycle == cycle_id).tuples().iterator():
        if made.get(row[0]) != digest_of(row):
            return False
        count += 1
    return count == len(made)


@dataclass(frozen=True)
class Content:
    """The answers that came out of the box of a cycle, as one reading found them."""

    #: SHA-256, hex, over all of them: what the log keeps.
    digest: str
    by_ratee: ByRatee


def content_of(cycle_id: int) -> Content:
    """Reads the answers that came out of the box of a cycle, in bounded memory."""
    digest, model, last = hashlib.sha256(), ConfidentialSubmission, ""
    by_ratee: dict[int, bytes] = {}
    query = model.select().where(model.cycle == cycle_id).order_by(model.id).limit(CHUNK)
    while rows := _rows(query.where(model.id > last)):
        for row in rows:
            digest.update(msgspec.json.encode(row) + b"\n")
        _add(by_ratee, rows)
        last = rows[-1][0]
    return Content(digest.hexdigest(), by_ratee)


def _add(by_ratee: dict[int, bytes], rows: Iterable[Any]) -> None:
    for row in rows:
        before = by_ratee.get(row[2], b"")
        by_ratee[row[2]] = hashlib.sha256(before + digest_of(row)).digest()


def require_same(rows: Iterable[Any], ratees: Iterable[int], known: ByRatee) -> None:
    """Raises BoxChanged unless whole rows, in the order of their keys, are all that an earlier
    reading found of these ratees.
    """
    found: dict[int, bytes] = {}
    _add(found, rows)
    if any(found.get(ratee) != known.get(ratee) for ratee in ratees):
        raise BoxChanged


def _rows(query: ModelSelect[ConfidentialSubmission]) -> list[Any]:
    return list(query.tuples())


def sent_forms(cycle_id: int) -> Iterator[tuple[int, int, str, int, bytes | None]]:
    """Key, ratee, relation, version and stored receipt of each confidential form that was sent."""
    form = Assignment
    rows: Iterable[Any] = (
        form.select(form.id, form.ratee, form.relation, form.version, form.box_receipt)
        .where(
            form.cycle == cycle_id,
            form.state == AssignmentState.SUBMITTED,
            form.relation.in_(list(CONFIDENTIAL)),
        )
        .tuples()
        .iterator()
    )
    yield from rows


def _answers_in(cycle_id: int) -> Iterator[tuple[Group, int]]:
    model = ConfidentialSubmission
    rows: Iterable[Any] = (
        model.select(model.ratee, model.relation, fn.COUNT(model.id))
        .where(model.cycle == cycle_id)
        .group_by(model.ratee, model.relation)
        .tuples()
    )
    yield from (((ratee, relation), number) for ratee, relation, number in rows)


def fingerprints_in(cycle_id: int) -> Iterator[str]:
    """Of all that lay in the box of a cycle, in no order."""
    rows: Iterable[Any] = (
        OpenedBox.select(OpenedBox.fingerprint).where(OpenedBox.cycle == cycle_id).tuples()
    )
    yield from (row[0] for row in rows)


def list_of(cycle_id: int) -> bytes:
    """The sorted list as a file; its SHA-256 is the root."""
    return b"".join(listed(fingerprints_in(cycle_id)))


@dataclass(frozen=True)
class Found:
    """Where a fingerprint was found."""

    cycle: Cycle
    fingerprint: str
    is_opened: bool


def find_box(digits: str) -> Found | None:
    """The sealed or once sealed answer whose fingerprint begins so. Nothing else is known of it."""
    first, last = digits.ljust(DIGITS, "0"), digits.ljust(DIGITS, "f")
    for model in (SealedSubmission, OpenedBox):
        row = (
            model.select(model.fingerprint, model.cycle)
            .where(model.fingerprint.between(first, last))
            .first()
        )
        if row:
            cycle = Cycle.get_by_id(row.cycle_id)
            return Found(cycle, row.fingerprint, model is OpenedBox)
    return None
