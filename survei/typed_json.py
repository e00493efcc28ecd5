"""Reading a type of ours from JSON, and from plain objects that were read before.

msgspec learns what a type is made of when it is first asked for it, and takes no care of threads:
of two that ask at the same moment one finds what the other has only begun, and the process ends
without a word. So a type is learnt when its module is imported, which one thread does, and it is
read by a reader only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")
#: Makes a value of a type that msgspec does not know: type, plain value -> value.
Hook = Callable[[type, Any], Any]


class TypeReader(Generic[T]):
    """Reads one type; a constant of a module."""

    def __init__(self, kind: type[T], hook: Hook | None = None) -> None:
        self._kind = kind
        self._hook = hook
        self._decoder = msgspec.json.Decoder(kind, dec_hook=hook)

    def decode(self, text: str | bytes) -> T:
        """From JSON. Raises msgspec.DecodeError, or its ValidationError with the place."""
        return self._decoder.decode(text)

    def convert(self, raw: Any) -> T:
        """From dicts, lists and the like. Raises msgspec.ValidationError with the place."""
        return msgspec.convert(raw, self._kind, dec_hook=self._hook)
