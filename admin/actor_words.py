"""Who acted, as a person reads it: the name of a command or of the schedule says little."""

from __future__ import annotations

from functools import lru_cache

import click
from flask_babel import gettext as _

from admin.commands import GROUPS
from survei.audit.choices import SYSTEM


def actor_words(name: str) -> str:
    """ "Perintah di server (cycles close)", "Sistem (jadwal)", or the name of a person."""
    if name == SYSTEM.name:
        return _("Sistem (jadwal)")
    return _("Perintah di server (%(command)s)", command=name) if name in _commands() else name


@lru_cache(maxsize=1)
def _commands() -> frozenset[str]:
    """Names under which commands act: "cycles close", "migrate"."""
    inner = {
        f"{group.name} {name}"
        for group in GROUPS
        if isinstance(group, click.Group)
        for name in group.commands
    }
    return frozenset(inner | {group.name or "" for group in GROUPS} - {""})
