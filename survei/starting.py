"""Who may use this database: the one place that checks schema, keys and address, for web, worker
and every command, before anything is served, mailed or exported.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.head import Finding, keep_head
from survei.audit.queries import is_hashed_with
from survei.audit.services import record
from survei.database import connect, connect_to, database
from survei.exclusive import exclusively
from survei.installation import queries, services
from survei.installation.choices import KEY_FILES, KeyKind, KeyState, Role
from survei.installation.new_keys import read_keys_again, write_keys
from survei.installation.rules import Problem, address_of
from survei.invitation.queries import is_made_with
from survei.keys import use_keys
from survei.lifecycle.boxes import give_boxes, lost_boxes
from survei.schema import is_empty, migrate, require_schema
from survei.settings import Settings
from survei.task_queue.queues import use_queue

log = logging.getLogger(__name__)

#: Said at every start until somebody has looked into it.
END_MISSING = (
    "Akhir catatan kejadian hilang atau tidak dapat dibandingkan; periksa dengan `flask --app app "
    "audit verify`."
)
#: What else tells whose key this is, in a database that knows no fingerprint yet: rows that were
#: made with it. None where there are none.
PROOFS: dict[KeyKind, Callable[[bytes], bool | None]] = {
    KeyKind.LINK: is_made_with,
    KeyKind.AUDIT: is_hashed_with,
}


def prepare_process(settings: Settings) -> None:
    """Gives this process its zone, its keys, its database, to which no connection is opened,
    and the queue of background work: the one way in, for web, worker and commands.
    """
    clock.set_zone(settings.timezone)
    use_keys(settings.keys)
    connect_to(settings.database_url)
    use_queue(settings.queue_url)


def enter(settings: Settings, role: Role, *, may_prepare: bool = False) -> Settings:
    """The settings with the keys and the address of the open database, and this process uses
    them from now on. An empty database is prepared where `may_prepare`.

    Raises SchemaMissing, SchemaTooNew, KeysRefused, SiteElsewhere: then nothing was written.
    """
    if may_prepare and is_empty():
        migrate()
    require_schema()
    settings = require_keys(settings)
    use_keys(settings.keys)
    settings = settle_address(settings, role)
    keep_log_end(settings)
    for lost in lost_boxes():
        log.log(logging.ERROR, "%s", lost)
    return settings


def keep_log_end(settings: Settings) -> Finding | None:
    """Writes down beside the keys which line of the log is the newest; the process's own log says
    when the one before is missing. None where the folder takes no file.
    """
    try:
        found = keep_head(settings.instance)
    except OSError as error:
        log.warning("Akhir catatan kejadian tidak dapat dicatat: %s", error)
        return None
    if found.is_missing:
        log.warning(END_MISSING)
    return found


def enter_alone(
    settings: Settings, role: Role, *, told: Callable[[], None] = lambda: None
) -> Settings:
    """`enter` of a process that will stay: one at a time, so that any number may start at once.
    An empty database is prepared. Leaves no connection open. `told` is called when it has to wait.
    """
    with exclusively(settings, "start", told=told):
        connect()
        try:
            settings = enter(settings, role, may_prepare=True)
            give_boxes()
            return settings
        finally:
            database.close_all()


def require_keys(settings: Settings) -> Settings:
    """The settings with the keys of the open database. One that knows none adopts those at hand,
    and only then are new ones written into the instance folder.

    Raises KeysRefused when one of them is absent or another one.
    """
    settings = read_keys_again(settings)
    if not _is_anything_new(settings):
        return settings
    with database.atomic():
        services.take_turn()
        if _is_anything_new(settings):
            settings = write_keys(settings)
            for kind, own in queries.fingerprints(settings).items():
                services.learn(kind, own)
    return settings


def _is_anything_new(settings: Settings) -> bool:
    """Whether the database has to learn a key. Raises KeysRefused."""
    known = queries.known_keys()
    problems = problems_of(settings)
    if problems:
        raise queries.refusal_of(problems, settings)
    have = queries.fingerprints(settings)
    return any(not known[kind].get(one) for kind in KeyKind for one in have[kind])


def problems_of(settings: Settings) -> list[Problem]:
    """The keys at hand that are not those of the open database; where it knows no fingerprint
    yet, its rows are asked. It may be of an older release.
    """
    known = queries.known_keys()
    return queries.problems_of(settings, known) + [
        Problem(kind, _state_by_rows(settings, kind), queries.place_of(settings, kind))
        for kind, key in _provable(settings).items()
        if not known[kind] and PROOFS[kind](key) is False
    ]


def _provable(settings: Settings) -> dict[KeyKind, bytes]:
    return {KeyKind.LINK: settings.keys.link, KeyKind.AUDIT: settings.keys.audit}


def _state_by_rows(settings: Settings, kind: KeyKind) -> KeyState:
    is_absent = KEY_FILES[kind] in settings.keys.absent
    return KeyState.ABSENT if is_absent else KeyState.FOREIGN


def settle_address(settings: Settings, role: Role) -> Settings:
    """The settings with the address for which links are made. The site writes its own down, and
    a move into the log. Raises SiteElsewhere for a command that is told another one.
    """
    known = queries.known_address()
    own = address_of(known, settings.base_url, is_set=settings.is_base_url_set, role=role)
    if role is Role.SITE and own != known:
        with database.atomic():
            services.set_address(own)
            if known:
                log.warning("Alamat situs pindah dari %s ke %s.", known, own)
                record(SYSTEM, "site.move", "site", "-", before=known, now=own)
    return settings.at(own)
