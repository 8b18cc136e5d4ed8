"""Long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import quote, urlencode

from flask import request

Row = TypeVar("Row")
#: Rows on a page.
SIZE = 50
#: No list is longer; and no database is asked to skip more than it can count.
MOST = 1_000_000


@dataclass(frozen=True)
class Cut:
    """Which part of a list a page shows: its number, from 1, and how many rows there are in all."""

    total: int
    number: int
    size: int = SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """How many rows stand before it."""
        return (self.number - 1) * self.size

    def holding(self, rows: Sequence[Row]) -> Page[Row]:
        """The page, with its rows."""
        return Page(self.total, self.number, self.size, rows)


@dataclass(frozen=True)
class Page(Cut, Generic[Row]):
    """One page of a list."""

    rows: Sequence[Row] = ()


def cut(total: int, asked: int, size: int = SIZE) -> Cut:
    """The page that was asked for, or the nearest that there is."""
    last = Cut(total, 1, size).pages
    return Cut(total, min(max(1, asked), last), size)


def asked() -> int:
    """Which page of a list the address asks for: the first, unless `?page=` says otherwise."""
    return max(1, min(request.args.get("page", 1, int), MOST))


def address(number: int) -> str:
    """This very address, filters and all, at another page."""
    asked = request.args.items(multi=True)
    kept = [(key, value) for key, value in asked if value and key != "page"]
    return f"{quote(request.path)}?{urlencode([*kept, ('page', number)])}"
