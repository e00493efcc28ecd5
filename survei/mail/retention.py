"""How long mails and their records are kept. Source: security.md D.9.

The text of a mail is never stored where it goes to a server. Where it lands in a folder it must
stay readable for a pilot, and is deleted after that.
"""

from __future__ import annotations

from datetime import timedelta

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.services import record
from survei.database import database
from survei.mail.choices import LetterState
from survei.mail.models import Letter
from survei.mail.transports import mail_folder
from survei.settings import Settings

#: How long a mail that landed in the instance folder can be read.
LANDED_KEPT_FOR = timedelta(days=30)
#: How long the outbox says to whom what was sent, or why it was not.
RECORDS_KEPT_FOR = timedelta(days=90)
#: States in which nothing more happens to a letter.
ENDED = (LetterState.SENT, LetterState.FAILED, LetterState.CANCELLED)
#: Records deleted in one short transaction.
CHUNK = 2000


def drop_landed(settings: Settings) -> int:
    """Deletes mails that landed longer ago than `LANDED_KEPT_FOR`. Returns how many."""
    oldest = (clock.now() - LANDED_KEPT_FOR).timestamp()
    old = [path for path in mail_folder(settings).glob("*") if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    if old:
        _tell("mail.drop_landed", len(old))
    return len(old)


def drop_records() -> int:
    """Deletes letters that ended longer ago than `RECORDS_KEPT_FOR`. Returns how many."""
    oldest, count = clock.now() - RECORDS_KEPT_FOR, 0
    old = Letter.select(Letter.id).where(Letter.state.in_(ENDED), Letter.due_at < oldest)
    while ids := [letter.id for letter in old.limit(CHUNK)]:
        count += Letter.delete().where(Letter.id.in_(ids)).execute()
    if count:
        _tell("mail.drop_records", count)
    return count


def _tell(action: str, letters: int) -> None:
    with database.atomic():
        record(SYSTEM, action, "letter", "-", letters=letters)
