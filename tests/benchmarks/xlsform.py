"""Importing a 300-question XLSForm against reading it with python-calamine."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from python_calamine import CalamineWorkbook

from survei.audit.choices import SYSTEM
from survei.database import connect_to, database
from survei.exchange.imports import import_draft, read_file
from survei.exchange.xlsform.exporting import write_xlsform
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import SingleChoice
from survei.questionnaire.translated_text import Text
from survei.schema import migrate
from tests.benchmarks.table import Row
from tests.examples import choices, every_kind_document, rating
from tests.held_keys import hold_own

QUESTIONS, SECTIONS, ROUNDS = 300, 10, 15


def run() -> list[Row]:
    """Medians of file to document with its report, and of file to saved draft."""
    data = write_xlsform(form())
    read, saved, floor = [], [], []
    with tempfile.TemporaryDirectory(prefix="survei-bench-") as folder:
        hold_own()
        connect_to(f"sqlite:///{Path(folder) / 'ours.sqlite3'}")
        with database.connection_context():
            migrate()
            for number in range(ROUNDS):
                floor.append(_seconds(lambda: _floor(data)))
                read.append(_seconds(lambda: read_file("a.xlsx", data)))
                saved.append(_seconds(partial(_import, data, number)))
        database.obj.close_all()
    return [
        Row("read a 300-question XLSForm", median(read), median(floor), "s", 3),
        Row("import it: read, map and save the draft", median(saved), median(floor), "s", 3),
    ]


def form() -> Document:
    """Ratings with own anchors, and every tenth question a choice."""
    base = every_kind_document()
    each = QUESTIONS // SECTIONS
    sections = [
        Section(
            code=f"aspek-{part}",
            title=Text(f"Aspek {part}"),
            weight=100 / SECTIONS,
            questions=[
                rating(f"butir-{part}-{item}")
                if item % 10
                else SingleChoice(
                    code=f"butir-{part}-{item}",
                    text=Text(f"Pilih {part} {item}"),
                    choices=choices(),
                )
                for item in range(each)
            ],
        )
        for part in range(SECTIONS)
    ]
    return Document(
        key="tolok-ukur", title=Text("Tolok ukur"), scales=base.scales, sections=sections
    )


def _seconds(work: Callable[[], object]) -> float:
    """Processor time of this process: so ordinary a form is parsed by no other."""
    began = time.process_time()
    work()
    return time.process_time() - began


def _import(data: bytes, number: int) -> None:
    document = read_file("a.xlsx", data).document
    document.key = f"tolok-ukur-{number}"
    import_draft(document, actor=SYSTEM)


def _floor(data: bytes) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in ("survey", "choices", "settings"):
        book.get_sheet_by_name(name).to_python()
