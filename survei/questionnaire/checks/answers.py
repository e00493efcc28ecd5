"""What every question may ask for: what its kind says, what can be required, words of the bank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from survei.questionnaire import places
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.codes import is_code
from survei.questionnaire.finding import Finding, error, warning

MOST_TAGS, LONGEST_TAG = 10, 40


def of_its_kind(walk: Walk) -> Iterator[Finding]:
    """What only the kind of a question knows (`kinds`)."""
    for place, question in walk.questions:
        yield from question.check(place)


def required_twice(walk: Walk) -> Iterator[Finding]:
    """What is always required needs no condition for it."""
    for place, question in walk.questions:
        if question.required and question.required_if and question.is_asked:
            yield warning(
                replace(place, member="required_if"),
                "Pertanyaan ini selalu wajib, sehingga syarat “wajib jika” tidak berpengaruh.",
                "Hapus syaratnya, atau matikan “wajib” agar hanya wajib bila syarat terpenuhi.",
            )


def tidy_tags(walk: Walk) -> Iterator[Finding]:
    """At most ten tags, lowercase, each once."""
    for place, question in walk.questions:
        if len(question.tags) > MOST_TAGS:
            yield error(
                replace(place, member="tags"),
                "Ada %(count)s kata kunci; batasnya %(most)s.",
                "Pertahankan kata kunci yang benar-benar dipakai untuk mencari.",
                count=len(question.tags),
                most=MOST_TAGS,
            )
        for number, tag in enumerate(question.tags):
            if not _is_tag(tag) or tag in question.tags[:number]:
                yield error(
                    replace(place, member="tags"),
                    "Kata kunci “%(tag)s” tidak rapi.",
                    "Tulis dengan huruf kecil tanpa spasi di tepi, masing-masing sekali, paling "
                    "panjang %(longest)s karakter.",
                    tag=places.short(tag),
                    longest=LONGEST_TAG,
                )


def _is_tag(tag: str) -> bool:
    tidy = " ".join(tag.lower().split())
    return bool(tag) and tag == tidy and tag.isprintable() and len(tag) <= LONGEST_TAG


def valid_origin(walk: Walk) -> Iterator[Finding]:
    """An origin is "questionnaire:question", both codes."""
    for place, question in walk.questions:
        key, colon, code = question.origin.partition(":")
        if question.origin and not (colon and is_code(key) and is_code(code)):
            yield error(
                replace(place, member="origin"),
                "Asal pertanyaan “%(origin)s” tidak dapat dibaca.",
                "Tulis sebagai kode kuesioner, titik dua, kode pertanyaan; atau kosongkan.",
                origin=places.short(question.origin),
            )
