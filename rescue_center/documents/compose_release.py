"""The facts of a fitness for release: what the gate found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rescue_center.animals.models import Stay
from rescue_center.departures import readiness
from rescue_center.documents import gather
from rescue_center.documents.gather import Facts, Typed, day
from rescue_center.staff.models import Person

OUTCOMES = {"met": "pass", "not_met": "fail", "overridden": "override",
            "not_applicable": "override"}  # fmt: skip


def release_fitness(stays: Sequence[Stay], typed: Typed, *, by: Person, at: datetime) -> Facts:
    """What the release gate found, for the signatures of vet, coordinator and authority."""
    kept_facts, kept = gather.quarantine(stays, at)
    status, order = gather.evidence(stays)
    exam = gather.last_exam(stays)
    cleared = [q for q in kept if q.outcome in ("cleared", "early_exit")]
    last = max(cleared, key=lambda q: q.ended_at or at) if cleared else None
    permit = next((p for p in gather.permits(stays) if p.kind == "release"), None)
    judged = {s.id: readiness.assessments(s) for s in stays}
    risk = judged[stays[0].id].get(readiness.RISK)
    return {
        "centre": gather.centre(), "animals": gather.animals(stays),
        "case_number": gather.case_number(stays),
        "law": {
            "basis": typed.get("law_basis") or None, "evidence_hold": status, **order,
            "permit": f"{permit.number}, {permit.issuer}" if permit else None,
        },
        "quarantine": {
            **kept_facts, "cleared_on": day(last.ended_at) if last else None,
            "cleared_by": last.signed_by.name if last and last.signed_by else None,
        },
        "criteria": _criteria(judged[stays[0].id]),
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
        "tags": [], "monitoring": typed.get("monitoring") or None,
        "remarks": typed.get("remarks") or None,
        "vet": gather.person(exam.signed_by if exam else None, "Veterinarian"),
        "coordinator": gather.person(by, "Release coordinator"),
    }  # fmt: skip


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
