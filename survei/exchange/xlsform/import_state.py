"""What is known while a form is read: codes given, questions seen, remarks made."""

from __future__ import annotations

import re
from typing import Any

from survei.exchange.xlsform.constraints import Bounds, bounds_from
from survei.exchange.xlsform.language_columns import Texts
from survei.exchange.xlsform.options import OptionList, Scales, read_lists
from survei.exchange.xlsform.relevance import Asked
from survei.exchange.xlsform.report import Fate, Report
from survei.exchange.xlsform.sheet_tables import Table
from survei.exchange.xlsform.survey_tree import Node
from survei.exchange.xlsform.understanding import TOO_DEEP, NotHeld, condition_from
from survei.exchange.xlsform.vocabulary import OURS
from survei.questionnaire.choices import Match
from survei.questionnaire.codes import is_code, unique_code
from survei.questionnaire.parts import Condition

YES_WORDS = {"yes", "true", "true()", "1", "ya"}
NO_WORDS = {"", "no", "false", "false()", "0", "tidak"}
#: Bounds by the constraint's part that sets them.
BOUND_NAMES = (
    *("least", "most", "step", "earliest", "latest", "longest"),
    *("fewest_choices", "most_choices"),
)

#: Columns that are read, or that say nothing to carry.
READ = {"type", "name", "relevant", "required", "constraint", "appearance", "parameters"}
READ_TEXTS = ("label.", "hint.", OURS)
ANCHOR = re.compile(rf"{OURS}anchor(?:_[^:]+)?::(.*)", re.DOTALL)


class ImportState:
    """What is known of one form so far: lists and scales, questions and codes."""

    def __init__(self, survey: Table, choices: Table, names: set[str], report: Report) -> None:
        self.survey, self.choices, self.report = survey, choices, report
        self.texts = Texts(survey, report)
        self.choice_texts = Texts(choices, report)
        self.lists = read_lists(choices, self.choice_texts, report)
        self.scales = Scales(choices, self.choice_texts, report)
        #: Columns that have no counterpart.
        self.unread = [
            name for name in survey.columns if name not in READ and not name.startswith(READ_TEXTS)
        ]
        anchors = filter(None, map(ANCHOR.fullmatch, survey.columns))
        points = dict.fromkeys(anchor[1] for anchor in anchors)
        #: {point of own anchors: their columns}.
        self.anchors = {
            point: self.texts.own_columns(f"{OURS}anchor", f"::{point}") for point in points
        }
        #: {name in the form: question}, of those read so far.
        self.asked: dict[str, Asked] = {}
        self.used_lists: set[str] = set()
        self._names = names
        self._dropped: set[str] = set()
        self._codes: set[str] = set()
        self._section_codes: set[str] = set()

    # Remarks

    def remark(self, fate: Fate, node: Node, column: str, message: str, **params: Any) -> None:
        """One about a cell of the survey sheet; an empty column means the whole row."""
        place = self.survey.place(column) if column else ""
        self.report.add(fate, self.survey.name, node.line.row, place, message, **params)

    def drop(self, node: Node, column: str, message: str, **params: Any) -> None:
        """Something that is not carried."""
        self.remark(Fate.DROPPED, node, column, message, **params)
        if not column:
            self._dropped.add(node.name)

    # Names

    def code(self, node: Node) -> str:
        """The code of a question: ours, else its name, else one made of it."""
        return self._code(node, self._codes, "butir")

    def section_code(self, node: Node) -> str:
        """The code of a section."""
        return self._code(node, self._section_codes, "aspek")

    def free_section_code(self, text: str) -> str:
        """A code for a section that the form does not have."""
        code = unique_code(text, self._section_codes, otherwise="aspek")
        self._section_codes.add(code)
        return code

    def _code(self, node: Node, taken: set[str], otherwise: str) -> str:
        wanted = node.line.get(f"{OURS}code") or node.name
        code = wanted
        if not is_code(wanted) or wanted in taken:
            code = unique_code(wanted, taken, otherwise=otherwise)
            if node.name:
                message = "Nama “%(name)s” menjadi kode “%(code)s”."
                self.remark(Fate.CHANGED, node, "name", message, name=wanted, code=code)
        taken.add(code)
        return code

    # Expressions

    def find(self, name: str) -> Asked:
        """The question of a name, for conditions. Raises NotHeld."""
        if name in self.asked:
            return self.asked[name]
        if name in self._dropped:
            raise NotHeld(
                "“%(name)s” tidak dibawa, sehingga tidak dapat menjadi syarat.", name=name
            )
        if name in self._names:
            message = "“%(name)s” ditanyakan sesudahnya atau bukan pertanyaan."
            raise NotHeld(message, name=name)
        raise NotHeld("“%(name)s” tidak ada dalam formulir.", name=name)

    def condition(self, node: Node, column: str) -> Condition | None:
        """The condition in a cell; None when there is none, or when it cannot be carried."""
        text = node.line.get(column)
        if not text:
            return None
        try:
            understood = condition_from(text, self.find)
        except NotHeld as problem:
            message = "Ungkapan “%(text)s” tidak dibawa. " + problem.message
            self.drop(node, column, message, text=text, **problem.params)
            return None
        for name in understood.wants_answers:
            message = "Di sini syarat “%(text)s” baru terpenuhi setelah “%(name)s” dijawab."
            self.remark(Fate.CHANGED, node, column, message, text=text, name=name)
        return understood.condition

    def show_if(self, node: Node, around: Condition | None) -> Condition | None:
        """When a row is shown, the flattened groups around it included."""
        own = self.condition(node, "relevant")
        if own is None or around is None:
            return own or around
        if all(one.match == Match.ALL or len(one.clauses) == 1 for one in (own, around)):
            return Condition(clauses=[*around.clauses, *own.clauses])
        self.drop(node, "relevant", TOO_DEEP)
        return around

    def required(self, node: Node) -> tuple[bool, Condition | None]:
        """Whether an answer is required, and under which condition."""
        text = node.line.get("required").lower()
        if text in YES_WORDS or text in NO_WORDS:
            return text in YES_WORDS, None
        return False, self.condition(node, "required")

    def bounds(self, node: Node, *used: str, is_whole: bool = True) -> Bounds:
        """What the constraint says; parts that the kind has no use for are told."""
        text = node.line.get("constraint")
        if not text:
            return Bounds()
        bounds = bounds_from(text, is_whole=is_whole)
        unused = [name for name in BOUND_NAMES if getattr(bounds, name) not in (None, "")]
        lost = list(bounds.lost)
        if not set(unused) <= set(used):
            lost = [text]
        for part in lost:
            self.drop(node, "constraint", "Batas “%(text)s” tidak dibawa.", text=part)
        return bounds

    # Lists

    def list_of(self, node: Node, name: str) -> OptionList:
        """The list that a type names; an error when it is not there."""
        self.used_lists.add(name)
        held = self.lists.get(name)
        if held is None or not held.options:
            message = "Daftar pilihan “%(name)s” tidak ada di lembar choices."
            self.remark(Fate.ERROR, node, "type", message, name=name)
            return OptionList(name)
        return held

    def number(self, node: Node, column: str, otherwise: float) -> float:
        """A number in a column of ours; the very default where it equals that.

        JSON leaves out only the default itself, and 1.0 is not 1: one text, one fingerprint.
        """
        text = node.line.get(f"{OURS}{column}")
        try:
            number = float(text.replace(",", ".")) if text else otherwise
            return otherwise if number == otherwise else number
        except ValueError:
            self.drop(node, f"{OURS}{column}", "“%(text)s” bukan angka.", text=text)
            return otherwise
