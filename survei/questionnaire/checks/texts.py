"""Texts of a document: there, short enough, clean, in both wordings and every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from survei.errors import Term
from survei.questionnaire import places
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.finding import Finding, error, warning
from survei.questionnaire.languages import name_of
from survei.questionnaire.parts import LONGEST_TEXT, Anchor, Part
from survei.questionnaire.translated_text import Text, input_name
from survei.questionnaire.translating import MOST_LANGUAGES, TooManyLanguages
from survei.questionnaire.wording import own_languages

#: Texts that must not be empty, with what they are called.
NEEDED = {
    "title": Term("Judul"),
    "label": Term("Nama"),
    "text": Term("Pertanyaan"),
}
#: Longest text of a member, in characters; all others take LONGEST_TEXT.
LONGEST = {"title": 200, "label": 200, "unit": 40, "value": 60}

#: Control characters that no text may hold; line feed and tab are fine. Source: security.md, 51.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
#: Emoji and scripts that none of the fonts of the paper form holds: the first and last of each
#: range. Lontara, Javanese and Balinese are among them.
UNPRINTABLE = re.compile(
    "[\u1a00-\u1a1f\u1b00-\u1b7f\u2e80-\u9fff\ua980-\ua9df\uac00-\ud7a3"
    "\U0001f300-\U0001f64f\U0001f680-\U0001f6d0\U0001f6d2-\U0001f6ff"
    "\U0001f900-\U0001faff\U00020000-\U0002ffff]"
)
#: Words that speak about somebody else.
THIRD_PERSON = re.compile(
    r"\b(bapak/ibu|(guru|pegawai|rekan|atasan|bawahan|staf|kepala sekolah|kolega|pimpinan) ini"
    r"|beliau|yang bersangkutan)\b",
    re.IGNORECASE,
)


def present(walk: Walk) -> Iterator[Finding]:
    """Titles, names of points and options, and questions are not empty.

    An empty anchor is no error here: the scale's own may serve (see `scales.anchored_points`).
    """
    for place, part in walk.parts:
        for name, called in () if isinstance(part, Anchor) else NEEDED.items():
            if not str(getattr(part, name, "…")).strip():
                yield error(
                    replace(place, member=name),
                    "%(member)s masih kosong.",
                    "Isi teksnya.",
                    member=called,
                )


def not_too_long(walk: Walk) -> Iterator[Finding]:
    """Texts are within their limits, counted in characters."""
    for place, name, text in walk.texts:
        longest = LONGEST.get(name, LONGEST_TEXT)
        if len(text) > longest:
            yield error(
                place,
                "Teks “%(start)s” terdiri atas %(count)s karakter; batasnya %(longest)s.",
                "Persingkat teks ini.",
                start=places.short(text, 30),
                count=len(text),
                longest=longest,
            )


def clean(walk: Walk) -> Iterator[Finding]:
    """No control characters, unpaired surrogates or direction overrides."""
    for place, _name, text in walk.texts:
        if FORBIDDEN.search(text):
            yield error(
                place,
                "Teks “%(start)s” memuat karakter kendali yang tidak terlihat.",
                "Hapus lalu ketik ulang teks ini; biasanya terbawa dari salinan dokumen lain.",
                start=places.short(FORBIDDEN.sub("", text), 30),
            )


def printable(walk: Walk) -> Iterator[Finding]:
    """The paper form can show every sign; of each part the first text with others is named."""
    told: set[tuple[str, str]] = set()
    for place, _name, text in walk.texts:
        found = UNPRINTABLE.findall(text)
        part = (place.label, place.entry)
        if found and part not in told:
            told.add(part)
            yield warning(
                place,
                "Formulir kertas tidak dapat mencetak tanda ini: %(signs)s.",
                "Ganti dengan kata, atau abaikan bila formulir ini tidak dicetak.",
                signs=" ".join(list(dict.fromkeys(found))[:10]),
            )


def no_duplicates(walk: Walk) -> Iterator[Finding]:
    """No question is asked twice."""
    first: dict[str, str] = {}
    for place, question in walk.questions:
        text = " ".join(str(question.text).casefold().split())
        if text and text in first:
            yield warning(
                place,
                "Pertanyaan ini sama dengan %(first)s.",
                "Hapus salah satunya atau bedakan isinya.",
                first=first[text],
            )
        first.setdefault(text, place.label)


def self_wording(walk: Walk) -> Iterator[Finding]:
    """A question about "guru ini" has a wording for the one who is rated."""
    for place, part in walk.parts:
        own = getattr(part, "text_self", None)
        text = str(getattr(part, "text", ""))
        if own is not None and not str(own).strip() and THIRD_PERSON.search(text):
            yield warning(
                replace(place, member="text_self"),
                "Pertanyaan menyebut orang lain, tetapi rumusan untuk penilaian diri kosong.",
                "Tuliskan rumusan untuk diri sendiri, misalnya diawali “Saya …”.",
            )


def few_languages(walk: Walk) -> Iterator[Finding]:
    """No more languages than a page of the designer can show."""
    if len(walk.document.languages) >= MOST_LANGUAGES:
        yield error(
            places.WHOLE,
            TooManyLanguages.message,
            "Hapus bahasa yang tidak diperlukan.",
            most=MOST_LANGUAGES,
        )


def listed_languages(walk: Walk) -> Iterator[Finding]:
    """What is written in a language is shown only where the questionnaire has that language."""
    document = walk.document
    for language in own_languages(document):
        if language not in document.languages:
            yield warning(
                places.WHOLE,
                "Ada teks dalam bahasa %(language)s, tetapi kuesioner ini tidak memakainya.",
                "Tambahkan bahasa itu pada sampul kuesioner; sampai itu penilai tidak melihatnya.",
                language=name_of(language),
            )


def translated(walk: Walk) -> Iterator[Finding]:
    """Every language of the questionnaire is complete."""
    for language in walk.document.languages:
        for place, part in walk.parts:
            if names := list(_untranslated(part, language)):
                yield warning(
                    replace(place, member=input_name(names[0], language)),
                    "Terjemahan %(language)s belum lengkap: %(texts)s.",
                    "Lengkapi terjemahannya; sampai itu penilai membaca teks Indonesia.",
                    language=name_of(language),
                    texts=", ".join(f"“{places.short(getattr(part, name), 40)}”" for name in names),
                )


def _untranslated(part: Part, language: str) -> Iterator[str]:
    """Names of its texts that are not written in a language."""
    for name in part.__struct_fields__:
        text = getattr(part, name)
        if isinstance(text, Text) and str(text).strip() and not text.get(language, "").strip():
            yield name
