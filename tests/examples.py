"""Example questionnaires that unit, journey, browser and benchmark tests share."""

from __future__ import annotations

from survei.questionnaire.blank import expectation_scale
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import (
    Date,
    Information,
    LongText,
    Matrix,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Rating,
    ShortText,
    SingleChoice,
    Slider,
    YesNo,
)
from survei.questionnaire.parts import Anchor, Choice, Point, Row, Scale

LEVELS = ("belum terlihat", "jarang", "cukup sering", "sering", "selalu")
LEVELS_EN = ("not seen", "rarely", "fairly often", "often", "always")


def three_levels() -> Scale:
    """A rubric whose points carry anchors for every question on it."""
    return Scale(
        title="Rubrik tiga tingkat",
        title_en="Three-level rubric",
        points=[
            Point(
                value=1,
                label="Belum",
                label_en="Not yet",
                anchor="Perilaku belum terlihat.",
                anchor_en="The behaviour is not seen.",
            ),
            Point(
                value=2,
                label="Sebagian",
                label_en="Partly",
                anchor="Perilaku terlihat pada sebagian kesempatan.",
                anchor_en="The behaviour is seen on some occasions.",
            ),
            Point(
                value=3,
                label="Sudah",
                label_en="Fully",
                anchor="Perilaku terlihat pada hampir setiap kesempatan.",
                anchor_en="The behaviour is seen on nearly every occasion.",
            ),
        ],
    )


def anchors(behaviour: str, behaviour_en: str) -> dict[str, Anchor]:
    """Five different anchors about one behaviour."""
    return {
        str(value): Anchor(text=f"{behaviour} {level}.", text_en=f"{behaviour_en} {english}.")
        for value, level, english in zip(range(1, 6), LEVELS, LEVELS_EN, strict=True)
    }


def rating(code: str, **changes: object) -> Rating:
    """A complete five-point rating about one topic."""
    members: dict[str, object] = {
        "text": f"Pegawai ini menyelesaikan tugas {code} tepat waktu.",
        "text_en": f"This employee completes task {code} on time.",
        "text_self": f"Saya menyelesaikan tugas {code} tepat waktu.",
        "text_self_en": f"I complete task {code} on time.",
        "scale": "ekspektasi",
        "anchors": anchors(f"Ketepatan waktu tugas {code}", f"Punctuality of task {code}"),
    }
    return Rating(code=code, **{**members, **changes})  # type: ignore[arg-type]


def choices() -> list[Choice]:
    """Three options."""
    return [
        Choice(value="pagi", label="Pagi", label_en="Morning"),
        Choice(value="siang", label="Siang", label_en="Noon"),
        Choice(value="sore", label="Sore", label_en="Afternoon"),
    ]


def every_kind_document() -> Document:
    """Every kind of question in three sections: own anchors, scale anchors, reversed, optional.

    Scored: `kinerja` (60) with three ratings, `sikap` (40) with one; `lain` has weight 0.
    """
    performance = Section(
        code="kinerja",
        title="Kinerja",
        title_en="Performance",
        intro="Nilailah apa yang Anda lihat sendiri.",
        intro_en="Rate what you have seen yourself.",
        weight=60,
        questions=[
            rating("tepat-waktu", hint="Selama periode ini.", hint_en="During this period."),
            rating("mutu", weight=2, allow_na=False),
            rating("keluhan", reversed=True),
        ],
    )
    attitude = Section(
        code="sikap",
        title="Sikap",
        title_en="Attitude",
        weight=40,
        questions=[
            rating("sapa", scale="rubrik", anchors={}),
            rating("catatan-piket", scale="rubrik", anchors={}, weight=0, required=False),
        ],
    )
    return Document(
        key="contoh-lengkap",
        title="Contoh semua jenis pertanyaan",
        title_en="Example of every kind of question",
        intro="Contoh untuk pengujian.",
        intro_en="An example for tests.",
        scales={"ekspektasi": expectation_scale(), "rubrik": three_levels()},
        sections=[performance, attitude, _other()],
    )


def _other() -> Section:
    return Section(
        code="lain",
        title="Keterangan lain",
        title_en="Other information",
        questions=[*_plain_questions(), *_rich_questions()],
    )


