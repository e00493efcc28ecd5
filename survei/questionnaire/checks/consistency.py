"""What fits together: scales of a section, anchors of a question, and the length of it all."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace

from survei.questionnaire import places
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.document import MOST_EVIDENCE, Document, Section
from survei.questionnaire.duration import estimated_minutes
from survei.questionnaire.finding import Finding, error, warning
from survei.questionnaire.kinds import Rating

MOST_OPEN, MOST_MINUTES = 5, 15
#: Words by which an item speaks of what should not be; its scale is rightly turned round.
_ADVERSE = re.compile(
    r"\b(tidak|tanpa|belum|jarang|kurang|terlambat|lalai|lupa|enggan|gagal|keluhan|kesalahan"
    r"|konflik|gangguan|pelanggaran|kelalaian|keterlambatan|(me|di|ter)(ngeluh|nunda|tunda|nolak"
    r"|tolak|nyela|sela|nyalahkan|salahkan|ngabaikan|abaikan|rugikan|rendahkan|mbentak|bentak"
    r"|motong|potong|nghindar|hindar|permalukan|mpermalukan|ngganggu|ganggu|langgar|marah)\w*"
    r"|mengeluh|membentak|memotong|mengganggu|menghindar\w*|marah)\b",
    re.IGNORECASE,
)


def one_direction(walk: Walk) -> Iterator[Finding]:
    """Inside a section a turned scale stands only beside an item that speaks of a fault."""
    for place, section in walk.sections:
        items = section.ratings()
        turned = [item for item in items if item.reversed and not _ADVERSE.search(str(item.text))]
        if turned and len([item for item in items if item.reversed]) < len(items):
            yield warning(
                place,
                "Arah skala bercampur: pada %(codes)s poin terendah adalah yang terbaik, "
                "sedangkan pada indikator lain sebaliknya.",
                "Rumuskan semua indikator searah, atau periksa tanda “dibalik” pada indikator itu.",
                codes=", ".join(item.code for item in turned),
            )


def one_length(walk: Walk) -> Iterator[Finding]:
    """All ratings of a section have as many points."""
    for place, section in walk.sections:
        counts = _lengths(walk.document, section)
        if len(counts) > 1:
            yield warning(
                place,
                "Skala dalam aspek ini berbeda panjang: %(counts)s poin.",
                "Pakai satu skala dalam satu aspek, agar penilai tidak salah membaca.",
                counts=", ".join(map(str, counts)),
            )


def _lengths(document: Document, section: Section) -> list[int]:
    used = {item.scale for item in section.ratings()} & set(document.scales)
    return sorted({len(document.scales[key].points) for key in used})


def own_anchors(walk: Walk) -> Iterator[Finding]:
    """No two questions carry the same set of anchors of their own."""
    first: dict[tuple[str, ...], str] = {}
    for place, question in walk.questions:
        if not isinstance(question, Rating) or not question.anchors:
            continue
        pairs = sorted(question.anchors.items())
        texts = tuple(" ".join(str(anchor.text).casefold().split()) for _, anchor in pairs)
        if texts in first and all(texts):
            yield warning(
                replace(place, entry=f"anchor_{pairs[0][0]}"),
                "Deskripsi perilaku di sini sama dengan %(first)s.",
                "Tuliskan perilaku yang khas bagi indikator ini.",
                first=first[texts],
            )
        first.setdefault(texts, place.label)


def few_open_questions(walk: Walk) -> Iterator[Finding]:
    """Words are asked for sparingly: each costs a rater the most time."""
    count = sum(question.is_open for question in walk.document.questions())
    if count > MOST_OPEN:
        yield warning(
            places.WHOLE,
            "Ada %(count)s pertanyaan yang dijawab dengan kalimat; sebaiknya paling banyak "
            "%(most)s.",
            "Gabungkan atau hapus; penilai lelah menulis dan jawabannya makin pendek.",
            count=count,
            most=MOST_OPEN,
        )


def possible_files(walk: Walk) -> Iterator[Finding]:
    """Not more files can be demanded than a form takes; asking for more may end in a refusal."""
    asked = sum(question.is_file for _, question in walk.questions)
    demanded = sum(
        question.is_file and question.required and not question.show_if
        for section in walk.document.sections
        if not section.show_if
        for question in section.questions
    )
    if demanded > MOST_EVIDENCE:
        yield error(
            places.WHOLE,
            "Ada %(count)s berkas bukti yang wajib, padahal satu formulir menerima paling banyak "
            "%(most)s berkas, sehingga formulir ini tidak dapat dikirim.",
            "Matikan “wajib” pada sebagian, atau minta beberapa bukti dalam satu berkas PDF.",
            count=demanded,
            most=MOST_EVIDENCE,
        )
    elif asked > MOST_EVIDENCE:
        yield warning(
            places.WHOLE,
            "Ada %(count)s permintaan berkas bukti, padahal satu formulir menerima paling banyak "
            "%(most)s berkas.",
            "Gabungkan atau hapus sebagian; minta beberapa bukti dalam satu berkas PDF.",
            count=asked,
            most=MOST_EVIDENCE,
        )


def short_enough(walk: Walk) -> Iterator[Finding]:
    """The whole takes at most fifteen minutes."""
    minutes = max(estimated_minutes(walk.document, own) for own in (False, True))
    if minutes > MOST_MINUTES:
        yield warning(
            places.WHOLE,
            "Mengisi kuesioner ini diperkirakan memakan %(minutes)s menit; sebaiknya paling lama "
            "%(most)s menit.",
            "Kurangi indikator atau persingkat teksnya; setiap penilai menilai beberapa orang.",
            minutes=math.ceil(minutes),
            most=MOST_MINUTES,
        )
