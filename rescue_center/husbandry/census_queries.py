"""The census at the end of a day: the heads of each enclosure by the books beside those that were
counted there, and of each species what came and went (domain rules 9). Computed from the ledger
and the housing, so a day whose books are corrected later tells the corrected heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rescue_center import clock
from rescue_center.animals.ledger_models import PAIRED, LedgerEntry
from rescue_center.animals.models import Animal
from rescue_center.db import rows
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.husbandry.roll_models import RollCall
from rescue_center.species.models import Taxon

_BEGIN, _UNTIL = (sa.bindparam(name, type_=LedgerEntry.at.type) for name in ("begin", "until"))
_outer = aliased(Unit)
_LAST_CALL = (
    sa.select(RollCall.id)
    .where(RollCall.unit_id == Unit.id, RollCall.voided_at.is_(None), RollCall.at >= _BEGIN,
           RollCall.at < _UNTIL)
    .order_by(RollCall.at.desc(), RollCall.id.desc())
    .limit(1).correlate(Unit).scalar_subquery()
)  # fmt: skip
_HOUSED = (
    sa.select(Housing.unit_id, sa.func.sum(LedgerEntry.delta).label("heads"))
    .join(LedgerEntry, LedgerEntry.animal_id == Housing.animal_id)
    .where(LedgerEntry.at < _UNTIL, Housing.began_at < _UNTIL,
           sa.or_(Housing.ended_at.is_(None), Housing.ended_at >= _UNTIL))
    .group_by(Housing.unit_id)
).subquery()  # fmt: skip
_PLACES = (
    sa.select(Unit.code, Unit.name, sa.func.coalesce(_HOUSED.c.heads, 0).label("heads"),
              RollCall.id.label("call"), RollCall.found, RollCall.at)
    .join(_outer, _outer.id == Unit.parent_id)
    .outerjoin(_HOUSED, _HOUSED.c.unit_id == Unit.id)
    .outerjoin(RollCall, RollCall.id == _LAST_CALL)
    .where(Unit.level == "enclosure",
           sa.or_(_HOUSED.c.heads > 0, RollCall.id.is_not(None)))
    .order_by(_outer.walking_order, _outer.code, Unit.walking_order, Unit.code)
)  # fmt: skip
_OWN = LedgerEntry.kind.not_in(PAIRED)  # a split moves heads from one record to another


def _heads(*when: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((sa.and_(*when), LedgerEntry.delta), else_=0)), 0)


_SPECIES = (
    sa.select(
        Taxon.common_name, Taxon.scientific_name, _heads(LedgerEntry.at < _BEGIN).label("opening"),
        _heads(LedgerEntry.at >= _BEGIN, LedgerEntry.delta > 0, _OWN).label("came"),
        (-_heads(LedgerEntry.at >= _BEGIN, LedgerEntry.delta < 0, _OWN)).label("went"),
        _heads(LedgerEntry.at < _UNTIL).label("closing"),
    )
    .join(Animal, Animal.id == LedgerEntry.animal_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .where(LedgerEntry.at < _UNTIL)
    .group_by(Taxon.id, Taxon.common_name, Taxon.scientific_name)
    .having(sa.or_(_heads(LedgerEntry.at < _BEGIN) != 0,
                   sa.func.max(LedgerEntry.at) >= _BEGIN))
    .order_by(Taxon.scientific_name)
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """An enclosure at the end of a day."""

    row: Any

    @property
    def difference(self) -> int | None:
        """How many more were counted last than the books say; None where nobody counted."""
        return None if self.row.call is None else self.row.found - self.row.heads


def places(day: date, until: datetime) -> Sequence[Place]:
    """Every enclosure with heads or a roll-call, in walking order. One statement."""
    begin = clock.start_of(day)
    return [Place(row) for row in rows(_PLACES, begin=begin, until=until)]


def species(day: date, until: datetime) -> Sequence[Any]:
    """Opening, in, out and closing of each species. One statement."""
    return rows(_SPECIES, begin=clock.start_of(day), until=until)
