"""Questions from rows of the survey sheet, one function for each type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survei.exchange.xlsform.facts import list_name, shared, tell_unread
from survei.exchange.xlsform.import_state import ImportState
from survei.exchange.xlsform.options import OTHER_NAMES, OptionList, choices_from
from survei.exchange.xlsform.relevance import Asked
from survei.exchange.xlsform.report import Fate
from survei.exchange.xlsform.survey_tree import Node
from survei.exchange.xlsform.vocabulary import OURS, UNIT
from survei.questionnaire.kinds import (
    Date,
    Evidence,
    Information,
    LongText,
    MultipleChoice,
    Number,
    Question,
    QuestionKind,
    Ranking,
    Rating,
    ShortText,
    SingleChoice,
    Slider,
    YesNo,
)
from survei.questionnaire.kinds.slider import LEAST, MOST
from survei.questionnaire.parts import LONGEST_TEXT, Anchor, Condition
from survei.questionnaire.translated_text import Text


def question_from(
    node: Node, state: ImportState, around: Condition | None, following: Node | None
) -> Question | None:
    """The question of a row; None when its type has no counterpart (told).

    `following` is the row after it, which may be the text for "lainnya".
    """
    build = TYPES.get(node.word)
    if build is None:
        state.drop(node, "", "Jenis “%(type)s” tidak ada padanannya.", type=node.line.get("type"))
        return None
    tell_unread(node, state)
    return build(node, state, shared(node, state, around), following)


def _learn(
    node: Node,
    state: ImportState,
    kind: QuestionKind,
    key: str,
    values: dict[str, str] | None = None,
) -> None:
    is_whole = node.word != "decimal"
    state.asked[node.name] = Asked(
        key=key, name=node.name, kind=kind, values=values or {}, is_whole=is_whole
    )


def _ours_na(node: Node) -> bool:
    return node.line.get(f"{OURS}na") == "yes"


def _select_one(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    held = state.list_of(node, list_name(node))
    allow_na = bool(held.na)
    if "likert" in node.line.get("appearance").split() and held.is_scale():
        return rating(node, state, facts, held)
    state.bounds(node)
    if held.is_yes_no() and not _or_other(node):
        _learn(node, state, QuestionKind.YES_NO, facts["code"], held.yes_no_values())
        return YesNo(**facts, allow_na=allow_na)
    other = _other(node, state, held, following)
    choices, values = choices_from(held, state.choices, state.report, with_other=other)
    _learn(node, state, QuestionKind.SINGLE_CHOICE, facts["code"], values)
    return SingleChoice(**facts, choices=choices, other=other, allow_na=allow_na)


def rating(node: Node, state: ImportState, facts: Any, held: OptionList) -> Rating:
    """A rating on the scale that its list makes."""
    key, values = state.scales.of(held)
    state.bounds(node)
    _learn(node, state, QuestionKind.RATING, facts["code"], values)
    return Rating(
        **facts,
        scale=key,
        anchors=_anchors(node, state),
        weight=state.number(node, "weight", 1),
        reversed=node.line.get(f"{OURS}reversed") == "yes",
        allow_na=bool(held.na),
    )


def _anchors(node: Node, state: ImportState) -> dict[str, Anchor]:
    texts = {
        point: state.texts.own(node.line, f"{OURS}anchor", f"::{point}")
        for point in state.anchor_points
    }
    return {point: Anchor(text=text) for point, text in texts.items() if text}


def _or_other(node: Node) -> bool:
    words = node.line.get("type").lower().split()
    return "or_other" in words or words[-2:] == ["or", "other"]


def _other(node: Node, state: ImportState, held: OptionList, following: Node | None) -> bool:
    """Whether "lainnya" is offered: `or_other`, or an option with a text right after it."""
    if _or_other(node):
        return True
    names = [name for name in held.names if name.lower() in OTHER_NAMES]
    return bool(names) and following is not None and is_other_text(following, node.name, names)


def is_other_text(node: Node, name: str, options: list[str]) -> bool:
    """Whether a row is the text that belongs to the option "lainnya" of the row before."""
    if node.word != "text":
        return False
    plain = "".join(node.line.get("relevant").split()).replace('"', "'")
    ways = ("selected(${%s},'%s')", "${%s}='%s'")
    return any(plain == way % (name, option) for way in ways for option in options)


def _select_multiple(
    node: Node, state: ImportState, facts: Any, following: Node | None
) -> Question:
    held = state.list_of(node, list_name(node))
    other = _other(node, state, held, following)
    choices, values = choices_from(held, state.choices, state.report, with_other=other)
    bounds = state.bounds(node, "fewest_choices", "most_choices")
    _learn(node, state, QuestionKind.MULTIPLE_CHOICE, facts["code"], values)
    return MultipleChoice(
        **facts,
        choices=choices,
        minimum=bounds.fewest_choices or 0,
        maximum=bounds.most_choices or 0,
        other=other,
        allow_na=bool(held.na),
    )


def _rank(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    held = state.list_of(node, list_name(node))
    choices, _ = choices_from(held, state.choices, state.report, with_other=False)
    state.bounds(node)
    _learn(node, state, QuestionKind.RANKING, facts["code"])
    return Ranking(**facts, choices=choices, allow_na=_ours_na(node) or bool(held.na))


def _number(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    is_whole = node.word != "decimal"
    bounds = state.bounds(node, "least", "most", "step", is_whole=is_whole)
    step = bounds.step
    if step and bounds.step_from != (bounds.least or 0):
        message = "Kelipatan yang tidak dihitung dari batas bawah tidak dibawa."
        state.drop(node, "constraint", message)
        step = None
    unit = state.texts.own(node.line, f"{OURS}unit")
    facts["hint"] = _without_unit(facts["hint"], unit)
    _learn(node, state, QuestionKind.NUMBER, facts["code"])
    return Number(
        **facts,
        minimum=bounds.least,
        maximum=bounds.most,
        step=step,
        decimals=0 if is_whole else int(state.number(node, "decimals", 4)),
        unit=unit,
        allow_na=_ours_na(node),
    )


def _without_unit(hint: Text, unit: Text) -> Text:
    for language, word in unit.items():
        said = f"{UNIT.wording(language)}{word}" if word else ""
        hint = hint.having(language, hint.get(language, "").removesuffix(said).rstrip())
    return hint


def _range(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    pairs = (part.split("=", 1) for part in node.line.get("parameters").split() if "=" in part)
    found: dict[str, float] = {"start": 0.0, "end": 10.0, "step": 1.0}
    for name, text in pairs:
        try:
            found[name.strip().lower()] = float(text)
        except ValueError:
            state.drop(node, "parameters", "“%(text)s” bukan angka.", text=text)
    for name in found.keys() - {"start", "end", "step"}:
        state.drop(node, "parameters", "Pengaturan “%(name)s” tidak dibawa.", name=name)
    state.bounds(node)
    low, high = sorted((found["start"], found["end"]))
    step = abs(found["step"]) or None
    if slider := _slider(node, state, facts, (low, high), step):
        _learn(node, state, QuestionKind.SLIDER, facts["code"])
        return slider
    _learn(node, state, QuestionKind.NUMBER, facts["code"])
    is_whole = all(found[name].is_integer() for name in ("start", "step"))
    return Number(**facts, minimum=low, maximum=high, step=step, decimals=0 if is_whole else 4)


def _slider(
    node: Node, state: ImportState, facts: Any, ends: tuple[float, float], step: float | None
) -> Slider | None:
    """The slider that a range of whole numbers is; None where it has to be a number."""
    low, high = ends
    is_whole = step is not None and all(one.is_integer() for one in (low, high, step))
    if not is_whole or step is None or (high - low) % step or low == high:
        return None
    if low < LEAST or high > MOST:
        return None
    words: dict[str, Any] = {
        f"{end}_label": state.texts.own(node.line, f"{OURS}{end}") for end in ("low", "high")
    }
    numbers: dict[str, Any] = {"minimum": int(low), "maximum": int(high), "step": int(step)}
    return Slider(**facts, **numbers, **words, allow_na=_ours_na(node))


def _date(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    bounds = state.bounds(node, "earliest", "latest")
    _learn(node, state, QuestionKind.DATE, facts["code"])
    return Date(**facts, earliest=bounds.earliest, latest=bounds.latest, allow_na=_ours_na(node))


def _text(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    longest = state.bounds(node, "longest").longest
    is_long = "multiline" in node.line.get("appearance").split()
    kind: type[LongText | ShortText] = LongText if is_long else ShortText
    if longest is not None and not 1 <= longest <= LONGEST_TEXT:
        message = "Jawaban paling panjang %(most)s karakter."
        state.remark(Fate.CHANGED, node, "constraint", message, most=LONGEST_TEXT)
        longest = LONGEST_TEXT
    made = kind(**facts, allow_na=_ours_na(node))
    if longest is None:
        message = "Jawaban yang tidak dibatasi di formulir di sini paling banyak %(most)s karakter."
        state.remark(Fate.CHANGED, node, "", message, most=made.longest)
    if longest and longest != made.longest:
        made.longest = longest
    word = QuestionKind.LONG_TEXT if is_long else QuestionKind.SHORT_TEXT
    _learn(node, state, word, facts["code"])
    return made


def _evidence(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    state.bounds(node)
    _learn(node, state, QuestionKind.EVIDENCE, facts["code"])
    return Evidence(**facts, allow_na=_ours_na(node))


def _note(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    state.bounds(node)
    if facts.pop("required") or facts.pop("required_if", None):
        state.drop(node, "required", "Teks informasi tidak dapat diwajibkan.")
    facts.pop("required_if", None)
    return Information(**facts)


def _acknowledge(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    message = "Tanda setuju menjadi pertanyaan ya atau tidak."
    state.remark(Fate.CHANGED, node, "type", message)
    state.bounds(node)
    _learn(node, state, QuestionKind.YES_NO, facts["code"], {"OK": "ya"})
    return YesNo(**facts)


Build = Callable[[Node, ImportState, Any, Node | None], Question]
#: First words of the type → how it is read.
TYPES: dict[str, Build] = {
    "select one": _select_one,
    "select multiple": _select_multiple,
    "rank": _rank,
    "text": _text,
    "string": _text,
    "integer": _number,
    "int": _number,
    "decimal": _number,
    "range": _range,
    "date": _date,
    "note": _note,
    "acknowledge": _acknowledge,
    "trigger": _acknowledge,
    "file": _evidence,
    "image": _evidence,
    "photo": _evidence,
}
