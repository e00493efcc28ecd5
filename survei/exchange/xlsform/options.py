"""Choice lists that come in: options, and scales made from them."""

from __future__ import annotations

from dataclasses import dataclass, field

from survei.exchange.xlsform.language_columns import Texts
from survei.exchange.xlsform.report import Fate, Report
from survei.exchange.xlsform.sheet_tables import Line, Table
from survei.exchange.xlsform.vocabulary import (
    NA_SUFFIX,
    NO_CHOICE,
    OURS_ELSEWHERE,
    SCALE_LIST,
    YES_CHOICE,
)
from survei.numerals import digits
from survei.questionnaire.choices import CANNOT_RATE, NO, OTHER, YES
from survei.questionnaire.codes import is_code, unique_code
from survei.questionnaire.languages import MAIN
from survei.questionnaire.parts import Choice, Point, Scale
from survei.questionnaire.translated_text import Text

FEWEST_POINTS, MOST_POINTS = 2, 10
#: Names of "cannot rate" elsewhere.
NA_NAMES = {CANNOT_RATE, "n_a", "n/a", "tidak_dapat_menilai", "not_applicable"}
YES_NAMES, NO_NAMES = {YES, "yes", "y"}, {NO, "no", "n", "t"}
OTHER_NAMES = {OTHER, "other", "lain", "lain-lain"}


@dataclass(frozen=True)
class Option:
    """One row of a list."""

    name: str
    label: Text
    line: Line


@dataclass
class OptionList:
    """A list by its name, "cannot rate" taken out."""

    name: str
    options: list[Option] = field(default_factory=list)
    #: Name of "cannot rate" in the list; empty without one.
    na: str = ""

    @property
    def names(self) -> list[str]:
        return [option.name for option in self.options]

    def is_yes_no(self) -> bool:
        """Whether it holds yes and no, called so, and nothing else."""
        if len(self.options) != 2:
            return False
        yes, no = self.options
        calls = {"ya", "yes", "tidak", "no", ""}
        labels = {text.casefold() for one in self.options for text in one.label.values()}
        return yes.name.lower() in YES_NAMES and no.name.lower() in NO_NAMES and labels <= calls

    def is_scale(self) -> bool:
        """Whether it can be the points of a scale."""
        return FEWEST_POINTS <= len(self.options) <= MOST_POINTS

    def yes_no_values(self) -> dict[str, str]:
        """{name in the form: our value}."""
        return dict(zip(self.names, (YES_CHOICE[0], NO_CHOICE[0]), strict=True))


def read_lists(table: Table, texts: Texts, report: Report) -> dict[str, OptionList]:
    """The lists of the choices sheet."""
    lists: dict[str, OptionList] = {}
    for line in table.lines:
        list_name, name = line.get("list_name"), line.get("name")
        if not list_name and not name:
            continue
        if not list_name or not name:
            column = table.place("name" if list_name else "list_name")
            report.add(Fate.ERROR, table.name, line.row, column, "Sel ini belum diisi.")
            continue
        held = lists.setdefault(list_name, OptionList(list_name))
        if any(option.name == name for option in held.options):
            message = "Pilihan “%(name)s” sudah ada dalam daftar “%(list)s”."
            place = table.place("name")
            report.add(Fate.ERROR, table.name, line.row, place, message, name=name, list=list_name)
        elif name.lower() in NA_NAMES and not held.na:
            held.na = name
        else:
            held.options.append(Option(name, texts.label(line, name), line))
    return lists


class Scales:
    """Scales made from lists; lists that differ only in "na" become one."""

    def __init__(self, table: Table, texts: Texts, report: Report) -> None:
        self.made: dict[str, Scale] = {}
        self._keys: dict[str, tuple[str, dict[str, str]]] = {}
        self._table = table
        self._texts = texts
        self._report = report

    def of(self, held: OptionList) -> tuple[str, dict[str, str]]:
        """Key of the scale, and {name in the form: value of the point}, ascending."""
        base = held.name.removesuffix(NA_SUFFIX)
        if base not in self._keys:
            self._keys[base] = self._make(held, base)
        return self._keys[base]

    def _make(self, held: OptionList, base: str) -> tuple[str, dict[str, str]]:
        values = self._values(held)
        first = held.options[0].line
        wanted = first.get(f"{OURS_ELSEWHERE}scale") or base.removeprefix(SCALE_LIST)
        key = wanted
        if not is_code(wanted) or wanted in self.made:
            key = unique_code(wanted, self.made, otherwise="skala")
        revision = first.get(f"{OURS_ELSEWHERE}origin_revision")
        points = [self._point(option, values[option.name]) for option in held.options]
        title = self._texts.own(first, f"{OURS_ELSEWHERE}title")
        self.made[key] = Scale(
            title=title if str(title) else title.having(MAIN, base),
            origin=first.get(f"{OURS_ELSEWHERE}origin"),
            origin_revision=digits(revision) or 0,
            points=sorted(points, key=lambda point: point.value),
        )
        ordered = sorted(values.items(), key=lambda pair: int(pair[1]))
        return key, dict(ordered)

    def _values(self, held: OptionList) -> dict[str, str]:
        numbers = {name: digits(name) for name in held.names}
        if all(number is not None and number <= 100 for number in numbers.values()):
            return {name: str(number) for name, number in numbers.items()}
        values = {name: str(place) for place, name in enumerate(held.names, 1)}
        for option in held.options:
            message = "Poin “%(name)s” menjadi nilai %(value)s menurut urutan daftar."
            self._report.add(
                *(Fate.CHANGED, self._table.name, option.line.row, self._table.place("name")),
                message,
                name=option.name,
                value=values[option.name],
            )
        return values

    def _point(self, option: Option, value: str) -> Point:
        return Point(
            value=int(value),
            label=option.label,
            anchor=self._texts.own(option.line, f"{OURS_ELSEWHERE}anchor"),
        )


def choices_from(
    held: OptionList, table: Table, report: Report, *, with_other: bool
) -> tuple[list[Choice], dict[str, str]]:
    """Options as ours, and {name in the form: value}; "lainnya" left out where it is a flag."""
    made: list[Choice] = []
    values: dict[str, str] = {}
    for option in held.options:
        if with_other and option.name.lower() in OTHER_NAMES:
            values[option.name] = OTHER
            continue
        value = option.name
        if not _is_value(value):
            taken = {choice.value for choice in made} | set(held.names)
            value = unique_code(option.name, taken, otherwise="pilihan")
            message = "Nilai pilihan “%(name)s” menjadi “%(value)s”."
            place = table.place("name")
            report.add(
                *(Fate.CHANGED, table.name, option.line.row, place),
                message,
                name=option.name,
                value=value,
            )
        values[option.name] = value
        made.append(Choice(value=value, label=option.label))
    return made, values


def _is_value(text: str) -> bool:
    return len(text) < 60 and all(
        sign.isascii() and (sign.islower() or sign.isdigit() or sign in "-_") for sign in text
    )
