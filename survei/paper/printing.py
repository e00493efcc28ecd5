"""From the sheet to PDF. The sheet goes in as data: nothing in it is ever read as typst code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from survei.errors import SurveiError
from survei.paper.printed_version import Edition
from survei.paper.sheet import sheet_of
from survei.questionnaire.document import Document

PROCESS = Path(__file__).parent / "typst_process.py"
#: Some 200 pages. A form of 300 questions with five anchors each has a quarter of it.
MOST_CHARACTERS = 1_000_000
#: Until the press is stopped, waiting for a processor included.
MOST_SECONDS = 60


class PaperTooLong(SurveiError):
    """Setting the type would take minutes."""

    message = (
        "Kuesioner ini terlalu panjang untuk dicetak: %(length)s karakter, paling banyak "
        "%(most)s. Persingkat teksnya, lalu coba lagi."
    )


class PaperTooHard(SurveiError):
    """The press ran out of time or memory."""

    message = (
        "Formulir kertas tidak dapat dibuat: menyusunnya terlalu lama. Persingkat teks kuesioner, "
        "lalu coba lagi."
    )


def paper_form(document: Document, edition: Edition) -> bytes:
    """The form as A4 PDF, tagged, in its language; the same state gives the same bytes.

    Raises PaperTooLong and PaperTooHard.
    """
    sheet = json.dumps(sheet_of(document, edition), ensure_ascii=False)
    if len(sheet) > MOST_CHARACTERS:
        raise PaperTooLong(length=len(sheet), most=MOST_CHARACTERS)
    return press(json.dumps({"sheet": sheet, "seconds": int(edition.made_at.timestamp())}).encode())


def press(request: bytes) -> bytes:
    """What the press answers. One thread and few arenas: raters come first."""
    environment = {
        "LANG": "C.UTF-8",
        "PATH": os.environ.get("PATH", ""),
        "RAYON_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(PROCESS)],
            input=request,
            capture_output=True,
            env=environment,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PaperTooHard from None
    if done.returncode:
        raise PaperTooHard
    return done.stdout
