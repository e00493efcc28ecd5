"""Why an uploaded workbook is not read: each reason with its sentence and what to do instead."""

from __future__ import annotations

from typing import NamedTuple

from survei.errors import SurveiError


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
        "Isi berkas terlalu besar untuk dibaca. Salin isinya ke buku kerja baru, lalu simpan "
        "ulang.",
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
        "Berkas ini bukan buku kerja. Simpan sebagai Buku Kerja Excel (.xlsx).",
    ),
    "form_kind": Refusal(
        WorkbookUnsupported,
        "Formulir XLSForm dibaca dari Buku Kerja Excel (.xlsx). Simpan ulang sebagai .xlsx.",
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


def refusal(code: str, **params: object) -> WorkbookRefused:
    """The exception of a row of `REFUSALS`."""
    error, message = REFUSALS.get(code, REFUSALS["broken"])
    return error(message, **params)
