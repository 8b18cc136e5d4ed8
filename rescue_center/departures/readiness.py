"""Whether an animal is ready for release: the stops and the judgements of one moment together."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.models import Stay
from rescue_center.care.queries import without_withdrawal
from rescue_center.db import db
from rescue_center.departures import stops
from rescue_center.departures.gate import (
    BY_KEY,
    CRITERIA,
    FAST,
    RANGE,
    RESIDUES,
    RISK,
    TRADE,
    Criterion,
    Gate,
    Stop,
    fast_track_criteria,
)
from rescue_center.departures.gate_models import Assessment
from rescue_center.departures.past import (
    ancestry,
    in_force,
    last_exam,
    last_quarantine,
    lineage,
    permits,
)

__all__ = [
    "BY_KEY", "CRITERIA", "FAST", "RANGE", "RESIDUES", "RISK", "TRADE", "Criterion", "Gate", "Stop",
    "assessments", "fast_track_criteria", "gate", "in_force", "last_exam", "last_quarantine",
    "lineage", "permits",
]  # fmt: skip


def gate(stay: Stay, at: datetime, *, kind: str = "WELF", fast_track: bool = False) -> Gate:
    """The gate of one stay. `kind` is the translocation type; outside the native range only ACOL
    and ECOR with an order pass."""
    verdicts = assessments(stay, until=at)
    found = [
        *stops.hold(stay, at),
        *(stops.fast_track(stay, verdicts) if fast_track else stops.quarantine(stay, at)),
        *stops.disease(stay, at),
        *stops.native_range(verdicts, kind, at),
        *stops.risk(verdicts),
        *stops.withdrawal(stay, at),
        *stops.permit(stay, at),
    ]
    if {stop.key for stop in found} <= {"permit"}:  # no paper is issued while others stand
        found += stops.papers(stay, at)
    return Gate(found, verdicts, CRITERIA + _residues(stay, verdicts))


def assessments(stay: Stay, *, until: datetime | None = None) -> dict[str, Assessment]:
    """The newest valid assessment of each criterion, the stays it was split from included; those
    of later days than `until` left out."""
    ends_of = {stay.id: None} | {
        parent.stay.id: parted
        for parent, parted in ancestry(stay.animal)[1:]
        if parent.stay is not None and stay.number == 1
    }
    rows = db.session.scalars(
        sa.select(Assessment)
        .where(Assessment.stay_id.in_(ends_of), Assessment.voided_at.is_(None))
        .order_by(Assessment.at, Assessment.id)
    )
    found = {}
    for row in rows:
        ends = ends_of[row.stay_id]
        if until is not None and clock.today(row.at) > clock.today(until):
            continue
        if ends is None or row.at <= ends:
            found[row.criterion] = row
    return found


def _residues(stay: Stay, verdicts: dict[str, Assessment]) -> tuple[Criterion, ...]:
    """For an edible species that had drugs without a known withdrawal time, a vet's word that they
    are gone. A word from before the last of them does not count, and is taken from `verdicts`."""
    if not stay.animal.taxon.edible or not (drugs := without_withdrawal(stay.animal)):
        return ()
    said = verdicts.get(RESIDUES.key)
    if said is not None and without_withdrawal(stay.animal, since=said.at):
        del verdicts[RESIDUES.key]
    return (RESIDUES._replace(hint=f"It had {', '.join(drugs)}: {RESIDUES.hint}"),)
