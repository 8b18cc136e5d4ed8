"""The facts of a fitness for release: what the gate found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rescue_center.animals.models import Stay
from rescue_center.departures import readiness
from rescue_center.documents import gather, gather_health, gather_law, typed_lines
from rescue_center.documents.gather import Facts, Typed, day
from rescue_center.quarantine import passage
from rescue_center.staff.models import Person

OUTCOMES = {"met": "pass", "not_met": "fail", "overridden": "override",
            "not_applicable": "does_not_apply"}  # fmt: skip


def release_fitness(stays: Sequence[Stay], typed: Typed, *, by: Person, at: datetime) -> Facts:
    """What the release gate found of one animal or lot, for the signatures of vet, coordinator and
    authority."""
    [stay] = stays
    listed = gather.animals(stays)
    status, order = gather_law.evidence(stay)
    examined, exams = gather_health.exams(stays, "fit_for_release")
    judged = readiness.assessments(stay, until=at)
    risk = judged.get(readiness.RISK)
    return {
        "centre": gather.centre(), "animals": listed,
        "case_number": gather.case_number(stays),
        "law": {
            "basis": typed.get("law_basis") or None, "evidence_hold": status, **order,
            "is_free": status != "Held as evidence" or None,
            "permit": gather_law.release_permit(stay, at),
        },
        "quarantines": gather_health.quarantines(stays, at, fast_track=True),
        "criteria": _criteria(judged), "examinations": examined, "stops": _stops(stay, at),
        "risk": {
            "result": risk.level if risk else None, "assessed_on": day(risk.at) if risk else None,
            "mitigation": (risk.mitigation or None) if risk else None,
        },
        "site": {
            "name": typed.get("site_name") or None, "kind": typed.get("release_kind") or None,
            "habitat": typed.get("habitat") or None, "method": typed.get("method") or None,
            "window_from": day(typed.get("window_from")), "window_to": day(typed.get("window_to")),
            "team": typed.get("team") or None,
        },
        "tags": typed_lines.tags(typed, listed[0], stay.animal.taxon.class_name),
        "monitoring": typed.get("monitoring") or None,
        "remarks": typed.get("remarks") or None,
        "vet": gather_health.examiner(exams, None),
        "coordinator": gather.person(by, "Release coordinator"),
    }  # fmt: skip


#: What the gate asks besides the permit, for which the authority may want this paper first, and the
#: hold, which has a line of its own.
_ASKED_ELSEWHERE = frozenset({"permit", "paper", "evidence_hold"})


def _stops(stay: Stay, at: datetime) -> list[str]:
    """Why the animal may not go at all: a paper that finds it fit is not issued meanwhile."""
    gate = readiness.gate(stay, at, kind="ACOL", fast_track=not passage.signed(stay))
    return [stop.sentence for stop in gate.stops if stop.key not in _ASKED_ELSEWHERE]


def _criteria(judged: dict[str, Any]) -> list[Facts]:
    found = []
    asked: tuple[readiness.Criterion, ...] = (readiness.RANGE, *readiness.CRITERIA)
    if readiness.RESIDUES.key in judged:
        asked = (*asked, readiness.RESIDUES)
    for criterion in asked:
        one = judged.get(criterion.key)
        found.append(
            {
                "criterion": criterion.label, "value": (one.evidence or None) if one else None,
                "outcome": OUTCOMES[one.verdict] if one else None,
                "reason": (one.reason or None) if one else None,
                "assessed_on": day(one.at) if one else None,
                "by": one.by.name if one and one.by else None,
            }
        )  # fmt: skip
    return found
