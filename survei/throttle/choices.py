"""What is limited, how often, and in which time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """At most `most` hits of one subject in any `seconds`."""

    name: str
    most: int
    seconds: int
    #: Seconds after the last hit from which one more is allowed although the window is full, so
    #: that a stranger's failures never shut an owner out for long. None: the window alone.
    rest: int | None = None


MINUTE, HOUR = 60, 3600

#: Failed sign-ins. Source: security.md D.5.
SIGN_IN_PAIR = Limit("sign-in-pair", 10, 15 * MINUTE)
SIGN_IN_ACCOUNT = Limit("sign-in-account", 100, HOUR, rest=15 * MINUTE)
SIGN_IN_ADDRESS = Limit("sign-in-address", 300, HOUR)
#: Requests for a reset letter.
RESET_ACCOUNT = Limit("reset-account", 3, HOUR)
RESET_ADDRESS = Limit("reset-address", 20, HOUR)
#: Letters that somebody with the right to it has sent to one account: activations, tests.
LETTERS_TO_ACCOUNT = Limit("letters-to-account", 6, HOUR)
#: Requests for lost links: by one network (an office behind one address), and to one mailbox.
LOST_LINK_ADDRESS = Limit("lost-link-address", 60, HOUR)
LOST_LINK_EMAIL = Limit("lost-link-email", 3, HOUR)
#: Reports by one network that somebody else sent a form.
DISPUTE_ADDRESS = Limit("dispute-address", 20, HOUR)
#: Links and printed codes that do not exist.
WRONG_LINK = Limit("wrong-link", 30, MINUTE)
#: Lists of opened boxes that one network downloads.
BOX_LIST = Limit("box-list-address", 30, HOUR)
#: Resume codes that open nothing, of one form: tried from one network, and in all.
RESUME_CODE_PAIR = Limit("resume-code-pair", 10, 15 * MINUTE)
RESUME_CODE_FORM = Limit("resume-code-form", 100, HOUR, rest=15 * MINUTE)
#: Drafts of one form that the server seals itself, which is slow on purpose.
SEALED_HERE = Limit("sealed-here", 120, HOUR)
#: Letters with a resume code of one form.
RESUME_LETTER = Limit("resume-letter", 3, HOUR)
#: Files taken out by one user.
EXPORT = Limit("export", 20, HOUR)
#: Files brought in by one user: all, those above one megabyte, and those that were damaged or
#: built to harm. Ten in an hour, as security.md D.5 has it, shut out officers who mend a list and
#: bring it again; what harms is bytes and bombs, so these are limited.
UPLOAD = Limit("upload", 300, HOUR)
LARGE_UPLOAD = Limit("large-upload", 60, HOUR)
REFUSED_UPLOAD = Limit("refused-upload", 30, HOUR)
#: Files uploaded to one form, each of which costs the server a look inside.
EVIDENCE = Limit("evidence", 60, HOUR)
