"""Sets one form in a process of its own: `python typst_process.py`, request in, PDF out.

typst keeps what it has laid out for the next time, some 100 MB for a form of 300 questions. Here
that ends with the process, and a text that costs too much is stopped by its limits. Imports
nothing of ours, so that it starts quickly.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).parent / "form.typ"
#: Accessible PDF. Source: ISO 14289-1.
ACCESSIBLE: Any = "ua-1"
#: Seconds of a processor, and address space.
MOST_SECONDS = 60
MOST_MEMORY = 2_000_000_000


def limit_process() -> None:
    """Memory, time, files and core dumps."""
    limits = (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for name, most in limits:
        resource.setrlimit(name, (most, most))


def pressed(sheet: str, seconds: int) -> bytes:
    """The PDF of a sheet as JSON; it says that it was made `seconds` after 1970.

    Letters that the built-in fonts lack (emoji, some scripts) are drawn as empty boxes. Such a
    file cannot claim PDF/UA, so it is made without the claim.
    """
    try:
        return compiled(sheet, seconds, ACCESSIBLE)
    except typst.TypstError:
        return compiled(sheet, seconds, None)


def compiled(sheet: str, seconds: int, standard: Any) -> bytes:
    """Only with the fonts in the wheel: the same on every machine, and nothing is fetched."""
    made = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True),
        sys_inputs={"sheet": sheet},
        timestamp=seconds,
        pdf_standards=standard,
    )
    assert isinstance(made, bytes)
    return made


if __name__ == "__main__":
    limit_process()
    request = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(pressed(request["sheet"], request["seconds"]))
