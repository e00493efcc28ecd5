"""Lists that stay cheap and never break: bounded pages, searches and filters.

Everything in the address is somebody's input. What cannot be meant is taken as "first page" or
left out; nothing of it reaches the database unbounded (security.md, rows 46 and 52).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from flask import request
from flask_admin.model.base import ViewArgs
from peewee import Field, ModelSelect

from admin.declaration import Row
from survei.search.queries import found

#: Rows that one can page to; beyond them one searches. Keeps count and offset cheap.
MOST_ROWS = 1000
LONGEST_SEARCH = 100
MOST_WORDS = 6


@dataclass(frozen=True)
class ListFilter:
    """A select above a list: `?name=value` narrows it."""

    name: str
    label: str
    #: Value and label of each option, known at start or asked at each request.
    choices: Sequence[tuple[str, str]] | Callable[[], Sequence[tuple[str, str]]]
    #: Column that must equal the value, or a function (query, value) that narrows.
    by: Field | Callable[[ModelSelect[Any], str], ModelSelect[Any]]

    def options(self) -> list[tuple[str, str]]:
        """Value and label of each option."""
        return list(self.choices() if callable(self.choices) else self.choices)

    def chosen(self) -> str:
        """The value in the address; empty when it is none of the options."""
        given = request.args.get(self.name, "")
        return given if given in {str(value) for value, _ in self.options()} else ""

    def apply(self, query: ModelSelect[Row]) -> ModelSelect[Row]:
        """The narrowed query."""
        value = self.chosen()
        if not value:
            return query
        return (
            query.where(self.by == value) if isinstance(self.by, Field) else self.by(query, value)
        )


class Listing(Generic[Row]):
    """Mixed into `ModelView`: what its list, look-up and export read."""

    model: Any
    page_size: int
    _search_fields: Sequence[Field]
    _sortable_columns: Mapping[str, str | Field]
    _get_default_order: Callable[[], Sequence[tuple[str | Field, bool]] | None]
    #: Filters above the list.
    list_filters: Sequence[ListFilter] = ()
    #: Shown when there is nothing yet.
    empty_text = "Belum ada data."
    #: What the search box looks in, for its label.
    search_text = "Cari"
    most_rows = MOST_ROWS

    def visible(self) -> ModelSelect[Row]:
        """Every row that the current principal may see; the one row rule."""
        raise NotImplementedError

    def list_filter_values(self) -> Sequence[tuple[ListFilter, str]]:
        """Each filter with its chosen value, for the template."""
        return [(chosen, chosen.chosen()) for chosen in self.list_filters]

    def get_list(
        self,
        page: int | None,
        sort_column: Any,
        sort_desc: Any,
        search: str | None,
        filters: Any,
        execute: bool = True,
        page_size: int | None = None,
    ) -> tuple[int, list[Row]]:
        """Number of rows (at most `MOST_ROWS` + 1, which means "more") and those of the page."""
        query = self.narrowed(search).order_by(*self._order(sort_column, sort_desc))
        key = self.model._meta.primary_key
        # One walk finds and counts: nothing is read twice, and rows only of this page.
        found_keys: Iterable[Any] = query.select(key).limit(MOST_ROWS + 1).tuples()
        keys = [row for (row,) in found_keys]
        size = page_size or self.page_size
        start = (page or 0) * size
        return len(keys), self._rows(keys[start : start + size])

    def narrowed(self, search: str | None) -> ModelSelect[Row]:
        """Every visible row that the filters in the address and the words leave."""
        query = self.visible()
        for chosen in self.list_filters:
            query = chosen.apply(query)
        return self.searched(query, (search or "").split()[:MOST_WORDS])

    def searched(self, query: ModelSelect[Row], words: Sequence[str]) -> ModelSelect[Row]:
        """The rows that hold every word in one of the columns that are searched."""
        fields = self._search_fields
        return found(query, fields, words) if fields else query

    def _rows(self, keys: Sequence[Any]) -> list[Row]:
        """The visible rows of these keys, in their order."""
        if not keys:
            return []
        rows = self.visible().where(self.model._meta.primary_key.in_(list(keys)))
        by_key = {row.get_id(): row for row in rows}
        return [by_key[key] for key in keys if key in by_key]

    def _order(self, sort_column: Any, sort_desc: Any) -> list[Any]:
        """By the column asked for or the view's order, then by key, so that pages are stable."""
        sortable = self._sortable_columns
        key = self.model._meta.primary_key
        wanted = [(sort_column, bool(sort_desc))] if sort_column in sortable else []
        default = self._get_default_order() or []
        order = []
        for name, descending in wanted or default:
            field = sortable.get(name, name) if isinstance(name, str) else name
            field = getattr(self.model, field) if isinstance(field, str) else field
            nulls = "LAST" if field.null else None  # said without need, no index would serve
            order.append(field.desc(nulls=nulls) if descending else field.asc(nulls=nulls))
        descending = bool((wanted or default) and (wanted or default)[0][1])
        return [*order, key.desc() if descending else key.asc()]

    def _get_list_extra_args(self) -> ViewArgs:
        last = max(0, (MOST_ROWS - 1) // self.page_size)
        search = " ".join(request.args.get("search", "")[:LONGEST_SEARCH].split())
        names = [chosen.name for chosen in self.list_filters]
        return ViewArgs(
            page=_bounded(request.args.get("page", ""), last),
            page_size=self.page_size,
            sort=_bounded(request.args.get("sort", ""), 100) if "sort" in request.args else None,
            sort_desc=1 if request.args.get("desc") == "1" else None,
            search=search or None,
            filters=None,
            extra_args={name: request.args[name] for name in names if request.args.get(name)},
        )


def _bounded(text: str, most: int) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) < 10
    return min(int(text), most) if is_number else 0
