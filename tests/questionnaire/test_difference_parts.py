"""Differences of rows, options, conditions, tags and rules; which words of a text changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from survei.questionnaire import editing
from survei.questionnaire.blank import expectation_scale
from survei.questionnaire.choices import Operator
from survei.questionnaire.difference import Change, difference
from survei.questionnaire.difference.changed_words import Piece, compared
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Matrix, SingleChoice, YesNo
from survei.questionnaire.parts import Choice, Clause, Condition, Row
from survei.questionnaire.reordering import moved
from survei.questionnaire.translated_text import Text
from tests.texts import said

ROWS = [
    Row(code="a", text=Text("Ramah")),
    Row(code="b", text=Text("Cepat")),
    Row(code="c", text=Text("Teliti")),
]
OPTIONS = [Choice(value="p", label=Text("Pagi")), Choice(value="s", label=Text("Sore"))]


def document() -> Document:
    """A matrix, a choice and a question that may be hidden."""
    return Document(
        key="uji",
        title=Text("Uji"),
        scales={"lima": expectation_scale()},
        sections=[
            Section(
                code="satu",
                title=Text("Satu"),
                weight=100,
                questions=[
                    Matrix(code="sikap", text=Text("Sikap"), scale="lima", rows=list(ROWS)),
                    SingleChoice(code="waktu", text=Text("Waktu"), choices=list(OPTIONS)),
                    YesNo(code="lagi", text=Text("Lagi?")),
                ],
            )
        ],
    )


def edited(code: str, **members: object) -> Document:
    return editing.change_question(document(), code, **said(document().question(code), **members))


IF_MORNING = Condition(clauses=[Clause(question="waktu", operator=Operator.IS, value="p")])

#: what is edited → (kind, sentence) of each change
TOLD: dict[str, tuple[Document, list[tuple[str, str]]]] = {
    "row added": (
        edited("sikap", rows=[*ROWS, Row(code="d", text=Text("Jujur"))]),
        [("added", "Baris “Jujur” ditambahkan pada “Sikap”.")],
    ),
    "row removed": (
        edited("sikap", rows=ROWS[:2]),
        [("removed", "Baris “Teliti” dihapus dari “Sikap”.")],
    ),
    "row moved": (
        edited("sikap", rows=[ROWS[2], *ROWS[:2]]),
        [("moved", "Baris “Teliti” pada “Sikap” dipindahkan.")],
    ),
    "row reworded": (
        edited("sikap", rows=[replace(ROWS[0], text=Text("Sopan")), *ROWS[1:]]),
        [("reworded", "Rumusan baris “Sopan” diubah.")],
    ),
    "row reweighted": (
        edited("sikap", rows=[replace(ROWS[0], weight=2), *ROWS[1:]]),
        [("reweighted", "Bobot baris “Ramah” dari 1 menjadi 2.")],
    ),
    "row turned": (
        edited("sikap", rows=[replace(ROWS[0], reversed=True), *ROWS[1:]]),
        [("rescaled", "Arah nilai baris “Ramah” dibalik.")],
    ),
    "option added": (
        edited("waktu", choices=[*OPTIONS, Choice(value="m", label=Text("Malam"))]),
        [("added", "Pilihan “Malam” ditambahkan pada “Waktu”.")],
    ),
    "option reworded": (
        edited("waktu", choices=[Choice(value="p", label=Text("Pagi hari")), OPTIONS[1]]),
        [("reworded", "Pilihan “Pagi hari” pada “Waktu” diubah.")],
    ),
    "option removed": (
        edited("waktu", choices=OPTIONS[:1]),
        [("removed", "Pilihan “Sore” dihapus dari “Waktu”.")],
    ),
    "options turned": (
        edited("waktu", choices=OPTIONS[::-1]),
        [("moved", "Pilihan “Sore” pada “Waktu” dipindahkan.")],
    ),
    "condition": (
        edited("lagi", show_if=IF_MORNING),
        [("conditioned", "Syarat tampil “Lagi?” diubah.")],
    ),
    "required if": (
        edited("lagi", required_if=IF_MORNING),
        [("conditioned", "Syarat wajib “Lagi?” diubah.")],
    ),
    "section's condition": (
        editing.change_section(document(), "satu", show_if=IF_MORNING),
        [("conditioned", "Syarat tampil aspek “Satu” diubah.")],
    ),
    "tags": (
        edited("lagi", tags=["layanan"]),
        [("changed", "Ketentuan jawaban “Lagi?” diubah.")],
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_part_of_a_question_is_told(name: str) -> None:
    new, expected = TOLD[name]
    told = [(str(change.kind), change.message) for change in difference(document(), new)]
    assert told == expected


def one(new: Document) -> Change:
    (change,) = difference(document(), new)
    return change


def test_rules_are_told_before_and_after() -> None:
    (detail,) = one(edited("lagi", tags=["layanan"])).details
    assert (detail.label, detail.before, detail.after) == ("Kata kunci", [], ["layanan"])


def test_a_condition_is_held_before_and_after() -> None:
    change = one(edited("lagi", show_if=IF_MORNING))
    assert (change.member, change.conditions) == ("show_if", (None, IF_MORNING))


def test_what_was_removed_names_the_section_it_was_in() -> None:
    change = one(editing.remove_question(document(), "lagi"))
    assert (change.section, change.was_in) == ("", "satu")


#: before, after → changed words
WORDS: dict[str, tuple[str, str, list[str], list[str]]] = {
    "one word": ("Ia datang tepat waktu.", "Ia pulang tepat waktu.", ["datang"], ["pulang"]),
    "added": ("Ia datang.", "Ia selalu datang.", [], [" selalu"]),
    "from nothing": ("", "Ia datang.", [], ["Ia datang."]),
    "to nothing": ("Ia datang.", "", ["Ia datang."], []),
    "neighbours": ("Ia datang pagi.", "Ia pulang sore.", ["datang pagi"], ["pulang sore"]),
    "mark": ("Ia datang.", "Ia datang?", ["."], ["?"]),
}


@pytest.mark.parametrize("name", WORDS)
def test_changed_words_are_found(name: str) -> None:
    before, after, gone, come = WORDS[name]
    old, new = compared(before, after)
    assert [piece.text for piece in old if piece.is_changed] == gone
    assert [piece.text for piece in new if piece.is_changed] == come


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_joined_give_the_texts_again(before: str, after: str) -> None:
    old, new = compared(before, after)
    assert "".join(piece.text for piece in old) == before
    assert "".join(piece.text for piece in new) == after


def test_two_very_long_texts_are_not_compared_word_by_word() -> None:
    old, new = compared("kata lain " * 400, "lain kata " * 400)
    assert [old, new] == [[Piece("kata lain " * 400, True)], [Piece("lain kata " * 400, True)]]


@given(st.permutations(list("abcdef")))
def test_those_that_stayed_keep_their_order(after: list[str]) -> None:
    before = list("abcdef")
    gone = moved(before, after)
    assert [code for code in before if code not in gone] == [
        code for code in after if code not in gone
    ]
    assert bool(gone) == (before != after)
