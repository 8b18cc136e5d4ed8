"""What must hold of the records whatever way they came, proved by `flask verify`.

Constraints keep most of it as rows are written. What they cannot see (sums over many rows, numbers
without gaps, what is recomputed from events) each package declares here, in its own `checks.py`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from rescue_center.db import db

Finder = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Check:
    """One thing that must hold, and how to find what breaks it."""

    name: str
    sentence: str
    find: Finder


_CHECKS: dict[str, Check] = {}


def must_be_empty(name: str, sentence: str, query: str) -> None:
    """Declare SQL, for both databases, that finds what must not exist.

    `sentence` says what holds when it finds nothing. Each row is told by its columns, so name them
    for a reader: `SELECT s.number AS animal, sum(l.delta) AS balance ...`.
    """

    def find() -> Iterator[str]:
        for row in db.session.execute(sa.text(query)).mappings():
            yield ", ".join(f"{column} {value}" for column, value in row.items())

    _declare(Check(name, sentence, find))


def recomputed(name: str, sentence: str) -> Callable[[Finder], Finder]:
    """Declare a function that tells, one sentence each, what does not agree with its events."""

    def declare(find: Finder) -> Finder:
        _declare(Check(name, sentence, find))
        return find

    return declare


def declared() -> tuple[Check, ...]:
    """Every check, in the order of the packages."""
    return tuple(_CHECKS.values())


def _declare(check: Check) -> None:
    if check.name in _CHECKS:
        raise ValueError(f"two checks are called {check.name}")
    _CHECKS[check.name] = check
