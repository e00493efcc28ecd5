"""What stands below a question on paper: one builder per kind, in a table keyed by its struct."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from survei.catalogues import interface_language
from survei.numerals import written
from survei.paper.printable_text import in_cell
from survei.paper.printed_words import Say
from survei.presentation.condition_words import day_words
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import (
    Date,
    Evidence,
    LongText,
    Matrix,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Rating,
    ShortText,
    SingleChoice,
    Slider,
    YesNo,
)
from survei.questionnaire.parts import Choice
from survei.questionnaire.translated_text import Text
from survei.questionnaire.wording import anchor_of, wording

#: More points than this with anchors, or longer anchors, stand below one another.
MOST_COLUMNS = 5
LONGEST_BESIDE = 160
#: Longer labels of a matrix stand above it: over a column they would fill the page.
LONGEST_HEAD = 60
#: Written by hand, a ruled line takes about this many characters.
PER_LINE = 70
MOST_LINES = 12
FEWEST_LINES = 4


@dataclass(frozen=True)
class Reader:
    """For whom a body is made."""

    document: Document
    is_self: bool
    language: str
    say: Say

    def text(self, part: Any, member: str = "label") -> str:
        """A text of a part in the form's language."""
        text: Text = getattr(part, member)
        return text.wording(self.language)

    def number(self, value: float) -> str:
        """A number as it is written in the form's language."""
        return written(value, self.language)

    def na_word(self, question: Question) -> str:
        """What the box for a missing answer is called."""
        return "cannot_rate" if question.is_rated else "cannot_answer"


Body = dict[str, Any]


def rating(question: Rating, reader: Reader) -> Body:
    """A box for each point, with label and behaviour: side by side where they fit."""
    scale = reader.document.scales.get(question.scale)  # a draft may name one that is not there
    points = [
        {
            "value": str(point.value),
            "label": reader.text(point),
            "anchor": anchor_of(reader.document, question, point, reader.language),
        }
        for point in (scale.points if scale else ())
    ]
    if not points:
        return {"shape": "note", "note": reader.say("no_points")}
    longest = max(len(point["label"]) + len(point["anchor"]) for point in points)
    anchored = any(point["anchor"] for point in points)
    if longest > LONGEST_BESIDE or (anchored and len(points) > MOST_COLUMNS):
        return {"shape": "stacked", "points": points}
    return {"shape": "beside", "points": [_narrow(point, len(points)) for point in points]}


def _narrow(point: dict[str, str], columns: int) -> dict[str, str]:
    return {member: in_cell(text, columns) for member, text in point.items()}


def matrix(question: Matrix, reader: Reader) -> Body:
    """Rows × points, "tidak dapat menilai" as the last column."""
    scale = reader.document.scales.get(question.scale)
    points = scale.points if scale else []
    if not points:
        return {"shape": "note", "note": reader.say("no_points")}
    columns = len(points) + question.allow_na
    heads = [{"value": str(one.value), "label": _head(reader.text(one), columns)} for one in points]
    rows = [wording(row, reader.is_self, reader.language) for row in question.ratings()]
    keys = [
        [str(one.value), reader.text(one), reader.text(one, "anchor")]
        for one in points
        if reader.text(one, "anchor") or len(reader.text(one)) > LONGEST_HEAD
    ]
    return {"shape": "grid", "heads": heads, "rows": rows, "keys": keys}


def _head(label: str, columns: int) -> str:
    """A label short enough to stand over a narrow column; a longer one stands above the table."""
    return in_cell(label, columns) if len(label) <= LONGEST_HEAD else ""


def single_choice(question: SingleChoice, reader: Reader) -> Body:
    """A box for each option."""
    return _options(question.choices, reader, question.other, reader.say("one"))


def multiple_choice(question: MultipleChoice, reader: Reader) -> Body:
    """A box for each option, and how many may be crossed."""
    least, most = question.minimum, question.maximum
    places = {"least": least, "most": most, "number": least}
    word = {
        (False, False): "any_number",
        (True, False): "at_least",
        (False, True): "at_most",
        (True, True): "exactly" if least == most else "between",
    }[least > 0, most > 0]
    return _options(question.choices, reader, question.other, reader.say(word, **places))


