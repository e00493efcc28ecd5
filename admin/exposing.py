"""Flask-Admin's two decorators with types; stock ones would make every page an untyped function."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import flask_admin
from flask_admin import actions

Page = TypeVar("Page", bound=Callable[..., Any])


def expose(url: str = "/", methods: Iterable[str] = ("GET",)) -> Callable[[Page], Page]:
    """Gives a method an address below its view's."""
    decorator: Callable[[Page], Page] = flask_admin.expose(url, methods)
    return decorator


def action(name: str, text: str, question: str | None = None) -> Callable[[Page], Page]:
    """Offers a method for ticked rows of a list, after a question where one is given."""
    decorator: Callable[[Page], Page] = actions.action(name, text, question)
    return decorator
