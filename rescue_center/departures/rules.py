"""Readiness and release: assess, release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from rescue_center import journal
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db
from rescue_center.departures import approval, away, leaving, readiness
from rescue_center.departures.gate_models import LEVELS, Assessment
from rescue_center.departures.models import Release, Released
from rescue_center.errors import Refused, explain
from rescue_center.media.models import Media
from rescue_center.policy import Role
from rescue_center.quarantine.passage import in_words
from rescue_center.staff.models import Person

RELEASERS = {Role.COORDINATOR, Role.VET, Role.MANAGER}

explain("release_point_is_on_earth", "These coordinates are not a place on Earth.")


def assess(
    stay: Stay,
    criterion: str,
    verdict: str,
    *,
    by: Person | None,
    at: datetime,
    evidence: str = "",
    reason: str = "",
    media: Media | None = None,
    approved_by: str = "",
) -> Assessment:
    """Judge one criterion of the release gate. A new judgement follows the old, which stays.
    Outside the native range `approved_by` names the order or permit (approval.choices)."""
    if criterion not in readiness.BY_KEY:
        raise Refused("This is not a criterion of the release gate.", field="criterion")
    if criterion == readiness.RISK:
        raise Refused("The disease risk is judged by its level.", field="criterion")
    if criterion == readiness.RESIDUES.key and not (by and Role.VET in by.roles_at(at)):
        raise Refused("Whether drug residues are gone is for a vet to say.", field="criterion")
    _refuse_left(stay)
    if verdict == "met" and not evidence.strip():
        raise Refused("Say what was seen or measured.", field="evidence")
    if verdict in ("overridden", "not_applicable") and not reason.strip():
        raise Refused("Say why.", field="reason")
    outside = criterion == readiness.RANGE.key and verdict == "overridden"
    approved = approval.chosen(stay, approved_by) if outside else {}
    return _keep(
        stay, criterion, verdict, by=by, at=at, evidence=evidence.strip(), reason=reason.strip(),
        media_id=media.id if media else None, **approved,
    )  # fmt: skip


def judge_risk(
    stay: Stay, level: str, *, by: Person | None, at: datetime, evidence: str, mitigation: str = ""
) -> Assessment:
    """Judge how high the risk is that it carries a disease to the site. High is not met, whatever
    anybody says; medium needs a mitigation (domain rules 3.2)."""
    if level not in LEVELS:
        raise Refused("Choose the level of the risk.", field="level")
    _refuse_left(stay)
    if not evidence.strip():
        raise Refused("Say on what the analysis rests.", field="evidence")
    if level == "medium" and not mitigation.strip():
        raise Refused("A medium risk needs a mitigation: say what is done.", field="mitigation")
    return _keep(
        stay, readiness.RISK, "not_met" if level == "high" else "met", by=by, at=at, level=level,
        evidence=evidence.strip(), mitigation=mitigation.strip(),
    )  # fmt: skip


def _refuse_left(stay: Stay) -> None:
    if not stay.is_open:
        raise Refused(f"{stay.animal.label} is not in our care any more.")


def _keep(
    stay: Stay, criterion: str, verdict: str, *, by: Person | None, at: datetime, **facts: Any
) -> Assessment:
    row = Assessment(
        stay_id=stay.id, criterion=criterion, verdict=verdict, at=at,
        by_id=by.id if by else None, **facts,
    )  # fmt: skip
    db.session.add(row)
    said = {key: facts[key] for key in ("evidence", "level", "mitigation") if facts.get(key)}
    journal.record(
        "assessed for release", row, by=by, at=at, reason=facts.get("reason", ""),
        animal=stay.animal_id,
        after={"criterion": criterion, "verdict": verdict} | said,
    )  # fmt: skip
    db.session.flush()
    return row


def release(
    picks: Sequence[tuple[Animal, int | None]],
    *,
    by: Person,
    at: datetime,
    place: str,
    team: str,
    kind: str = "WELF",
    method: str = "hard",
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    uncertainty_m: int | None = None,
    habitat: str = "",
    monitoring: str = "",
    notes: str = "",
    fast_track: bool = False,
) -> Release:
    """Release animals, or part of a lot, at one place and time. All of them, or none.

    `picks` pairs each animal with how many of it leave; None is all. The gate of each is judged at
    this moment, whatever a page showed before."""
    if not picks:
        raise Refused("Choose the animals to release.", field="animals")
    if not place.strip():
        raise Refused("Say where they are released.", field="place")
    if not team.strip():
        raise Refused("Name the people who release them.", field="team")
    if by.roles_at(at).isdisjoint(RELEASERS):
        raise Refused("A release is recorded by a release coordinator, a vet or a manager.")
    leaving.lock_leavers([animal for animal, _ in picks])
    act = Release(
        at=at, kind=kind, method=method, place=place.strip(), latitude=latitude,
        longitude=longitude, uncertainty_m=uncertainty_m, habitat=habitat, team=team.strip(),
        monitoring=monitoring, notes=notes, fast_track=fast_track,
        recorded_by_id=by.id,
    )  # fmt: skip
    db.session.add(act)
    db.session.flush()
    for animal, count in sorted(picks, key=lambda pick: pick[0].id):
        _release_one(act, animal, count, by=by, at=at)
    return act


def _release_one(
    act: Release, animal: Animal, count: int | None, *, by: Person, at: datetime
) -> None:
    stay = leaving.open_stay(animal)
    away.refuse_away(animal)
    found = readiness.gate(stay, at, kind=act.kind, fast_track=act.fast_track)
    if not found.is_open:
        raise Refused(f"{animal.label} cannot be released. " + " ".join(found.sentences))
    rests_on = "Fast track, without quarantine." if act.fast_track else in_words(stay)
    leaver = leaving.part_of(animal, count, by=by, at=at, reason="released")
    stay = leaving.open_stay(leaver)
    left = leaving.depart(stay, Stage.RELEASED, "release", by=by, at=at, reason="released")
    db.session.add(
        Released(release_id=act.id, stay_id=stay.id, count=left, gate=found.frozen(rests_on))
    )
    journal.record(
        "released", act, by=by, at=at, animal=leaver, case=leaver.case_id,
        after={"count": left, "kind": act.kind, "method": act.method, "team": act.team},
    )  # fmt: skip
    db.session.flush()
