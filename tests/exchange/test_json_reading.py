"""Reading JSON: every problem of form in words, by place; nothing hostile gets through."""

from __future__ import annotations

import pytest

from survei.exchange.json_reading import parse
from survei.questionnaire.document import decode, encode
from survei.questionnaire.finding import DocumentInvalid
from tests.examples import every_kind_document

#: text → findings as (place, message)
REFUSED: dict[str, tuple[str | bytes, list[tuple[str, str]]]] = {
    "empty": ("", [("Berkas › Baris 1, kolom 1", "Berkas bukan JSON yang benar.")]),
    "cut off": ('{\n "key": ', [("Berkas › Baris 2, kolom 9", "Berkas bukan JSON yang benar.")]),
    "trailing comma": (
        '{\n "key": "a",\n}',
        [("Berkas › Baris 3, kolom 1", "Berkas bukan JSON yang benar.")],
    ),
    "no UTF-8": (b'"\xff"', [("Berkas › Baris 1, kolom 2", "Berkas bukan JSON yang benar.")]),
    "a list": (
        "[]",
        [("Kuesioner", "Jenis isinya daftar [ ], seharusnya objek { }.")],
    ),
    "unknown member": (
        '{"key": "a", "title": "A", "titel": "B"}',
        [("Kuesioner", "Anggota “titel” tidak dikenal.")],
    ),
    "several at once": (
        """{"key": "a", "scales": {"s": {"title": "S", "points": [{"value": "1", "label": "x"}]}},
        "sections": [{"code": "k", "title": "K", "questions": [
            {"kind": "rating", "code": "r", "text": 5, "scale": "s"},
            {"kind": "bintang", "code": "b", "text": "B"}, {"code": "t", "text": "T"}]}]}""",
        [
            ("Skala › s › Poin 1 › value", "Jenis isinya teks, seharusnya bilangan bulat."),
            (
                "Aspek 1 (k) › Indikator 1 (r) › text",
                "Jenis isinya bilangan bulat, seharusnya teks.",
            ),
            ("Aspek 1 (k) › Indikator 2 (b) › kind", "Isi “bintang” tidak dikenal."),
            ("Aspek 1 (k) › Indikator 3 (t)", "Anggota “kind” tidak ada."),
            ("Kuesioner", "Anggota “title” tidak ada."),
        ],
    ),
    "number too large": (
        '{"key": "a", "title": "A", "sections": [{"code": "k", "title": "K", "weight": 1e999}]}',
        [("Aspek 1 (k) › weight", "Angkanya terlalu besar.")],
    ),
    "sections no list": (
        '{"key": "a", "title": "A", "sections": {}}',
        [("Aspek", "Jenis isinya objek { }, seharusnya daftar [ ].")],
    ),
    "a hundred thousand brackets": (
        "[" * 100_000,
        [("Berkas", "Isi berkas bersarang terlalu dalam.")],
    ),
    "a member that reads like a place": (
        """{"key": "a", "title": "A", "x - at `[0]`": 1, "sections": [{"code": "k - at `[7]`",
        "title": "K", "questions": [{"kind": "matrix", "code": "m", "text": "M", "scale": "s",
        "rows": [{"code": "r", "text": "R", "` - at `$": 2}]}]}]}""",
        [
            ("Kuesioner", "Anggota “x - at `[0]`” tidak dikenal."),
            (
                "Aspek 1 (k - at `[7]`) › Indikator 1 (m) › Baris 1 (r)",
                "Anggota “` - at `$” tidak dikenal.",
            ),
        ],
    ),
    "a condition with wrong words": (
        """{"key": "a", "title": "A", "sections": [{"code": "k", "title": "K", "show_if":
        {"match": "some", "clauses": [{"question": "q", "operator": 5}, 7]}}, null],
        "scales": null}""",
        [
            ("Aspek 1 (k) › Tampilkan jika › match", "Isi “some” tidak dikenal."),
            (
                "Aspek 1 (k) › Tampilkan jika › Syarat 1 › operator",
                "Jenis isinya bilangan bulat, seharusnya teks.",
            ),
            (
                "Aspek 1 (k) › Tampilkan jika › Syarat 2",
                "Jenis isinya bilangan bulat, seharusnya objek { }.",
            ),
            ("Aspek 2", "Jenis isinya null, seharusnya objek { }."),
            ("Skala", "Jenis isinya null, seharusnya objek { }."),
        ],
    ),
    "too large": ('"' + "x" * 2_000_001 + '"', [("Berkas", "Berkas lebih besar dari 2 MB.")]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_document_is_refused_by_place(name: str) -> None:
    text, expected = REFUSED[name]
    with pytest.raises(DocumentInvalid) as caught:
        parse(text)
    found = caught.value.findings
    assert [(finding.place.label, finding.message) for finding in found] == expected
    assert all(finding.remedy for finding in found)


@pytest.mark.parametrize("lead", [b"", b"\xef\xbb\xbf", b"\n  "])
def test_a_document_is_read_with_or_without_a_byte_order_mark(lead: bytes) -> None:
    text = encode(every_kind_document()).encode()
    assert parse(lead + text) == every_kind_document()


def test_deep_nesting_inside_a_document_is_refused() -> None:
    text = '{"key": "a", "title": "A", "sections": [' + '{"code": [' * 50_000
    with pytest.raises(DocumentInvalid):
        parse(text)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(DocumentInvalid):
        parse('{"key": "a", "title": "\\ud800"}')
    with pytest.raises(DocumentInvalid):
        parse('{"key": "a", "title": "\ud800"}')


def test_a_default_that_is_said_is_written_like_one_that_is_not() -> None:
    said = """{"key": "a", "title": "A", "intro": "", "sections": [{"code": "s", "title": "S",
        "weight": 0.0, "questions": [{"kind": "long_text", "code": "t", "text": "T",
        "longest": 2000, "required": true, "tags": []}, {"kind": "rating", "code": "r",
        "text": "R", "scale": "k", "weight": 1.0}]}]}"""
    unsaid = """{"key": "a", "title": "A", "sections": [{"code": "s", "title": "S",
        "questions": [{"kind": "long_text", "code": "t", "text": "T"},
        {"kind": "rating", "code": "r", "text": "R", "scale": "k"}]}]}"""
    assert encode(decode(said)) == encode(decode(unsaid))
