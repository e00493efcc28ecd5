"""A document as an XLSForm workbook: survey, choices, settings.

What only we have (anchors, weights, wording for self …) stands in columns of our own, which
others pass over and our import reads again.
"""

from __future__ import annotations

from collections.abc import Iterator

from survei.exchange.xlsform.lists import Lists
from survei.exchange.xlsform.names import Names
from survei.exchange.xlsform.question_cells import shared_cells
from survei.exchange.xlsform.relevance import expression_of
from survei.exchange.xlsform.sheet_kinds import SHEET_KINDS
from survei.exchange.xlsform.vocabulary import (
    OURS,
    OURS_ELSEWHERE,
    PART_INTRO,
    Row,
    language_column,
    outward,
    own_cells,
    translated_cells,
    translated_column,
)
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Question, kind_of
from survei.questionnaire.languages import MAIN
from survei.questionnaire.wording import written_languages
from survei.workbook.inert_workbook import Page, text_workbook

#: Columns in their usual order, texts after the second; those of ours follow as they come up.
USUAL = ("type", "name", "required", "relevant", "constraint", "appearance", "parameters")
#: Columns in which a reference is meant.
EXPRESSIONS = ("relevant", "required", "constraint")
CHOICE_COLUMNS = ("list_name", "name")
TRANSLATED = ("label", "hint")


def write_xlsform(document: Document, *, version: str = "") -> bytes:
    """The workbook. `version` stands in the settings: "3", or empty for a draft."""
    names = Names(document)
    lists = Lists(document, names)
    survey = [_clean(row) for row in survey_rows(document, names, lists)]
    choices = [_clean(row) for row in lists.rows()]
    pages = (
        ("survey", USUAL, survey),
        ("choices", CHOICE_COLUMNS, choices),
        ("settings", (), [_clean(_settings(document, version))]),
    )
    languages = [MAIN, *written_languages(document)]
    return text_workbook(_page(*page, languages=languages) for page in pages)


def survey_rows(document: Document, names: Names, lists: Lists) -> Iterator[Row]:
    """The rows of the survey sheet in the order of display."""
    if document.intro:
        yield _intro(document, names.intro())
    for section in document.sections:
        yield _group(section, names)
        if section.intro:
            yield _intro(section, names.intro(section.code))
        for question in section.questions:
            yield from question_rows(question, names, lists)
        yield {"type": "end_group", "name": names.section(section)}


def question_rows(question: Question, names: Names, lists: Lists) -> Iterator[Row]:
    """The rows of one question; several for a matrix and for "lainnya"."""
    shared = shared_cells(question, names)
    for row in SHEET_KINDS[kind_of(question)].rows(question, names, lists):
        yield {**shared, **row} if row.get("name") == shared["name"] else row


def _group(section: Section, names: Names) -> Row:
    name = names.section(section)
    return {
        "type": "begin_group",
        "name": name,
        **translated_cells("label", section.title, section.code),
        "relevant": expression_of(section.show_if, names.asked),
        f"{OURS}code": "" if name == section.code else section.code,
        f"{OURS}weight": repr(section.weight),
    }


def _intro(part: Document | Section, name: str) -> Row:
    return {
        "type": "note",
        "name": name,
        **translated_cells("label", part.intro),
        f"{OURS}part": PART_INTRO,
    }


def _settings(document: Document, version: str) -> Row:
    return {
        "form_title": str(document.title) or document.key,
        "form_id": document.key,
        "version": version,
        "default_language": language_column(MAIN),
        f"{OURS_ELSEWHERE}languages": " ".join(document.languages),
        **{
            name: text
            for name, text in own_cells(f"{OURS_ELSEWHERE}title", document.title).items()
            if name != f"{OURS_ELSEWHERE}title"
        },
    }


def _clean(row: Row) -> Row:
    return {
        column: text if column in EXPRESSIONS else outward(text)
        for column, text in row.items()
        if text
    }


def _page(name: str, usual: tuple[str, ...], rows: list[Row], *, languages: list[str]) -> Page:
    found = dict.fromkeys(column for row in rows for column in row)
    needed = {*found, "name", "list_name", translated_column("label", MAIN)}
    texts = [translated_column(column, one) for column in TRANSLATED for one in languages]
    places = (*usual[:2], *texts, *usual[2:]) if usual else ()
    header = [column for column in places if column in needed]
    header += [column for column in found if column not in places]
    return Page(name, header, [[row.get(column, "") for column in header] for row in rows])
