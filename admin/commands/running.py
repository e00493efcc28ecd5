"""What every command needs: a database connection, an author, and refusals said plainly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from survei.audit.choices import Actor, ActorKind
from survei.database import database
from survei.errors import SurveiError


@contextmanager
def running(command: str) -> Iterator[Actor]:
    """Opens the database (unless a test holds it) and gives the command as author.

    A SurveiError ends the command with its sentence and exit code 1.
    """
    opened = database.is_closed()
    if opened:
        database.connect()
    try:
        yield Actor(ActorKind.COMMAND, name=command)
    except SurveiError as error:
        raise click.ClickException(str(error)) from None
    finally:
        if opened and not database.is_closed():
            database.close()
