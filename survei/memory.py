"""Values that are dear to make, kept in memory within a bound: by use and by bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """A mapping of at most `most_bytes`; what was not asked for longest goes first.

    Sizes are said by who puts a value in. Shared by the threads of a process.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        #: Bytes of what is held, as said.
        self.bytes = 0
        self._held: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: K) -> V | None:
        """The value, which thereby counts as the one used last; None when it is not held."""
        with self._lock:
            held = self._held.get(key)
            if held is None:
                return None
            self._held.move_to_end(key)
            return held[0]

    def put(self, key: K, value: V, size: int) -> V:
        """Holds a value of `size` bytes in place of an older one, and gives it back."""
        with self._lock:
            self._drop(key)
            self._held[key] = value, size
            self.bytes += size
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self._held)))
        return value

    def clear(self) -> None:
        """Holds nothing any more."""
        with self._lock:
            self._held.clear()
            self.bytes = 0

    def _drop(self, key: K) -> None:
        if key in self._held:
            self.bytes -= self._held.pop(key)[1]
