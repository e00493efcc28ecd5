"""A sentence of a result, with its places filled in by who shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import msgspec

from survei.figures import written_as_is


class Part(msgspec.Struct, forbid_unknown_fields=True):
    """Base of all parts of a result: unknown members are refused, defaults are written out."""


class Note(Part, kw_only=True):
    """A sentence: `text` is the msgid, `params` fill its places (labels are msgids too)."""

    code: str
    text: str
    params: dict[str, str | int | float] = {}
    #: Numbers in it as they are shown, written in the language of the page.
    figures: dict[str, Decimal] = {}

    def said(
        self,
        translate: Callable[[str], str] = str,
        language: str = "id",
        names: Mapping[str, str] | None = None,
    ) -> str:
        """The sentence in a language; `names` are the English names of what has one."""
        known = names or {}
        places: dict[str, object] = {
            name: (known.get(value) or translate(value))
            if isinstance(value, str) and value
            else value
            for name, value in self.params.items()
        }
        places |= {name: written_as_is(value, language) for name, value in self.figures.items()}
        return translate(self.text) % places if places else translate(self.text)
