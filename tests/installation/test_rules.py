"""Whose key is whose, and for which address links are made."""

from __future__ import annotations

import json

import pytest

from survei.audit.models import AuditEvent
from survei.installation.choices import KeyKind, KeyState, Role
from survei.installation.queries import known_address
from survei.installation.rules import SiteElsewhere, address_of, fingerprint, state_of
from survei.settings import Settings
from survei.starting import settle_address

HOME, SITE, OTHER = "http://localhost:8000", "https://nilai.example.go.id", "https://x.example.id"


@pytest.mark.parametrize(
    ("have", "known", "is_absent", "state"),
    [
        (["a"], {}, False, None),
        (["a"], {}, True, None),
        (["a"], {"a": True}, False, None),
        (["b", "a"], {"a": True}, False, None),
        (["b"], {"a": True}, False, KeyState.FOREIGN),
        (["b"], {"a": True}, True, KeyState.ABSENT),
        (["a"], {"a": False, "b": True}, False, KeyState.REPLACED),
    ],
)
def test_a_key_belongs_or_not(
    have: list[str], known: dict[str, bool], is_absent: bool, state: KeyState | None
) -> None:
    assert state_of(have, known, is_absent=is_absent) is state


def test_a_fingerprint_says_nothing_of_the_key_and_differs_by_kind() -> None:
    key = b"0123456789abcdef0123456789abcdef"
    prints = {fingerprint(kind, key) for kind in KeyKind}
    assert len(prints) == len(KeyKind)
    assert {len(one) for one in prints} == {64}
    assert not any(key.hex() in one for one in prints)


@pytest.mark.parametrize(
    ("role", "known", "own", "is_set", "address"),
    [
        (Role.SITE, None, HOME, False, HOME),
        (Role.SITE, SITE, OTHER, True, OTHER),
        (Role.SITE, SITE, HOME, False, SITE),
        (Role.SITE, "http://localhost:9000", HOME, False, HOME),
        (Role.WORKER, None, OTHER, True, OTHER),
        (Role.WORKER, SITE, OTHER, True, SITE),
        (Role.WORKER, SITE, HOME, False, SITE),
        (Role.COMMAND, None, HOME, False, HOME),
        (Role.COMMAND, SITE, HOME, False, SITE),
        (Role.COMMAND, SITE, SITE, True, SITE),
        (Role.COMMAND, SITE, OTHER, True, None),
        (Role.READER, SITE, OTHER, True, SITE),
    ],
)
def test_links_lead_to_the_site(
    role: Role, known: str | None, own: str, is_set: bool, address: str | None
) -> None:
    if address is None:
        with pytest.raises(SiteElsewhere):
            address_of(known, own, is_set=is_set, role=role)
    else:
        assert address_of(known, own, is_set=is_set, role=role) == address


def test_a_move_of_the_site_is_written_into_the_log(db: None, settings: Settings) -> None:
    settle_address(settings.at(SITE), Role.SITE)
    assert (known_address(), AuditEvent.select().count()) == (SITE, 0)
    settle_address(settings.at(OTHER), Role.SITE)
    settle_address(settings.at(OTHER), Role.SITE)
    (line,) = AuditEvent.select()
    assert known_address() == OTHER
    assert (line.action, json.loads(line.details)) == ("site.move", {"before": SITE, "now": OTHER})
