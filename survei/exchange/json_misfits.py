"""Where JSON does not have the form of a type: each place with what is wrong, as data.

The type's own description is walked beside the JSON, so that nothing has to be read out of a
library's sentences, in which a member's name could say anything.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from msgspec import inspect

from survei.errors import Term
from survei.questionnaire.languages import MAIN, is_language

#: Members and indices from the outside in.
Path = tuple[str | int, ...]
#: Whole numbers beyond this fit no column.
MOST = 2**63
#: JSON's types in Indonesian.
TYPES: dict[type, str] = {
    str: "teks",
    int: "bilangan bulat",
    float: "angka",
    bool: "true/false",
    list: "daftar [ ]",
    dict: "objek { }",
    type(None): "null",
}


class Saying(NamedTuple):
    """A kind of misfit: what is said of it and how to mend it."""

    message: str
    remedy: str


MISSING = Saying("Anggota “%(name)s” tidak ada.", "Tambahkan anggota tersebut.")
UNKNOWN = Saying(
    "Anggota “%(name)s” tidak dikenal.", "Periksa ejaannya atau hapus anggota tersebut."
)
WRONG_TYPE = Saying(
    "Jenis isinya %(given)s, seharusnya %(wanted)s.", "Ubah isinya menjadi %(wanted)s."
)
NO_LANGUAGE = Saying("“%(name)s” bukan kode bahasa.", "Gunakan kode seperti id, en, mak, atau bug.")
TOO_LARGE = Saying("Angkanya terlalu besar.", "Gunakan angka yang wajar.")
NO_CHOICE = Saying("Isi “%(value)s” tidak dikenal.", "Gunakan salah satu dari: %(values)s.")


@dataclass(frozen=True)
class Misfit:
    """One thing that does not fit."""

    path: Path
    saying: Saying
    params: dict[str, object] = field(default_factory=dict)


def misfits(raw: Any, kind: Any) -> Iterator[Misfit]:
    """Every place of `raw` (as `json` reads it) that does not have the form of `kind`."""
    yield from _look(raw, _described(kind), ())


@cache
def _described(kind: Any) -> inspect.Type:
    return inspect.type_info(kind)


def _look(raw: Any, wanted: inspect.Type, path: Path) -> Iterator[Misfit]:
    yield from _LOOKS[type(wanted)](raw, wanted, path)


def _struct(raw: Any, wanted: inspect.StructType, path: Path) -> Iterator[Misfit]:
    if not isinstance(raw, dict):
        yield _wrong_type(raw, wanted, path)
        return
    fields = {one.encode_name: one for one in wanted.fields}
    for name, value in raw.items():
        if name in fields:
            yield from _look(value, fields[name].type, (*path, name))
        elif name != wanted.tag_field:
            yield Misfit(path, UNKNOWN, {"name": name})
        elif value != wanted.tag:
            yield _no_choice(value, [wanted.tag], (*path, name))
    for name, one in fields.items():
        if one.required and name not in raw:
            yield Misfit(path, MISSING, {"name": name})


def _union(raw: Any, wanted: inspect.UnionType, path: Path) -> Iterator[Misfit]:
    """One of several structs by its tag, or one type that may be absent."""
    structs = [one for one in wanted.types if isinstance(one, inspect.StructType)]
    by_tag = {one.tag: one for one in structs if one.tag is not None}
    if by_tag:
        yield from _tagged(raw, by_tag, path)
    elif raw is not None or not any(isinstance(one, inspect.NoneType) for one in wanted.types):
        (inner,) = (one for one in wanted.types if not isinstance(one, inspect.NoneType))
        if _fits_type(raw, inner):
            yield from _look(raw, inner, path)
        else:
            yield _wrong_type(raw, wanted, path)


def _tagged(raw: Any, by_tag: dict[Any, Any], path: Path) -> Iterator[Misfit]:
    tag_field = next(iter(by_tag.values())).tag_field
    if not isinstance(raw, dict):
        yield _wrong_type(raw, next(iter(by_tag.values())), path)
    elif tag_field not in raw:
        yield Misfit(path, MISSING, {"name": tag_field})
    elif not isinstance(raw[tag_field], str):
        yield _wrong_type(raw[tag_field], inspect.StrType(), (*path, tag_field))
    elif raw[tag_field] not in by_tag:
        yield _no_choice(raw[tag_field], by_tag, (*path, tag_field))
    else:
        yield from _struct(raw, by_tag[raw[tag_field]], path)


def _list(raw: Any, wanted: inspect.ListType, path: Path) -> Iterator[Misfit]:
    if not isinstance(raw, list):
        yield _wrong_type(raw, wanted, path)
        return
    for number, value in enumerate(raw):
        yield from _look(value, wanted.item_type, (*path, number))


def _dict(raw: Any, wanted: inspect.DictType, path: Path) -> Iterator[Misfit]:
    if not isinstance(raw, dict):
        yield _wrong_type(raw, wanted, path)
        return
    for name, value in raw.items():
        yield from _look(value, wanted.value_type, (*path, name))


def _enum(raw: Any, wanted: inspect.EnumType, path: Path) -> Iterator[Misfit]:
    if not isinstance(raw, str):
        yield _wrong_type(raw, wanted, path)
    elif raw not in (values := [member.value for member in wanted.cls]):
        yield _no_choice(raw, values, path)


def _leaf(raw: Any, wanted: inspect.Type, path: Path) -> Iterator[Misfit]:
    if not _fits_type(raw, wanted):
        yield _wrong_type(raw, wanted, path)
    elif (pattern := getattr(wanted, "pattern", None)) and not re.search(pattern, raw):
        yield Misfit(path, NO_LANGUAGE, {"name": raw})
    elif isinstance(raw, int | float) and not (math.isfinite(raw) and abs(raw) < MOST):
        yield Misfit(path, TOO_LARGE)


def _text(raw: Any, wanted: inspect.CustomType, path: Path) -> Iterator[Misfit]:
    """A text: its Indonesian wording, or an object of languages; the only type of our own."""
    if not isinstance(raw, dict):
        yield from _look(raw, inspect.StrType(), path)
        return
    for language, wording in raw.items():
        if is_language(language):
            yield from _look(wording, inspect.StrType(), (*path, language))
        else:
            yield Misfit(path, NO_LANGUAGE, {"name": language})
    if raw and MAIN not in raw:
        yield Misfit(path, MISSING, {"name": MAIN})


#: What looks at each kind of type.
_LOOKS: dict[type[inspect.Type], Callable[[Any, Any, Path], Iterator[Misfit]]] = {
    inspect.StructType: _struct,
    inspect.UnionType: _union,
    inspect.ListType: _list,
    inspect.DictType: _dict,
    inspect.EnumType: _enum,
    inspect.StrType: _leaf,
    inspect.IntType: _leaf,
    inspect.FloatType: _leaf,
    inspect.BoolType: _leaf,
    inspect.CustomType: _text,
}
#: Python's types that fit each leaf and frame; the first names it.
_FITTING: dict[type[inspect.Type], tuple[type, ...]] = {
    inspect.StructType: (dict,),
    inspect.DictType: (dict,),
    inspect.ListType: (list,),
    inspect.EnumType: (str,),
    inspect.StrType: (str,),
    inspect.IntType: (int,),
    inspect.FloatType: (float, int),
    inspect.BoolType: (bool,),
    inspect.NoneType: (type(None),),
}


def _fits_type(raw: Any, wanted: inspect.Type) -> bool:
    if isinstance(wanted, inspect.IntType) and isinstance(raw, float):
        return raw.is_integer() or not math.isfinite(raw)  # 2.0 is read as 2
    return type(raw) in _FITTING[type(wanted)]


def _wrong_type(raw: Any, wanted: inspect.Type, path: Path) -> Misfit:
    options = wanted.types if isinstance(wanted, inspect.UnionType) else (wanted,)
    names = [TYPES[_FITTING[type(one)][0]] for one in options]
    given = Term(TYPES[type(raw)])
    return Misfit(path, WRONG_TYPE, {"given": given, "wanted": Term(" atau ".join(names))})


def _no_choice(raw: str, values: Any, path: Path) -> Misfit:
    return Misfit(path, NO_CHOICE, {"value": raw, "values": ", ".join(map(str, values))})
