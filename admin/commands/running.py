"""What every command needs: a connection, an author, refusals said plainly, a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from survei.audit.choices import Actor, ActorKind
from survei.database import connect, database, require_schema
from survei.errors import SurveiError
from survei.settings import Settings, load_settings


@contextmanager
def running(command: str) -> Iterator[Actor]:
    """Opens the database (unless a test holds it) and gives the command as author.

    A SurveiError ends the command with its sentence and exit code 1, a database that is not of
    this release among them.
    """
    opened = database.is_closed()
    try:
        if opened:
            connect()
        require_schema()
        yield Actor(ActorKind.COMMAND, name=command)
    except SurveiError as error:
        raise click.ClickException(str(error)) from None
    finally:
        if opened and not database.is_closed():
            database.close()


def settings_of_command() -> Settings:
    """The environment's settings; a wrong one ends the command with its sentence, exit code 1."""
    try:
        return load_settings()
    except SurveiError as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, moved by (done, total)."""
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield progress
