"""Reading an uploaded staff list safely: a few looks here, the parsing in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import msgspec

from survei.errors import SurveiError
from survei.staff.rules.names import clean_text
from survei.staff.rules.sheets import Sheet

#: Largest upload. Source: security.md, row 49.
MOST_BYTES = 5_000_000
#: Seconds until the reader is killed, waiting for a processor included.
MOST_SECONDS = 10
#: The reader answers with at most this many bytes.
MOST_ANSWER = 60_000_000
KINDS = ("xlsx", "ods", "csv")

_ROOT = Path(__file__).parents[2]
_ZIP = b"PK\x03\x04"
#: Compound files: the old .xls, and every workbook that is locked with a password.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<style", b"<meta")


class WorkbookRefused(SurveiError):
    """The file is not read at all; says what to do instead."""


class WorkbookTooLarge(WorkbookRefused):
    """More than we read."""


class WorkbookUnsupported(WorkbookRefused):
    """Another kind of file."""


class WorkbookBroken(WorkbookRefused):
    """The right kind, but damaged, locked or built to harm."""


class Refusal(NamedTuple):
    """A reason for not reading a file."""

    error: type[WorkbookRefused]
    message: str


REFUSALS: dict[str, Refusal] = {
    "too_large": Refusal(
        WorkbookTooLarge,
        "Berkas lebih dari 5 MB. Hapus gambar dan lembar lain, atau bagi menjadi beberapa berkas.",
    ),
    "too_big": Refusal(
        WorkbookTooLarge,
        "Isi berkas terlalu besar untuk dibaca. Salin daftar pegawai ke buku kerja baru, lalu "
        "simpan ulang.",
    ),
    "too_many_rows": Refusal(
        WorkbookTooLarge,
        "Berkas lebih dari %(most)s baris. Bagi menjadi beberapa berkas.",
    ),
    "too_many_columns": Refusal(
        WorkbookTooLarge,
        "Berkas lebih dari %(most)s kolom. Hapus kolom yang tidak diperlukan.",
    ),
    "kind": Refusal(
        WorkbookUnsupported,
        "Jenis berkas ini tidak dapat dibaca. Simpan sebagai Buku Kerja Excel (.xlsx), ODS, "
        "atau CSV.",
    ),
    "xls": Refusal(
        WorkbookUnsupported,
        "Berkas ini berformat Excel lama (.xls). Buka di Excel, pilih Simpan Sebagai, lalu "
        "Buku Kerja Excel (.xlsx).",
    ),
    "xlsb": Refusal(
        WorkbookUnsupported,
        "Berkas ini berformat biner (.xlsb). Simpan sebagai Buku Kerja Excel (.xlsx).",
    ),
    "macros": Refusal(
        WorkbookUnsupported,
        "Berkas ini memuat makro. Simpan sebagai Buku Kerja Excel (.xlsx) tanpa makro.",
    ),
    "html": Refusal(
        WorkbookUnsupported,
        "Berkas ini sebenarnya halaman web (HTML) atau XML. Buka di Excel, lalu simpan sebagai "
        "Buku Kerja Excel (.xlsx).",
    ),
    "text": Refusal(
        WorkbookUnsupported,
        "Isi berkas ini teks, bukan buku kerja. Bila ini CSV, ganti akhiran namanya menjadi .csv.",
    ),
    "renamed": Refusal(
        WorkbookUnsupported,
        "Akhiran nama berkas tidak sesuai isinya. Ganti akhirannya menjadi .%(kind)s.",
    ),
    "no_workbook": Refusal(
        WorkbookUnsupported,
        "Berkas ini bukan buku kerja. Simpan daftar pegawai sebagai .xlsx, .ods, atau .csv.",
    ),
    "encrypted": Refusal(
        WorkbookBroken,
        "Berkas ini terkunci kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi.",
    ),
    "entities": Refusal(
        WorkbookBroken,
        "Berkas ini memuat definisi XML yang tidak diizinkan. Buka di Excel atau LibreOffice, "
        "lalu simpan ulang.",
    ),
    "broken": Refusal(
        WorkbookBroken,
        "Berkas rusak atau terpotong. Buka di Excel atau LibreOffice, simpan ulang, lalu unggah "
        "lagi.",
    ),
    "encoding": Refusal(
        WorkbookBroken,
        "Huruf dalam CSV tidak dapat dibaca. Simpan sebagai “CSV UTF-8”, lalu unggah lagi.",
    ),
    "empty": Refusal(WorkbookBroken, "Berkas kosong."),
}


def read_workbook(filename: str, data: bytes) -> Sheet:
    """The sheet with the staff list of an uploaded file. Writes no file.

    Raises WorkbookTooLarge, WorkbookUnsupported or WorkbookBroken.
    """
    kind = kind_of(filename, data)
    if not kind:
        raise refusal("kind")
    return _decode(_run_reader(kind, data))


def kind_of(filename: str, data: bytes) -> str:
    """ "xlsx", "ods" or "csv" when name, size and first bytes agree. Raises WorkbookRefused."""
    kind = filename.rsplit(".", 1)[-1].strip().lower() if "." in filename else ""
    if len(data) > MOST_BYTES:
        raise refusal("too_large")
    if not data.strip():
        raise refusal("empty")
    if kind in ("xlsm", "xltm"):
        raise refusal("macros")
    if kind == "xlsb":
        raise refusal("xlsb")
    if data.startswith(_OLE):
        raise refusal("encrypted" if _ENCRYPTED in data else "xls")
    if _is_markup(data):
        raise refusal("html")
    if kind not in KINDS:
        raise refusal("kind")
    if kind == "csv" and data.startswith(_ZIP):
        raise refusal("renamed", kind="xlsx")
    if kind != "csv" and not data.startswith(_ZIP):
        raise refusal("text" if _is_text(data) else "broken")
    return kind


def refusal(code: str, **params: object) -> WorkbookRefused:
    """The exception of a row of `REFUSALS`."""
    error, message = REFUSALS.get(code, REFUSALS["broken"])
    return error(message, **params)


def display_name(filename: str) -> str:
    """The uploaded name for showing only: last part, cleaned, at most 200 characters.

    Never used as a path; the file is not kept.
    """
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in clean_text(last) if sign.isprintable())[:200] or "berkas"


def _is_markup(data: bytes) -> bool:
    return data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP)


def _is_text(data: bytes) -> bool:
    head = data[:2048]
    return b"\0" not in head and not head.startswith(b"PK") and b"\n" in data


def _run_reader(kind: str, data: bytes) -> bytes:
    """Standard output of the reader; a crash or a timeout means that the file is too big."""
    environment = {"LANG": "C.UTF-8", "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "survei.staff.reader", kind],
            input=data,
            capture_output=True,
            cwd=_ROOT,
            env=environment,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise refusal("too_big") from None
    if done.returncode < 0:
        raise refusal("too_big")
    if done.returncode or len(done.stdout) > MOST_ANSWER:
        raise refusal("broken")
    return done.stdout


def _decode(answer: bytes) -> Sheet:
    try:
        return msgspec.json.decode(answer, type=Sheet)
    except msgspec.ValidationError:
        refused = msgspec.json.decode(answer)
        raise refusal(refused["refused"], **refused["params"]) from None
