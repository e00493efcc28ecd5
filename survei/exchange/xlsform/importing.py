"""A document from an XLSForm workbook, and the report of what it could not carry."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from survei.exchange.xlsform.choice_kinds import is_other_text, rating
from survei.exchange.xlsform.facts import list_name, shared, tell_unread
from survei.exchange.xlsform.import_state import ImportState
from survei.exchange.xlsform.language_columns import Texts
from survei.exchange.xlsform.options import OTHER_NAMES, OptionList
from survei.exchange.xlsform.report import Fate, Remark, Report
from survei.exchange.xlsform.sheet_kinds import question_from
from survei.exchange.xlsform.sheet_tables import Table, read_table
from survei.exchange.xlsform.sheets import Book, read_book
from survei.exchange.xlsform.survey_tree import Node, read_tree, refuse_unusable, walk
from survei.exchange.xlsform.vocabulary import OURS, OURS_ELSEWHERE, PART_INTRO, PART_OTHER
from survei.questionnaire.codes import slug, unique_code
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Matrix, Question
from survei.questionnaire.languages import MAIN, is_language
from survei.questionnaire.parts import Condition, Row
from survei.questionnaire.scoring import counting_items
from survei.questionnaire.spreading import spread_weights
from survei.questionnaire.translated_text import NOTHING, Text
from survei.questionnaire.wording import own_languages

LONGEST_TITLE = 200
REPEATED = "Pengulangan tidak ada padanannya; isinya ditanyakan satu kali."
#: Settings that are read, or that a version gets here by itself.
READ_SETTINGS = {"form_title", "form_id", "version", "default_language"}


class Carried(msgspec.Struct):
    """A form as ours. The document may still hold findings of the check."""

    document: Document
    remarks: list[Remark]


def read_xlsform(filename: str, data: bytes) -> Carried:
    """The document of a workbook with everything that could not be carried.

    Raises WorkbookRefused (not read at all), FormRefused (read, but no usable form).
    """
    return carry(read_book(filename, data))


def carry(book: Book) -> Carried:
    """The document of the sheets. Raises FormRefused."""
    report = Report()
    survey, choices, settings = (
        read_table(book, name, report) for name in ("survey", "choices", "settings")
    )
    for name in book.others:
        report.add(Fate.DROPPED, name, 0, "", "Lembar ini tidak dibaca.")
    _refuse_missing(survey, report)
    tops = read_tree(survey, report)
    every = list(walk(tops))
    refuse_unusable(every, survey, report)
    report.stop_at_errors()
    state = ImportState(survey, choices, {node.name for node, _ in every}, report)
    document = _Sections(state).read(tops)
    _finish(document, settings, state)
    report.stop_at_errors()
    return Carried(_weighted(document, state), report.remarks)


def _refuse_missing(survey: Table, report: Report) -> None:
    if not survey.columns:
        message = "Lembar “survey” tidak ada atau kosong."
        report.add(Fate.ERROR, "survey", 0, "", message)
    else:
        for column in {"type", "name"} - survey.columns.keys():
            message = "Kolom “%(wanted)s” tidak ada di baris judul."
            report.add(Fate.ERROR, survey.name, 1, column, message, wanted=column)
        if not any(line.get("type") for line in survey.lines):
            message = "Lembar ini tidak memuat satu pertanyaan pun."
            report.add(Fate.ERROR, survey.name, 1, "", message)
    report.stop_at_errors()


def _finish(document: Document, settings: Table, state: ImportState) -> None:
    """Title, key and scales; what was never used."""
    line = settings.lines[0] if settings.lines else None
    title = (line.get("form_title") if line else "") or "Formulir tanpa judul"
    key = (line.get("form_id") if line else "") or title
    others = Texts(settings, Report()).own(line, f"{OURS_ELSEWHERE}title") if line else NOTHING
    titles = {**others, MAIN: title}
    document.title = Text.of({one: text[:LONGEST_TITLE] for one, text in titles.items()})
    listed = line.get(f"{OURS_ELSEWHERE}languages").split() if line else []
    document.languages = _languages(document, list(filter(is_language, listed)), state)
    document.key = key if key == slug(key) else unique_code(key, (), otherwise="kuesioner")
    for name in line.cells if line else ():
        if name not in READ_SETTINGS and not name.startswith(OURS_ELSEWHERE):
            message = "Pengaturan ini tidak ada padanannya."
            row = line.row if line else 0
            state.report.add(Fate.DROPPED, settings.name, row, settings.place(name), message)
    for held in state.lists.values():
        _keep_unused(held, state)
    document.scales = state.scales.made


def _languages(document: Document, listed: list[str], state: ImportState) -> list[str]:
    """The listed ones, then others in which anything but its scales is written."""
    possible = {*document.title, *state.texts.languages(), *state.choice_texts.languages()}
    unlisted = possible.difference(listed, [MAIN])
    found = dict.fromkeys([*listed, *own_languages(document, unlisted)])
    return [language for language in found if language != MAIN]


def _keep_unused(held: OptionList, state: ImportState) -> None:
    """A list that nothing uses: ours is kept as a scale, others are told."""
    if held.name in state.used_lists or not held.options:
        return
    if held.options[0].line.get(f"{OURS_ELSEWHERE}scale") and held.is_scale():
        state.scales.of(held)
        return
    for option in held.options:
        message = "Daftar “%(name)s” tidak dipakai pertanyaan mana pun."
        table = state.choices
        place = table.place("list_name")
        state.report.add(Fate.DROPPED, table.name, option.line.row, place, message, name=held.name)


def _weighted(document: Document, state: ImportState) -> Document:
    """Weights are ours alone: a form without any gets equal ones."""
    if f"{OURS}weight" in state.survey.columns:
        return document
    if any(counting_items(section) for section in document.sections):
        message = "Bobot aspek tidak ada dalam formulir; dibagi rata."
        state.report.add(Fate.CHANGED, state.survey.name, 0, "", message)
    return spread_weights(document)


class _Sections:
    """Groups as sections; groups inside them flattened, unless they are a matrix."""

    def __init__(self, state: ImportState) -> None:
        self._state = state
        self._document = Document(key="", title=NOTHING)

    def read(self, tops: list[Node]) -> Document:
        """Sections in the order of rows; questions outside groups get a section of their own."""
        loose: list[Node] = []
        for node in tops:
            if node.is_group and not self._is_matrix(node):
                self._gather(loose)
                self._section(node)
            elif node.line.get(f"{OURS}part") == PART_INTRO:
                self._document.intro = self._intro(node)
            else:
                loose.append(node)
        self._gather(loose)
        return self._document

    def _gather(self, loose: list[Node]) -> None:
        if not loose:
            return
        code = self._state.free_section_code("pertanyaan")
        section = Section(code=code, title=Text("Pertanyaan"))
        message = "Pertanyaan di luar kelompok dikumpulkan dalam satu aspek."
        self._state.remark(Fate.CHANGED, loose[0], "", message)
        self._document.sections.append(section)
        section.questions.extend(self._questions(list(loose), None, section))
        loose.clear()

    def _section(self, node: Node) -> None:
        state = self._state
        condition = state.condition(node, "relevant")
        if node.word == "begin repeat":
            state.drop(node, "type", REPEATED)
        self._tell_group(node)
        code = state.section_code(node)
        title = state.texts.label(node.line, node.name or code)
        section = Section(
            code=code,
            title=title,
            weight=state.number(node, "weight", 0),
            show_if=condition,
        )
        section.questions.extend(self._questions(node.children, None, section))
        if section.questions:
            self._document.sections.append(section)
        else:
            state.drop(node, "", "Kelompok ini tidak memuat pertanyaan yang dapat dibawa.")

    def _questions(
        self, nodes: list[Node], around: Condition | None, section: Section
    ) -> Iterator[Question]:
        before: Node | None = None
        for place, node in enumerate(nodes):
            following = nodes[place + 1] if place + 1 < len(nodes) else None
            part = node.line.get(f"{OURS}part")
            if part == PART_INTRO and around is None:
                section.intro = self._intro(node)
            elif part == PART_OTHER or self._is_words_of(before, node):
                pass
            elif self._is_matrix(node):
                yield self._matrix(node, around)
            elif node.is_group:
                yield from self._flattened(node, around, section)
            elif found := question_from(node, self._state, around, following):
                yield found
            before = node

    def _intro(self, node: Node) -> Text:
        return self._state.texts.of(node.line, "label")

    def _is_words_of(self, before: Node | None, node: Node) -> bool:
        """Whether a row is the text beside "lainnya" of the row before; told, as ours is fixed."""
        if node.word != "text" or before is None:
            return False
        if before.word not in ("select one", "select multiple"):
            return False
        held = self._state.lists.get(list_name(before))
        options = [name for name in held.names if name.lower() in OTHER_NAMES] if held else []
        if before.name not in self._state.asked or not is_other_text(node, before.name, options):
            return False
        message = "Menjadi kolom teks di sebelah pilihan “lainnya”; kalimatnya tidak dibawa."
        self._state.drop(node, "", message)
        return True

    def _flattened(
        self, node: Node, around: Condition | None, section: Section
    ) -> Iterator[Question]:
        state = self._state
        message = "Kelompok di dalam kelompok diratakan; judulnya tidak dibawa."
        message = REPEATED if node.word == "begin repeat" else message
        state.remark(Fate.DROPPED, node, "type", message)
        self._tell_group(node)
        yield from self._questions(node.children, state.show_if(node, around), section)

    def _tell_group(self, node: Node) -> None:
        state = self._state
        if node.word == "begin repeat" and node.line.get("repeat_count"):
            state.drop(node, "repeat_count", "Jumlah pengulangan tidak dibawa.")
        for column in node.line.cells:
            known = ("type", "name", "relevant", "repeat_count")
            if column not in known and not column.startswith(("label.", OURS)):
                message = "Kolom ini tidak dibawa dari kelompok."
                state.drop(node, column, message)

    def _is_matrix(self, node: Node) -> bool:
        """A table of ratings: rows on one list, without conditions of their own."""
        if node.word != "begin group" or not node.children:
            return False
        looks = node.line.get("appearance").split()
        rows_look_so = all("likert" in one.line.get("appearance") for one in node.children)
        if "table-list" not in looks and not ("field-list" in looks and rows_look_so):
            return False
        lists = {list_name(one) for one in node.children if one.word == "select one"}
        held = self._state.lists.get(next(iter(lists), ""))
        alike = len({one.line.get("required") for one in node.children}) == 1
        plain = all(
            one.word == "select one" and not one.line.get("relevant") for one in node.children
        )
        return len(lists) == 1 and plain and alike and held is not None and held.is_scale()

    def _matrix(self, node: Node, around: Condition | None) -> Matrix:
        state = self._state
        tell_unread(node, state)
        facts = shared(node, state, around)
        facts["required"], facts["required_if"] = state.required(node.children[0])
        held = state.list_of(node, list_name(node.children[0]))
        rows: list[Row] = []
        for child in node.children:
            rows.append(self._row(child, node, facts["code"], {row.code for row in rows}, held))
        return Matrix(**facts, scale=state.scales.of(held)[0], rows=rows, allow_na=bool(held.na))

    def _row(self, child: Node, node: Node, code: str, taken: set[str], held: OptionList) -> Row:
        state = self._state
        tell_unread(child, state)
        hints = [column for column in child.line.cells if column.startswith("hint.")]
        for column in hints:
            state.drop(child, column, "Petunjuk baris matriks tidak dibawa.")
        wanted = child.line.get(f"{OURS}code") or child.name.removeprefix(f"{node.name}.")
        row = wanted if wanted == slug(wanted) and wanted not in taken else ""
        row = row or unique_code(wanted, taken, otherwise="baris")
        text = state.texts.label(child.line, child.name)
        made = rating(child, state, {"code": f"{code}.{row}", "text": text}, held)
        return Row(
            code=row,
            text=text,
            text_self=state.texts.own(child.line, f"{OURS}self"),
            weight=made.weight,
            reversed=made.reversed,
        )
