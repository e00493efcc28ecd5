"""The English catalogue holds every text, completely, and the product reads what is in it."""

from __future__ import annotations

import ast
import re

from flask import Flask
from flask_babel import force_locale, gettext, ngettext

from survei.catalogues import CATALOGUES
from tests.catalogue import book
from tests.catalogue.extract import Text, _Reader

#: A figure that may be one, directly before a noun of many.
COUNTED = re.compile(
    r"%\((?:count|num|errors|forms|raters|letters|groups|sections|questions)\)[sd] "
    r"(?:more |other )?[a-z]+s\b"
)
#: Terms that gave way to another; one word per thing, in every page and letter.
REPLACED = re.compile(r"\b(?:galat|jejak audit|papan tik|diundi|ajek)\b", re.IGNORECASE)
HOW = "run `python -m tests.catalogue update` and translate what it lists"


def test_every_language_of_the_interface_has_a_catalogue() -> None:
    files = book.PO.parents[2].glob("*/LC_MESSAGES/messages.mo")
    assert {"id", *(file.parts[-3] for file in files)} == set(CATALOGUES)


def test_every_text_is_in_the_catalogue() -> None:
    known = {message.id for message in book.stored() if message.id}
    wanted = {message.id for message in book.updated(book.stored()) if message.id}
    assert (wanted - known, known - wanted) == (set(), set()), HOW


def test_every_text_is_translated_with_the_same_places() -> None:
    assert book.faults(book.stored()) == [], HOW


def test_one_of_something_is_not_called_many() -> None:
    single, counting = [], []
    for message in book.stored():
        (counting if isinstance(message.id, tuple) else single).append(message)
    assert [one.string for one in single if COUNTED.search(str(one.string))] == []
    assert [one.string for one in counting if COUNTED.search(one.string[0])] == []
    assert [one.string for one in counting if one.string[0] == one.string[1]] == []


def test_no_text_uses_a_term_that_was_replaced() -> None:
    texts = [text for message in book.stored() for text in (message.id, message.string)]
    assert [text for text in texts if REPLACED.search(str(text))] == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    is_same = book.MO.read_bytes() == book.mo_bytes(book.stored())
    assert is_same, HOW  # the difference of two binary files tells nobody anything


def test_the_product_speaks_both_languages(app: Flask) -> None:
    one = "%(num)d jawaban perlu diperbaiki"
    with app.test_request_context():
        with force_locale("en"):
            assert gettext("Beranda") == "Home"
            assert ngettext(one, one, 1) == "1 answer needs to be corrected"
            assert ngettext(one, one, 3) == "3 answers need to be corrected"
        with force_locale("id"):
            assert (gettext("Beranda"), ngettext(one, one, 3)) == (
                "Beranda",
                "3 jawaban perlu diperbaiki",
            )


def found_in(source: str) -> list[str]:
    tree = ast.parse(source)
    return [text.msgid for text in _Reader("x.py", {"SurveiError", "Late"}).read(tree)]


def test_texts_are_found_where_they_stand() -> None:
    assert found_in('_("satu"); ngettext("a", "b", n)') == ["satu", "a"]
    assert found_in('class Late(SurveiError):\n    message = "Terlambat."') == ["Terlambat."]
    assert found_in('raise Late("Sudah lewat." if x else "Belum.")') == ["Sudah lewat.", "Belum."]
    assert found_in('ROLE_LABELS = {A: "guru"}') == ["guru"]
    assert found_in('wherever("Kuesioner ini belum terbit.")') == ["Kuesioner ini belum terbit."]


def test_technical_texts_and_docstrings_are_left_alone() -> None:
    assert found_in('"""Kalimat yang tidak tampil."""') == []
    assert found_in('x = "SELECT a FROM b"; HEADER = "X-CSRF-Token"') == []
    assert found_in('f"Nilai {x} yang tidak tampil"') == []


def test_a_text_knows_its_place() -> None:
    tree = ast.parse('\n_("satu")')
    assert _Reader("x.py", set()).read(tree) == [Text("x.py", 2, "satu")]
