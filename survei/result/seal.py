"""The seal of published results: one hash for many documents, and each one's way to it. Pure.

The log holds the hashes; a document proves by its way that it is one of those that were sealed,
whatever became of others. Leaves and inner nodes are hashed apart, or the one could be taken for
the other. Source: Merkle hash trees, RFC 6962, section 2.1.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

#: How a way is written: number of its hash in the log, then who stands beside it, from below: "l"
#: or "r" and the hash.
_WAY = re.compile(r"(\d{1,9}):((?:[lr][0-9a-f]{64}){0,40})")
_STEP = re.compile(r"([lr])([0-9a-f]{64})")


def sealed(number: int, documents: Mapping[int, str]) -> tuple[str, dict[int, str]]:
    """The hash of documents, hex, and {ratee: way}; `documents` are SHA-256 by ratee, at least
    one, and `number` is which hash of the log this becomes.
    """
    level = [(_leaf(ratee, sha256), [ratee]) for ratee, sha256 in documents.items()]
    ways = dict.fromkeys(documents, f"{number}:")
    while len(level) > 1:
        level = [_joined(level[at : at + 2], ways) for at in range(0, len(level), 2)]
    return level[0][0], ways


def _joined(pair: Sequence[tuple[str, list[int]]], ways: dict[int, str]) -> tuple[str, list[int]]:
    """Two nodes as one; one that is left over goes up as it is."""
    if len(pair) == 1:
        return pair[0]
    (left, under_left), (right, under_right) = pair
    for ratee in under_left:
        ways[ratee] += f"r{right}"
    for ratee in under_right:
        ways[ratee] += f"l{left}"
    return _node(left, right), under_left + under_right


def is_sealed(ratee: int, sha256: str, way: str, hashes: Sequence[str]) -> bool:
    """Whether a document of this hash is one of those that these hashes of the log seal."""
    found = _WAY.fullmatch(way)
    if found is None or int(found[1]) >= len(hashes):
        return False
    reached = _leaf(ratee, sha256)
    for side, beside in _STEP.findall(found[2]):
        reached = _node(beside, reached) if side == "l" else _node(reached, beside)
    return reached == hashes[int(found[1])]


def _leaf(ratee: int, sha256: str) -> str:
    return hashlib.sha256(f"leaf\n{ratee}:{sha256}".encode()).hexdigest()


def _node(left: str, right: str) -> str:
    return hashlib.sha256(f"node\n{left}:{right}".encode()).hexdigest()
