"""All options in an order, each with its rank."""

from __future__ import annotations

import re

from formulir import messages
from formulir.fields.base import AnswerField, Built, Context, face_of, single
from formulir.fields.single_choice import options_of
from survei.questionnaire.kinds import Ranking

_PAIR = re.compile(r"(.*):([1-9]\d{0,2})", re.ASCII | re.DOTALL)


class RankingField(AnswerField):
    """Sent as "value:rank" for each option; data: all values, the first in rank first; or "na"."""

    takes_many = True

    def parse(self, values: list[str]) -> list[str]:
        """The whole order or nothing: every option once, every rank once."""
        known = [option.value for option in self.face.options]
        ranks = dict(map(_pair, values))
        if len(ranks) < len(values) or not set(ranks) <= set(known):
            raise ValueError(messages.UNKNOWN_CHOICE)
        twice = {rank for rank in ranks.values() if list(ranks.values()).count(rank) > 1}
        if twice:
            raise ValueError(messages.rank_twice(min(twice)))
        if not set(ranks.values()) <= set(range(1, len(known) + 1)):
            raise ValueError(messages.UNKNOWN_CHOICE)
        if len(ranks) < len(known):
            raise ValueError(messages.ranks_missing(len(known) - len(ranks)))
        return sorted(known, key=ranks.__getitem__)

    @property
    def in_words(self) -> str:
        """ "1. Pagi", one a line, as far as ranks were given."""
        labels = {option.value: option.label for option in self.face.options}
        pairs = [found.groups() for found in map(_PAIR.fullmatch, self.typed) if found]
        ranked = sorted((int(rank), value) for value, rank in pairs)
        lines = [f"{rank}. {labels.get(value, value)}" for rank, value in ranked]
        return "\n".join(lines) or super().in_words


def _pair(text: str) -> tuple[str, int]:
    found = _PAIR.fullmatch(text)
    if not found:
        raise ValueError(messages.UNKNOWN_CHOICE)
    return found[1], int(found[2])


def ranking(question: Ranking, context: Context) -> Built:
    """The field of a ranking."""
    face = face_of(question, context, options=options_of(question.choices, context.language))
    return single(RankingField, question, face, context, messages.REQUIRED_RANKS)
