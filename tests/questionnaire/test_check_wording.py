"""What is said about wording, and above all what is not: good items stay unmarked."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from survei.questionnaire.checks import check
from survei.questionnaire.checks.phrasing import two_claims, two_negations
from survei.questionnaire.checks.privacy import personal_data
from survei.questionnaire.editing import change_question, set_scale
from survei.questionnaire.kinds import (
    Evidence,
    Information,
    LongText,
    Matrix,
    MultipleChoice,
    Question,
    Rating,
    ShortText,
    SingleChoice,
    YesNo,
)
from survei.questionnaire.parts import Anchor, Choice, Point, Row, Scale
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document, rating
from tests.questionnaire.test_check_kinds import document_of, found_in
from tests.texts import said

CLAIMS = {
    "two verbs": (
        "Guru ini menjelaskan tujuan dan memeriksa pemahaman.",
        "tujuan dan memeriksa pemahaman",
    ),
    "two qualities": ("Pegawai ini ramah dan sopan.", "ramah dan sopan"),
    "three qualities": ("Pegawai ini ramah, teliti, dan cepat.", "teliti dan cepat"),
    "two ways": ("Pegawai ini menegur dengan santun dan jelas.", "santun dan jelas"),
    "serta": (
        "Pegawai ini datang tepat waktu serta berpakaian rapi.",
        "waktu serta berpakaian rapi",
    ),
    "maupun": ("Pegawai ini menerima saran maupun menerapkannya.", "saran maupun menerapkannya"),
    "sekaligus": ("Guru ini mengajar sekaligus mendidik.", "mengajar sekaligus mendidik"),
    "slash": ("Pegawai ini bersih/rapi.", "bersih/rapi"),
    "a passive": ("Laporan disusun dan dikirim tepat waktu.", "disusun dan dikirim tepat"),
    "a second subject": (
        "Guru ini memberi contoh dan peserta didik memahaminya.",
        "contoh dan peserta didik",
    ),
    "a denial": ("Pegawai ini sabar dan tidak membentak.", "sabar dan tidak membentak"),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_two_claims_in_one_question_are_noticed(name: str) -> None:
    text, words = CLAIMS[name]
    assert two_claims(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Pegawai ini merawat sarana dan prasarana kantor.",
        "Kepala sekolah ini menjelaskan visi dan misi sekolah.",
        "Bapak/Ibu ini hadir tepat waktu.",
        "Pegawai ini menyimpan surat dan/atau arsip di tempatnya.",
        "Guru ini memakai bahasa Indonesia yang baik dan benar.",
        "Pegawai ini bekerja di Dinas Pendidikan dan Kebudayaan.",
        "Pegawai ini menjalankan tugas dan fungsi jabatannya.",
        "Hubungan guru dan orang tua berjalan lancar.",
        "Pegawai ini menanggapi keluhan guru dan orang tua.",
        "Pegawai ini membantu guru dan staf yang membutuhkan.",
        "Pegawai ini bersikap sama kepada rekan maupun atasan.",
        "Kendaraan dinas dipakai di bawah 60 km/jam.",
        "Pegawai ini hadir tepat waktu saat datang dan pulang.",
        "Pegawai ini membagi tugas secara adil dan merata.",
        "Guru ini menilai tahun ajaran 2025/2026.",
        "dan",
        "",
    ],
)
def test_one_claim_is_left_alone(text: str) -> None:
    assert two_claims(text) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pegawai ini tidak bekerja tanpa pengawasan.", "“tidak”, “tanpa”"),
        ("Bukan berarti pegawai ini tidak hadir.", "“bukan”, “tidak”"),
        ("Pegawai ini tidak pernah terlambat.", ""),
        ("Guru ini menangani gangguan tanpa menghentikan kegiatan belajar.", ""),
        ("Pegawai ini tidak terlambat. Ia belum pernah ditegur.", ""),
        ("Pegawai ini menyampaikan ketidakhadirannya.", ""),
    ],
)
def test_a_sentence_that_denies_twice_is_noticed(text: str, words: str) -> None:
    assert two_negations(text) == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sebutkan nama siswa yang Anda bantu.", ("pupils", "nama siswa")),
        ("Peserta didik mana yang paling sulit?", ("pupils", "Peserta didik mana")),
        ("Siapa saja murid yang terlambat?", ("pupils", "Siapa saja murid")),
        ("Tuliskan NISN-nya.", ("pupils", "NISN")),
        ("Tuliskan nama rekan yang membantu.", ("people", "nama")),
        ("Berapa NIK Anda?", ("people", "NIK")),
        ("Berapa nomor HP Anda?", ("people", "nomor HP")),
        ("Di mana alamat Anda?", ("people", "alamat")),
        ("Apa agama Anda?", ("people", "agama")),
        ("Apakah Anda memiliki penyakit menahun?", ("people", "penyakit")),
        ("Kapan tanggal lahir Anda?", ("people", "tanggal lahir")),
        ("Apa nama kegiatan yang Anda ikuti?", ("people", "")),
        ("Bagaimana pegawai ini menjaga nama baik kantor?", ("people", "")),
        ("Beri satu contoh kejadian tanpa menyebut nama.", ("people", "")),
        ("Jangan menyebut nama siswa. Apa saran Anda?", ("people", "")),
        ("Apa alamat situs sekolah Anda?", ("people", "")),
        ("Apa yang membuat kegiatan ini bernama baik?", ("people", "")),
    ],
)
def test_asking_for_personal_data_is_noticed(text: str, expected: tuple[str, str]) -> None:
    assert personal_data(text) == expected


I2 = "Indikator 2 (x)"


def statement(text: str, **changes: object) -> Rating:
    """A rating on the anchored scale of `document_of`."""
    return Rating(code="x", text=Text(text), scale="s", **said(**changes))


def words(count: int) -> str:
    return " ".join(["kata"] * count) + "."


OPTIONS = [
    Choice(value="a", label=Text("Selalu dan sering")),
    Choice(value="b", label=Text("Tidak pernah")),
]

#: what is doubtful → (question, place, message)
DOUBTFUL: dict[str, tuple[Question, str, str]] = {
    "two claims": (
        statement("Hasilnya rapi dan tepat."),
        I2,
        "Pertanyaan ini memuat dua hal sekaligus: “rapi dan tepat”.",
    ),
    "two claims about oneself": (
        statement("Hasilnya rapi.", text_self="Hasil saya rapi dan tepat."),
        I2,
        "Pertanyaan ini memuat dua hal sekaligus: “rapi dan tepat”.",
    ),
    "two claims in a row": (
        Matrix(
            code="x",
            text=Text("Kebiasaan"),
            scale="s",
            rows=[Row(code="a", text=Text("Ramah dan sopan")), Row(code="b", text=Text("Hadir"))],
        ),
        f"{I2} › Baris 1",
        "Pertanyaan ini memuat dua hal sekaligus: “ramah dan sopan”.",
    ),
    "two questions": (
        YesNo(code="x", text=Text("Apakah ia hadir? Apakah ia tepat waktu?")),
        I2,
        "Ada lebih dari satu kalimat tanya dalam pertanyaan ini.",
    ),
    "absolute": (
        statement("Hasilnya selalu rapi."),
        I2,
        "Kata “selalu” membuat pernyataan ini mutlak.",
    ),
    "leading": (
        YesNo(code="x", text=Text("Bukankah hasilnya rapi?")),
        I2,
        "Kata “bukankah” menggiring jawaban.",
    ),
    "leading at the end": (
        YesNo(code="x", text=Text("Hasilnya rapi, bukan?")),
        I2,
        "Kata “bukan?” menggiring jawaban.",
    ),
    "denied twice": (
        statement("Ia tidak bekerja tanpa arahan."),
        I2,
        "Ada dua kata ingkar dalam satu kalimat: “tidak”, “tanpa”.",
    ),
    "too long": (
        statement(words(26)),
        I2,
        "Pertanyaan ini terdiri atas 26 kata; sebaiknya paling banyak 25.",
    ),
    "a pupil's name": (
        ShortText(code="x", text=Text("Siapa nama siswa yang ia bantu?")),
        I2,
        "Pertanyaan ini meminta data peserta didik: “Siapa nama siswa”.",
    ),
    "a pupil's picture": (
        Evidence(code="x", text=Text("Lampirkan foto siswa.")),
        I2,
        "Pertanyaan ini meminta data peserta didik: “foto siswa”.",
    ),
    "somebody's address in the hint": (
        ShortText(code="x", text=Text("Keterangan"), hint=Text("Tuliskan alamat Anda.")),
        I2,
        "Pertanyaan ini meminta data pribadi: “alamat”.",
    ),
    "religion": (
        SingleChoice(code="x", text=Text("Apa agama Anda?"), choices=OPTIONS),
        I2,
        "Pertanyaan ini meminta data pribadi: “agama”.",
    ),
    "no wording about oneself": (
        statement("Pegawai ini bekerja rapi."),
        I2,
        "Pertanyaan menyebut orang lain, tetapi rumusan untuk penilaian diri kosong.",
    ),
    "turned scale": (
        statement("Laporannya lengkap.", reversed=True),
        "",
        "Arah skala bercampur: pada x poin terendah adalah yang terbaik, sedangkan pada indikator "
        "lain sebaliknya.",
    ),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_doubtful_wording_is_said_once_and_in_its_place(name: str) -> None:
    question, place, message = DOUBTFUL[name]
    assert found_in(question) == [(place, message)]
    assert not [found for found in check(document_of(question)) if found.is_error]


@pytest.mark.parametrize(
    "question",
    [
        SingleChoice(code="x", text=Text("Seberapa sering?"), choices=OPTIONS),
        MultipleChoice(code="x", text=Text("Pilih semua yang sesuai."), choices=OPTIONS),
        LongText(
            code="x", text=Text("Apa kelebihan dan apa yang perlu diperbaiki?"), required=False
        ),
        LongText(code="x", text=Text("Apa saran Anda?"), hint=Text("Jangan menyebut nama.")),
        Information(code="x", text=Text(f"Semua boleh dilewati. {words(60)}")),
        statement("Ia menghargai perbedaan agama."),
        statement("Ia menjaga kerahasiaan alamat pelanggan."),
        statement("Ia terlambat menyerahkan laporan.", reversed=True),
        statement(words(25)),
    ],
)
def test_good_questions_are_left_alone(question: Question) -> None:
    assert found_in(question) == []


def test_a_section_on_scales_of_two_lengths_is_noticed() -> None:
    document = document_of(Rating(code="x", text=Text("Laporannya lengkap."), scale="dua"))
    points = [Point(value=v, label=Text(f"L{v}"), anchor=Text(f"Terlihat {v}")) for v in (1, 2)]
    document = set_scale(document, "dua", Scale(title=Text("Dua"), points=points))
    messages = [found.message for found in check(document)]
    assert "Skala dalam aspek ini berbeda panjang: 2, 5 poin." in messages


def test_copied_anchors_are_noticed() -> None:
    first = rating("satu")
    document = document_of(first, rating("dua", anchors=first.anchors, text="Lain."))
    document = replace(document, scales={**document.scales, **every_kind_document().scales})
    place = "Aspek 1 “A” › Indikator 2 (satu)"
    messages = [found.message for found in check(document)]
    assert f"Deskripsi perilaku di sini sama dengan {place}." in messages


def test_anchors_of_the_scale_serve_many() -> None:
    assert found_in(statement("Laporannya lengkap."), LongText(code="y", text=Text("Saran?"))) == []


def test_six_open_questions_are_many() -> None:
    texts = [LongText(code=f"t{n}", text=Text(f"Saran ke-{n}?"), required=False) for n in range(6)]
    messages = [finding.message for finding in check(document_of(*texts))]
    assert "Ada 6 pertanyaan yang dijawab dengan kalimat; sebaiknya paling banyak 5." in messages


def test_missing_english_leads_to_its_field() -> None:
    document = every_kind_document()
    mutu = document.question("mutu")
    document = change_question(document, "mutu", **said(mutu, text_self_en=""))
    (finding,) = check(document)
    assert (finding.place.question, finding.place.member) == ("mutu", "text_self_en")


def test_no_anchor_is_read_as_a_question() -> None:
    own = {str(v): Anchor(text=Text(f"Selalu rapi dan tepat pada {v}")) for v in range(1, 6)}
    assert found_in(statement("Hasilnya rapi.", anchors=own)) == []


def test_a_long_questionnaire_is_noticed() -> None:
    document = document_of(*(rating(f"b{n}") for n in range(60)))
    document = replace(document, scales={**document.scales, **every_kind_document().scales})
    messages = [finding.message for finding in check(document)]
    assert [text for text in messages if text.startswith("Mengisi kuesioner ini")] == [
        "Mengisi kuesioner ini diperkirakan memakan 16 menit; sebaiknya paling lama 15 menit."
    ]


def test_signs_that_the_paper_form_cannot_print_are_named() -> None:
    told = "Formulir kertas tidak dapat mencetak tanda ini: 😀 ᨕ."
    asked = rating("sapa", text="Pegawai ini menyapa 😀 ᨕ 😀.")
    findings = check(document_of(asked))
    assert [one.place.field_id for one in findings if one.message == told] == ["text"]


@pytest.mark.parametrize("text", ["Menilai é “ini” – 90 % ≥ 1", "مرحبا", "привет"])
def test_signs_that_can_be_printed_are_not(text: str) -> None:
    findings = check(document_of(rating("sapa", text=text)))
    assert not [one for one in findings if one.message.startswith("Formulir kertas")]
