"""Quarantine begins, is prolonged, is cleared by a vet, is left early, or ends with the stay."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals import life
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, Stay
from rescue_center.cases.models import CourtOrder
from rescue_center.db import db, lock
from rescue_center.enclosures import queries as places
from rescue_center.enclosures import rules as housing_rules
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.errors import Refused, explain
from rescue_center.policy import Role
from rescue_center.quarantine import cohort_rules, exposures, ground_queries, panel_rules
from rescue_center.quarantine.begin_stops import protocol_of, refuse_uncleaned
from rescue_center.quarantine.clearance import Blocker
from rescue_center.quarantine.event_rules import close_event, expose, report_event, void_event
from rescue_center.quarantine.models import Quarantine
from rescue_center.quarantine.panel_rules import (
    add_test,
    repeat,
    result,
    sample,
    void_result,
    waive,
)
from rescue_center.species.models import Taxon, TaxonGroup
from rescue_center.staff import duty
from rescue_center.staff.models import Person

__all__ = [
    "add_test", "begin", "blockers", "clear", "close_event", "early_exit", "expose", "leave",
    "prolong", "repeat", "report_event", "result", "sample",
    "void_event", "void_result", "waive",
]  # fmt: skip

CLEARED_TO = (Stage.REHAB, Stage.PRE_RELEASE, Stage.LONG_TERM_CARE)

explain("uq_quarantine_open", "It is in quarantine already.")
explain("quarantine_lasts_its_days", "The clock was restarted meanwhile; the days are not over.")
explain("quarantine_exit_is_signed", "A vet must sign the end of a quarantine.")
explain("early_exit_has_reason_and_authority",
        "An early exit needs its reason and the authority that consents.")  # fmt: skip
explain("quarantine_clock_is_ordered", "A quarantine cannot end before it begins.")


def begin(
    stay: Stay, unit: Unit, *, by: Person | None, at: datetime, group: TaxonGroup | None = None,
    group_reason: str = "", uncleaned_reason: str = "",
) -> Quarantine:  # fmt: skip
    """Begin the quarantine of a stay in a unit, by the protocol of its taxon group.

    It is housed there too if it is not yet. The clocks of all in the unit with the same scope
    restart. `group` is needed where the species is not known well enough to have one; another than
    its own is a vet's decision, with a reason.
    """
    animal = stay.animal
    lock(animal)
    _refuse_unfit(stay, unit, at)
    refuse_uncleaned(stay, unit, uncleaned_reason, by=by, at=at)
    group, group_reason = protocol_of(animal.taxon, group, group_reason.strip(), by, at)
    q = Quarantine(
        stay=stay, animal=animal, unit=unit, group=group, min_days=group.min_days,
        scope_key=scope_of(animal.taxon, group), began_at=at, clock_start=at,
        min_end=at + timedelta(days=group.min_days), began_by_id=by.id if by else None,
        group_reason=group_reason,
    )  # fmt: skip
    db.session.add(q)
    db.session.flush()
    panel_rules.draw_up(q)
    plan = {"unit": unit.code, "protocol": group.key, "days": group.min_days}
    journal.record("began quarantine", q, by=by, at=at, after=plan, reason=group_reason)
    if not stay.in_quarantine:
        life.move(stay, Stage.QUARANTINE, by=by, at=at)
    if _lives_in(animal, unit):
        lock(unit)
        cohort_rules.join(q, at, came_from=None, by=by)
    else:
        housing_rules.house([animal], unit, by=by, at=at, reason="Quarantine")
    return q


def scope_of(taxon: Taxon, group: TaxonGroup) -> str:
    """Who restarts its clock: the order of a mammal, the class of all others (rules 2.1)."""
    if group.restart_scope == "order" and taxon.order_name:
        return f"order:{taxon.order_name}"
    return f"class:{taxon.class_name or 'unknown'}"


def _refuse_unfit(stay: Stay, unit: Unit, at: datetime) -> None:
    animal = stay.animal
    if not stay.is_open or animal.count == 0:
        raise Refused(f"{animal.label} is not in our care.")
    if cohort_rules.open_of([animal]):
        raise Refused(f"{animal.label} is in quarantine already.")
    if at < stay.began_at:
        raise Refused(f"{animal.label} arrived after that. Check the date.", field="at")
    if not unit.is_quarantine:
        raise Refused(f"{unit.code} is no quarantine unit.", field="unit")


def _lives_in(animal: Animal, unit: Unit) -> bool:
    query = sa.select(Housing.id).where(
        Housing.animal_id == animal.id, Housing.unit_id == unit.id, Housing.ended_at.is_(None)
    )
    return db.session.scalar(query) is not None


def blockers(q: Quarantine, at: datetime) -> list[Blocker]:
    """Why `q` cannot be cleared at `at`; none means that a vet may sign."""
    return ground_queries.standing(q, at).blockers


# --- the ways out -------------------------------------------------------------------------------


def clear(q: Quarantine, *, to: Stage, by: Person | None, at: datetime) -> None:
    """A vet signs the clearance, which is computed first."""
    vet = duty.only(by, {Role.VET}, at, "sign a clearance")
    _lock(q)
    if to not in CLEARED_TO:
        raise Refused("Choose rehab, pre-release or long-term care.", field="to")
    _refuse_before_results(q, at)
    if against := blockers(q, at):
        raise Refused(" ".join(b.sentence for b in against))
    _refuse_before_exposure(q, at)
    _end(q, "cleared", by=vet, at=at)
    journal.record("cleared quarantine", q, by=by, at=at, after={"to": to.value})
    life.move(q.stay, to, by=by, at=at, reason="Cleared from quarantine")


def early_exit(
    q: Quarantine,
    *,
    to: Stage,
    by: Person | None,
    at: datetime,
    reason: str,
    authority: str,
    consent_by: Person | None = None,
    order: CourtOrder | None = None,
) -> None:
    """Leave before clearance: a vet's reason, and the consent of the authority, recorded by a
    case officer or manager (`consent_by`) or shown by an order."""
    vet = duty.only(by, {Role.VET}, at, "sign an early exit")
    _lock(q)
    if to not in CLEARED_TO:
        raise Refused("Choose rehab, pre-release or long-term care.", field="to")
    if not reason.strip():
        raise Refused("Say why it cannot stay until it is cleared.", field="reason")
    if not authority.strip():
        raise Refused("Name the authority that consents.", field="authority")
    if order is None:
        duty.only(consent_by, {Role.OFFICER, Role.MANAGER}, at,
                  "record the consent to an early exit")  # fmt: skip
        if consent_by is vet:
            raise Refused("The consent is recorded by somebody else than the vet who signs.",
                          field="consent_by")  # fmt: skip
    elif order.is_void or order.case_id != q.animal.case_id:
        raise Refused("This order is not in force in the case of the animal.", field="order")
    housing_rules.refuse_movement_stop(q.unit)
    q.reason, q.authority, q.order = reason.strip(), authority.strip(), order
    _end(q, "early_exit", by=vet, at=at)
    journal.record(
        "left quarantine early", q, by=by, at=at, reason=reason,
        after={"to": to.value, "authority": authority, "consent": consent_by, "order": order},
    )  # fmt: skip
    life.move(q.stay, to, by=by, at=at, reason=reason)


def leave(stay: Stay, *, by: Person | None, at: datetime, reason: str = "") -> None:
    """The stay ends, and its quarantine with it; nothing if there is none."""
    q = cohort_rules.open_of([stay.animal]).get(stay.animal_id)
    if q is None:
        return
    _lock(q)
    q.reason = reason
    _end(q, "left", by=None, at=at)
    journal.record("quarantine ended with the stay", q, by=by, at=at, reason=reason)


def prolong(q: Quarantine, days: int, *, reason: str, by: Person | None, at: datetime) -> None:
    """Raise the minimum of one animal; its cohort, which shares its clock, waits as long."""
    duty.only(by, {Role.VET}, at, "prolong a quarantine")
    _lock(q)
    if days <= q.min_days:
        raise Refused(f"It lasts {q.min_days} days by its protocol; choose more.", field="days")
    if days > 3650:
        raise Refused("Ten years at most.", field="days")
    if not reason.strip():
        raise Refused("Say why it must last longer.", field="reason")
    before = {"days": q.min_days}
    q.min_days = days
    journal.record("prolonged quarantine", q, by=by, at=at, reason=reason, before=before,
                   after={"days": days})  # fmt: skip
    cohort_rules.settle(q.scope_key, at=at, by=by, cause=q.animal, kind="prolong")


def _lock(q: Quarantine) -> None:
    """Animal, then unit, then the quarantine itself: what we check still holds when we write."""
    lock(q.animal)
    housing_rules.lock_units([q.unit])
    lock(q)
    if not q.is_open:
        raise Refused(f"The quarantine of {q.animal.label} has ended already.")


def _refuse_before_results(q: Quarantine, at: datetime) -> None:
    """A clearance rests on its results, so it is not of a time before them."""
    late = [t for t in q.tests if t.voided_at is None and t.resulted_at and t.resulted_at > at]
    if late:
        last = max(late, key=lambda test: test.resulted_at or at)
        raise Refused(
            f"The result of {last.name} came after that, on "
            f"{clock.moment_text(last.resulted_at)}. Check the time.", field="at",
        )  # fmt: skip


def _refuse_before_exposure(q: Quarantine, at: datetime) -> None:
    """What a vet set for an exposure holds though its clock was set back by what was told late."""
    until = exposures.stays_until(q.animal_id)
    if until is not None and at < until:
        raise Refused(
            f"For an exposure, a vet decided that {q.animal.label} stays until "
            f"{clock.moment_text(until)} at least.", field="at",
        )  # fmt: skip


def _end(q: Quarantine, outcome: str, *, by: Person | None, at: datetime) -> None:
    if at < q.began_at:
        raise Refused("It ends before it began. Check the date.", field="at")
    place = places.place_of(q.animal_id)
    if place is not None and at < place.began_at:
        raise Refused(
            f"{q.animal.label} came to {place.unit.code} after that. Check the date.", field="at"
        )
    q.ended_at, q.outcome = at, outcome
    q.signed_by_id = by.id if by else None
    db.session.flush()
    cohort_rules.settle_after(q, at, by=by)
