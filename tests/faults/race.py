"""Sixteen people at once: real verbs in real transactions, each with a session of its own.

Nothing is retried. What a verb or a constraint refuses is counted with its reason; whatever else
goes wrong ("database is locked", a deadlock, an error of ours) is a fault and stands in `other`.
"""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from rescue_center.db import db, writing
from rescue_center.errors import Refused, constraint_of, refusal_of
from rescue_center.operations import verify

PEOPLE = 16
FULL = os.environ.get("RESCUE_FAULTS") == "full"

Act = Callable[[], Any]
Look = Callable[[sa.Connection], Any]
Write = Callable[[sa.Connection, Any], Any]


def size(usual: int, full: int) -> int:
    """How often something is done; `full` with RESCUE_FAULTS=full. Then each invariant is met by
    10,000 contended operations at least, in its plainest race."""
    return full if FULL else usual


@dataclass
class Tally:
    """What became of a race."""

    ok: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)
    #: What the acts that succeeded returned.
    values: list[Any] = field(default_factory=list)
    #: The longest that one of them waited and worked, in seconds.
    slowest: float = 0.0
    #: Which acts succeeded: (person, number of the act).
    won: set[tuple[int, int]] = field(default_factory=set)

    @property
    def tries(self) -> int:
        """How many operations there were."""
        return self.ok + self.refused.total() + self.other.total()

    def __str__(self) -> str:
        return (
            f"{self.tries} operations: {self.ok} ok, {self.refused.total()} refused, "
            f"{self.other.total()} other; slowest {self.slowest:.2f} s"
        )


def race(app: Flask, *people: Sequence[Act], together: bool = True) -> Tally:
    """Let each person do their acts in order, all persons at once. `together`: the first acts of
    all begin at one moment, then the second ones, and so on."""
    tally, counting = Tally(), threading.Lock()
    barrier = threading.Barrier(len(people), timeout=120)

    def do_all(person: int, acts: Sequence[Act]) -> None:
        for number, act in enumerate(acts):
            if together:
                barrier.wait()
            began = time.monotonic()
            outcome = _attempt(app, act)
            with counting:
                _count(tally, person, number, time.monotonic() - began, *outcome)

    if together and len({len(acts) for acts in people}) > 1:
        raise ValueError("those who begin together do equally many things")
    _run(do_all, list(enumerate(people)))
    return tally


def _run(target: Callable[..., None], calls: Iterable[tuple[Any, ...]]) -> None:
    threads = [threading.Thread(target=target, args=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _attempt(app: Flask, act: Act) -> tuple[str, Any]:
    with app.app_context(), writing():
        try:
            value = act()
            db.session.commit()
        except Exception as error:  # noqa: BLE001 (told apart and counted)
            db.session.rollback()
            return outcome_of(error)
        return "ok", value


def outcome_of(error: BaseException) -> tuple[str, str]:
    """`refused` with who refused, or `other` with the fault."""
    if isinstance(error, Refused):
        return "refused", "rule: " + type(error).__name__
    if isinstance(error, StaleDataError):
        return "refused", "version"
    if isinstance(error, DBAPIError) and refusal_of(error) is not None:
        return "refused", constraint_of(error) or "?"
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return "other", f"{type(error).__name__}: {said}"


def _count(tally: Tally, person: int, number: int, took: float, how: str, what: Any) -> None:
    tally.slowest = max(tally.slowest, took)
    if how == "ok":
        tally.ok += 1
        tally.won.add((person, number))
        tally.values.append(what)
    else:
        getattr(tally, how)[str(what)] += 1


def naive(app: Flask, look: Look, write: Write, *, people: int = PEOPLE) -> Tally:
    """What an application without locks or rules of its own does: all look, then all write what
    follows from what they saw, in plain statements. Nobody sees what another writes.

    On PostgreSQL both happen in one transaction; on SQLite, whose writers are alone, one reads in
    a transaction and writes in the next, as two requests do.
    """
    tally, counting = Tally(), threading.Lock()
    barrier = threading.Barrier(people, timeout=60)
    with app.app_context():
        engine = db.engine

    def look_and_write(person: int) -> None:
        began = time.monotonic()
        with engine.connect() as connection:
            seen = look(connection)
            if engine.dialect.name == "sqlite":
                connection.rollback()
            barrier.wait()
            outcome = _write(connection, write, seen)
        with counting:
            _count(tally, person, 0, time.monotonic() - began, *outcome)

    _run(look_and_write, [(person,) for person in range(people)])
    return tally


def _write(connection: sa.Connection, write: Write, seen: Any) -> tuple[str, Any]:
    with writing():
        try:
            value = write(connection, seen)
            connection.commit()
        except Refused as error:
            connection.rollback()
            return outcome_of(error)
        except DBAPIError as error:
            connection.rollback()
            name = constraint_of(error)
            return ("refused", name) if name else ("other", str(error.orig))
        return "ok", value


def found(app: Flask, query: str, **facts: Any) -> list[Any]:
    """The rows that break an invariant."""
    with app.app_context():
        rows = db.session.execute(sa.text(query), facts).all()
        db.session.rollback()
        return list(rows)


def faults(app: Flask) -> dict[str, tuple[str, ...]]:
    """What `flask verify` finds broken: nothing, we hope."""
    with app.app_context():
        return {f.check.name: f.named for f in verify.run() if f.count}
