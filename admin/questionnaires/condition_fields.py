"""The condition builder: rows of (question, operator, value) chosen from menus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import Form, FormField, StringField

from admin.questionnaires.condition_sources import DAY, NUMBER, ConditionSources, Source
from admin.questionnaires.fields import RowList, day_of, show_number
from survei import numerals
from survei.questionnaire.choices import CANNOT_RATE, WITHOUT_VALUE, Match, Operator
from survei.questionnaire.document import Section
from survei.questionnaire.kinds import Question
from survei.questionnaire.parts import Clause, Condition

#: Most comparisons of one condition.
MOST_CLAUSES = 10


class ClauseRow(Form):
    """One comparison as posted; its menus depend on the question, so the template writes them."""

    question = StringField()
    operator = StringField()
    value = StringField()


class ConditionForm(Form):
    """How many must hold, and the comparisons."""

    match = StringField(default=str(Match.ALL))
    clauses = RowList(FormField(ClauseRow), most=MOST_CLAUSES)


@dataclass(frozen=True)
class ClauseView:
    """A row as the template shows it."""

    index: int
    key: str
    operator: str
    value: str
    #: What the row asks about; None for a blank row and for what cannot be asked.
    source: Source | None
    problem: str
    error: str
    #: Whether somebody typed the value just now; else it is a stored one.
    is_typed: bool = False

    @property
    def needs_value(self) -> bool:
        """Whether a value is compared with."""
        return self.operator not in WITHOUT_VALUE

    @property
    def shown_value(self) -> str:
        """The value as typed; a stored number with a comma."""
        is_number = self.source is not None and self.source.input == NUMBER
        return shown_number(self.value) if is_number and not self.is_typed else self.value


class ConditionField(FormField):
    """Gives a `Condition`, or None without rows. `bind` it to its place before use."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(ConditionForm, label, separator="-", **options)
        self.asked: ConditionSources | None = None
        self.part: Any = None
        self._refusals: dict[int, str] = {}

    def bind(self, asked: ConditionSources, part: Section | Question) -> None:
        """Tells what stands before the part."""
        self.asked, self.part = asked, part

    @property
    def rows(self) -> list[Any]:
        """Rows in which a question is chosen."""
        return [row.form for row in self.form.clauses if (row.form.question.data or "").strip()]

    @property
    def data(self) -> Condition | None:
        """The condition as the document keeps it."""
        clauses = [clause for row in self.rows if (clause := self._clause(row)) is not None]
        match = Match.ANY if self.form.match.data == Match.ANY else Match.ALL
        return Condition(match=match, clauses=clauses) if clauses else None

    def _clause(self, row: Any) -> Clause | None:
        operator = operator_of(row)
        if operator is None:
            return None
        value = "" if operator in WITHOUT_VALUE else self._value_of(row)
        return Clause(question=row.question.data.strip(), operator=operator, value=value)

    def _value_of(self, row: Any) -> str:
        source = self._source(row)
        text = (row.value.data or "").strip()
        if source is not None and source.input == NUMBER and text != CANNOT_RATE:
            number = numerals.decimal(text)
            return text if number is None else show_number(number).replace(",", ".")
        return text

    def _source(self, row: Any) -> Source | None:
        return self.asked.sources.get(row.question.data.strip()) if self.asked else None

    @property
    def errors(self) -> list[str]:
        """What is wrong, in words."""
        return list(dict.fromkeys(self._refusals.values()))

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Refuses references to what is not before the part, and values that do not exist."""
        found = {at: self._refusal(row) for at, row in enumerate(self.rows)}
        self._refusals = {at: text for at, text in found.items() if text}
        return not self._refusals

    def _refusal(self, row: Any) -> str:
        assert self.asked is not None
        problem = self.asked.problem(self.part, row.question.data.strip())
        if problem:
            return problem
        source, operator = self._source(row), operator_of(row)
        assert source is not None
        if operator is None or str(operator) not in dict(source.operators):
            return _("Pilih pembanding dan nilai untuk “%(question)s”.", question=source.text[:60])
        if operator in WITHOUT_VALUE:
            return ""
        return value_refusal(source, operator, (row.value.data or "").strip())

    def drop(self, index: int) -> None:
        """Without one of the rows."""
        entries = self.form.clauses.entries
        if index < len(entries):
            del entries[index]

    def replace_rows(self, rows: list[tuple[str, Operator]]) -> None:
        """These comparisons, which have no value, instead of those typed."""
        del self.form.clauses.entries[:]
        for key, operator in rows:
            self.form.clauses.append_entry({"question": key, "operator": str(operator)})

    def views(self) -> list[ClauseView]:
        """Rows to show, a blank one at the end."""
        found = [self._view(at, row) for at, row in enumerate(self.rows)]
        if len(found) < MOST_CLAUSES:
            found.append(ClauseView(len(found), "", "", "", None, "", ""))
        return found

    def _view(self, at: int, row: Any) -> ClauseView:
        assert self.asked is not None
        key = row.question.data.strip()
        problem = self.asked.problem(self.part, key)
        source = None if problem else self._source(row)
        return ClauseView(
            index=at,
            key=key,
            operator=str(row.operator.data or ""),
            value=row.value.data or "",
            source=source,
            problem=problem,
            error="" if problem else self._refusals.get(at, ""),
            is_typed=bool(row.value.raw_data),
        )

    def words(self) -> str:
        """The condition as a sentence; for a comparison of two states."""
        condition = self.data
        if condition is None or self.asked is None:
            return ""
        return self.asked.sentence(self.short_name, condition)


def operator_of(row: Any) -> Operator | None:
    """The operator that was posted; None when it is none."""
    try:
        return Operator(str(row.operator.data or ""))
    except ValueError:
        return None


def value_refusal(source: Source, operator: Operator, value: str) -> str:
    """What is wrong with a value as it was typed; empty for a good one."""
    if source.input == NUMBER:
        return "" if numerals.decimal(value) is not None else _("Tulis angka, misalnya 12,5.")
    if source.input == DAY:
        return "" if day_of(value) else _("Tulis tanggal yang ada di kalender.")
    if value not in dict(source.values):
        return _("Pilih nilai untuk “%(question)s”.", question=source.text[:60])
    if value == CANNOT_RATE and operator != Operator.IS:
        return _("“Tidak dapat menilai” hanya dapat dibandingkan dengan “adalah”.")
    return ""


def menus(asked: ConditionSources, part: Section | Question) -> dict[str, Any]:
    """The menus as data for the page's script: sets of operators and values, shared by keys."""
    sets: dict[str, dict[str, Any]] = {}
    names: dict[tuple[Any, ...], str] = {}
    keys: dict[str, str] = {}
    for source in asked.before(part):
        name = names.setdefault((source.kind, source.values), f"s{len(names)}")
        keys[source.key] = name
        if name not in sets:
            sets[name] = {
                "input": source.input,
                "operators": source.operators,
                "values": source.values,
            }
    return {"keys": keys, "sets": sets, "alone": sorted(map(str, WITHOUT_VALUE))}


def shown_number(value: str) -> str:
    """A stored number with a decimal comma; what is no number as it is."""
    try:
        return show_number(float(value))
    except ValueError:
        return value