def yes_no(question: YesNo, reader: Reader) -> Body:
    """Two boxes."""
    labels = [reader.say("yes"), reader.say("no")]
    return {"shape": "boxes", "labels": labels, "other": "", "note": ""}


def _options(choices: list[Choice], reader: Reader, other: bool, note: str) -> Body:
    return {
        "shape": "boxes",
        "labels": [reader.text(choice) for choice in choices],
        "other": reader.say("other") if other else "",
        "note": note,
    }


def ranking(question: Ranking, reader: Reader) -> Body:
    """A box for a number before each option."""
    labels = [reader.text(choice) for choice in question.choices]
    return {"shape": "ranks", "labels": labels, "note": reader.say("rank", number=len(labels))}


def number(question: Number, reader: Reader) -> Body:
    """A line with its unit, and what is accepted."""
    notes = [
        _bounds("number", question.minimum, question.maximum, reader.number, reader.say),
        reader.say("decimals", number=question.decimals)
        if question.decimals
        else reader.say("whole"),
        reader.say("step", step=reader.number(question.step)) if question.step else "",
    ]
    unit = reader.text(question, "unit")
    return {"shape": "line", "unit": unit, "note": " ".join(filter(None, notes))}


def slider(question: Slider, reader: Reader) -> Body:
    """A line for the number, its ends and their words."""
    note = _bounds("number", question.minimum, question.maximum, reader.number, reader.say)
    ends = [
        f"{value} = {reader.text(question, member)}"
        for value, member in ((question.minimum, "low_label"), (question.maximum, "high_label"))
        if reader.text(question, member)
    ]
    step = reader.say("step", step=reader.number(question.step)) if question.step > 1 else ""
    shown = "; ".join(ends) + "." if ends else ""
    return {"shape": "line", "unit": "", "note": " ".join(filter(None, [note, shown, step]))}


def date(question: Date, reader: Reader) -> Body:
    """__/__/____ and the bounds."""
    note = _bounds(
        "date",
        question.earliest or None,
        question.latest or None,
        lambda day: day_words(day, interface_language(reader.language)),
        reader.say,
    )
    fields = [[2, reader.say("day")], [2, reader.say("month")], [4, reader.say("year")]]
    return {"shape": "date", "fields": fields, "note": note}


def _bounds(kind: str, least: Any, most: Any, shown: Callable[[Any], str], say: Say) -> str:
    if least is None and most is None:
        return ""
    if most is None:
        return say(f"{kind}_least", least=shown(least))
    if least is None:
        return say(f"{kind}_most", most=shown(most))
    return say(f"{kind}_between", least=shown(least), most=shown(most))


def short_text(question: ShortText, reader: Reader) -> Body:
    """One or two ruled lines."""
    count = 1 if question.longest <= PER_LINE else 2
    return {"shape": "lines", "count": count, "note": _longest(question, reader)}


def long_text(question: LongText, reader: Reader) -> Body:
    """Ruled lines for what may be written, within reason."""
    wanted = -(-question.longest // PER_LINE)
    count = max(min(wanted, FEWEST_LINES), min(wanted // 3, MOST_LINES))
    return {"shape": "lines", "count": count, "note": _longest(question, reader)}


def _longest(question: ShortText | LongText, reader: Reader) -> str:
    return reader.say("longest", number=question.longest)


def evidence(question: Evidence, reader: Reader) -> Body:
    """What to attach, and a box that says that it is."""
    labels = [reader.say("attached")]
    return {"shape": "boxes", "labels": labels, "other": "", "note": reader.say("attach")}


#: Kind → builder; information has no body. A test holds it equal to the kinds that ask.
BODIES: Mapping[type[Question], Callable[[Any, Reader], Body]] = {
    Rating: rating,
    Matrix: matrix,
    SingleChoice: single_choice,
    MultipleChoice: multiple_choice,
    Ranking: ranking,
    YesNo: yes_no,
    Number: number,
    Slider: slider,
    Date: date,
    ShortText: short_text,
    LongText: long_text,
    Evidence: evidence,
}
