"""Looking up a related row while typing, under the row rule of the one who types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, abort, jsonify, request
from flask_admin.model.ajax import AjaxModelLoader
from peewee import Field, Model, ModelSelect

from survei.account.policy import Principal
from survei.search.queries import found
from survei.web.addresses import MOST_ID
from survei.web.session import current_principal

#: Rows of one answer, and how far one may page.
MOST_ROWS, MOST_OFFSET = 20, 1000
LONGEST_TERM = 100


class Lookup(AjaxModelLoader):
    """Suggests rows of a query that depends on who asks."""

    def __init__(
        self,
        name: str,
        *,
        query: Callable[[Principal], ModelSelect[Any]],
        search: Sequence[Field],
        label: Callable[[Any], str],
    ) -> None:
        super().__init__(name, {})
        self.query = query
        self.search = search
        self.label = label

    def format(self, model: Any) -> tuple[str, str]:
        """Key and text of a row."""
        return str(model.get_id()), self.label(model)

    def get_one(self, pk: Any) -> Model | None:
        """The row of this key, if the one who asks may see it."""
        number = whole(str(pk))
        if number is None:
            return None
        query = self._visible()
        return query.where(query.model._meta.primary_key == number).first()

    def get_list(self, query: str, offset: int = 0, limit: int = 10) -> list[Model]:
        """Rows in which every word occurs, wildcards taken literally."""
        rows = found(self._visible(), self.search, query[:LONGEST_TERM].split()[:6])
        offset, limit = min(max(offset, 0), MOST_OFFSET), min(max(limit, 1), MOST_ROWS)
        return list(rows.order_by(self.search[0]).offset(offset).limit(limit))

    def _visible(self) -> ModelSelect[Any]:
        principal = current_principal()
        if principal is None:
            abort(401)
        return self.query(principal)


def whole(text: str) -> int | None:
    """A key from an address; None for anything that is not one."""
    if not text.isascii() or not text.isdecimal() or len(text) > 10 or int(text) > MOST_ID:
        return None
    return int(text)


def chosen_key(value: object) -> int | None:
    """A key from a menu, typed or stored; for `coerce`, where `int` would take "٣" and "1_0"."""
    return whole(str(value))


def lookup_page(loaders: dict[str, Any]) -> Response:
    """Answers a look-up request: a list of [key, text]. 404 for an unknown name."""
    loader = loaders.get(request.args.get("name", ""))
    if loader is None:
        abort(404)
    offset = whole(request.args.get("offset", "0")) or 0
    rows = loader.get_list(request.args.get("query", ""), offset=offset)
    return jsonify([loader.format(row) for row in rows])
