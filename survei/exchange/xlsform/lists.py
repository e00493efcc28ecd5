"""Choice lists that go out: one per scale, one per question with options, yes and no."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from survei.exchange.xlsform.names import Names
from survei.exchange.xlsform.vocabulary import (
    CHOICE_LIST,
    NA,
    NA_SUFFIX,
    NO_CHOICE,
    OTHER_CHOICE,
    OURS_ELSEWHERE,
    SCALE_LIST,
    YES_CHOICE,
    YES_NO_LIST,
    Row,
    own_cells,
    translated_cells,
)
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Matrix, Rating
from survei.questionnaire.kinds.with_choices import WithChoices
from survei.questionnaire.languages import MAIN
from survei.questionnaire.parts import Choice, Scale
from survei.questionnaire.translated_text import Text
from survei.questionnaire.wording import written_languages

Fixed = tuple[str, Text]


class Lists:
    """Names of the lists of a document; `rows` gives those that were asked for, and all scales."""

    def __init__(self, document: Document, names: Names) -> None:
        self._document = document
        self._names = names
        self._languages = written_languages(document)
        self._rows: dict[str, list[Row]] = {}
        for key, scale in document.scales.items():
            self._add(f"{SCALE_LIST}{key}", _scale_rows(key, scale))

    def scale(self, question: Rating | Matrix) -> str:
        """The list of a rating's scale, with "na" where it is offered."""
        name = f"{SCALE_LIST}{question.scale}"
        scale = self._document.scales.get(question.scale)
        if not question.allow_na or scale is None:
            return self._add(name, _scale_rows(question.scale, scale) if scale else [])
        extra = [*_scale_rows(question.scale, scale), self._fixed(NA)]
        return self._add(f"{name}{NA_SUFFIX}", extra)

    def choices(self, question: WithChoices) -> str:
        """The list of a question's options, "lainnya" and "na" at its end."""
        rows = [_choice(choice) for choice in question.choices]
        values = {choice.value for choice in question.choices}
        if question.na_is_option:
            ends = ((getattr(question, "other", False), OTHER_CHOICE), (question.allow_na, NA))
            rows += [self._fixed(end) for offered, end in ends if offered and end[0] not in values]
        return self._add(f"{CHOICE_LIST}{self._names.question(question)}", rows)

    def yes_no(self, *, with_na: bool) -> str:
        """Yes and no."""
        fixed = (YES_CHOICE, NO_CHOICE, NA) if with_na else (YES_CHOICE, NO_CHOICE)
        return self._add(YES_NO_LIST + (NA_SUFFIX if with_na else ""), map(self._fixed, fixed))

    def fixed_label(self, text: Text) -> Row:
        """The label of what every questionnaire has, in the languages of this one."""
        own = Text.of({one: text.wording(one) for one in (MAIN, *self._languages)})
        return translated_cells("label", own)

    def _fixed(self, choice: Fixed) -> Row:
        return {"name": choice[0], **self.fixed_label(choice[1])}

    def rows(self) -> Iterator[Row]:
        """All rows of the choices sheet."""
        for name, rows in self._rows.items():
            for row in rows:
                yield {"list_name": name, **row}

    def _add(self, name: str, rows: Iterable[Row]) -> str:
        if name not in self._rows:
            self._rows[name] = list(rows)
        return name


def _scale_rows(key: str, scale: Scale) -> list[Row]:
    rows = [
        {
            "name": str(point.value),
            **translated_cells("label", point.label, str(point.value)),
            **own_cells(f"{OURS_ELSEWHERE}anchor", point.anchor),
        }
        for point in scale.points
    ]
    about = {
        "scale": key,
        **own_cells("title", scale.title),
        "origin": scale.origin,
        "origin_revision": str(scale.origin_revision or ""),
    }
    for row in rows[:1]:
        row.update({f"{OURS_ELSEWHERE}{name}": text for name, text in about.items()})
    return rows


def _choice(choice: Choice) -> Row:
    return {"name": choice.value, **translated_cells("label", choice.label, choice.value)}
