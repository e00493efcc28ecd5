"""How questions are put: one claim each, neither leading nor absolute, plain and short.

Only what is asked is read, never anchors or labels: "selalu" is right in a frequency scale.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from survei.questionnaire import places
from survei.questionnaire.checks import lexicon
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.finding import Finding, Place, warning
from survei.questionnaire.kinds import Question
from survei.questionnaire.parts import Row

MOST_WORDS = 25

_WORDS = re.compile(r"[\w-]+|[/.,;?!]")
_STOPS = frozenset(".,;?!")
_JOINS = frozenset({"dan", "serta", "maupun", "sekaligus", "/"})
_ABSOLUTE = re.compile(
    r"\b(selalu|tidak pernah|tak pernah|semua\w*|pasti|mutlak|sama sekali|setiap saat|kapan pun"
    r"|tanpa kecuali|sepenuhnya|satu-satunya)\b|100 ?%|\b100 persen\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\b(bukankah|tidakkah|tentu|tentunya|tentu saja|sudah seharusnya|seharusnya|sewajarnya"
    r"|sudah sepantasnya|jelas bahwa|setujukah Anda|Anda pasti|sudah jelas)\b"
    r"|,? (bukan|kan)\s*\?",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(tidak|tak|bukan|tanpa|jangan|belum)\b", re.IGNORECASE)
_SENTENCES = re.compile(r"[.;?!]+")


def _is_statement(question: Question) -> bool:
    return question.is_statement


def _has_one_answer(question: Question) -> bool:
    return question.has_one_answer


def _is_asked(question: Question) -> bool:
    return question.is_asked


def _put(
    walk: Walk, is_meant: Callable[[Question], bool]
) -> Iterator[tuple[Place, Question | Row]]:
    """Questions that are meant and their rows, in which a rater reads a wording."""
    for place, question in walk.questions:
        if is_meant(question):
            yield place, question
            for number, row in enumerate(getattr(question, "rows", ()), 1):
                yield places.row_place(place, number), row


def _first(
    walk: Walk, is_meant: Callable[[Question], bool], hit: Callable[[str], str]
) -> Iterator[tuple[Place, str]]:
    """Of each question the first wording with a hit, and what was hit."""
    for place, part in _put(walk, is_meant):
        for member, text in (("text", part.text), ("text_self", part.text_self)):
            if words := hit(str(text)):
                yield replace(place, member=member), words
                break


def one_claim(walk: Walk) -> Iterator[Finding]:
    """No question with one answer makes two claims."""
    for place, words in _first(walk, _has_one_answer, two_claims):
        yield warning(
            place,
            "Pertanyaan ini memuat dua hal sekaligus: “%(words)s”.",
            "Bagi menjadi dua pertanyaan; satu jawaban tidak dapat berlaku untuk keduanya.",
            words=words,
        )


@lru_cache(maxsize=4096)
def two_claims(text: str) -> str:
    """The words around the joint of two claims: "ramah dan sopan"; empty for none.

    A joint counts where a verb or a quality follows; nouns in a row are one claim.
    """
    words = _WORDS.findall(text.lower())
    for number, word in enumerate(words):
        if word in _JOINS and 0 < number < len(words) - 1:
            joined = _joined(words, number)
            if joined:
                return joined
    return ""


def _joined(words: list[str], joint: int) -> str:
    before, after = words[:joint], words[joint + 1 :]
    while len(after) > 1 and after[0] in lexicon.FILLERS:
        after = after[1:]
    if not after or (before[-1], after[0]) in lexicon.FIXED_PAIRS:
        return ""
    if lexicon.is_claim(after[0]) or _says_more(before, after):
        last = [word for word in before if word not in _STOPS][-1:]
        next_two = [word for word in words[joint + 1 : joint + 3] if word not in _STOPS]
        return " ".join([*last, words[joint], *next_two]).replace(" / ", "/")
    return ""


def _says_more(before: list[str], after: list[str]) -> bool:
    """Whether a sentence with a verb goes on with another subject and its verb."""
    if not any(lexicon.is_verb(word) for word in before):
        return False
    for word in after[:3]:
        if word in lexicon.TURNS or not word.isalpha():
            return False
        if lexicon.is_verb(word):
            return True
    return False


def one_question(walk: Walk) -> Iterator[Finding]:
    """No question with one answer asks twice."""
    for place, _ in _first(walk, _has_one_answer, _asks_twice):
        yield warning(
            place,
            "Ada lebih dari satu kalimat tanya dalam pertanyaan ini.",
            "Sisakan satu kalimat tanya; pindahkan yang lain ke pertanyaan sendiri.",
        )


def _asks_twice(text: str) -> str:
    return "?" if text.count("?") > 1 else ""


def not_absolute(walk: Walk) -> Iterator[Finding]:
    """No statement is so absolute that nobody can agree with it."""
    for place, words in _first(walk, _is_statement, _absolute):
        yield warning(
            place,
            "Kata “%(words)s” membuat pernyataan ini mutlak.",
            "Hapus kata itu; biarkan skala yang menyatakan seberapa sering atau seberapa baik.",
            words=words,
        )


def _absolute(text: str) -> str:
    found = _ABSOLUTE.search(text)
    return found[0].lower() if found else ""


def not_leading(walk: Walk) -> Iterator[Finding]:
    """No question suggests its answer."""
    for place, words in _first(walk, _is_asked, _leading):
        yield warning(
            place,
            "Kata “%(words)s” menggiring jawaban.",
            "Tanyakan dengan netral, misalnya “Seberapa …?” atau “Pegawai ini …”.",
            words=words,
        )


def _leading(text: str) -> str:
    found = _LEADING.search(text)
    return found[0].strip(" ,").lower() if found else ""


def one_negation(walk: Walk) -> Iterator[Finding]:
    """No sentence denies twice."""
    for place, words in _first(walk, _is_asked, two_negations):
        yield warning(
            place,
            "Ada dua kata ingkar dalam satu kalimat: %(words)s.",
            "Ubah menjadi kalimat positif agar “setuju” tidak berarti sebaliknya.",
            words=words,
        )


@lru_cache(maxsize=4096)
def two_negations(text: str) -> str:
    """The denying words of the first sentence with two: "“tidak”, “tanpa”"; empty for none."""
    for sentence in _SENTENCES.split(text):
        found = [match[0].lower() for match in _NEGATION.finditer(sentence)]
        if len(found) > 1:
            return ", ".join(f"“{word}”" for word in found)
    return ""


def short_enough(walk: Walk) -> Iterator[Finding]:
    """A question has at most 25 words."""
    for place, count in _first(walk, _is_asked, _too_many_words):
        yield warning(
            place,
            "Pertanyaan ini terdiri atas %(count)s kata; sebaiknya paling banyak %(most)s.",
            "Persingkat, atau pindahkan penjelasannya ke petunjuk.",
            count=count,
            most=MOST_WORDS,
        )


def _too_many_words(text: str) -> str:
    count = len(text.split())
    return str(count) if count > MOST_WORDS else ""
