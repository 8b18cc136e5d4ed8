"""What the quarantine board asks for: every cohort with its totals, and the animals of one page.

The statements are written once, when the application starts: putting one together takes longer
than the database takes to answer it. They read columns: a board shows hundreds of records and
changes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import rows
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.quarantine.counting import Days, scope_words
from rescue_center.quarantine.exposures import UNDECIDED
from rescue_center.quarantine.models import ClockEvent, Quarantine, Test
from rescue_center.species.models import Taxon
from rescue_center.tongues import N_

#: What the board may be narrowed to.
SHOWN = {"all": N_("All"), "due": N_("Sample due"), "pending": N_("Result awaited"),
         "over": N_("Days are over")}  # fmt: skip

#: Animals that the board names as to be moved out; it says how many there are in all.
NAMED = 40


@dataclass(frozen=True)
class Group:
    """A cohort as the list of all cohorts knows it: where, who, and for each filter how many
    records and heads it shows."""

    unit_id: int
    code: str
    name: str
    is_stopped: bool
    stopped_by: str | None  # the code of the unit, its own or above it, that is under a stop
    scope: str
    records: dict[str, int]
    heads: dict[str, int]

    @property
    def label(self) -> str:
        """`Q2 Old kitchen · Primates`."""
        return f"{f'{self.code} {self.name}'.strip()} · {scope_words(self.scope)}"


_NOW = sa.bindparam("at", type_=Quarantine.min_end.type)
_TODAY = sa.bindparam("today", type_=Test.due_on.type)


#: Written into the statements: with a constant PostgreSQL finds its plan once, and the index.
NOTHING = sa.literal_column("''", sa.String)
ZERO, ONE = sa.literal_column("0", sa.Integer), sa.literal_column("1", sa.Integer)

#: A test of a quarantine that still waits for something, and what for.
_OPEN_TEST = sa.and_(Test.quarantine_id == Quarantine.id, Test.result == NOTHING,
                     Test.waived_at.is_(None), Test.voided_at.is_(None))  # fmt: skip
_WAITS = {
    "due": sa.and_(Test.sampled_at.is_(None), Test.due_on <= _TODAY),
    "pending": Test.sampled_at.is_not(None),
}
_IS = {
    "all": sa.true(),
    **{name: sa.exists().where(_OPEN_TEST, what) for name, what in _WAITS.items()},
    "over": Quarantine.min_end <= _NOW,
}


def how_many(show: str) -> sa.Select[Any]:
    """How many open quarantines a filter shows, with `at` and `today` left open."""
    found = sa.select(sa.func.count(Quarantine.id.distinct())).where(Quarantine.ended_at.is_(None))
    if show in _WAITS:
        return found.join(Test, _OPEN_TEST).where(_WAITS[show])
    return found.where(_IS[show])


_OPEN = (
    sa.select(
        Quarantine.unit_id, Quarantine.scope_key, Animal.count.label("heads"),
        ONE.label("all"),
        *(sa.func.max(sa.case((what, ONE), else_=ZERO)).label(name)
          for name, what in _WAITS.items()),
        sa.case((Quarantine.min_end <= _NOW, ONE), else_=ZERO).label("over"),
    )
    .join(Animal, Animal.id == Quarantine.animal_id)
    .outerjoin(Test, _OPEN_TEST)
    .where(Quarantine.ended_at.is_(None))
    .group_by(Quarantine.unit_id, Quarantine.scope_key, Animal.count, Quarantine.min_end,
              Quarantine.id + ZERO)  # so that SQLite does not walk through all there ever were
    .subquery()
)  # fmt: skip
_area, _site = aliased(Unit), aliased(Unit)
_STOP = sa.case(
    *((unit.movement_stop_since.is_not(None), unit.code) for unit in (Unit, _area, _site))
)
_COHORT = (Unit.id, Unit.code, Unit.name, Unit.movement_stop_since, _STOP, _OPEN.c.scope_key)
_GROUPS = (
    sa.select(
        *_COHORT,
        *(sa.func.sum(_OPEN.c[name]) for name in SHOWN),
        *(sa.func.sum(_OPEN.c[name] * _OPEN.c.heads) for name in SHOWN),
    )
    .select_from(_OPEN)
    .join(Unit, Unit.id == _OPEN.c.unit_id)
    .outerjoin(_area, _area.id == Unit.parent_id)
    .outerjoin(_site, _site.id == _area.parent_id)
    .group_by(*_COHORT, Unit.walking_order)
    .order_by(Unit.walking_order, Unit.code, _OPEN.c.scope_key)
)


def groups(at: datetime) -> list[Group]:
    """Every cohort, in the order of the round."""
    found = rows(_GROUPS, at=at, today=clock.today(at))
    return [
        Group(unit_id, code, name, since is not None, stop, scope,
              _by_filter(sums[:4]), _by_filter(sums[4:]))
        for unit_id, code, name, since, stop, scope, *sums in found
    ]  # fmt: skip


def _by_filter(sums: Sequence[Any]) -> dict[str, int]:
    return {name: int(n) for name, n in zip(SHOWN, sums, strict=True)}


@dataclass(slots=True)
class Patient(Days):
    """An open quarantine with its animal, as the board reads it."""

    id: int
    unit_id: int
    scope_key: str
    animal_id: int
    began_at: datetime
    clock_start: datetime
    min_end: datetime
    accession: str
    name: str
    kind: str
    count: int
    species: str
    undecided: str | None

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name or self.accession

    @property
    def is_lot(self) -> bool:
        """Whether it counts more than one animal, or could."""
        return self.kind == "lot"


_SPECIES = sa.func.coalesce(sa.func.nullif(Taxon.common_name, NOTHING), Taxon.scientific_name)
_PATIENTS = {
    show: sa.select(
        Quarantine.id, Quarantine.unit_id, Quarantine.scope_key, Quarantine.animal_id,
        Quarantine.began_at, Quarantine.clock_start, Quarantine.min_end,
        Animal.accession, Animal.name, Animal.kind, Animal.count, _SPECIES,
        UNDECIDED,
    )
    .join(Animal, Animal.id == Quarantine.animal_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .where(
        Quarantine.ended_at.is_(None),
        Quarantine.unit_id.in_(sa.bindparam("units", expanding=True)),
        condition,
    )
    .order_by(Quarantine.min_end, Quarantine.id)
    for show, condition in _IS.items()
}  # fmt: skip


def patients(cohorts: Iterable[Group], show: str, at: datetime) -> list[Patient]:
    """The animals of these cohorts that a filter shows, those that end first before the others."""
    wanted = {(group.unit_id, group.scope) for group in cohorts}
    if not wanted:
        return []
    facts = {"units": [unit_id for unit_id, _ in wanted], "at": at, "today": clock.today(at)}
    statement: Any = _PATIENTS[show]
    found = [Patient(*row) for row in rows(statement, **facts)]
    return [one for one in found if (one.unit_id, one.scope_key) in wanted]


_cause = aliased(Animal)
_RESTARTS = (
    sa.select(ClockEvent.quarantine_id, ClockEvent.at,
              sa.func.coalesce(sa.func.nullif(_cause.name, NOTHING), _cause.accession))
    .join(Quarantine, Quarantine.id == ClockEvent.quarantine_id)
    .join(_cause, _cause.id == ClockEvent.cause_animal_id)
    .where(
        ClockEvent.id.in_(
            sa.select(sa.func.max(ClockEvent.id))
            .where(ClockEvent.quarantine_id.in_(sa.bindparam("ids", expanding=True)))
            .group_by(ClockEvent.quarantine_id)
        ),
        ClockEvent.kind == sa.literal_column("'restart'"),
        ClockEvent.cause_animal_id != Quarantine.animal_id,
    )
)  # fmt: skip


def restarts(ids: Sequence[int]) -> dict[int, tuple[datetime, str]]:
    """Of these clocks, those that last began again because somebody joined: when, and who."""
    if not ids:
        return {}
    return {quarantine_id: (at, who) for quarantine_id, at, who in rows(_RESTARTS, ids=list(ids))}


_NAME = sa.func.coalesce(sa.func.nullif(Animal.name, NOTHING), Animal.accession)
_behind = aliased(Quarantine)
_OUT = (
    sa.select(Animal.accession, _NAME.label("who"), _SPECIES.label("species"), Unit.code, Unit.name,
              sa.func.count().over().label("all"))
    .select_from(Unit)
    .join(Housing, sa.and_(Housing.unit_id == Unit.id, Housing.ended_at.is_(None)))
    .join(Animal, Animal.id == Housing.animal_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .outerjoin(_behind, sa.and_(_behind.stay_id == Housing.stay_id, _behind.ended_at.is_(None)))
    .where(
        sa.or_(Unit.biosecurity == sa.literal_column("'quarantine'"),
               Unit.biosecurity == sa.literal_column("'isolation'")),
        Animal.count > ZERO,
        _behind.id.is_(None),
    )
    .order_by(Unit.walking_order, Unit.code, Housing.id)
    .limit(sa.literal_column(str(NAMED)))
)  # fmt: skip


def to_move_out() -> Sequence[Any]:
    """Animals still in a quarantine unit whose quarantine is over: somebody must move them. The
    first of them; each row says how many there are in `all`."""
    return rows(_OUT)
