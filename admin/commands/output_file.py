"""The file that a command writes: its option, and what is said where it cannot be written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click


def output_option(help: str | None = None, *, required: bool = True) -> Callable[[Any], Any]:
    """`-o FILE`, which the command gets as `output`."""
    path = click.Path(dir_okay=False, path_type=Path)
    return click.option("-o", "--output", type=path, required=required, help=help)


@contextmanager
def writing(output: Path) -> Iterator[None]:
    """What the disk refuses ends the command with a sentence and exit code 1."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror}") from None


@contextmanager
def whole_file(output: Path) -> Iterator[TextIO]:
    """A text file (0600) that is complete or absent: written beside the target and renamed."""
    partial = output.with_name(f".{output.name}.partial")
    with writing(output):
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
        partial.replace(output)
