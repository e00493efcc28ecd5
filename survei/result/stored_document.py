"""A result document as JSON: how it is stored, read again, and named by its content."""

from __future__ import annotations

import hashlib
from fractions import Fraction

import msgspec

from survei.figures import exact
from survei.result.document import FORMAT, ResultDocument
from survei.result.older_formats import upgraded
from survei.typed_json import TypeReader


def _write(value: object) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise NotImplementedError


def _read(kind: type, value: object) -> object:
    if kind is Fraction and isinstance(value, str | int | float):
        return exact(value) if isinstance(value, float) else Fraction(value)
    raise NotImplementedError


_results = TypeReader(ResultDocument, _read)
_encoder = msgspec.json.Encoder(enc_hook=_write)


class _Stored(msgspec.Struct):
    """As much of a stored document as tells how to read it."""

    format: int


_stored = TypeReader(_Stored)


def decode_result(text: str | bytes) -> ResultDocument:
    """A document from its stored JSON, that of an older release as well.

    Raises msgspec.ValidationError.
    """
    if _stored.decode(text).format < FORMAT:
        return _results.convert(upgraded(msgspec.json.decode(text)))
    return _results.decode(text)


def encode_result(document: ResultDocument) -> str:
    """The JSON that is stored and hashed."""
    return _encoder.encode(document).decode()


def fingerprint(text: str) -> str:
    """SHA-256 of the stored JSON, hex."""
    return hashlib.sha256(text.encode()).hexdigest()
