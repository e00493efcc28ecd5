"""When a process and a database belong together: by their keys, and by the site's address."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from survei.errors import SurveiError
from survei.installation.choices import KEY_LABELS, STATE_LABELS, KeyKind, KeyState, Role
from survei.settings import LOCAL_HOSTS


class KeysRefused(SurveiError):
    """The keys at hand are not those that this database was used with."""

    message = (
        "%(problems)s. Kembalikan kunci yang disimpan terpisah dari cadangan ke %(folder)s. Bila "
        "kunci itu benar-benar hilang, jalankan `flask --app app keys adopt`: perintah itu "
        "menyebutkan dahulu apa yang hilang, lalu membuat dan mengirim tautan baru."
    )


class SiteElsewhere(SurveiError):
    """The site that uses this database has another address than the one given here."""

    message = (
        "Situs ini beralamat %(known)s, sedangkan SURVEI_BASE_URL menyebut %(given)s. Tautan ke "
        "alamat lain tidak dibuat: samakan SURVEI_BASE_URL. Bila situs memang pindah, jalankan "
        "lebih dahulu `python app.py` (atau --only web) dengan alamat yang baru."
    )


@dataclass(frozen=True)
class Problem:
    """A key that is refused."""

    kind: KeyKind
    state: KeyState
    #: File or variable in which the key is looked for.
    place: str

    def __str__(self) -> str:
        return f"{KEY_LABELS[self.kind]} ({self.place}) {STATE_LABELS[self.state]}"


def fingerprint(kind: KeyKind, key: bytes) -> str:
    """What the database may know of a key, hex: 256 bits from which it cannot be found again.
    The kind is in it, so one key used twice is not seen to be.
    """
    return hmac.digest(key, f"fingerprint:v1:{kind}".encode(), "sha256").hex()


def state_of(
    have: Collection[str], known: Mapping[str, bool], *, is_absent: bool
) -> KeyState | None:
    """Why the keys at hand (fingerprints) are refused; None when one of them is in use.

    `known` says of each fingerprint whether it is still in use. Where none is, the database has
    nothing to compare with, and None comes back too.
    """
    in_use = {one for one, is_used in known.items() if is_used}
    if not in_use:
        return None
    if is_absent:
        return KeyState.ABSENT
    if in_use.intersection(have):
        return None
    return KeyState.REPLACED if known.keys() & set(have) else KeyState.FOREIGN


def address_of(known: str | None, own: str, *, is_set: bool, role: Role) -> str:
    """The address for which links are made. `own` is what SURVEI_BASE_URL says (`is_set`), or
    this machine's with its port.

    The site itself moves where it is told to, and one on this machine moves with its port.
    Everybody else takes the site's. Raises SiteElsewhere for a command that was told another one.
    """
    if known is None or known == own:
        return own
    if role is Role.SITE:
        is_local = urlsplit(known).hostname in LOCAL_HOSTS
        return own if is_set or is_local else known
    if role is Role.COMMAND and is_set:
        raise SiteElsewhere(known=known, given=own)
    return known
