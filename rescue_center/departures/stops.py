"""The hard stops of the release gate, each computed from the records and overridden by nobody. A
fast track for the fit and freshly caught replaces the quarantine by conditions (domain rules 1.3).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.models import Stay
from rescue_center.care import queries as care
from rescue_center.db import db
from rescue_center.departures import approval
from rescue_center.departures.company import met
from rescue_center.departures.gate import PET, RANGE, RISK, TRADE, Stop
from rescue_center.departures.gate_models import Assessment
from rescue_center.departures.notifiable import unresolved
from rescue_center.departures.past import in_force, last_exam, last_quarantine, permits
from rescue_center.departures.since import LEFT_FREE, since_clearance, since_exemption
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.enclosures.rules import stopping
from rescue_center.quarantine.passage import exemption_of

#: What packages that know this one ask once nothing else stands in the way.
asked_last: list[Callable[[Stay, datetime], list[Stop]]] = []


def papers(stay: Stay, at: datetime) -> list[Stop]:
    """The papers that the release needs."""
    return [stop for ask in asked_last for stop in ask(stay, at)]


def hold(stay: Stay, at: datetime) -> list[Stop]:
    """An evidence hold stands, or stood at that moment."""
    label = stay.animal.label
    if stay.animal.is_held:
        numbers = sorted({hold.case.number for hold in stay.open_holds})
        said = (
            f"{label} is held as evidence in case {', '.join(numbers)}. "
            "Only a recorded order of the court or prosecutor lifts the hold."
        )
    elif then := stay.hold_at(at):
        until = clock.moment_text(then.lifted_at)
        said = (
            f"{label} was held as evidence in case {then.case.number} until {until}. "
            "Check the date."
        )
    else:
        return []
    return [Stop("evidence_hold", said, "holds")]


def quarantine(stay: Stay, at: datetime) -> list[Stop]:
    """Its quarantine is not cleared, was not at that moment, or somebody came to it afterwards."""
    last = last_quarantine(stay)
    if last is None:
        return _without_quarantine(stay, at)
    if last.outcome not in LEFT_FREE:
        return [Stop("quarantine", f"{stay.animal.label} is not cleared from quarantine.",
                     "quarantine")]  # fmt: skip
    return [Stop("quarantine", said, "quarantine") for said in since_clearance(stay, last, at)]


def _without_quarantine(stay: Stay, at: datetime) -> list[Stop]:
    """One that was in none needs the word of a vet, which stood at that moment."""
    said = exemption_of(stay)
    if said is None:
        return [Stop("quarantine", f"{stay.animal.label} has not been through quarantine. Begin "
                     "it, or let a vet record that none is needed.", "exemption")]  # fmt: skip
    return [Stop("quarantine", why, "quarantine") for why in since_exemption(stay, said, at)]


def fast_track(stay: Stay, verdicts: dict[str, Assessment]) -> list[Stop]:
    """Domain rules 1.3: all must be true."""
    animal = stay.animal
    taxon = animal.taxon
    recent, pet, exam = verdicts.get(TRADE.key), verdicts.get(PET.key), last_exam(stay)
    wrong = [
        (taxon.rank not in ("species", "subspecies") or bool(animal.qualifier),
         "the species is not certain"),
        (taxon.group is not None and taxon.group.never_fast_track,
         "its group never takes the fast track"),
        (recent is None or recent.verdict != "met", "fresh capture is not established"),
        (pet is None or pet.verdict != "met", "it is not established that nobody kept it as a pet"),
        (exam is None or exam.fitness != "fit_for_release",
         "no vet has signed that it is fit for release" if exam is None
         else "its last examination does not find it fit for release"),
        *((True, said) for said in met(stay)),
    ]  # fmt: skip
    reasons = [reason for is_wrong, reason in wrong if is_wrong]
    if not reasons:
        return []
    return [
        Stop(
            "fast_track",
            f"{animal.label} cannot leave without quarantine: {'; '.join(reasons)}.",
            "quarantine",
        )
    ]


def disease(stay: Stay, at: datetime) -> list[Stop]:
    """A movement stop, or a notifiable disease that is not resolved."""
    unit = db.session.scalar(
        sa.select(Unit)
        .join(Housing, Housing.unit_id == Unit.id)
        .where(Housing.animal_id == stay.animal_id, Housing.ended_at.is_(None))
    )
    if stopped := stopping(unit):
        return [Stop("movement_stop", f"{stopped.label} is under a movement stop: "
                     f"{stopped.movement_stop_reason}", "place")]  # fmt: skip
    return [
        Stop("notifiable", f"A positive test for {name} is not resolved: a vet resolves it, or the "
             "same test, taken again, is negative.", "quarantine")
        for name in unresolved(stay.animal_id, at)
    ]  # fmt: skip


def native_range(verdicts: dict[str, Assessment], kind: str, at: datetime) -> list[Stop]:
    """The place lies in the native range, or a recorded approval covers a kind of release that
    needs one."""
    native = verdicts.get(RANGE.key)
    if native is not None and native.verdict == "met":
        return []
    outside = native is not None and native.verdict == "overridden"
    if kind in ("ACOL", "ECOR") and native is not None and outside and approval.stands(native, at):
        return []
    return [
        Stop(
            "native_range",
            "Nobody has recorded that the place lies inside the native range."
            if native is None
            else "The place lies outside the native range, and no approved assisted colonisation "
            "or ecological replacement covers it.",
            "criteria",
        )
    ]


def risk(verdicts: dict[str, Assessment]) -> list[Stop]:
    """The risk that it carries a disease to the site is high: nobody overrides that."""
    judged = verdicts.get(RISK)
    if judged is None or judged.level != "high":
        return []
    return [Stop("disease_risk", "The disease risk to the site is high. Lower it, then judge it "
                 "anew.", "risk")]  # fmt: skip


def withdrawal(stay: Stay, at: datetime) -> list[Stop]:
    """Residues of drugs, where the species is eaten."""
    if not stay.animal.taxon.edible:
        return []
    ends = care.withdrawal_ends(stay.animal)
    if ends is None or ends <= at:
        return []
    return [Stop("withdrawal", f"Drug residues are gone on {clock.day_text(ends)}; this species is "
                 "eaten where it is released.", "care")]  # fmt: skip


def permit(stay: Stay, at: datetime) -> list[Stop]:
    """The authority permits the release."""
    known = permits(stay, ("release",))
    if any(in_force(p, at) for p in known):
        return []
    why = "has expired or is not yet in force" if known else "is not recorded"
    return [Stop("permit", f"The authority's permit for the release {why}.", "permits")]
