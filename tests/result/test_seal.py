"""The seal: a document proves by its way that it was published; nothing else does."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.audit.services import record
from survei.lifecycle.publishing import publish_results
from survei.result.models import Result
from survei.result.queries import documents
from survei.result.seal import is_sealed, sealed
from survei.result.sealed_results import ALTERED, ResultAltered, Seals, read_result
from survei.result.stored_document import fingerprint
from survei.staff.rules import Scope
from tests.raters import NOW
from tests.result.rows import School, rated_school

EVERYONE = Scope(everyone=True)


@given(st.integers(1, 40), st.integers(0, 3), st.integers())
def test_each_of_many_is_sealed_and_no_other(count: int, number: int, seed: int) -> None:
    chance = Random(seed)
    hashes = {ratee: f"{chance.getrandbits(256):064x}" for ratee in range(7, 7 + count)}
    seal, ways = sealed(number, hashes)
    kept = [*["0" * 64] * number, seal]
    assert all(is_sealed(ratee, one, ways[ratee], kept) for ratee, one in hashes.items())
    ratee = chance.choice(list(hashes))
    other = chance.choice(list(hashes))
    if other != ratee:
        assert not is_sealed(ratee, hashes[other], ways[ratee], kept)
        assert not is_sealed(ratee, hashes[other], ways[other], kept)
    assert not is_sealed(ratee, "f" * 64, ways[ratee], kept)
    assert not is_sealed(ratee, hashes[ratee], ways[ratee], kept[:-1])
    assert not is_sealed(ratee, seal, f"{number}:", kept), "a hash of many is no document"


@pytest.mark.parametrize("way", ["", "0", "x:", "0:q", "0:l12", "-1:", "0:" + "l" * 64, "9" * 30])
def test_a_damaged_way_leads_nowhere(way: str) -> None:
    assert not is_sealed(1, "0" * 64, way, ["0" * 64])


@dataclass
class Published:
    """A small school's results."""

    school: School
    told: list[str] = field(default_factory=list)

    def row(self, name: str = "Aminah") -> Result:
        return Result.get(Result.ratee == self.school.people[name].id)

    def change(self, name: str = "Aminah", **columns: str) -> None:
        Result.update(columns).where(Result.ratee == self.school.people[name].id).execute()


@pytest.fixture
def published(app: Flask) -> Published:
    with clock.fixed(NOW):
        made = Published(rated_school())
        publish_results(made.school.cycle.id, actor=SYSTEM)
    return made


def better(row: Result) -> str:
    """The document with another name, as somebody who has the database could write it."""
    text = row.document.replace("Aminah", "Aminoh")
    assert text != row.document
    return text


def refused(row: Result) -> bool:
    try:
        read_result(row)
    except ResultAltered:
        return True
    return False


def test_a_document_is_shown_as_it_was_sealed(published: Published) -> None:
    assert read_result(published.row()).ratee.name == "Aminah"
    assert len(list(documents(published.school.cycle.id, EVERYONE))) == 2
    assert AuditEvent.select().where(AuditEvent.action == ALTERED).count() == 0


def test_a_changed_document_is_refused_and_put_on_record_once(published: Published) -> None:
    published.change(document=better(published.row()))
    assert refused(published.row())
    assert refused(published.row())
    events = list(AuditEvent.select().where(AuditEvent.action == ALTERED))
    assert [event.object_id for event in events] == [str(published.row().ratee_id)]
    assert not refused(published.row("Basri")), "others are as they were"
    with pytest.raises(ResultAltered):
        list(documents(published.school.cycle.id, EVERYONE))
    published.change(document=published.row().document.replace("Aminoh", "Amonoh"))
    assert refused(published.row())
    assert len(list(AuditEvent.select().where(AuditEvent.action == ALTERED))) == 2


def test_a_hash_that_was_changed_with_it_helps_nobody(published: Published) -> None:
    text = better(published.row())
    published.change(document=text, sha256=fingerprint(text))
    assert refused(published.row())
    _, ways = sealed(0, {published.row().ratee_id: fingerprint(text)})
    published.change(seal=ways[published.row().ratee_id])
    assert refused(published.row())
    assert not refused(published.row("Basri"))


def test_the_document_of_another_is_refused(published: Published) -> None:
    row = published.row("Basri")
    published.change(document=row.document, sha256=row.sha256, seal=row.seal)
    assert refused(published.row())


def test_a_line_that_somebody_without_the_key_writes_seals_nothing(published: Published) -> None:
    text = better(published.row())
    seal, ways = sealed(0, {published.row().ratee_id: fingerprint(text)})
    line = AuditEvent.get(AuditEvent.action == "cycle.publish")
    details = f'{{"sha256": null, "seals": ["{seal}"]}}'
    AuditEvent.update(details=details).where(AuditEvent.id == line.id).execute()
    published.change(document=text, sha256=fingerprint(text), seal=ways[published.row().ratee_id])
    assert refused(published.row())


def test_results_of_an_older_release_are_held_against_the_hash_over_all(
    published: Published,
) -> None:
    """Lines of releases before had one hash for a whole cycle."""
    cycle_id = published.school.cycle.id
    with clock.fixed(NOW):
        facts = {"results": 2, "sha256": Seals(cycle_id)._facts["sha256"]}  # type: ignore[index]
        record(SYSTEM, "cycle.publish", "cycle", cycle_id, **facts)
    Result.update(seal="").execute()
    assert not refused(published.row())
    text = better(published.row())
    published.change(document=text, sha256=fingerprint(text))
    assert refused(published.row())
