"""What an installation is known by: its keys and its address."""

from __future__ import annotations

from enum import StrEnum

from survei.settings import AUDIT_KEY, LINK_KEY, SECRET_KEY


class KeyKind(StrEnum):
    """What a key is for."""

    LINK = "link"
    AUDIT = "audit"
    SECRET = "secret"  # noqa: S105 - a word, not one


#: File of each key in the instance folder.
KEY_FILES = {
    KeyKind.LINK: LINK_KEY,
    KeyKind.AUDIT: AUDIT_KEY,
    KeyKind.SECRET: SECRET_KEY,
}
KEY_LABELS = {
    KeyKind.LINK: "kunci tautan",
    KeyKind.AUDIT: "kunci catatan kejadian",
    KeyKind.SECRET: "kunci sesi",
}


class Role(StrEnum):
    """What a process is to the installation: it decides whose address counts."""

    #: Answers at the address, and tells the database.
    SITE = "site"
    #: Mails links: to the site, whatever it was told itself.
    WORKER = "worker"
    #: Makes links for a person, who is told when another address was meant.
    COMMAND = "command"
    #: A command that surely makes none.
    READER = "reader"


class KeyState(StrEnum):
    """Why a key is refused."""

    ABSENT = "absent"
    FOREIGN = "foreign"
    REPLACED = "replaced"


STATE_LABELS = {
    KeyState.ABSENT: "tidak ada, padahal basis data ini sudah memakainya",
    KeyState.FOREIGN: "bukan milik basis data ini",
    KeyState.REPLACED: "sudah diganti dengan kunci lain",
}
