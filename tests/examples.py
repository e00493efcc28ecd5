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
from survei.questionnaire.translated_text import Text
from tests.texts import said

LEVELS = ("belum terlihat", "jarang", "cukup sering", "sering", "selalu")
LEVELS_EN = ("not seen", "rarely", "fairly often", "often", "always")


def three_levels() -> Scale:
    """A rubric whose points carry anchors for every question on it."""
    return Scale(
        title=Text("Rubrik tiga tingkat", en="Three-level rubric"),
        points=[
            Point(
                value=1,
                label=Text("Belum", en="Not yet"),
                anchor=Text("Perilaku belum terlihat.", en="The behaviour is not seen."),
            ),
            Point(
                value=2,
                label=Text("Sebagian", en="Partly"),
                anchor=Text(
                    "Perilaku terlihat pada sebagian kesempatan.",
                    en="The behaviour is seen on some occasions.",
                ),
            ),
            Point(
                value=3,
                label=Text("Sudah", en="Fully"),
                anchor=Text(
                    "Perilaku terlihat pada hampir setiap kesempatan.",
                    en="The behaviour is seen on nearly every occasion.",
                ),
            ),
        ],
    )


def anchors(behaviour: str, behaviour_en: str) -> dict[str, Anchor]:
    """Five different anchors about one behaviour."""
    return {
        str(value): Anchor(text=Text(f"{behaviour} {level}.", en=f"{behaviour_en} {english}."))
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
    return Rating(code=code, **said(**{**members, **changes}))


def choices() -> list[Choice]:
    """Three options."""
    return [
        Choice(value="pagi", label=Text("Pagi", en="Morning")),
        Choice(value="siang", label=Text("Siang", en="Noon")),
        Choice(value="sore", label=Text("Sore", en="Afternoon")),
    ]


def every_kind_document() -> Document:
    """Every kind of question in three sections: own anchors, scale anchors, reversed, optional.

    Scored: `kinerja` (60) with three ratings, `sikap` (40) with one; `lain` has weight 0.
    """
    performance = Section(
        code="kinerja",
        title=Text("Kinerja", en="Performance"),
        intro=Text("Nilailah apa yang Anda lihat sendiri.", en="Rate what you have seen yourself."),
        weight=60,
        questions=[
            rating("tepat-waktu", hint="Selama periode ini.", hint_en="During this period."),
            rating("mutu", weight=2, allow_na=False),
            rating("keluhan", reversed=True),
        ],
    )
    attitude = Section(
        code="sikap",
        title=Text("Sikap", en="Attitude"),
        weight=40,
        questions=[
            rating("sapa", scale="rubrik", anchors={}),
            rating("catatan-piket", scale="rubrik", anchors={}, weight=0, required=False),
        ],
    )
    return Document(
        key="contoh-lengkap",
        languages=["en"],
        title=Text("Contoh semua jenis pertanyaan", en="Example of every kind of question"),
        intro=Text("Contoh untuk pengujian.", en="An example for tests."),
        scales={"ekspektasi": expectation_scale(), "rubrik": three_levels()},
        sections=[performance, attitude, _other()],
    )


def _other() -> Section:
    return Section(
        code="lain",
        title=Text("Keterangan lain", en="Other information"),
        questions=[*_plain_questions(), *_rich_questions()],
    )


def _rich_questions() -> list[Question]:
    """Those with several parts, all optional, and text to read."""
    return [
        Information(
            code="penjelasan",
            text=Text(
                "Bagian berikut **boleh dikosongkan**.",
                en="The following part **may be left empty**.",
            ),
        ),
        Matrix(
            code="kebiasaan",
            text=Text(
                "Seberapa jauh kebiasaan berikut terlihat?", en="How far are these habits seen?"
            ),
            scale="rubrik",
            rows=[
                Row(code="salam", text=Text("Memberi salam.", en="Greets."), weight=0),
                Row(code="antre", text=Text("Mengantre.", en="Queues."), weight=0),
            ],
            required=False,
        ),
        SingleChoice(
            code="tempat",
            text=Text("Di mana Anda paling sering bertemu?", en="Where do you meet most often?"),
            choices=[
                Choice(value="kantor", label=Text("Kantor", en="Office")),
                Choice(value="lapangan", label=Text("Lapangan", en="Field")),
            ],
            other=True,
            required=False,
        ),
        Ranking(
            code="urutan",
            text=Text(
                "Urutkan waktu bertemu menurut manfaatnya.",
                en="Order the times of meeting by their use.",
            ),
            choices=choices(),
            required=False,
        ),
        Slider(
            code="keyakinan",
            text=Text(
                "Seberapa yakin Anda akan jawaban-jawaban ini?",
                en="How sure are you of these answers?",
            ),
            low_label=Text("Ragu-ragu", en="In doubt"),
            high_label=Text("Yakin", en="Sure"),
            required=False,
        ),
        YesNo(
            code="setim",
            text=Text("Apakah Anda bekerja dalam satu tim?", en="Do you work in one team?"),
            required=False,
        ),
    ]


def _plain_questions() -> list[Question]:
    """Those of one input."""
    return [
        SingleChoice(
            code="waktu",
            text=Text("Kapan Anda biasanya bekerja sama?", en="When do you usually work together?"),
            choices=choices(),
            allow_na=True,
        ),
        MultipleChoice(
            code="kegiatan",
            text=Text("Pada waktu apa saja Anda bertemu?", en="At which times do you meet?"),
            choices=choices(),
            minimum=1,
            maximum=2,
        ),
        Number(
            code="jam",
            text=Text(
                "Berapa jam Anda bekerja sama dalam seminggu?",
                en="How many hours a week do you work together?",
            ),
            minimum=0,
            maximum=60,
            decimals=1,
            unit=Text("jam", en="hours"),
        ),
        Date(
            code="mulai",
            text=Text("Sejak kapan Anda bekerja sama?", en="Since when have you worked together?"),
            earliest="2000-01-01",
            latest="2030-12-31",
            required=False,
        ),
        ShortText(
            code="kegiatan-utama",
            text=Text(
                "Apa kegiatan utama yang Anda kerjakan bersama?",
                en="What is the main thing you do together?",
            ),
            required=False,
        ),
        LongText(
            code="saran",
            text=Text(
                "Apa saran Anda untuk pegawai ini?", en="What do you suggest to this employee?"
            ),
            text_self=Text("Apa yang ingin Anda kembangkan?", en="What do you want to develop?"),
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
            title=Text(f"Aspek {part}", en=f"Aspect {part}"),
            weight=25,
            questions=[rating(f"butir-{part}-{item}") for item in range(1, 6)],
        )
        for part in range(1, 5)
    ]
    closing = LongText(
        code="saran",
        text=Text("Apa saran Anda?", en="What do you suggest?"),
        required=False,
    )
    sections.append(
        Section(code="penutup", title=Text("Penutup", en="Closing"), questions=[closing])
    )
    return Document(
        key="contoh-dua-puluh",
        languages=["en"],
        title=Text("Dua puluh penilaian", en="Twenty ratings"),
        scales={"ekspektasi": expectation_scale()},
        sections=sections,
    )
