"""Conditions that never hold, and conditions that always do."""

from __future__ import annotations

from collections.abc import Iterator

from survei.questionnaire.checks.asked import Asked
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.document import Section
from survei.questionnaire.finding import Finding, error, warning
from survei.questionnaire.reachability import OPEN, Reach, Ways, both


def _outside(reach: Reach, item: Asked) -> Ways:
    """Ways to where a condition is asked: for "wajib jika" the question is shown already."""
    if isinstance(item.part, Section):
        return OPEN
    section = reach.document.section(item.part_place.section)
    assert section is not None
    if item.member == "required_if":
        return reach.to_question(section, item.part)
    return reach.to_section(section)


def sometimes_shown(walk: Walk) -> Iterator[Finding]:
    """Some answers show every section and every question."""
    reach = walk.reach
    for item in walk.sound_conditions:
        outside = _outside(reach, item)
        if item.member != "show_if" or not reach.is_possible(outside):
            continue
        if not reach.is_consistent(item.condition):
            yield error(
                item.place,
                "Syarat-syarat ini saling bertentangan, sehingga bagian ini tidak akan pernah "
                "tampil.",
                "Hapus salah satu syarat, atau pilih “salah satu terpenuhi”.",
            )
        elif not reach.is_possible(both(outside, reach.satisfying(item.condition))):
            yield error(
                item.place,
                "Syarat ini menunggu jawaban yang tidak mungkin ada, sehingga bagian ini tidak "
                "akan pernah tampil.",
                "Periksa kapan pertanyaan yang disebut di sini tampil, atau ubah syaratnya.",
            )


def sometimes_required(walk: Walk) -> Iterator[Finding]:
    """Some answers meet every "wajib jika"."""
    reach = walk.reach
    for item in walk.sound_conditions:
        if item.member != "required_if" or _is_always_required(item):
            continue
        outside = _outside(reach, item)
        if reach.is_possible(outside) and not reach.is_possible(
            both(outside, reach.satisfying(item.condition))
        ):
            yield warning(
                item.place,
                "Syarat ini tidak akan pernah terpenuhi, sehingga pertanyaan ini tidak pernah "
                "wajib.",
                "Ubah syaratnya atau hapus.",
            )


def sometimes_hidden(walk: Walk) -> Iterator[Finding]:
    """Some answers break every condition."""
    reach = walk.reach
    for item in walk.sound_conditions:
        outside = _outside(reach, item)
        if _is_always_required(item) or not reach.is_possible(outside):
            continue
        if not reach.is_possible(both(outside, reach.violating(item.condition))):
            yield warning(
                item.place,
                "Syarat ini selalu terpenuhi, jadi tidak berpengaruh.",
                "Hapus syaratnya, atau pilih jawaban yang tidak selalu diberikan.",
            )


def _is_always_required(item: Asked) -> bool:
    """Whether a "wajib jika" says nothing; then other checks say so."""
    if item.member == "show_if" or isinstance(item.part, Section):
        return False
    return item.part.required or not item.part.is_asked
