"""Pure rules of evidence: what a file is, what it may be called, how it is sealed."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import msgspec

from survei.evidence import pdf
from survei.evidence.choices import ENDINGS, LONGEST_NAME, MOST_BYTES, FileType
from survei.evidence.pictures import JPEG_START, PNG_START, written_anew
from survei.evidence.refusals import Empty, TooLarge, WrongName, WrongType
from survei.figures import half_up, written
from survei.typed_json import TypeReader

_NONCE_BYTES = 12
#: Endings of our types; whichever stands there, the one of the content takes its place.
_OURS = frozenset({"pdf", "jpg", "jpeg", "jpe", "jfif", "png"})
#: What a name must not end in, before one of ours either: "laporan.exe.pdf".
_DANGEROUS = frozenset({
    "ade", "adp", "apk", "app", "bat", "chm", "cmd", "com", "cpl", "dll", "dmg", "doc",
    "docm", "docx", "exe", "gadget", "hta", "htm", "html", "inf", "iso", "jar", "js", "jse",
    "lnk", "mht", "mjs", "msc", "msi", "msp", "pif", "php", "phtml", "ps1", "py", "rar",
    "reg", "scr", "sh", "shtml", "svg", "svgz", "swf", "sys", "url", "vb", "vbe", "vbs",
    "wsf", "wsh", "xht", "xhtml", "xls", "xlsm", "xlsx", "xml", "zip", "7z",
})  # fmt: skip
#: Names of devices, which Windows never lets a file have.
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_UNSAFE = re.compile(r'[<>:"/\\|?*%;]+')
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})\Z")


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be stored, without what it told of its maker (pictures)."""

    name: str
    type: FileType
    content: bytes

    @property
    def sha256(self) -> str:
        """Hash of the content, hex."""
        return hashlib.sha256(self.content).hexdigest()


class FileNote(msgspec.Struct, frozen=True):
    """What a draft knows of one of its files, the key to it included. Whoever uploaded it holds it,
    signed (`claims`).
    """

    id: str
    name: str
    #: FileType.
    type: str
    #: Bytes.
    size: int
    sha256: str
    #: AES-256 key of the content, hex.
    key: str

    @property
    def answer(self) -> dict[str, object]:
        """The answer that is stored with the submission."""
        return {"name": self.name, "type": self.type, "size": self.size, "id": self.id}


_encode = msgspec.json.Encoder().encode
_decode = TypeReader(FileNote).decode


def note_text(note: FileNote) -> str:
    """The note as one value of a draft."""
    return _encode(note).decode()


def note_in(values: list[str]) -> FileNote | None:
    """The note that a draft's values hold, if it is one."""
    try:
        return _decode(values[0])
    except (IndexError, msgspec.MsgspecError):
        return None


#: First bytes → type and what gives the content that is stored.
_KINDS: Mapping[bytes, tuple[FileType, Callable[[bytes], bytes]]] = {
    pdf.START: (FileType.PDF, pdf.checked),
    JPEG_START: (FileType.JPEG, lambda data: written_anew(data, "JPEG")),
    PNG_START: (FileType.PNG, lambda data: written_anew(data, "PNG")),
}


def check_file(name: str, data: bytes) -> CheckedFile:
    """The file as it may be stored. Raises EvidenceRefused with the reason.

    Pictures come back upright and written anew: without Exif (place, time, device), texts and
    whatever followed them.
    """
    if not data:
        raise Empty
    if len(data) > MOST_BYTES:
        raise TooLarge
    for start, (kind, checked) in _KINDS.items():
        if data.startswith(start):
            return CheckedFile(clean_name(name, kind), kind, checked(data))
    raise WrongType


def clean_name(name: str, kind: FileType) -> str:
    """A name that is safe to show and to save, with the ending of the content.

    No folder, control, direction or invisible characters; at most 120 characters. Raises
    WrongName for an ending that acts.
    """
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in plain if unicodedata.category(letter)[0] != "C")
    plain = " ".join(_UNSAFE.sub("-", plain).split())
    stem = _without_ending(plain.strip(". ")).strip(". ")
    if _DEVICE.fullmatch(stem) or not stem.strip("-_ "):
        stem = "bukti"
    ending = ENDINGS[kind]
    return stem[: LONGEST_NAME - len(ending)].rstrip(". ") + ending


def _without_ending(name: str) -> str:
    """The name without one of our endings. Raises WrongName for one that acts."""
    if _ending(name) in _OURS:
        name = name.rpartition(".")[0].rstrip(". ")
    if _ending(name) in _DANGEROUS:
        raise WrongName(ending=f".{_ending(name)}")
    return name


def _ending(name: str) -> str:
    found = _ENDING.search(name)
    return found[1].lower() if found else ""


def size_text(size: int, language: str = "id") -> str:
    """Bytes as people read them: "340 KB", "1,2 MB" (English: "1.2 MB")."""
    if size < 1024 * 1024:
        return f"{max(1, half_up(Fraction(size, 1024)))} KB"
    return f"{written(Fraction(size, 1024 * 1024), 1, language)} MB"


def seal(file_id: str, content: bytes) -> tuple[str, bytes]:
    """(a new key, hex; nonce and AES-256-GCM of the content, bound to the row)."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, nonce = secrets.token_bytes(32), secrets.token_bytes(_NONCE_BYTES)
    return key.hex(), nonce + AESGCM(key).encrypt(nonce, content, file_id.encode())


def unseal(file_id: str, key: str, stored: bytes) -> bytes:
    """The content again. Raises cryptography's InvalidTag when row or key is another's."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, sealed = stored[:_NONCE_BYTES], stored[_NONCE_BYTES:]
    return AESGCM(bytes.fromhex(key)).decrypt(nonce, sealed, file_id.encode())