def _rich_questions() -> list[Question]:
    """Those with several parts, all optional, and text to read."""
    return [
        Information(
            code="penjelasan",
            text="Bagian berikut **boleh dikosongkan**.",
            text_en="The following part **may be left empty**.",
        ),
        Matrix(
            code="kebiasaan",
            text="Seberapa jauh kebiasaan berikut terlihat?",
            text_en="How far are these habits seen?",
            scale="rubrik",
            rows=[
                Row(code="salam", text="Memberi salam.", text_en="Greets.", weight=0),
                Row(code="antre", text="Mengantre.", text_en="Queues.", weight=0),
            ],
            required=False,
        ),
        SingleChoice(
            code="tempat",
            text="Di mana Anda paling sering bertemu?",
            text_en="Where do you meet most often?",
            choices=[
                Choice(value="kantor", label="Kantor", label_en="Office"),
                Choice(value="lapangan", label="Lapangan", label_en="Field"),
            ],
            other=True,
            required=False,
        ),
        Ranking(
            code="urutan",
            text="Urutkan waktu bertemu menurut manfaatnya.",
            text_en="Order the times of meeting by their use.",
            choices=choices(),
            required=False,
        ),
        Slider(
            code="keyakinan",
            text="Seberapa yakin Anda akan jawaban-jawaban ini?",
            text_en="How sure are you of these answers?",
            low_label="Ragu-ragu",
            low_label_en="In doubt",
            high_label="Yakin",
            high_label_en="Sure",
            required=False,
        ),
        YesNo(
            code="setim",
            text="Apakah Anda bekerja dalam satu tim?",
            text_en="Do you work in one team?",
            required=False,
        ),
    ]


def _plain_questions() -> list[Question]:
    """Those of one input."""
    return [
        SingleChoice(
            code="waktu",
            text="Kapan Anda biasanya bekerja sama?",
            text_en="When do you usually work together?",
            choices=choices(),
            allow_na=True,
        ),
        MultipleChoice(
            code="kegiatan",
            text="Pada waktu apa saja Anda bertemu?",
            text_en="At which times do you meet?",
            choices=choices(),
            minimum=1,
            maximum=2,
        ),
        Number(
            code="jam",
            text="Berapa jam Anda bekerja sama dalam seminggu?",
            text_en="How many hours a week do you work together?",
            minimum=0,
            maximum=60,
            decimals=1,
            unit="jam",
            unit_en="hours",
        ),
        Date(
            code="mulai",
            text="Sejak kapan Anda bekerja sama?",
            text_en="Since when have you worked together?",
            earliest="2000-01-01",
            latest="2030-12-31",
            required=False,
        ),
        ShortText(
            code="kegiatan-utama",
            text="Apa kegiatan utama yang Anda kerjakan bersama?",
            text_en="What is the main thing you do together?",
            required=False,
        ),
        LongText(
            code="saran",
            text="Apa saran Anda untuk pegawai ini?",
            text_en="What do you suggest to this employee?",
            text_self="Apa yang ingin Anda kembangkan?",
            text_self_en="What do you want to develop?",
            required=False,
        ),
    ]


#: Answers to `every_kind_document` in the form in which they are stored; 75 and 50 points.
EVERY_KIND_ANSWERS: dict[str, object] = {
    "tepat-waktu": 5,
    "mutu": 4,
    "keluhan": 3,
    "sapa": 2,
    "waktu": "pagi",
    "kegiatan": ["pagi", "sore"],
    "jam": 2.5,
    "saran": "Pertahankan.",
    "kebiasaan.salam": 3,
    "kebiasaan.antre": 3,
    "tempat": "lainnya",
    "tempat.lainnya": "Perpustakaan",
    "urutan": ["sore", "pagi", "siang"],
    "keyakinan": 85,
    "setim": "ya",
}


def twenty_ratings_document() -> Document:
    """Twenty anchored five-point ratings in four sections and one long text; for benchmarks."""
    sections = [
        Section(
            code=f"aspek-{part}",
            title=f"Aspek {part}",
            title_en=f"Aspect {part}",
            weight=25,
            questions=[rating(f"butir-{part}-{item}") for item in range(1, 6)],
        )
        for part in range(1, 5)
    ]
    closing = LongText(
        code="saran",
        text="Apa saran Anda?",
        text_en="What do you suggest?",
        required=False,
    )
    sections.append(
        Section(code="penutup", title="Penutup", title_en="Closing", questions=[closing])
    )
    return Document(
        key="contoh-dua-puluh",
        title="Dua puluh penilaian",
        title_en="Twenty ratings",
        scales={"ekspektasi": expectation_scale()},
        sections=sections,
    )
