"""Archives that say one thing and hold another: what was looked at is all that is ever parsed."""

from __future__ import annotations

import contextlib
import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from functools import partial

import pytest

from survei.exchange.xlsform.sheets import MOST_UNPACKED, is_harmless, read_book
from survei.workbook.refusals import REFUSALS, WorkbookRefused
from survei.workbook.zip_inspection import Refused, unpack_xlsx
from tests.exchange.xlsform.forms import YES_NO, form

SOUND = form(("select_one yn", "a", "A"), ("integer", "b", "B"), choices=YES_NO)
SHEET = "xl/worksheets/sheet1.xml"
FAR = b'<worksheet><sheetData><row r="9999"><c r="ZZ9999"/></row></sheetData></worksheet>'
DTD = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x/>'
#: Where checksum, packed and unpacked size begin in an entry of the directory, and in a header.
IN_DIRECTORY, IN_HEADER = 16, 14


def members() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(SOUND)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(*more: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The sound form with members added at its end."""
    target = io.BytesIO(SOUND)
    with zipfile.ZipFile(target, "a", method) as archive:
        for name, content in more:
            archive.writestr(name, content)
    return target.getvalue()


def claiming(content: bytes, *, size: int, crc: int, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The sound form and a last member that claims this size and checksum."""
    data = bytearray(packed(("a.xml", content), method=method))
    entry = data.rindex(b"PK\x01\x02")
    header = int.from_bytes(data[entry + 42 : entry + 46], "little")
    for at in (entry + IN_DIRECTORY, header + IN_HEADER):
        struct.pack_into("<I", data, at, crc)
        struct.pack_into("<I", data, at + 8, size)
    return bytes(data)


def cut(content: bytes, size: int, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A member whose directory knows only its beginning, with the checksum of that."""
    return claiming(content, size=size, crc=zlib.crc32(content[:size]), method=method)


def renamed_in_directory() -> bytes:
    data = packed(("a.xml", b"<a/>"))
    at = data.rindex(b"a.xml")
    return data[:at] + b"b.xml" + data[at + 5 :]


def damaged_end() -> bytes:
    """A member that is as it should be beyond what a look at its prolog unpacks."""
    content = b"<a>" + b"x" * 200_000
    return claiming(content, size=len(content), crc=zlib.crc32(content) ^ 1)


def name_of_no_encoding() -> bytes:
    data = packed(("a\u00e9.xml", b"<a/>"))
    return data.replace("\u00e9".encode(), b"\xff\xff")


LIES: dict[str, Callable[[], bytes]] = {
    "a harmless beginning": partial(cut, b"<a/>" + FAR, 4),
    "a harmless beginning, not packed": partial(cut, b"<a/>" + FAR, 4, zipfile.ZIP_STORED),
    "one byte too many": partial(cut, FAR + b" ", len(FAR)),
    "nothing at all": partial(cut, FAR, 0),
    "nothing before a DTD": partial(cut, DTD, 0),
    "more than there is": partial(claiming, FAR, size=len(FAR) + 1, crc=zlib.crc32(FAR)),
    "wrong checksum far inside": damaged_end,
    "another name in the directory": renamed_in_directory,
    "a name in no encoding": name_of_no_encoding,
}


@pytest.mark.parametrize("build", LIES.values(), ids=LIES)
def test_a_member_that_is_not_what_the_directory_says_is_refused(
    build: Callable[[], bytes],
) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        read_book("a.xlsx", build())
    assert refused.value.message == REFUSALS["broken"].message


BOMB = b"\0" * 9_000_000
BOMBS = {
    "packed as usual": zipfile.ZIP_DEFLATED,
    "not packed": zipfile.ZIP_STORED,
    "packed by bzip2": zipfile.ZIP_BZIP2,
    "packed by LZMA": zipfile.ZIP_LZMA,
}


@pytest.mark.parametrize("method", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("whole", [True, False], ids=["unpacked", "prologs alone"])
def test_a_bomb_is_never_unpacked_further_than_it_claims(method: int, whole: bool) -> None:
    data = cut(BOMB, 10, method)
    tracemalloc.start()
    with contextlib.suppress(Refused):
        unpack_xlsx(data, MOST_UNPACKED if whole else 0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.parametrize("order", [1, -1], ids=["harmful last", "harmful first"])
@pytest.mark.parametrize("harm", [FAR, DTD], ids=["far cell", "DTD"])
def test_of_members_with_one_name_each_is_looked_at(order: int, harm: bytes) -> None:
    twice = [(SHEET.replace("1", "9"), content) for content in (members()[SHEET], harm)]
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed(*twice[::order])
    if harm is DTD:
        with pytest.raises(Refused, match="entities"):
            unpack_xlsx(data, MOST_UNPACKED)
    else:
        assert not is_harmless(unpack_xlsx(data, MOST_UNPACKED))


def test_members_are_unpacked_whole_or_not_at_all() -> None:
    size = sum(map(len, members().values()))
    assert dict(unpack_xlsx(SOUND, size) or []) == members()
    assert unpack_xlsx(SOUND, size - 1) is None


def test_prologs_of_what_is_not_unpacked_are_looked_at_all_the_same() -> None:
    with pytest.raises(Refused, match="entities"):
        unpack_xlsx(packed(("a.xml", DTD)), most=0)
