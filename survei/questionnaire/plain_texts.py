"""The types of a document with its texts as plain objects: to read JSON only to write it again.

Making the texts of 300 questions takes several times as long as reading all the rest, and whoever
writes them again asks nothing of them.
"""

from __future__ import annotations

from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Any, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo, fields

from survei.questionnaire.parts import Part
from survei.questionnaire.translated_text import NOTHING, Text


def with_plain_texts(kind: Any) -> Any:
    """The type with {language: wording} wherever there is a text; it reads and writes alike."""
    if kind is Text:
        return dict[str, str]
    if isinstance(kind, type) and issubclass(kind, Part):
        return _part(kind)
    origin, inner = get_origin(kind), tuple(map(with_plain_texts, get_args(kind)))
    if origin in (list, dict):
        return origin[inner]
    return reduce(or_, inner) if origin in (Union, UnionType) else kind


@cache
def _part(kind: type[Part]) -> Any:
    members = [(one.name, with_plain_texts(one.type), _default(one)) for one in fields(kind)]
    return msgspec.defstruct(kind.__name__, members, bases=(kind,), kw_only=True)


def _default(member: FieldInfo) -> Any:
    if member.default is NOTHING:
        return msgspec.field(default_factory=dict)
    if member.default_factory is not msgspec.NODEFAULT:
        return msgspec.field(default_factory=member.default_factory)
    return msgspec.field(default=member.default)
