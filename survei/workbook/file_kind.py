"""A look at an uploaded file before anything opens it: its name, its size, its first bytes."""

from __future__ import annotations

import unicodedata

from survei.workbook.refusals import refusal

#: Largest upload. Source: security.md, row 49.
MOST_BYTES = 5_000_000
KINDS = ("xlsx", "ods", "csv")

_ZIP = b"PK\x03\x04"
#: Compound files: the old .xls, and every workbook that is locked with a password.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<style", b"<meta")


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


def display_name(filename: str) -> str:
    """The uploaded name for showing only: last part, cleaned, at most 200 characters.

    Never used as a path; the file is not kept.
    """
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    line = " ".join(unicodedata.normalize("NFC", last).split())
    return "".join(sign for sign in line if sign.isprintable())[:200] or "berkas"


def _is_markup(data: bytes) -> bool:
    return data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP)


def _is_text(data: bytes) -> bool:
    head = data[:2048]
    return b"\0" not in head and not head.startswith(b"PK") and b"\n" in data
