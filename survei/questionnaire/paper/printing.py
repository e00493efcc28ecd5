"""From the sheet to PDF. The sheet goes in as data: nothing in it is ever read as typst code."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from survei.errors import SurveiError
from survei.questionnaire.document import Document
from survei.questionnaire.paper.edition import Edition
from survei.questionnaire.paper.sheet import sheet_of

TEMPLATE = Path(__file__).parent / "form.typ"
#: Accessible PDF. Source: ISO 14289-1.
ACCESSIBLE: Literal["ua-1"] = "ua-1"
#: Some 200 pages. A form of 300 questions with five anchors each has a quarter of it.
MOST_CHARACTERS = 1_000_000


class PaperTooLong(SurveiError):
    """Setting the type would take minutes."""

    message = (
        "Kuesioner ini terlalu panjang untuk dicetak: %(length)s karakter, paling banyak "
        "%(most)s. Persingkat teksnya, lalu coba lagi."
    )


def paper_form(document: Document, edition: Edition) -> bytes:
    """The form as A4 PDF, tagged, in its language; the same state gives the same bytes.

    Letters that the built-in fonts lack (emoji, some scripts) are drawn as empty boxes. Such a
    file cannot claim PDF/UA, so it is made without the claim. Raises PaperTooLong.
    """
    data = json.dumps(sheet_of(document, edition), ensure_ascii=False)
    if len(data) > MOST_CHARACTERS:
        raise PaperTooLong(length=len(data), most=MOST_CHARACTERS)
    seconds = int(edition.made_at.timestamp())
    try:
        return _compile(data, seconds, ACCESSIBLE)
    except typst.TypstError:
        return _compile(data, seconds, None)


def _compile(data: str, seconds: int, standard: Literal["ua-1"] | None) -> bytes:
    made = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=_fonts(),
        sys_inputs={"sheet": data},
        timestamp=seconds,
        pdf_standards=standard,
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    """Only those in the wheel: the same on every machine, and nothing is fetched."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
