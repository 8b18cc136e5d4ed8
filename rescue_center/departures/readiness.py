"""The release gate: hard stops that nobody overrides, and criteria that need evidence.

Domain rules 3.2. The stops are computed from the records; the criteria are assessed by people, each
with what was seen, and may be overridden with a reason. A fast track for the fit and freshly caught
replaces the quarantine by the conditions of domain rules 1.3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.models import Animal, Stay
from rescue_center.care import queries as care
from rescue_center.care.models import Exam
from rescue_center.db import db
from rescue_center.departures.models import Assessment, Permit, PermitStay
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.quarantine.models import Exposure, Quarantine, Test


class Criterion(NamedTuple):
    """Something a person assesses, with a hint of what counts as evidence."""

    key: str
    label: str
    hint: str


CRITERIA = (
    Criterion("weight", "Weight", "At least 90 % of the reference, or rising for 14 days"),
    Criterion("body_condition", "Body condition", "3 of 5, half a point either way"),
    Criterion("natural_diet", "Feeds on its natural diet", "What it ate, for how long"),
    Criterion("locomotion", "Locomotion", "Flight, dive, climb or walk test"),
    Criterion("senses", "Vision and teeth", "Examined by a vet"),
    Criterion("avoids_people", "Avoids people", "Reaction when a stranger approaches"),
    Criterion("predators", "Responds to predators", "Model, call or observation"),
    Criterion("social_group", "Social group complete", "Group formed, or a solitary species"),
    Criterion("age", "Past the age of independence", "Age class and how it was judged"),
    Criterion("origin", "Origin and subspecies match the site", "Genetics or capture record"),
    Criterion("no_hybrid", "Not a hybrid", "Crocodiles and turtles: test or expert"),
    Criterion("parasites", "Parasite load acceptable", "Last faecal result"),
    Criterion("disease_risk", "Disease risk to the site", "Risk analysis: negligible to high"),
    Criterion("site", "Site suitable", "Habitat, threats, capacity, season, consent"),
)

RANGE = Criterion("native_range", "Inside the native range", "Range map or expert")
TRADE = Criterion("recent_capture", "Caught within 7 days", "Statement or condition")
BY_KEY = {c.key: c for c in (*CRITERIA, RANGE, TRADE)}

#: Reasons why an override or a verdict "does not apply" is needed are asked by the form.
PASSING = frozenset({"met", "overridden", "not_applicable"})


class Stop(NamedTuple):
    """A hard stop: why, and which page mends it (`holds`, `quarantine`, `permits` ...)."""

    key: str
    sentence: str
    mend: str


@dataclass
class Gate:
    """What stands between a stay and its release, at one moment."""

    stops: list[Stop] = field(default_factory=list)
    verdicts: dict[str, Assessment] = field(default_factory=dict)

    @property
    def missing(self) -> list[Criterion]:
        """The criteria that nobody assessed, or that are not met."""
        return [
            c
            for c in CRITERIA
            if c.key not in self.verdicts or self.verdicts[c.key].verdict not in PASSING
        ]

    @property
    def is_open(self) -> bool:
        """Whether the animal may be released."""
        return not self.stops and not self.missing

    @property
    def sentences(self) -> list[str]:
        """Everything that stands in the way, in words."""
        unmet = [c.label for c in self.missing if c.key in self.verdicts]
        unjudged = [c.label for c in self.missing if c.key not in self.verdicts]
        todo = [
            f"{words}: {', '.join(labels)}."
            for words, labels in (("Not met", unmet), ("Not assessed yet", unjudged))
            if labels
        ]
        return [stop.sentence for stop in self.stops] + todo

    def frozen(self) -> dict[str, object]:
        """The gate as it is kept with a release."""
        return {
            "stops": [stop.sentence for stop in self.stops],
            "criteria": {
                key: {
                    "verdict": a.verdict,
                    "evidence": a.evidence,
                    "reason": a.reason,
                    "at": a.at.isoformat(),
                    "by": a.by_id,
                }
                for key, a in sorted(self.verdicts.items())
            },
        }


def gate(stay: Stay, at: datetime, *, kind: str = "WELF", fast_track: bool = False) -> Gate:
    """The gate of one stay. `kind` is the translocation type; outside the native range only ACOL
    and ECOR with an order pass."""
    verdicts = assessments(stay)
    stops = [
        *_hold(stay),
        *(_fast_track(stay, verdicts) if fast_track else _quarantine(stay)),
        *_disease(stay),
        *_range(verdicts, kind),
        *_withdrawal(stay, at),
        *_permit(stay, at),
    ]
    return Gate(stops, verdicts)


def lineage(animal: Animal) -> list[Animal]:
    """The record and those it was split from: an heir carries what its lot went through."""
    line = [animal]
    while (parent := line[-1].parent) is not None:
        line.append(parent)
    return line


def parted_at(animal: Animal) -> datetime | None:
    """When the record was split off another one."""
    return db.session.scalar(
        sa.select(sa.func.min(Regroup.at)).where(
            Regroup.to_id == animal.id, Regroup.from_id == animal.parent_id
        )
    )


def ancestry(animal: Animal) -> list[tuple[Animal, datetime | None]]:
    """The record, and those before it with the moment until which their past is its own."""
    line: list[tuple[Animal, datetime | None]] = [(animal, None)]
    for child, parent in pairwise(lineage(animal)):
        until = parted_at(child)
        before = line[-1][1]
        line.append((parent, min(t for t in (until, before) if t) if until or before else None))
    return line


def assessments(stay: Stay) -> dict[str, Assessment]:
    """The newest valid assessment of each criterion, the stays it was split from included."""
    until = {stay.id: None} | {
        parent.stay.id: parted
        for parent, parted in ancestry(stay.animal)[1:]
        if parent.stay is not None and stay.number == 1
    }
    rows = db.session.scalars(
        sa.select(Assessment)
        .where(Assessment.stay_id.in_(until), Assessment.voided_at.is_(None))
        .order_by(Assessment.at, Assessment.id)
    )
    found = {}
    for row in rows:
        ends = until[row.stay_id]
        if ends is None or row.at <= ends:
            found[row.criterion] = row
    return found


def _hold(stay: Stay) -> list[Stop]:
    if not stay.animal.is_held:
        return []
    numbers = sorted({h.case.number for h in stay.evidence_holds if h.stands})
    return [
        Stop(
            "evidence_hold",
            f"{stay.animal.label} is held as evidence in case {', '.join(numbers)}. "
            "Only a recorded order of the court or prosecutor lifts the hold.",
            "holds",
        )
    ]


def last_quarantine(stay: Stay) -> Quarantine | None:
    """The newest quarantine of this stay, or of the lot it was split from before the split."""
    for animal, until in ancestry(stay.animal):
        asked = (
            sa.select(Quarantine)
            .where(Quarantine.animal_id == animal.id, Quarantine.outcome != "void")
            .order_by(Quarantine.began_at.desc(), Quarantine.id.desc())
        )
        if animal is stay.animal:
            asked = asked.where(Quarantine.stay_id == stay.id)
        elif until is not None:
            asked = asked.where(Quarantine.ended_at <= until)
        found = db.session.scalars(asked.limit(1)).first()
        if found is not None:
            return found
    return None


def _quarantine(stay: Stay) -> list[Stop]:
    last = last_quarantine(stay)
    if last is not None and last.outcome in ("cleared", "early_exit"):
        return []
    if last is None:
        sentence = f"{stay.animal.label} has not been through quarantine."
    else:
        sentence = f"{stay.animal.label} is not cleared from quarantine."
    return [Stop("quarantine", sentence, "quarantine")]


def _fast_track(stay: Stay, verdicts: dict[str, Assessment]) -> list[Stop]:
    """Domain rules 1.3: all must be true."""
    animal = stay.animal
    taxon = animal.taxon
    ids = [a.id for a in lineage(animal)]
    fit = db.session.scalar(
        sa.select(Exam.id).where(
            Exam.animal_id.in_(ids),
            Exam.fitness == "fit_for_release",
            Exam.signed_at.is_not(None),
            Exam.voided_at.is_(None),
        ).limit(1)
    )  # fmt: skip
    exposed = db.session.scalar(sa.select(Exposure.id).where(Exposure.animal_id.in_(ids)).limit(1))
    recent = verdicts.get(TRADE.key)
    wrong = [
        (taxon.rank not in ("species", "subspecies") or bool(animal.qualifier),
         "the species is not certain"),
        (taxon.group is not None and taxon.group.never_fast_track,
         "its group never takes the fast track"),
        (recent is None or recent.verdict != "met", "capture within 7 days is not established"),
        (fit is None, "no vet has signed that it is fit for release"),
        (exposed is not None, "it was exposed to other animals"),
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


def _disease(stay: Stay) -> list[Stop]:
    ids = [a.id for a in lineage(stay.animal)]
    positive = db.session.scalar(
        sa.select(Test.name)
        .join(Quarantine, Test.quarantine_id == Quarantine.id)
        .where(
            Quarantine.animal_id.in_(ids),
            Test.notifiable,
            Test.result == "positive",
            Test.voided_at.is_(None),
        )
        .limit(1)
    )
    unit = db.session.scalar(
        sa.select(Unit)
        .join(Housing, Housing.unit_id == Unit.id)
        .where(Housing.animal_id == stay.animal_id, Housing.ended_at.is_(None))
    )
    if unit is not None and unit.has_movement_stop:
        return [Stop("movement_stop", f"{unit.label} is under a movement stop: "
                     f"{unit.movement_stop_reason}", "place")]  # fmt: skip
    if positive:
        return [Stop("notifiable", f"A positive test for {positive} is not resolved.",
                     "quarantine")]  # fmt: skip
    return []


def _range(verdicts: dict[str, Assessment], kind: str) -> list[Stop]:
    native = verdicts.get(RANGE.key)
    if native is not None and native.verdict == "met":
        return []
    if kind in ("ACOL", "ECOR") and native is not None and native.verdict == "overridden":
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


def _withdrawal(stay: Stay, at: datetime) -> list[Stop]:
    if not stay.animal.taxon.edible:
        return []
    ends = care.withdrawal_ends(stay.animal)
    if ends is None or ends <= at:
        return []
    return [Stop("withdrawal", f"Drug residues are gone on {clock.day_text(ends)}; this species is "
                 "eaten where it is released.", "care")]  # fmt: skip


def permits(stay: Stay, kinds: tuple[str, ...]) -> list[Permit]:
    """The permits of these kinds that cover the stay, or the lot it was split from."""
    ids = [animal.stay.id for animal in lineage(stay.animal)[1:] if animal.stay is not None]
    ids = [stay.id, *ids] if stay.number == 1 else [stay.id]
    return list(
        db.session.scalars(
            sa.select(Permit)
            .join(PermitStay, PermitStay.permit_id == Permit.id)
            .where(PermitStay.stay_id.in_(ids), Permit.kind.in_(kinds), Permit.voided_at.is_(None))
            .order_by(Permit.issued_on)
        )
    )


def in_force(permit: Permit, at: datetime) -> bool:
    """Whether a permit covers the day of `at`."""
    day = clock.today(at)
    return permit.issued_on <= day and (permit.expires_on is None or day <= permit.expires_on)


def _permit(stay: Stay, at: datetime) -> list[Stop]:
    known = permits(stay, ("release",))
    if any(in_force(p, at) for p in known):
        return []
    why = "has expired or is not yet in force" if known else "is not recorded"
    return [Stop("permit", f"The authority's permit for the release {why}.", "permits")]
