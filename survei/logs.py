"""The log of a process: one event one line, whatever stands in it."""

from __future__ import annotations

import logging

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def one_line(text: str) -> str:
    r"""The text with every character that moves a cursor or colours a terminal written out.

    A line feed becomes "\n", an escape "\x1b". Source: security.md, row 54.
    """
    return "".join(
        character
        if character.isprintable()
        else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in text
    )


class OneLine(logging.Formatter):
    """Message and traceback on a single line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without an end."""
        return one_line(super().format(record))


def start_logging() -> None:
    """Warnings and errors to standard error, for a process of ours."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine(FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
