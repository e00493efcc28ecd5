"""What every command needs: a connection, an author, refusals said plainly, a progress bar."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from survei.audit.choices import Actor, ActorKind
from survei.database import connect, database
from survei.errors import SurveiError
from survei.schema import require_schema
from survei.settings import Settings, load_settings


class ExistingFile(click.Path):
    """A file that can be read; anything else ends the command with a sentence, exit code 1."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path."""
        path = Path(super().convert(value, param, ctx))
        if not path.exists():
            raise click.ClickException(f"Berkas “{path}” tidak ada.")
        if not path.is_file():
            raise click.ClickException(f"“{path}” bukan berkas.")
        if not os.access(path, os.R_OK):
            raise click.ClickException(f"Berkas “{path}” tidak boleh dibaca oleh pengguna ini.")
        return path


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
    """A progress bar on standard error, moved by (done, total); there is none before that."""
    with ExitStack() as shown:
        bar: Any = None

        def progress(done: int, total: int) -> None:
            nonlocal bar
            bar = bar or shown.enter_context(
                click.progressbar(length=total, label=label, file=sys.stderr)
            )
            bar.length = total
            bar.update(done - bar.pos)

        yield progress
