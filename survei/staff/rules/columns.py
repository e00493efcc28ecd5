"""Which column of a workbook is which: the first row that names at least NIP and Nama."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survei.staff.choices import Column

#: The header is looked for in this many rows; offices put letterheads above it.
HEADER_WITHIN = 30
#: Columns without which a list cannot be imported.
REQUIRED = (Column.NIP, Column.NAME, Column.JOB_ROLE, Column.UNIT)

#: Headers as people write them, in letters and digits only.
SYNONYMS: dict[Column, tuple[str, ...]] = {
    Column.NIP: ("nip", "nipbaru", "nippegawai", "nippnspppk", "nippppk", "nomorindukpegawai"),
    Column.NAME: ("nama", "namapegawai", "namalengkap", "namadangelar", "namaasn", "namagelar"),
    Column.JOB_ROLE: ("jabatan", "namajabatan", "jabatansaatini", "jabatanterakhir"),
    Column.UNIT: (
        *("unitkerja", "opd", "unitkerjaopd", "opdunitkerja", "unit", "namaunit"),
        *("namaunitkerja", "namaopd", "skpd", "unitkerjaskpd", "unor", "unitorganisasi"),
        *("perangkatdaerah", "satuankerja", "satker", "instansi", "sekolah", "namasekolah"),
        *("tempattugas", "unitkerjasekolah"),
    ),
    Column.PARENT_UNIT: ("unitinduk", "opdinduk", "induk", "unorinduk", "unitkerjainduk"),
    Column.SUPERVISOR: (
        *("nipatasan", "nipatasanlangsung", "nippejabatpenilai", "nippenilai", "nipsupervisor"),
    ),
    Column.EMAIL: ("email", "surel", "alamatemail", "emailpegawai", "alamatsurel", "posel"),
    Column.WHATSAPP: (
        *("nohp", "hp", "nowa", "wa", "whatsapp", "nowhatsapp", "nomorwhatsapp", "nomorhp"),
        *("nohpwa", "nohpwhatsapp", "nomorhpwhatsapp", "nomorwa", "telepon", "notelepon"),
        *("notelp", "nomortelepon", "handphone", "nohandphone", "nomorhandphone", "hpwa"),
    ),
    Column.RANK: (
        *("pangkat", "golongan", "gol", "golru", "pangkatgol", "pangkatgolongan"),
        *("pangkatgolru", "pangkatgolonganruang", "golonganruang", "golruang", "pangkatgolruang"),
    ),
}
_KNOWN = {word: column for column, words in SYNONYMS.items() for word in words}
_NOT_LETTERS = re.compile(r"[\W_]+")


def column_named(header: str) -> Column | None:
    """The column that a header means; case, spaces, dots and slashes do not matter."""
    return _KNOWN.get(_NOT_LETTERS.sub("", header.casefold()))


def header_index(rows: Sequence[Sequence[object]]) -> int | None:
    """Index of the header row: the first one that names a NIP and one more known column."""
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        named = {column_named(cell) for cell in row if isinstance(cell, str)} - {None}
        if Column.NIP in named and len(named) > 1:
            return index
    return None


def letter(index: int) -> str:
    """Name of a spreadsheet column by its index from 0: "A", …, "Z", "AA"."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
