"""Texts of a document: there, short enough, clean, in both wordings and both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from survei.errors import Term
from survei.questionnaire import places
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.finding import Finding, error, warning
from survei.questionnaire.parts import LONGEST_TEXT, Anchor, Part

#: Texts that must not be empty, with what they are called.
NEEDED = {
    "title": Term("Judul"),
    "label": Term("Nama"),
    "text": Term("Pertanyaan"),
}
#: Longest text of a member, in characters; all others take LONGEST_TEXT.
LONGEST = {"title": 200, "label": 200, "unit": 40, "value": 60}
LONGEST |= {f"{name}_en": longest for name, longest in LONGEST.items()}

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
            if not getattr(part, name, "…").strip():
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
                replace(place, member=name),
                "Teks “%(start)s” terdiri atas %(count)s karakter; batasnya %(longest)s.",
                "Persingkat teks ini.",
                start=places.short(text, 30),
                count=len(text),
                longest=longest,
            )


def clean(walk: Walk) -> Iterator[Finding]:
    """No control characters, unpaired surrogates or direction overrides."""
    for place, name, text in walk.texts:
        if FORBIDDEN.search(text):
            yield error(
                replace(place, member=name),
                "Teks “%(start)s” memuat karakter kendali yang tidak terlihat.",
                "Hapus lalu ketik ulang teks ini; biasanya terbawa dari salinan dokumen lain.",
                start=places.short(FORBIDDEN.sub("", text), 30),
            )


def printable(walk: Walk) -> Iterator[Finding]:
    """The paper form can show every sign; of each part the first text with others is named."""
    told: set[int] = set()
    for place, name, text in walk.texts:
        found = UNPRINTABLE.findall(text)
        if found and id(place) not in told:
            told.add(id(place))
            yield warning(
                replace(place, member=name),
                "Formulir kertas tidak dapat mencetak tanda ini: %(signs)s.",
                "Ganti dengan kata, atau abaikan bila formulir ini tidak dicetak.",
                signs=" ".join(list(dict.fromkeys(found))[:10]),
            )


def no_duplicates(walk: Walk) -> Iterator[Finding]:
    """No question is asked twice."""
    first: dict[str, str] = {}
    for place, question in walk.questions:
        text = " ".join(question.text.casefold().split())
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
        if own is not None and not own.strip() and THIRD_PERSON.search(getattr(part, "text", "")):
            yield warning(
                replace(place, member="text_self"),
                "Pertanyaan menyebut orang lain, tetapi rumusan untuk penilaian diri kosong.",
                "Tuliskan rumusan untuk diri sendiri, misalnya diawali “Saya …”.",
            )


def in_english(walk: Walk) -> Iterator[Finding]:
    """English is complete; a document without any is told so once."""
    if not _has_english(walk):
        yield warning(
            places.WHOLE,
            "Kuesioner ini belum memiliki terjemahan bahasa Inggris.",
            "Abaikan bila semua penilai memakai bahasa Indonesia.",
        )
        return
    for place, part in walk.parts:
        if names := list(_untranslated(part)):
            yield warning(
                replace(place, member=f"{names[0]}_en"),
                "Terjemahan bahasa Inggris belum lengkap: %(texts)s.",
                "Lengkapi terjemahannya; sampai itu penilai membaca teks Indonesia.",
                texts=", ".join(f"“{places.short(getattr(part, name), 40)}”" for name in names),
            )


def _untranslated(part: Part) -> Iterator[str]:
    """Names of its texts without English."""
    for name in _in_both(type(part)):
        if getattr(part, name).strip() and not getattr(part, f"{name}_en").strip():
            yield name


@cache
def _in_both(kind: type[Part]) -> tuple[str, ...]:
    """Texts of a kind of part that it holds in both languages."""
    fields = kind.__struct_fields__
    return tuple(name for name in fields if f"{name}_en" in fields)


def _has_english(walk: Walk) -> bool:
    """Whether somebody wrote any; names of points come with a scale of the library."""
    return any(
        text and name.endswith("_en") and not place.scale for place, name, text in walk.texts
    )
