"""What happened to an animal since it was cleared from quarantine, or was told late: whoever came
in beside it makes its clearance void of meaning (domain rules 2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rescue_center import clock
from rescue_center.animals import regroup
from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db
from rescue_center.departures.past import ancestry, last_quarantine, lineage
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.errors import Refused
from rescue_center.quarantine.models import Exemption, Quarantine
from rescue_center.quarantine.passage import LEFT_FREE as LEFT_FREE
from rescue_center.quarantine.rules import scope_of
from rescue_center.staff.models import Person


def since_clearance(stay: Stay, last: Quarantine, at: datetime) -> list[str]:
    """Why the clearance `last` does not count at a moment, in words."""
    label = stay.animal.label
    if last.ended_at is not None and at < last.ended_at:
        return [
            f"{label} left quarantine on {clock.moment_text(last.ended_at)}, not before. "
            "Check the date."
        ]
    return _undone(stay, at, last.clock_start, last.scope_key,
                   "its clearance no longer counts. Begin its quarantine anew")  # fmt: skip


def since_exemption(stay: Stay, said: Exemption, at: datetime) -> list[str]:
    """Why the word of a vet that no quarantine is needed does not count at a moment."""
    if at < said.at:
        return [
            f"That {stay.animal.label} needs no quarantine was said on "
            f"{clock.moment_text(said.at)}, not before. Check the date."
        ]
    taxon = stay.animal.taxon
    scope = scope_of(taxon, taxon.group) if taxon.group is not None else None
    so = "that it needs no quarantine no longer counts. Begin its quarantine"
    return _undone(stay, at, said.at, scope, so)


def _undone(
    stay: Stay, at: datetime, start: datetime, scope: str | None, so: str
) -> list[str]:  # fmt: skip
    """Who came into quarantine beside it after `start`, of the same `scope` or, without one, of
    any."""
    for animal, until in ancestry(stay.animal):
        for came in _newcomers([animal.id], at if until is None else min(at, until)):
            if came.at > start and scope in (None, came.scope_key):
                return [
                    f"{came.accession} came into quarantine in {came.code} on "
                    f"{clock.day_text(came.at)}, where {stay.animal.label} still lived: {so}."
                ]
    return []


def unsettled(stays: Iterable[Stay], at: datetime) -> list[str]:
    """The same for many at once: only those are looked at one by one for whom it may be so."""
    lines = {stay: {animal.id for animal in lineage(stay.animal)} for stay in stays}
    ids = set().union(*lines.values())
    cleared = db.session.scalars(
        sa.select(Quarantine).where(
            Quarantine.animal_id.in_(ids), Quarantine.outcome.in_(LEFT_FREE)
        )
    ).all()
    met = _newcomers(ids, at) if cleared else []
    found = []
    for stay, line in lines.items():
        own = [q for q in cleared if q.animal_id in line]
        if any(q.ended_at and q.ended_at > at for q in own) or any(
            came.mine in line and _is_after(came, q) for came in met for q in own
        ):
            last = last_quarantine(stay)
            if last is not None and last.outcome in LEFT_FREE:
                found += since_clearance(stay, last, at)
    return found


def _cleared_alike(source: Animal, into: Animal, merge: Regroup, _by: Person | None) -> None:
    """Of two lots that merge, one that was cleared does not lend its clearance to the other."""
    cleared = [
        (last := last_quarantine(lot.stay)) is not None and last.outcome in LEFT_FREE
        for lot in (source, into)
        if lot.stay is not None
    ]
    if len(set(cleared)) > 1:
        free, other = (source, into) if cleared[0] else (into, source)
        raise Refused(
            f"{free.label} was cleared from quarantine and {other.label} was not.", field="into"
        )


regroup.on_merge.append(_cleared_alike)


def _is_after(came: Any, last: Quarantine) -> bool:
    """Whether somebody came who restarted no clock of a quarantine, and would have."""
    return bool(came.at > last.clock_start and came.scope_key == last.scope_key)


def _newcomers(ids: Iterable[int], until: datetime) -> Sequence[Any]:
    """Who came into quarantine where one of these lived, while it lived there. What is split off a
    lot in its place is no newcomer."""
    mine, theirs, other = aliased(Housing), aliased(Housing), aliased(Quarantine)
    split = sa.exists().where(
        Regroup.to_id == theirs.animal_id, Regroup.at == theirs.began_at, Regroup.kind != "merge"
    )
    query = (
        sa.select(
            mine.animal_id.label("mine"), Animal.accession, Unit.code, other.scope_key,
            theirs.began_at.label("at"),
        )
        .join(theirs, sa.and_(theirs.unit_id == mine.unit_id, theirs.animal_id != mine.animal_id))
        .join(other, other.animal_id == theirs.animal_id)
        .join(Animal, Animal.id == theirs.animal_id)
        .join(Unit, Unit.id == mine.unit_id)
        .where(
            mine.animal_id.in_(list(ids)),
            theirs.began_at > mine.began_at,
            theirs.began_at < until,
            sa.or_(mine.ended_at.is_(None), mine.ended_at > theirs.began_at),
            other.outcome != "void",
            other.began_at <= theirs.began_at,
            sa.or_(other.ended_at.is_(None), other.ended_at > theirs.began_at),
            sa.not_(split),
        )
        .order_by(theirs.began_at)
    )  # fmt: skip
    return db.session.execute(query).all()
