"""Units: opened, amended, closed; over capacity for a while; under a movement stop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.db import db, fold, lock
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.errors import Refused, explain
from rescue_center.policy import Role
from rescue_center.staff import duty
from rescue_center.staff.models import Person

AMENDABLE = ("name", "kind", "biosecurity", "capacity", "walking_order", "hygiene", "notes")
INSIDE = {"site": (), "area": ("site", "area"), "enclosure": ("site", "area")}

explain("uq_unit_code", "Another unit already has that code.")
explain("closed_unit_is_empty", "Somebody was housed there meanwhile, so it cannot be closed.")
explain("unit_capacity_not_negative", "A capacity is zero or more.")
explain("unit_hangs_in_the_tree", "An area or enclosure needs the unit it stands in.")


def open_unit(
    *,
    code: str,
    level: str = "enclosure",
    parent: Unit | None = None,
    by: Person | None,
    at: datetime,
    **facts: Any,
) -> Unit:
    """Open a site, an area or an enclosure. `facts`: name, kind, biosecurity, capacity,
    walking_order, hygiene, notes."""
    _refuse_misplaced(level, parent)
    code = code.strip().upper()
    if not code:
        raise Refused("A unit needs a code.", field="code")
    taken = sa.select(Unit).where(Unit.code_folded == fold(code))
    if db.session.scalar(taken) is not None:
        raise Refused(f"There is a unit {code} already.", field="code")
    unit = Unit(code=code, code_folded=fold(code), level=level, parent=parent, n=0)
    for name, value in _known(facts).items():
        setattr(unit, name, value)
    if level != "enclosure" and unit.capacity:
        raise Refused("Only an enclosure has a capacity.", field="capacity")
    db.session.add(unit)
    db.session.flush()
    journal.record("opened", unit, by=by, at=at,
                   after={"code": code, "level": level, **facts})  # fmt: skip
    return unit


def amend_unit(
    unit: Unit, changes: Mapping[str, Any], *, by: Person | None, at: datetime, reason: str = ""
) -> None:
    """Change what is recorded of a unit. Its capacity never falls below who lives there."""
    lock(unit)
    after = {k: v for k, v in _known(changes).items() if getattr(unit, k) != v}
    if not after:
        return
    if after.get("capacity", unit.capacity) + unit.allowance < unit.n:
        raise Refused(
            f"{unit.n} live in {unit.code}; its capacity cannot be less.", field="capacity"
        )
    if unit.level != "enclosure" and after.get("capacity"):
        raise Refused("Only an enclosure has a capacity.", field="capacity")
    before = {k: getattr(unit, k) for k in after}
    was_quarantine = unit.is_quarantine
    for name, value in after.items():
        setattr(unit, name, value)
    if unit.n and unit.is_quarantine != was_quarantine:
        raise Refused(
            f"{unit.code} is not empty: move its animals out before it "
            f"{'becomes' if unit.is_quarantine else 'stops being'} quarantine.",
            field="biosecurity",
        )
    db.session.flush()
    journal.record("amended", unit, by=by, at=at, reason=reason, before=before, after=after)


def close_unit(unit: Unit, *, by: Person | None, at: datetime, reason: str = "") -> None:
    """Close an empty unit whose own units are closed."""
    lock(unit)
    if unit.closed_at is not None:
        raise Refused(f"{unit.code} is closed already.")
    if unit.n:
        raise Refused(f"{unit.code} still houses {unit.n}. Move them out first.")
    if _somebody_in(unit):
        raise Refused(f"{unit.code} still houses an emptied lot. Move it out first.")
    if still := [child.code for child in unit.children if child.closed_at is None]:
        raise Refused(f"Close {', '.join(still[:5])} first.")
    unit.closed_at = at
    db.session.flush()
    journal.record("closed", unit, by=by, at=at, reason=reason)


def reopen_unit(unit: Unit, *, by: Person | None, at: datetime, reason: str = "") -> None:
    """Open a closed unit again."""
    lock(unit)
    if unit.closed_at is None:
        raise Refused(f"{unit.code} is open.")
    if unit.parent is not None and unit.parent.closed_at is not None:
        raise Refused(f"{unit.parent.code}, which it stands in, is closed.")
    unit.closed_at = None
    db.session.flush()
    journal.record("reopened", unit, by=by, at=at, reason=reason)


# --- over capacity for a while ------------------------------------------------------------------


def room_at(unit: Unit, at: datetime) -> int:
    """Free places at a moment; an allowance that has run out gives none."""
    return unit.capacity + unit.allowance_at(at) - unit.n


def allow_over(
    unit: Unit, extra: int, *, until: datetime, reason: str, by: Person | None, at: datetime
) -> None:
    """Let `extra` more live in a unit than it is made for, until a moment, with a reason."""
    person = duty.only(by, {Role.VET, Role.MANAGER}, at, "allow more animals than a unit is for")
    lock(unit)
    if unit.level != "enclosure" or unit.closed_at is not None:
        raise Refused(f"{unit.code} is not an open enclosure.")
    if extra < 1:
        raise Refused("Allow at least one more.", field="extra")
    if not reason.strip():
        raise Refused("Say why it must hold more than it is made for.", field="reason")
    if until <= at:
        raise Refused("An allowance ends after it begins.", field="until")
    if unit.capacity + extra < unit.n:
        raise Refused(f"{unit.n} live in {unit.code} already: allow at least "
                      f"{unit.n - unit.capacity}.", field="extra")  # fmt: skip
    before = {"allowance": unit.allowance, "until": unit.allowance_until}
    unit.allowance, unit.allowance_until = extra, until
    unit.allowance_reason, unit.allowance_by_id = reason.strip(), person.id
    db.session.flush()
    journal.record("allowed over capacity", unit, by=by, at=at, reason=reason,
                   before=before, after={"allowance": extra, "until": until})  # fmt: skip


def end_allowance(unit: Unit, *, by: Person | None, at: datetime, reason: str = "") -> None:
    """End an allowance once the unit holds no more than it is made for."""
    lock(unit)
    if not unit.allowance:
        raise Refused(f"{unit.code} has no allowance.")
    if unit.n > unit.capacity:
        raise Refused(f"{unit.code} still holds {unit.n - unit.capacity} more than it is made for.")
    before = {"allowance": unit.allowance, "until": unit.allowance_until}
    unit.allowance, unit.allowance_until, unit.allowance_reason = 0, None, ""
    unit.allowance_by_id = None
    db.session.flush()
    journal.record("ended allowance", unit, by=by, at=at, reason=reason, before=before)


# --- movement stop ------------------------------------------------------------------------------


def stop_movement(unit: Unit, *, reason: str, by: Person | None, at: datetime) -> None:
    """Nothing enters or leaves until an authority lifts it. A second reason is added to the
    first."""
    if not reason.strip():
        raise Refused("A movement stop needs its reason.", field="reason")
    lock(unit)
    if unit.movement_stop_since is None:
        unit.movement_stop_since, unit.movement_stop_reason = at, reason.strip()
    elif reason.strip() not in unit.movement_stop_reason:
        unit.movement_stop_reason += f" {reason.strip()}"
    db.session.flush()
    journal.record("stopped movement", unit, by=by, at=at, reason=reason)


def lift_movement_stop(unit: Unit, *, reason: str, by: Person | None, at: datetime) -> None:
    """The authority lifts a movement stop, with its reason (domain rules 2.4)."""
    duty.only(by, {Role.OFFICER, Role.MANAGER}, at, "lift a movement stop")
    lock(unit)
    if unit.movement_stop_since is None:
        raise Refused(f"{unit.code} is under no movement stop.")
    if not reason.strip():
        raise Refused("Say on what ground it is lifted.", field="reason")
    before = {"since": unit.movement_stop_since, "why": unit.movement_stop_reason}
    unit.movement_stop_since, unit.movement_stop_reason = None, ""
    db.session.flush()
    journal.record("lifted movement stop", unit, by=by, at=at, reason=reason, before=before)


def stopping(unit: Unit | None) -> Unit | None:
    """The unit, or the one it stands in, that is under a movement stop."""
    while unit is not None and not unit.has_movement_stop:
        unit = unit.parent
    return unit


def refuse_movement_stop(unit: Unit) -> None:
    """Refuse any move in or out of a unit under a movement stop."""
    if stopped := stopping(unit):
        raise Refused(
            f"{stopped.code} is under a movement stop: {stopped.movement_stop_reason} "
            "Only a case officer or manager can lift it."
        )


# --- inside -------------------------------------------------------------------------------------


def _refuse_misplaced(level: str, parent: Unit | None) -> None:
    if level not in INSIDE:
        raise Refused("A unit is a site, an area or an enclosure.", field="level")
    if (parent is None) != (level == "site"):
        raise Refused("A site stands alone; an area or enclosure stands in one.", field="parent")
    if parent is not None and parent.level not in INSIDE[level]:
        raise Refused(f"{parent.code} is an {parent.level}; it holds no {level}.", field="parent")
    if parent is not None and parent.closed_at is not None:
        raise Refused(f"{parent.code} is closed.", field="parent")


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(facts) - set(AMENDABLE):
        raise ValueError(f"a unit has no {', '.join(sorted(unknown))}")
    return dict(facts)


def _somebody_in(unit: Unit) -> bool:
    query = sa.select(Housing.id).where(Housing.unit_id == unit.id, Housing.ended_at.is_(None))
    return db.session.scalar(query.limit(1)) is not None
