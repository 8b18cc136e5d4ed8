"""The journal as those who oversee the centre read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from rescue_center.db import db
from rescue_center.journal import words
from rescue_center.journal.models import Entry
from rescue_center.policy import Facts, Role, sees, shown
from rescue_center.staff.models import Person

#: Recorded this much later than it happened, an act is shown with both times.
LATE = timedelta(minutes=15)
#: Names under which records keep where something was. What is kept under `coordinates` is told as
#: withheld instead (policy.shown).
COORDINATES = frozenset({"latitude", "longitude", "uncertainty_m", "place"})
#: How to reach staff, and from where they signed in: for those who keep accounts.
CONTACTS = frozenset({"phone", "address"})


@dataclass(frozen=True)
class Line:
    """One act, as a page shows it."""

    seq: int
    verb: str
    subject: str
    person: str | None
    at: datetime
    recorded_at: datetime
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]
    animal_id: int | None
    case_id: int | None
    unit_id: int | None

    @property
    def about(self) -> str:
        """Whom or what it concerns, as `kind:id`: the animal, else the case, else the unit, else
        the record itself."""
        links = (("animal", self.animal_id), ("seizure_case", self.case_id), ("unit", self.unit_id))
        return next((f"{kind}:{id}" for kind, id in links if id is not None), self.subject)

    @property
    def is_late(self) -> bool:
        """Whether it was recorded well after it happened."""
        return self.recorded_at - self.at > LATE

    def changes(self, roles: Iterable[Role]) -> list[tuple[str, str | None, str | None]]:
        """`(what, before, after)` of each fact, in words, without those that `roles` may not
        see."""
        held = frozenset(roles)
        hidden = frozenset() if sees(held, Facts.COORDINATES) else COORDINATES
        hidden |= CONTACTS if held.isdisjoint({Role.MANAGER, Role.ADMIN}) else frozenset()
        facts = words.told(shown(self.before, held), shown(self.after, held))
        return [(label, was, now) for key, label, was, now in facts if key not in hidden]


@dataclass(frozen=True)
class Lines:
    """A page of lines, newest first, and whether there are more."""

    lines: list[Line]
    more: bool


_COLUMNS = (
    Entry.seq, Entry.verb, Entry.subject, Person.name.label("person"), Entry.at,
    Entry.recorded_at, Entry.reason, Entry.before, Entry.after,
    Entry.animal_id, Entry.case_id, Entry.unit_id,
)  # fmt: skip


def whole(
    *,
    person_id: int | None = None,
    verb: str = "",
    between: tuple[datetime, datetime] | None = None,
    of_cases: bool = False,
    before: int | None = None,
    per_page: int = 50,
) -> Lines:
    """The journal in the order it was written, newest first: `before` a row's number, perhaps of
    one person, one verb, about cases, or recorded in a half-open interval."""
    which: list[Any] = []
    if person_id is not None:
        which.append(Entry.person_id == person_id)
    if verb:
        which.append(Entry.verb == verb)
    if between:
        which += [Entry.recorded_at >= between[0], Entry.recorded_at < between[1]]
    if of_cases:
        which.append(Entry.case_id.is_not(None))
    if before is not None:
        which.append(Entry.seq < before)
    return _page(_select(*which).order_by(Entry.seq.desc()), per_page)


def of_case(case_id: int, *, per_page: int = 50) -> Lines:
    """What happened to a case, the newest first by when it happened."""
    query = _select(Entry.case_id == case_id).order_by(Entry.at.desc(), Entry.seq.desc())
    return _page(query, per_page)


def of_record(subject: str, done: Iterable[str], *, per_page: int = 30) -> Lines:
    """What was done to one record, `drug:12`, by these verbs, the newest first."""
    query = _select(Entry.verb.in_(tuple(done)), Entry.subject == subject)
    return _page(query.order_by(Entry.seq.desc()), per_page)


def authors() -> list[tuple[int, str]]:
    """Everybody whose acts may be looked for."""
    query = sa.select(Person.id, Person.name, Person.account).order_by(sa.func.lower(Person.name))
    return [(row.id, f"{row.name} ({row.account})") for row in db.session.execute(query)]


def verbs() -> list[str]:
    """Every verb there is, read from the index alone however long the journal is."""
    least = sa.select(sa.func.min(Entry.verb).label("verb")).cte("verbs", recursive=True)
    next_one = sa.select(sa.func.min(Entry.verb)).where(Entry.verb > least.c.verb)
    found = least.union_all(sa.select(next_one.scalar_subquery()).where(least.c.verb.is_not(None)))
    return list(db.session.scalars(sa.select(found.c.verb).where(found.c.verb.is_not(None))))


def _select(*which: Any) -> sa.Select[Any]:
    return (
        sa.select(*_COLUMNS)
        .select_from(Entry)
        .outerjoin(Person, Person.id == Entry.person_id)
        .where(*which)
    )


def _page(query: sa.Select[Any], per_page: int) -> Lines:
    rows = db.session.execute(query.limit(per_page + 1)).all()
    return Lines([Line(*row) for row in rows[:per_page]], len(rows) > per_page)
