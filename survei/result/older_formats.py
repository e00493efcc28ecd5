"""Reads result documents of format 1: floats from 0 to 100 with one decimal.

What is stored is never changed; this only puts it into the shape of today. A section's figure was
shown on its scale then already, and reads as it did. The names of levels are known as far as some
figure lay next to them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from survei.figures import exact
from survei.questionnaire.score_scale import HUNDRED, Level, ScoreScale
from survei.result.gaps import gap_notes
from survei.result.sentences import SENTENCES

Raw = dict[str, Any]
#: Levels are guessed between the ends of a scale up to this width.
WIDEST = 10


def upgraded(raw: Raw) -> Raw:
    """A decoded document of format 1 in the shape of format 2."""
    scales: dict[str, ScoreScale] = {}
    for instrument in raw["instruments"]:
        for section in instrument["sections"]:
            section["scale"] = _key(scales, _scale_of(section))
            _upgrade_section(section, scales.get(section["scale"], HUNDRED))
        instrument["scale"] = _common(section["scale"] for section in instrument["sections"])
    raw["scale"] = _common(instrument["scale"] for instrument in raw["instruments"])
    _upgrade_groups(raw, scales)
    _upgrade_gaps(raw, scales)
    _upgrade_highlights(raw)
    for part in ("withheld", "rules", "recommendation"):
        for note in raw[part]:
            note["text"] = _present_text(note)
    raw["scales"] = {key: msgspec.to_builtins(scale) for key, scale in scales.items()}
    raw["format"] = 2
    return raw


def _scale_of(section: Raw) -> ScoreScale | None:
    lowest, highest = section.get("lowest"), section.get("highest")
    if lowest is None or highest is None:
        return None
    values = range(lowest, highest + 1) if highest - lowest <= WIDEST else (lowest, highest)
    levels = {value: Level(value=value, label="") for value in values}
    whole = ScoreScale(lowest=lowest, highest=highest, levels=list(levels.values()))
    for cell in section["cells"].values():
        nearest = (
            whole.nearest(_decimal(cell["points"])) if cell.get("points") is not None else None
        )
        if nearest and cell["meaning"]:
            levels[nearest.value] = Level(
                value=nearest.value, label=cell["meaning"], label_en=cell["meaning_en"]
            )
    return ScoreScale(lowest=lowest, highest=highest, levels=list(levels.values()))


def _key(scales: dict[str, ScoreScale], scale: ScoreScale | None) -> str:
    """The key of a scale; one that differs from a known one only by missing names is that one."""
    if scale is None:
        return ""
    for key, known in scales.items():
        if joined := _joined(known, scale):
            scales[key] = joined
            return key
    key = str(len(scales) + 1)
    scales[key] = scale
    return key


def _joined(one: ScoreScale, other: ScoreScale) -> ScoreScale | None:
    if (one.lowest, one.highest) != (other.lowest, other.highest):
        return None
    pairs = list(zip(one.levels, other.levels, strict=True))
    if any(a.label and b.label and a.label != b.label for a, b in pairs):
        return None
    levels = [a if a.label else b for a, b in pairs]
    return ScoreScale(lowest=one.lowest, highest=one.highest, levels=levels)


def _common(keys: Any) -> str:
    found = set(keys)
    return found.pop() if len(found) == 1 else ""


def _upgrade_section(section: Raw, scale: ScoreScale) -> None:
    section.pop("lowest", None)
    section.pop("highest", None)
    for cell in section["cells"].values():
        points = cell.pop("points", None)
        cell.pop("meaning", None)
        cell.pop("meaning_en", None)
        if points is not None:
            cell["score"] = str(scale.share(_decimal(points)))


def _upgrade_groups(raw: Raw, scales: dict[str, ScoreScale]) -> None:
    for group in raw["groups"] + raw["yardsticks"]:
        served = (part for part in raw["instruments"] if group["relation"] in part["relations"])
        group["scale"] = next(served, {"scale": ""})["scale"]
        scale = scales.get(group["scale"], HUNDRED)
        if group.get("margin") is not None:
            group["margin"] = scale.width(group["margin"])
        for spread in ("between", "within"):
            if group.get(spread) is not None:
                group[spread] = scale.width(group[spread], more_places=1)


def _upgrade_gaps(raw: Raw, scales: dict[str, ScoreScale]) -> None:
    own = next((part for part in raw["instruments"] if "self" in part["relations"]), None)
    for gap in raw["gaps"]:
        assert own
        sections = [
            part for part in own["sections"] if not gap["code"] or part["code"] == gap["code"]
        ]
        gap["scale"] = sections[0]["scale"] if gap["code"] else own["scale"]
        scale = scales.get(gap["scale"], HUNDRED)
        gap["raters"] = _raters(sections)
        shown = [scale.figure(exact(gap[name])) for name in ("self_score", "others_score")]
        gap["difference"] = shown[0] - shown[1]
        gap["limit"] = None if gap["limit"] is None else scale.width(gap["limit"])
        size, certainty = gap_notes(
            gap["difference"], limit=gap["limit"], raters=gap["raters"], scale=scale
        )
        gap["size"], gap["certainty"] = msgspec.to_builtins(size), msgspec.to_builtins(certainty)


def _raters(sections: list[Raw]) -> int:
    """How many others there were: of each group the most that any section had."""
    counts: dict[str, int] = {}
    for section in sections:
        for relation, cell in section["cells"].items():
            if relation != "self" and cell["score"] is not None:
                counts[relation] = max(cell["n"] or 0, counts.get(relation, 0))
    return sum(counts.values())


def _upgrade_highlights(raw: Raw) -> None:
    scales = {
        section["title"]: section["scale"]
        for instrument in raw["instruments"]
        for section in instrument["sections"]
    }
    for highlight in raw["strengths"] + raw["improvements"]:
        highlight["scale"] = scales[highlight["title"]]


def _present_text(note: Raw) -> str:
    """The sentence as it is put today, where it has the same places."""
    text = str(SENTENCES.get(note["code"], note["text"]))
    try:
        text % note["params"]
    except (KeyError, ValueError):
        return str(note["text"])
    return text


def _decimal(value: float) -> Decimal:
    return Decimal(str(value))
