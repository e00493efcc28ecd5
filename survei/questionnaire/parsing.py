"""Reading a document from JSON, with every problem of its form said in words and by place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from survei.errors import Term
from survei.questionnaire.document import Document, Question, Scale, decode
from survei.questionnaire.finding import DocumentInvalid, Finding, Place, Words, at, error

#: A document of 300 long questions stays below; source: security.md, row 49.
LONGEST_FILE = 2_000_000

#: What msgspec says → (what we say, remedy). Groups fill the places.
PHRASES: tuple[tuple[str, str, str], ...] = (
    (
        r"Object missing required field `(?P<name>[^`]*)`",
        "Anggota “%(name)s” tidak ada.",
        "Tambahkan anggota tersebut.",
    ),
    (
        r"Object contains unknown field `(?P<name>[^`]*)`",
        "Anggota “%(name)s” tidak dikenal.",
        "Periksa ejaannya atau hapus anggota tersebut.",
    ),
    (
        r"Expected `(?P<wanted>[^`]*)`, got `(?P<given>[^`]*)`",
        "Jenis isinya %(given)s, seharusnya %(wanted)s.",
        "Ubah isinya menjadi %(wanted)s.",
    ),
    (
        r"(Number|Integer value) out of range",
        "Angkanya terlalu besar.",
        "Gunakan angka yang wajar.",
    ),
    (
        r"Invalid enum value '?(?P<value>[^']*)'?",
        "Isi “%(value)s” tidak dikenal.",
        "Gunakan all atau any; operatornya is, is_not, at_least, at_most, includes, excludes, "
        "extreme, answered, unanswered.",
    ),
    (
        r"Invalid value '?(?P<value>[^']*)'?",
        "Isi “%(value)s” tidak dikenal.",
        "Gunakan salah satu jenis pertanyaan: rating, matrix, single_choice, multiple_choice, "
        "ranking, yes_no, number, date, short_text, long_text, evidence, information.",
    ),
)
#: JSON's names of types in Indonesian.
TYPES = {
    "str": "teks",
    "int": "bilangan bulat",
    "float": "angka",
    "bool": "true/false",
    "array": "daftar [ ]",
    "object": "objek { }",
    "null": "null",
}
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
    except msgspec.ValidationError as problem:
        raise DocumentInvalid(list(_problems(_loose(data), problem))) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise DocumentInvalid([_malformed(data, str(problem))]) from None


def _loose(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.MsgspecError, RecursionError):
        return None


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


def _problems(raw: Any, first: msgspec.ValidationError) -> Iterator[Finding]:
    """One finding per scale, question and remaining frame that does not fit."""
    problems = list(_part_problems(raw)) if isinstance(raw, dict) else []
    if not problems:
        problems = [("$", str(first))]
    for root, message in problems:
        yield _finding(raw, root, message)


def _part_problems(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    frame = dict(raw)
    if isinstance(frame.get("scales"), dict):
        frame["scales"] = {}
        for key, scale in raw["scales"].items():
            yield from _misfit(scale, Scale, f"$.scales.{key}")
    if isinstance(frame.get("sections"), list):
        frame["sections"] = [_without_questions(section) for section in raw["sections"]]
        for number, section in enumerate(raw["sections"]):
            questions = section.get("questions") if isinstance(section, dict) else None
            for place, question in enumerate(questions if isinstance(questions, list) else []):
                path = f"$.sections[{number}].questions[{place}]"
                yield from _misfit(question, Question, path)
    yield from _misfit(frame, Document, "$")


def _without_questions(section: Any) -> Any:
    if isinstance(section, dict) and isinstance(section.get("questions"), list):
        return {**section, "questions": []}
    return section


def _misfit(raw: Any, kind: Any, path: str) -> Iterator[tuple[str, str]]:
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError as problem:
        yield path, str(problem)


def _finding(raw: Any, root: str, problem: str) -> Finding:
    message, _, at = problem.partition(" - at `")
    path = root + at.removesuffix("`").removeprefix("$")
    place = _place(raw, path)
    for pattern, says, remedy in PHRASES:
        if found := re.match(pattern, message):
            return error(place, says, remedy, **_in_words(found.groupdict()))
    return error(place, "Isi tidak sesuai: %(reason)s.", "Perbaiki isinya.", reason=message)


def _in_words(params: dict[str, str]) -> dict[str, str]:
    return {
        name: Term(" atau ".join(TYPES.get(word, word) for word in text.split(" | ")))
        if name in {"wanted", "given"}
        else text
        for name, text in params.items()
    }


def _place(raw: Any, path: str) -> Place:
    """ "$.sections[1].questions[0].text" as "Aspek 2 › Indikator 1 (kode) › text"."""
    steps: list[Words] = []
    here = raw
    for name, index in re.findall(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]", path):
        if index:
            here = here[int(index)] if _has(here, index) else None
            steps[-1] = _numbered(steps[-1], index, here)
        else:
            here = here.get(name) if isinstance(here, dict) else None
            steps.append(at("%(part)s", part=STEPS.get(name, name)))
    return Place(tuple(steps) or (at("Kuesioner"),))


def _numbered(step: Words, index: str, here: Any) -> Words:
    code = here.get("code") if isinstance(here, dict) else None
    number = f" {int(index) + 1}" if index.isdigit() else ""
    named = f" ({code})" if isinstance(code, str) and code else ""
    return at("%(part)s%(number)s%(named)s", **step.params, number=number, named=named)


def _has(here: Any, index: str) -> bool:
    return isinstance(here, list) and index.isdigit() and int(index) < len(here)
