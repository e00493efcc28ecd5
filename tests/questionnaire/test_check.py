"""The check explains what is wrong and where: one broken document per rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from survei.errors import Term
from survei.questionnaire.checks import CHECKS, check
from survei.questionnaire.checks.texts import THIRD_PERSON
from survei.questionnaire.codes import RESERVED, is_code, slug, unique_code
from survei.questionnaire.document import Document, Section
from survei.questionnaire.editing import change_question, change_section, remove_question, set_scale
from survei.questionnaire.parts import Anchor, Choice, Point, Scale
from survei.questionnaire.translated_text import NOTHING, Text
from tests.examples import every_kind_document, rating, three_levels, twenty_ratings_document
from tests.questionnaire.documents import documents
from tests.texts import said

Break = Callable[[Document], Document]


def question(code: str, **changes: Any) -> Break:
    return lambda document: change_question(
        document, code, **said(document.question(code), **changes)
    )


def section(code: str, **changes: Any) -> Break:
    return lambda document: change_section(document, code, **said(**changes))


def sections(*held: Section) -> Break:
    return lambda document: replace(document, sections=list(held))


def scale(*points: Point) -> Break:
    return lambda document: set_scale(
        document, "rubrik", Scale(title=Text("Rubrik"), points=[*points])
    )


def highest_apart(document: Document) -> Document:
    rubric = three_levels()
    rubric.points[-1].value = 4
    return set_scale(document, "rubrik", rubric)


def raw_code(document: Document) -> Document:
    document.sections[0].questions[0].code = "Ada Spasi"
    return document


def twice(document: Document) -> Document:
    document.sections[0].questions[1].code = "tepat-waktu"
    return document


def twin_sections(document: Document) -> Document:
    document.sections[1].code = "kinerja"
    return document


def many(count: int) -> Break:
    items = [rating(f"butir-{number}") for number in range(count)]
    return sections(Section(code="a", title=Text("A", en="A"), weight=100, questions=items))


def point(value: int, **changes: str) -> Point:
    texts = {"label": f"Label {value}", "anchor": f"Perilaku {value}"}
    return Point(value=value, **said(**{**texts, **changes}))


NO_ANCHORS: dict[str, Anchor] = {}
SAME = {str(v): Anchor(text=Text("Sama  saja" if v % 2 else "sama saja")) for v in range(1, 3)}
KINERJA = "Aspek 1 “Kinerja”"
FIRST = f"{KINERJA} › Indikator 1 (tepat-waktu)"
LAIN = "Aspek 3 “Keterangan lain”"

#: what is broken → (break, place of the first error, start of its message)
ERRORS: dict[str, tuple[Break, str, str]] = {
    "key": (lambda d: replace(d, key="A B"), "Kuesioner", "Kode “A B” tidak dapat"),
    "question code": (
        raw_code,
        f"{KINERJA} › Indikator 1 (Ada Spasi)",
        "Kode “Ada Spasi” tidak dapat",
    ),
    "question code twice": (
        twice,
        f"{KINERJA} › Indikator 2 (tepat-waktu)",
        f"Kode “tepat-waktu” sudah dipakai pada {FIRST}.",
    ),
    "section code twice": (
        twin_sections,
        "Aspek 2 “Sikap”",
        f"Kode “kinerja” sudah dipakai pada {KINERJA}.",
    ),
    "scale key": (
        lambda d: replace(d, scales={**d.scales, "Skala 1": three_levels()}),
        "Skala Skala 1 “Rubrik tiga tingkat”",
        "Kode “Skala 1” tidak dapat",
    ),
    "no section": (sections(), "Kuesioner", "Kuesioner belum memiliki aspek."),
    "section without questions": (
        section("sikap", questions=[]),
        "Aspek 2 “Sikap”",
        "Aspek ini belum memiliki indikator.",
    ),
    "weight above 100": (section("lain", weight=101), LAIN, "Bobot aspek 101 tidak mungkin."),
    "weight below 0": (section("lain", weight=-0.5), LAIN, "Bobot aspek -0,5 tidak mungkin."),
    "weight no number": (
        section("lain", weight=float("nan")),
        LAIN,
        "Bobot aspek nan tidak mungkin.",
    ),
    "weights total": (
        section("sikap", weight=39.5),
        "Bobot aspek",
        "Bobot aspek yang dinilai berjumlah 99,5 persen, seharusnya 100.",
    ),
    "weight without ratings": (
        section("lain", weight=10),
        LAIN,
        "Aspek ini berbobot 10 persen, tetapi tidak memiliki indikator berskala.",
    ),
    "too many questions": (many(301), "Kuesioner", "Kuesioner memuat 301 pertanyaan"),
    "unknown scale": (
        question("tepat-waktu", scale="tiada", anchors=NO_ANCHORS),
        FIRST,
        "Skala “tiada” tidak ada dalam kuesioner ini.",
    ),
    "one point": (scale(point(1)), "Skala rubrik “Rubrik”", "Skala memiliki 1 poin"),
    "eleven points": (
        scale(*map(point, range(11))),
        "Skala rubrik “Rubrik”",
        "Skala memiliki 11 poin",
    ),
    "descending values": (
        scale(point(2), point(1)),
        "Skala rubrik “Rubrik”",
        "Nilai poin skala tidak berurutan",
    ),
    "equal values": (
        scale(point(1), point(1, label="Lain", anchor="Lain")),
        "Skala rubrik “Rubrik”",
        "Nilai poin skala tidak berurutan naik atau ada yang sama.",
    ),
    "value out of range": (
        scale(point(1), point(101)),
        "Skala rubrik “Rubrik”",
        "Ada nilai poin di luar 0 sampai 100.",
    ),
    "equal labels": (
        scale(point(1, label="Baik"), point(2, label="BAIK")),
        "Skala rubrik “Rubrik”",
        "Dua poin skala memiliki nama yang sama.",
    ),
    "anchor missing": (
        question("tepat-waktu", anchors=NO_ANCHORS),
        FIRST,
        "Poin 1, 2, 3, 4, 5 belum memiliki deskripsi perilaku.",
    ),
    "scale anchor missing": (
        scale(point(1), point(2, anchor=" ")),
        "Aspek 2 “Sikap” › Indikator 1 (sapa)",
        "Poin 2 belum memiliki deskripsi perilaku.",
    ),
    "equal anchors": (
        question("sapa", anchors=SAME),
        "Aspek 2 “Sikap” › Indikator 1 (sapa)",
        "Deskripsi perilaku poin 1 dan poin 2 sama.",
    ),
    "anchor of no point": (
        question("sapa", anchors={"9": Anchor(text=Text("Sembilan"))}),
        "Aspek 2 “Sikap” › Indikator 1 (sapa)",
        "Ada deskripsi perilaku untuk poin 9",
    ),
    "item weight": (
        question("mutu", weight=-1),
        f"{KINERJA} › Indikator 2 (mutu)",
        "Bobot indikator -1 tidak mungkin.",
    ),
    "one choice": (
        question("waktu", choices=[Choice(value="a", label=Text("A"))]),
        f"{LAIN} › Indikator 1 (waktu)",
        "Ada 1 pilihan;",
    ),
    "choice value twice": (
        question(
            "waktu",
            choices=[Choice(value="a", label=Text("A")), Choice(value="a", label=Text("B"))],
        ),
        f"{LAIN} › Indikator 1 (waktu) › Pilihan 2",
        "Nilai pilihan “a” dipakai lebih dari sekali.",
    ),
    "choice value is cannot rate": (
        question(
            "waktu",
            choices=[Choice(value="na", label=Text("A")), Choice(value="b", label=Text("B"))],
        ),
        f"{LAIN} › Indikator 1 (waktu) › Pilihan 1",
        "Nilai pilihan “na” tidak dapat dipakai.",
    ),
    "more options than there are": (
        question("kegiatan", minimum=4, maximum=0),
        f"{LAIN} › Indikator 2 (kegiatan)",
        "Batas 4 sampai 0 pilihan tidak dapat dipenuhi dari 3 pilihan.",
    ),
    "number bounds": (
        question("jam", minimum=10, maximum=1),
        f"{LAIN} › Indikator 3 (jam)",
        "Batas bawah angka lebih besar",
    ),
    "decimals": (
        question("jam", decimals=9),
        f"{LAIN} › Indikator 3 (jam)",
        "Jumlah angka di belakang koma",
    ),
    "date": (
        question("mulai", earliest="1 Januari 2026"),
        f"{LAIN} › Indikator 4 (mulai)",
        "Batas tanggal tidak dapat dibaca.",
    ),
    "date bounds": (
        question("mulai", earliest="2031-01-01"),
        f"{LAIN} › Indikator 4 (mulai)",
        "Batas awal tanggal berada sesudah",
    ),
    "text length": (
        question("saran", longest=5001),
        f"{LAIN} › Indikator 6 (saran)",
        "Panjang jawaban 5001 karakter tidak mungkin.",
    ),
    "empty title": (lambda d: replace(d, title=Text("  ")), "Kuesioner", "Judul masih kosong."),
    "empty question": (question("mutu", text=""), f"{KINERJA} › Indikator 2 (mutu)", "Pertanyaan"),
    "empty question in a section about descriptions": (
        lambda d: question("saran", text=" ")(section("lain", title="Deskripsi perilaku")(d)),
        "Aspek 3 “Deskripsi perilaku” › Indikator 6 (saran)",
        "Pertanyaan masih kosong.",
    ),
    "empty option": (
        question(
            "waktu", choices=[Choice(value="a", label=NOTHING), Choice(value="b", label=Text("B"))]
        ),
        f"{LAIN} › Indikator 1 (waktu) › Pilihan 1",
        "Nama masih kosong.",
    ),
    "long title": (section("lain", title="x" * 201), f"Aspek 3 “{'x' * 59}…”", "Teks “xxx"),
    "long text": (question("mutu", hint="x" * 5001), f"{KINERJA} › Indikator 2 (mutu)", "Teks"),
    "NUL": (
        question("mutu", hint="satu\x00dua"),
        f"{KINERJA} › Indikator 2 (mutu)",
        "Teks “satudua” memuat karakter kendali yang tidak terlihat.",
    ),
    "direction override": (
        question("mutu", hint="\u202edua"),
        f"{KINERJA} › Indikator 2 (mutu)",
        "Teks “dua” memuat karakter kendali",
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_names_its_place_and_remedy(name: str) -> None:
    broken, place, message = ERRORS[name]
    errors = [finding for finding in check(broken(every_kind_document())) if finding.is_error]
    assert [(found.place.label, found.message[: len(message)]) for found in errors[:1]] == [
        (place, message)
    ]
    assert len(errors[0].remedy) > 5


#: what is doubtful → (change, place, start of the message)
WARNINGS: dict[str, tuple[Break, str, str]] = {
    "nothing scored": (
        lambda d: remove_question(replace(d, sections=d.sections[2:], scales={}), "kebiasaan"),
        "Bobot aspek",
        "Tidak ada aspek yang dinilai",
    ),
    "ratings that do not count": (
        lambda d: change_section(change_section(d, "sikap", weight=0), "kinerja", weight=100),
        "Aspek 2 “Sikap”",
        "Aspek ini berbobot 0",
    ),
    "unused scale": (
        lambda d: set_scale(d, "lain", three_levels()),
        "Skala lain “Rubrik tiga tingkat”",
        "Skala ini tidak dipakai",
    ),
    "sums that tell their parts": (
        highest_apart,
        "Skala rubrik “Rubrik tiga tingkat”",
        "Jarak antarpoin skala ini sangat tidak sama",
    ),
    "no wording for oneself": (
        question("mutu", text_self="", text_self_en=""),
        f"{KINERJA} › Indikator 2 (mutu)",
        "Pertanyaan menyebut orang lain",
    ),
    "asked twice": (
        question("mutu", text="Pegawai ini menyelesaikan tugas  TEPAT-WAKTU tepat waktu."),
        f"{KINERJA} › Indikator 2 (mutu)",
        f"Pertanyaan ini sama dengan {FIRST}.",
    ),
    "English missing here": (
        question("mutu", text_en=""),
        f"{KINERJA} › Indikator 2 (mutu)",
        "Terjemahan English belum lengkap: “Pegawai ini",
    ),
}


@pytest.mark.parametrize("name", WARNINGS)
def test_a_warning_does_not_stop_a_publication(name: str) -> None:
    doubtful, place, message = WARNINGS[name]
    findings = check(doubtful(every_kind_document()))
    assert [(found.is_error, found.place.label) for found in findings] == [(False, place)]
    assert findings[0].message.startswith(message)


@pytest.mark.parametrize("document", [every_kind_document(), twenty_ratings_document()])
def test_the_examples_are_sound(document: Document) -> None:
    assert check(document) == []


def test_three_hundred_questions_are_allowed() -> None:
    document = many(300)(every_kind_document())
    assert [finding.message for finding in check(document) if finding.is_error] == []


def test_errors_come_before_warnings() -> None:
    document = question("mutu", text_self="")(replace(every_kind_document(), title=NOTHING))
    assert [finding.is_error for finding in check(document)] == [True, False]


def test_a_place_names_the_codes_for_pages() -> None:
    (finding,) = check(question("mutu", weight=-1)(every_kind_document()))
    assert (finding.place.section, finding.place.question) == ("kinerja", "mutu")


def test_a_language_that_was_added_is_not_written_yet() -> None:
    document = Document(key="a", title=Text("A", en="A"), languages=["en", "mak"])
    warnings = [finding for finding in check(document) if not finding.is_error]
    assert [(one.place.field_id, one.message) for one in warnings] == [
        ("title_mak", "Terjemahan Basa Mangkasara’ belum lengkap: “A”.")
    ]


def test_what_is_written_in_a_language_that_is_not_listed_is_told() -> None:
    document = Document(key="a", title=Text("A", mak="A", ar="A"), languages=["ar"])
    assert [one.message for one in check(document) if not one.is_error] == [
        "Ada teks dalam bahasa Basa Mangkasara’, tetapi kuesioner ini tidak memakainya."
    ]


@pytest.mark.parametrize(("languages", "told"), [(9, []), (10, ["Satu kuesioner memakai paling"])])
def test_more_languages_than_a_page_shows_are_an_error(languages: int, told: list[str]) -> None:
    codes = [f"a{chr(ord('a') + number)}" for number in range(languages)]
    document = replace(every_kind_document(), languages=codes)
    errors = [one.message[:29] for one in check(document) if one.is_error]
    assert errors == told


def test_each_rule_stands_in_the_table_once() -> None:
    assert len(set(CHECKS)) == len(CHECKS)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_every_finding_of_any_document_can_be_said(document: Document) -> None:
    for finding in check(document):
        assert str(finding)


@pytest.mark.parametrize(
    "text", ["Apakah Bapak/Ibu ini ramah?", "Guru ini hadir.", "Beliau hadir.", "rekan ini"]
)
def test_speaking_of_somebody_else_is_noticed(text: str) -> None:
    assert THIRD_PERSON.search(text)


@pytest.mark.parametrize("text", ["Saat ini sekolah tenang.", "Apa saran Anda?", "Saya hadir."])
def test_speaking_of_nobody_is_left_alone(text: str) -> None:
    assert not THIRD_PERSON.search(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Keteraturan suasana kelas!", "keteraturan-suasana-kelas"),
        ("  Évaluasi  ", "evaluasi"),
        ("9 indikator", "butir-9-indikator"),
        ("ᨒᨚᨈᨑ", "butir"),
        ("", "butir"),
        ("x" * 99, "x" * 40),
    ],
)
def test_a_slug_is_a_code(text: str, expected: str) -> None:
    assert slug(text) == expected
    assert is_code(slug(text))


def test_a_taken_or_reserved_code_is_numbered() -> None:
    assert unique_code("Mutu", ["mutu", "mutu-2"]) == "mutu-3"
    assert unique_code("Data", []) == "data-2"


def test_no_reserved_word_is_a_code() -> None:
    assert not any(map(is_code, RESERVED))


def test_places_and_members_are_msgids_with_their_own_words() -> None:
    (finding,) = check(question("mutu", text=" ")(every_kind_document()))
    assert [words.message_id for words in finding.place.steps] == [
        "Aspek %(number)s%(name)s",
        "Indikator %(number)s (%(code)s)",
    ]
    assert isinstance(finding.params["member"], Term)
