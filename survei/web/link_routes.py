"""Where a token or a printed code opens a page: the one list.

Routes take their rules from it, headers and the proofs against forgery ask it, the log masks by it,
and the shortcut before Flask knows a form by it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from survei.account.choices import ONE_TIME_PATHS
from survei.invitation.choices import LINK_PATHS, LinkPurpose


@dataclass(frozen=True)
class LinkRoute:
    """One first segment of an address."""

    segment: str
    #: Whether a token follows, which no log may hold.
    has_token: bool = True
    #: Whether the link is all the proof there is: no session, no cookie, no token of a form.
    is_credential: bool = True

    @property
    def rule(self) -> str:
        """ "/f/<token>", as Flask's routes are written."""
        return f"/{self.segment}/<token>" if self.has_token else f"/{self.segment}"

    def path(self, token: str, *parts: str) -> str:
        """ "/f/…/bukti/sertifikat"."""
        return "/".join(("", self.segment, token, *parts))


FORM = LinkRoute(LINK_PATHS[LinkPurpose.FORM])
LIST = LinkRoute(LINK_PATHS[LinkPurpose.LIST])
RESULT = LinkRoute(LINK_PATHS[LinkPurpose.RESULT])
#: A printed code is typed there.
CODE = LinkRoute("kode", has_token=False)
#: The number of a receipt is typed there.
BOX = LinkRoute("kotak", has_token=False)
#: The code of a printed result is typed there, or comes with its QR code.
AUTHENTICITY = LinkRoute("keaslian", has_token=False)
#: Of accounts. Only the origin of what is sent there is checked, as nobody is signed in yet.
ONE_TIME = tuple(
    LinkRoute(segment, is_credential=False) for segment in sorted(set(ONE_TIME_PATHS.values()))
)
#: Asks for such a link; whatever is written behind it is masked as well.
ASK_RESET = LinkRoute("atur-ulang", is_credential=False)

LINK_ROUTES = (FORM, LIST, RESULT, CODE, BOX, AUTHENTICITY, *ONE_TIME, ASK_RESET)
_CREDENTIALS = frozenset(route.segment for route in LINK_ROUTES if route.is_credential)
#: Behind such a segment, however many slashes and capitals somebody's mail program makes of it.
_BEHIND = re.compile(
    rf"^(/+(?:{'|'.join(route.segment for route in LINK_ROUTES if route.has_token)})/+)[^/?\s]+",
    re.IGNORECASE,
)
#: A whole token, wherever it stands.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43,}")
#: A form's address, and that of its draft.
FORM_ADDRESS = re.compile(rf"/{FORM.segment}/([A-Za-z0-9_-]{{43}})(/draft)?")


def is_link_path(path: str) -> bool:
    """Whether the link, or the printed code, is the credential of what is asked for."""
    return path.lstrip("/").split("/", 1)[0] in _CREDENTIALS


def tokens_in(text: str) -> list[str]:
    """What may be a token in a text."""
    return _TOKEN.findall(text)


def mask(text: str) -> str:
    """A path with its token replaced: "/f/***/draft"; also any text with whole tokens in it."""
    return _TOKEN.sub("***", _BEHIND.sub(r"\1***", text))
