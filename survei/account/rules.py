"""Pure rules of accounts: how long a session lives, what a password must be, what a token is."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from survei import clock
from survei.account.choices import OneTimePurpose

#: Source: security.md, row 23.
LONGEST_IDLE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=10)
#: Sessions of one user at the same time; the oldest makes room. Source: security.md D.5.
MOST_SESSIONS = 3
#: How long a typed password counts as fresh before a grave step. Source: security.md, row 29.
LONGEST_CONFIRMATION = timedelta(minutes=15)
#: A session's last use is written at most this often.
TOUCH_EVERY = timedelta(minutes=1)

#: Source: security.md, row 17 (ASVS 5.0, 6.2). In characters.
SHORTEST_PASSWORD = 12
#: Longer ones are refused, never cut.
LONGEST_PASSWORD = 256

#: How long each kind of one-time link opens, from when its letter was sent; a printed one, from
#: when it was made. Source: security.md, row 27.
LINK_LIFETIME = {
    OneTimePurpose.FIRST_ADMIN: timedelta(hours=72),
    OneTimePurpose.ACTIVATE: timedelta(hours=72),
    OneTimePurpose.RESET: timedelta(minutes=60),
}
#: How long after it was asked for a letter with a link may still leave; so none opens for longer
#: than this and its lifetime after it was made. Afterwards the wish is stale: who still has it
#: asks again.
SEND_WITHIN = {
    OneTimePurpose.ACTIVATE: timedelta(hours=72),
    OneTimePurpose.RESET: timedelta(hours=24),
}

TOO_SHORT = "Kata sandi paling sedikit 12 karakter."
TOO_LONG = "Kata sandi paling banyak 256 karakter."
TOO_COMMON = "Kata sandi ini terlalu umum sehingga mudah ditebak. Pilih yang lain."
TOO_PERSONAL = "Kata sandi memuat nama, alamat surel, atau NIP Anda. Pilih yang lain."
TOO_SIMPLE = "Kata sandi ini hanya mengulang sedikit karakter. Pilih yang lain."

#: Words of this product, its place and its people, which no list of the world's passwords knows;
#: a password made of them and digits is refused. Longer words stand before those they hold.
CONTEXT_WORDS = (
    "sipakainge", "makassar", "sulawesi", "selatan", "indonesia", "nusantara", "losari", "bugis",
    "toraja", "pemkot", "pemda", "kota", "disdik", "dinas", "pendidikan", "pemerintah",
    "penilaian", "kinerja", "pegawai", "survei", "kuesioner", "administrator", "admin",
    "operator", "berakhlak", "bangga", "melayani", "bangsa", "kepala", "sekolah", "guru",
    "korpri", "simpeg", "siasn", "pppk", "bismillahirrahmanirrahim", "bismillah", "alhamdulillah",
    "assalamualaikum", "subhanallah", "muhammad", "katasandi", "sandi", "rahasia", "password",
    "qwerty", "merdeka", "pancasila", "garuda", "sayang", "cinta", "keluarga", "semangat",
    "sukses", "selamat", "bahagia", "januari", "februari", "maret", "april", "juni", "juli",
    "agustus", "september", "oktober", "november", "desember",
)  # fmt: skip
#: What people put around a word to make a password of it.
AROUND = "0123456789!@#$%^&*()-_=+.,?/ "
#: What fingers and tongues run along.
RUNS = ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


def is_live(*, created_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
    """Whether a session is within its idle and its absolute limit.

    One from the future is not: nobody can tell for how long it has been idle.
    """
    if clock.is_future(last_seen_at, now) or clock.is_future(created_at, now):
        return False
    return now - last_seen_at < LONGEST_IDLE and now - created_at < LONGEST_SESSION


def is_confirmed(confirmed_at: datetime | None, now: datetime) -> bool:
    """Whether the password was typed recently enough for a grave step."""
    if confirmed_at is None or clock.is_future(confirmed_at, now):
        return False
    return now - confirmed_at < LONGEST_CONFIRMATION


def link_expires_at(
    purpose: OneTimePurpose, *, created_at: datetime, sent_at: datetime | None, is_by_letter: bool
) -> datetime:
    """Until when a one-time link opens: its time runs from the sending; until then, for as long
    as its letter may still leave.
    """
    if not is_by_letter:
        return created_at + LINK_LIFETIME[purpose]
    return (sent_at or created_at + SEND_WITHIN[purpose]) + LINK_LIFETIME[purpose]


def may_still_be_sent(purpose: OneTimePurpose, created_at: datetime, now: datetime) -> bool:
    """Whether a letter with a link that was made then may leave now."""
    return now <= created_at + SEND_WITHIN[purpose]


def opens(
    *, created_at: datetime, sent_at: datetime | None, expires_at: datetime, now: datetime
) -> bool:
    """Whether a one-time link that nobody has used is within its time.

    One from the future is not: nobody can tell for how long it has been open.
    """
    return now < expires_at and not clock.is_future(sent_at or created_at, now)


def normalise_email(text: str) -> str | None:
    """The address in the one form that is stored and compared; None when it is not an address.

    Trimmed, NFKC, lower case, one ASCII "@", no control characters, nothing invisible, one
    address only. Source: security.md, row 56.
    """
    address = unicodedata.normalize("NFKC", text).strip().lower()
    if len(address) > 254 or not re.fullmatch(
        r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
        r"@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?",
        address,
    ):
        return None
    return address


def password_problem(
    password: str, *, personal: Iterable[str], common: Collection[str]
) -> str | None:
    """Why this password is refused, as a sentence; None when it is good.

    `personal` are the owner's words (address, name, NIP); `common` the folded passwords that
    everybody tries first. Length counts characters; any character is allowed.
    """
    if len(password) < SHORTEST_PASSWORD:
        return TOO_SHORT
    if len(password) > LONGEST_PASSWORD:
        return TOO_LONG
    folded = fold(password)
    if len(set(folded)) < 5:
        return TOO_SIMPLE
    if any(word in folded for word in _words(personal)):
        return TOO_PERSONAL
    core = folded.strip(AROUND)
    cores = (folded, core, folded.rstrip(AROUND))
    if any(word in common for word in (*cores, *map(_repeated, cores))):
        return TOO_COMMON
    return TOO_COMMON if _is_run(folded) or _is_made_of_context(core) else None


def fold(password: str) -> str:
    """Lower case without blanks, for comparing with lists; never for storing."""
    return re.sub(r"\s+", "", password.casefold())


def _words(personal: Iterable[str]) -> set[str]:
    names = [text.partition("@")[0] for text in personal]
    parts = [part for name in names for part in re.split(r"[.,\s]+", name)]
    words = {fold(text) for text in (*personal, *names, *parts)}
    return {word for word in words if len(word) >= 5}


def _repeated(text: str) -> str:
    """The shortest piece that the text repeats: "abc" of "abcabc", and "abcd" of itself."""
    return text[: (text + text).find(text, 1)]


def _is_run(text: str) -> bool:
    return any(text in run or text in run[::-1] for run in RUNS)


def _is_made_of_context(core: str) -> bool:
    rest = core
    for word in CONTEXT_WORDS:
        rest = rest.replace(word, "")
    return len(rest) <= 2 < len(core)


def sha256(text: str) -> str:
    """What the database keeps of a cookie or token, hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def make_link_token(key: bytes, purpose: OneTimePurpose, user_id: int | None, nonce: str) -> str:
    """The token of a one-time link, 43 characters; made again whenever its letter is written.

    HMAC-SHA256 of kind, user and nonce, so that neither table nor outbox holds a usable token.
    """
    subject = f"account-link:v1:{purpose}:{user_id or 0}:{nonce}"
    digest = hmac.new(key, subject.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
