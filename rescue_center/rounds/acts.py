"""What a record from a phone does: each kind calls the verb that the form of the same name calls,
and whoever may open that form may send that record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app

from rescue_center.animals.models import Animal
from rescue_center.errors import Refused
from rescue_center.policy import policy_of
from rescue_center.rounds.facts import Facts
from rescue_center.staff.models import Person


class NotYet(Exception):
    """What this record is about has not reached the centre yet: the phone sends it again."""


@dataclass(frozen=True)
class Written:
    """A record that a phone wrote down, opened and read."""

    id: str
    kind: str
    facts: Facts
    by: Person
    at: datetime  # when it happened
    now: datetime  # when it reached us
    photos: tuple[str, ...] = ()


@dataclass(frozen=True)
class Effect:
    """What became of a record: `made` is what it wrote, where it wrote one thing."""

    outcome: str = "applied"
    sentence: str = ""
    made: Any = None


@dataclass(frozen=True)
class Act:
    """How a kind of record is carried out: the endpoint of the form that does the same, and the
    animals it is about. `accept` is done instead where somebody decided about a record that was
    held, and is told who."""

    do: Callable[[Written], Effect]
    form: str
    about: Callable[[Written], Sequence[Animal]] = field(default=lambda _written: ())
    accept: Callable[[Written, Person], Effect] | None = None

    def admits(self, person: Person, at: datetime) -> bool:
        """Whether this person might have opened the form at that moment."""
        return may_open(self.form, person, at)


def may_open(form: str, person: Person, at: datetime) -> bool:
    """Whether a person might have opened a form of the desk at a moment."""
    allowed = policy_of(current_app.view_functions[form])
    return allowed is not None and allowed.admits(person.roles_at(at))


#: Kind of record -> what it does; the modules that know the verbs add theirs.
ACTS: dict[str, Act] = {}


def act(kind: str) -> Act:
    """How records of this kind are carried out."""
    if (known := ACTS.get(kind)) is None:
        raise Refused("The centre does not know this kind of record yet. It stays on the phone.")
    return known
