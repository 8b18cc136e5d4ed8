"""The gate of a release as it stands at one moment: hard stops that nobody overrides, and criteria
that need evidence (domain rules 3.2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from rescue_center.departures.gate_models import Assessment


class Criterion(NamedTuple):
    """Something a person assesses, with a hint of what counts as evidence."""

    key: str
    label: str
    hint: str


#: The criterion that is judged by its level.
RISK = "disease_risk"

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
    Criterion(RISK, "Disease risk to the site", "High blocks, medium needs a mitigation"),
    Criterion("site", "Site suitable", "Habitat, threats, capacity, season, consent"),
)

#: Asked only of edible species that had a drug whose withdrawal time nobody entered.
RESIDUES = Criterion("residues", "Drug residues are gone", "A vet's word, and on what it rests")

RANGE = Criterion("native_range", "Inside the native range", "Range map or expert")
#: What the fast track asks beside: caught within days, and nobody's pet (domain rules 1.3).
TRADE = Criterion("recent_capture", "Freshly caught", "Statement or condition")
PET = Criterion("never_pet", "Never kept as a pet", "Statement, tameness, worn feathers or nails")
FAST = (TRADE, PET)
BY_KEY = {c.key: c for c in (*CRITERIA, RESIDUES, RANGE, *FAST)}

#: Reasons why an override or a verdict "does not apply" is needed are asked by the form.
PASSING = frozenset({"met", "overridden", "not_applicable"})


def fast_track_criteria(days: int) -> tuple[Criterion, ...]:
    """What the fast track asks beside, where the centre calls `days` in trade fresh."""
    return (TRADE._replace(label=f"Caught within {days} days"), PET)


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
    criteria: tuple[Criterion, ...] = CRITERIA

    @property
    def missing(self) -> list[Criterion]:
        """The criteria that nobody assessed, or that are not met."""
        return [
            c
            for c in self.criteria
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

    def frozen(self, passage: str) -> dict[str, object]:
        """The gate as it is kept with a release; `passage` says on what rests that quarantine lies
        behind it."""
        return {
            "quarantine": passage,
            "stops": [stop.sentence for stop in self.stops],
            "criteria": {
                key: {
                    "verdict": a.verdict,
                    "evidence": a.evidence,
                    "reason": a.reason,
                    "said": a.said,
                    "at": a.at.isoformat(),
                    "by": a.by_id,
                }
                for key, a in sorted(self.verdicts.items())
            },
        }


class Judged(NamedTuple):
    """A criterion as it was judged when the animal left."""

    label: str
    verdict: str
    said: str
    at: datetime
    by_id: int | None


def thawed(kept: dict[str, Any]) -> list[Judged]:
    """The judgements of a gate as :meth:`Gate.frozen` kept it, in the order of the sheet."""
    order = [RANGE.key, *BY_KEY]
    found = sorted(kept["criteria"].items(), key=lambda one: (*order, one[0]).index(one[0]))
    return [
        Judged(
            BY_KEY[key].label if key in BY_KEY else key, one["verdict"],
            one["said"], datetime.fromisoformat(one["at"]), one["by"],
        )
        for key, one in found
    ]  # fmt: skip
