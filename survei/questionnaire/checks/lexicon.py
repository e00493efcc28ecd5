"""Indonesian words by which the checks of wording know verbs, qualities and fixed expressions.

Small on purpose: a check advises only where a word is known, so that good items stay unmarked.
"""

from __future__ import annotations

import re
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Qualities that are claimed of a person or of work.
QUALITIES = _words("""
    adil akrab aktif akurat aman andal antusias arif bagus baik benar berani bersih bijak
    bijaksana cakap cekatan cepat cerdas cermat dekat disiplin efektif efisien giat gigih hangat
    hemat hormat ikhlas inovatif jelas jujur kompeten konsisten kooperatif kreatif lancar lembut
    lengkap luwes mandiri menarik mudah nyaman objektif patuh peduli peka percaya produktif
    profesional proaktif rajin ramah rapi ringkas runtut sabar santun sederhana segera sehat
    semangat serius setia sigap simpatik sopan sportif sukarela sungguh-sungguh taat tangguh
    tanggap tegas tekun telaten teliti tenang tepat tertib teratur transparan tulus tuntas ulet
    wajar
""")
#: Verbs without a prefix.
BARE_VERBS = _words("""
    bangun belajar datang duduk hadir ikut keluar kembali masuk mau paham pulang tahu tampil
    tiba tunduk turun
""")
#: Words that only look like verbs.
NO_VERBS = _words("""
    berbagai berita berkala berkas bersama dialek dialog digital diklat dimensi dinamika dinas
    dinding direksi direktur dirjen disabilitas diskusi distribusi divisi melalui melati member
    memori menengah mengenai mental menteri mentor menurut merupakan terakhir terapi terhadap
    terkait terlalu terminal termasuk tertentu tertulis terutama
""")
#: Words that may stand between a conjunction and what it joins.
FILLERS = _words("""
    bersedia bisa dapat dengan ikut juga lebih mampu mau sangat secara selalu sering tidak
""")
#: Words after which a sentence says more of the same, so that no new claim follows.
TURNS = _words("""
    agar dalam dari dengan di ke oleh pada saat sebagai supaya untuk yang
""")
#: Two words that together name one thing.
FIXED_PAIRS = frozenset(
    {
        ("adil", "merata"),
        ("baik", "benar"),
        ("baik", "buruk"),
        ("belajar", "mengajar"),
        ("benar", "salah"),
        ("datang", "pergi"),
        ("datang", "pulang"),
        ("keluar", "masuk"),
        ("masuk", "keluar"),
        ("suka", "duka"),
    }
)
_VERB = re.compile(r"(me(m|n|ng|ny|l|r|w|y)[a-z]{3,}|be[rk][a-z]{3,}|di[a-z]{4,}|ter[a-z]{3,})")


@lru_cache(maxsize=4096)
def is_verb(word: str) -> bool:
    """Whether a lowercase word is a verb, as far as its form tells."""
    bare = word.removesuffix("nya")
    return bare not in NO_VERBS and (bare in BARE_VERBS or bool(_VERB.fullmatch(bare)))


def is_claim(word: str) -> bool:
    """Whether a lowercase word says what somebody does or is."""
    return word in QUALITIES or is_verb(word)
