"""The process that looks into a PDF: `python -m survei.evidence.pdf_reader`.

Takes the file on standard input and answers with one word on standard output. It has no secrets,
no files and hard limits of time and memory, so that a hostile file can hurt nothing but it.
Source: ISO 32000-1, 7.11 (files), 12.6 (actions), 13 (multimedia).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Name, PasswordError, Pdf, PdfError, Stream

from survei.workbook.parser_process import limit_process

#: Actions that do something outside of the page, or with what was filled in.
ACTIONS = frozenset({
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/RichMediaExecute",
    "/Rendition", "/Movie", "/Sound",
})  # fmt: skip
#: Members that hold a program, another file, or a form of another kind.
MEMBERS = frozenset({"/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent"})
#: Notes on a page that hold a file or play something.
NOTES = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
#: An opening may lead to a page.
HARMLESS_OPENINGS = frozenset({"/GoTo"})


def verdict(data: bytes) -> str:
    """ "clean", "locked", "active" or "broken"."""
    try:
        with Pdf.open(BytesIO(data), suppress_warnings=True) as document:
            if document.is_encrypted:
                return "locked"
            if not len(document.pages):
                return "broken"
            return "active" if _acts(document) else "clean"
    except PasswordError:
        return "locked"
    except PdfError:
        return "broken"


def _acts(document: Pdf) -> bool:
    opening = document.Root.get("/OpenAction")
    if isinstance(opening, Dictionary) and str(opening.get("/S")) not in HARMLESS_OPENINGS:
        return True
    return any(
        _is_active(part)
        for one in (document.trailer, *document.objects)
        for part in _dictionaries(one)
    )


def _dictionaries(thing: Any) -> Iterator[Any]:
    """Every dictionary inside an object; what it refers to is an object of its own."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Dictionary | Stream):
            yield one
            waiting += [one[name] for name in one.keys() if _is_inside(one[name])]  # noqa: SIM118
        elif isinstance(one, Array):
            waiting += [item for item in one if _is_inside(item)]


def _is_inside(value: Any) -> bool:
    return isinstance(value, Array | Dictionary) and not value.is_indirect


def _is_active(part: Any) -> bool:
    if MEMBERS & set(part.keys()):
        return True
    kinds = {name: part.get(name) for name in ("/S", "/Subtype", "/Type")}
    named = {name: str(value) for name, value in kinds.items() if isinstance(value, Name)}
    is_action = named.get("/S") in ACTIONS
    return is_action or named.get("/Subtype") in NOTES or named.get("/Type") == "/EmbeddedFile"


def main() -> None:
    """Reads and answers; a crash shows in the exit status."""
    limit_process()
    sys.stdout.write(verdict(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
