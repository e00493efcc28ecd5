"""Numbers as people type them, wherever they type one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms.validators import NumberRange

from admin.fields import DecimalField, WholeField
from admin.forms import AdminForm
from admin.questionnaires.fields import CommaNumber
from survei.numerals import decimal, digits, whole, written

ROOMS = ("admin", "formulir", "survei")
#: What Python reads as a number and no person means as one.
ODD = ["٣", "３", "1_0", "1e3", "+1", "NaN", "nan", "inf", "-inf", "Infinity", "0x1f", "1 0",
       "1,5,5", "1.5.5", "0.125", "01.500", "²", "", " ", "--1", "1,", ",5", "9" * 16]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_what_is_no_number_is_none(text: str) -> None:
    assert (whole(text), decimal(text), digits(text)) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 3.0),
        (" 3 ", 3.0),
        ("-3", -3.0),
        ("−3", -3.0),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("0,125", 0.125),
        ("0.1250", 0.125),
        ("1.500", 1500.0),
        ("1.250.000,5", 1250000.5),
        ("007", 7.0),
    ],
)
def test_numbers_as_people_type_them(text: str, expected: float) -> None:
    assert decimal(text) == expected
    assert whole(text) == (int(expected) if expected.is_integer() else None)


def test_a_key_has_digits_alone() -> None:
    assert (digits("12"), digits("0012"), digits("-1"), digits("1.500")) == (12, 12, None, None)
    assert (digits("123456789"), digits("1234567890"), digits("1234", 3)) == (123456789, None, None)


class Numbers(AdminForm):
    """One of each field that takes a number."""

    whole = WholeField("A", [NumberRange(1, 9)])
    decimal = DecimalField("B", [NumberRange(1, 9)])
    comma = CommaNumber()
    comma_whole = CommaNumber(whole=True)


@pytest.mark.parametrize("text", [text for text in ODD if text.strip()])
def test_no_field_takes_what_is_no_number(app: Flask, text: str) -> None:
    names = ("whole", "decimal", "comma", "comma_whole")
    with app.test_request_context("/admin/"):
        form = Numbers(MultiDict(dict.fromkeys(names, text)))
        assert not form.validate()
        assert [len(form[name].errors) for name in names] == [1] * 4
        assert [form[name].data for name in names] == [None] * 4


def test_nothing_else_reads_what_is_typed() -> None:
    """No stock number field, no `int` for a menu, no digits of other scripts."""
    found = []
    for path in (path for room in ROOMS for path in Path(room).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        stock = {
            name.name
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wtforms")
            for name in node.names
        } & {"IntegerField", "FloatField", "DecimalField", "IntegerRangeField", "DecimalRangeField"}
        if stock and path != Path("admin/fields.py"):
            found.append(f"{path}: {stock}")
        for number, line in enumerate(source.splitlines(), 1):
            is_loose = re.search(r"\.is(decimal|numeric)\(\)", line) and "isascii()" not in line
            if is_loose or re.search(r"coerce=(int|float)\b", line):
                found.append(f"{path}:{number}: {line.strip()}")
    assert found == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (548327.57, "548327,57"),
        (1234567.0, "1234567"),
        (0.0001, "0,0001"),
        (33.3 + 33.3 + 33.4, "100"),
        (-2.5, "-2,5"),
        (3, "3"),
        (float("nan"), "nan"),
        (1e40, "1" + "0" * 40),
    ],
)
def test_written_back_with_all_its_digits_and_no_others(number: float, expected: str) -> None:
    assert written(number) == expected
