"""Who was near an animal, as what they wrote down says: whoever handled it, and whoever worked in
the enclosure in which it lived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from rescue_center.care.models import Exam, Weight
from rescue_center.care.order_models import Administration
from rescue_center.contacts.window import Window
from rescue_center.db import db, rows
from rescue_center.enclosures.models import Housing
from rescue_center.husbandry.incident_models import Incident
from rescue_center.husbandry.keeping_models import Observation, Tending
from rescue_center.husbandry.roll_models import RollCall
from rescue_center.staff.models import Person

#: What brings hands on an animal, and what only brings a person to where it lives.
HANDLED = {
    "weight": "weighed it", "exam": "examined it", "dose": "gave it a dose", "move": "moved it",
}  # fmt: skip
NEAR = {
    "tending": "fed or cleaned there", "roll": "called the roll there",
    "observation": "looked after it", "incident": "told of a bite or an injury",
}  # fmt: skip


def _touches() -> sa.CompoundSelect[Any]:
    """Every touch of an animal: what, who, which animal, when."""
    return sa.union_all(
        sa.select(sa.literal("weight").label("what"), Weight.recorded_by_id.label("who"),
                  Weight.animal_id, Weight.at)
        .where(Weight.voided_at.is_(None)),
        sa.select(sa.literal("exam"), Exam.by_id, Exam.animal_id, Exam.at)
        .where(Exam.voided_at.is_(None)),
        sa.select(sa.literal("dose"), Administration.by_id, Administration.animal_id,
                  Administration.at)
        .where(Administration.voided_at.is_(None), Administration.status.in_(("given", "partly"))),
        sa.select(sa.literal("move"), Housing.moved_by_id, Housing.animal_id, Housing.began_at),
    )  # fmt: skip


TOUCHES = _touches().subquery("touch")


@dataclass
class Worker:
    """Somebody who was near the animal: how often they did what, and when first and last."""

    person: Person
    done: dict[str, int] = field(default_factory=dict)
    first: datetime | None = None
    last: datetime | None = None

    @property
    def handled(self) -> bool:
        """Whether they had it in their hands."""
        return any(what in HANDLED for what in self.done)

    @property
    def words(self) -> str:
        """What they did, the closest first, with how often."""
        named = (HANDLED | NEAR).items()
        told = [_times(words, self.done[what]) for what, words in named if what in self.done]
        return ", ".join(told)

    def note(self, what: str, at: datetime) -> None:
        """They did this, then."""
        self.done[what] = self.done.get(what, 0) + 1
        self.first = min(self.first or at, at)
        self.last = max(self.last or at, at)


def _times(words: str, n: int) -> str:
    return words if n == 1 else f"{words} ({n} times)"


@dataclass(frozen=True)
class Touch:
    """One pair of hands on one animal."""

    who: int
    animal_id: int
    at: datetime


def touches_of(window: Window) -> list[Touch]:
    """Every time somebody had the animal in their hands."""
    found = rows(
        sa.select(TOUCHES.c.who, TOUCHES.c.animal_id, TOUCHES.c.at)
        .where(TOUCHES.c.animal_id == window.animal.id, TOUCHES.c.who.is_not(None),
               TOUCHES.c.at.between(window.begin, window.end))
        .order_by(TOUCHES.c.at)
    )  # fmt: skip
    return [Touch(*row) for row in found]


def touches_after(window: Window, own: Sequence[Touch]) -> Iterator[tuple[Touch, Touch]]:
    """Each touch of another animal by the same hands within their reach, with the touch of this
    one that came last before it."""
    if not own:
        return
    found = rows(
        sa.select(TOUCHES.c.who, TOUCHES.c.animal_id, TOUCHES.c.at)
        .where(TOUCHES.c.who.in_({touch.who for touch in own}),
               TOUCHES.c.animal_id != window.animal.id,
               TOUCHES.c.at.between(own[0].at, own[-1].at + window.hands))
        .order_by(TOUCHES.c.at)
    )  # fmt: skip
    for other in (Touch(*row) for row in found):
        before = [t for t in own if t.who == other.who and t.at <= other.at]
        if before and other.at - before[-1].at <= window.hands:
            yield before[-1], other


def workers(window: Window) -> list[Worker]:
    """Everybody who was near it, those who handled it first, then by how late they were there."""
    found: dict[int, Worker] = {}
    told = sorted(_told(window), key=lambda one: one[1])
    people = {p.id: p for p in _people({who for _, who, _ in told})}
    for who, some in groupby(told, key=lambda one: one[1]):
        worker = found[who] = Worker(people[who])
        for what, _, at in some:
            worker.note(what, at)
    return sorted(found.values(), key=lambda w: (not w.handled, -_seconds(w.last), w.person.name))


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0


def names(ids: Iterable[int]) -> dict[int, str]:
    """Their names."""
    return {person.id: person.name for person in _people(ids)}


def _people(ids: Iterable[int]) -> Sequence[Person]:
    return db.session.scalars(sa.select(Person).where(Person.id.in_(ids))).all()


def _told(window: Window) -> Iterator[tuple[str, int, datetime]]:
    """What was done, by whom, when: to the animal, and where it lived while it did."""
    within, it = (window.begin, window.end), window.animal.id
    here = sa.and_(
        Housing.animal_id == it, Housing.began_at <= window.end,
        sa.or_(Housing.ended_at.is_(None), Housing.ended_at >= window.begin),
    )  # fmt: skip

    def of_it(what: str, table: Any) -> Any:
        return sa.select(sa.literal(what), table.by_id, table.at).where(
            table.animal_id == it, table.at.between(*within), table.voided_at.is_(None)
        )

    def where_it_lived(what: str, table: Any) -> Any:
        return (
            sa.select(sa.literal(what), table.by_id, table.at)
            .join(Housing, Housing.unit_id == table.unit_id)
            .where(here, table.at.between(*within), table.voided_at.is_(None),
                   table.at >= Housing.began_at,
                   sa.or_(Housing.ended_at.is_(None), table.at <= Housing.ended_at))
        )  # fmt: skip

    each = sa.union_all(
        sa.select(TOUCHES.c.what, TOUCHES.c.who, TOUCHES.c.at)
        .where(TOUCHES.c.animal_id == it, TOUCHES.c.at.between(*within)),
        of_it("observation", Observation), of_it("incident", Incident),
        where_it_lived("tending", Tending), where_it_lived("roll", RollCall),
    ).subquery()  # fmt: skip
    for what, who, at in rows(sa.select(each)):
        if who is not None:
            yield what, who, at


def hurt(window: Window) -> list[Any]:
    """Whom it hurt: the name as told, what happened, when."""
    return list(rows(
        sa.select(Incident.id, Incident.person_hurt, Incident.what, Incident.at)
        .where(Incident.animal_id == window.animal.id, Incident.person_hurt != "",
               Incident.at.between(window.begin, window.end), Incident.voided_at.is_(None))
        .order_by(Incident.at)
    ))  # fmt: skip
