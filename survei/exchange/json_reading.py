"""Reading a document from JSON, with every problem of its form said in words and by place."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from survei.errors import Term
from survei.exchange.json_misfits import Path, misfits
from survei.questionnaire.document import Document, decode
from survei.questionnaire.finding import DocumentInvalid, Finding, Place, Severity, Words, at, error
from survei.questionnaire.older import upgraded

#: A document of 300 long questions stays below; source: security.md, row 49.
LONGEST_FILE = 2_000_000

#: Members on the way to a place, in Indonesian.
STEPS = {
    "sections": Term("Aspek"),
    "questions": Term("Indikator"),
    "scales": Term("Skala"),
    "points": Term("Poin"),
    "choices": Term("Pilihan"),
    "rows": Term("Baris"),
    "clauses": Term("Syarat"),
    "show_if": Term("Tampilkan jika"),
    "required_if": Term("Wajib jika"),
    "anchors": Term("Deskripsi perilaku"),
}
FILE = Place((at("Berkas"),))


def parse(text: str | bytes) -> Document:
    """A document from JSON text. Raises DocumentInvalid with every problem of form found.

    Only the form is judged here; `rules.check` judges the content.
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    data = data.removeprefix(b"\xef\xbb\xbf")
    if len(data) > LONGEST_FILE:
        raise DocumentInvalid([_too_large()])
    try:
        data.decode()
        return decode(data)
    except msgspec.ValidationError:
        raise DocumentInvalid(_problems(data)) from None
    except RecursionError:
        raise DocumentInvalid([_too_deep()]) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise DocumentInvalid([_malformed(data, str(problem))]) from None


def _problems(data: bytes) -> list[Finding]:
    """One finding for each place that does not have the form of a document."""
    try:
        raw = upgraded(json.loads(data))
    except RecursionError:
        return [_too_deep()]
    found = [
        Finding(Severity.ERROR, _place(raw, misfit.path), *misfit.saying, misfit.params)
        for misfit in misfits(raw, Document)
    ]
    return found or [error(FILE, "Isi berkas tidak sesuai.", "Bandingkan dengan skema JSON.")]


def _too_deep() -> Finding:
    return error(
        FILE,
        "Isi berkas bersarang terlalu dalam.",
        "Kuesioner hanya memiliki beberapa tingkat; periksa kurungnya.",
    )


def _too_large() -> Finding:
    return error(
        FILE,
        "Berkas lebih besar dari %(most)s MB.",
        "Bagi kuesioner menjadi beberapa berkas.",
        most=LONGEST_FILE // 1_000_000,
    )


def _malformed(data: bytes, reason: str) -> Finding:
    found = re.search(r"\(byte (\d+)\)|position (\d+)", reason)
    byte = int(found.group(1) or found.group(2)) if found else len(data)
    *above, line = data[:byte].decode("utf-8", "replace").split("\n")
    return error(
        FILE.step(
            at("Baris %(line)s, kolom %(column)s", line=len(above) + 1, column=len(line) + 1)
        ),
        "Berkas bukan JSON yang benar.",
        "Periksa tanda koma, kutip, dan kurung di sekitar tempat ini; simpan sebagai UTF-8.",
    )


def _place(raw: Any, path: Path) -> Place:
    """("sections", 1, "questions", 0, "text") as "Aspek 2 › Indikator 1 (kode) › text"."""
    steps: list[Words] = []
    here = raw
    for part in path:
        here = here[part]
        if isinstance(part, int):
            steps[-1] = _numbered(steps[-1], part, here)
        else:
            steps.append(at("%(part)s", part=STEPS.get(part, part)))
    return Place(tuple(steps) or (at("Kuesioner"),))


def _numbered(step: Words, index: int, here: Any) -> Words:
    code = here.get("code") if isinstance(here, dict) else None
    named = f" ({code})" if isinstance(code, str) and code else ""
    return at("%(part)s%(number)s%(named)s", **step.params, number=f" {index + 1}", named=named)
