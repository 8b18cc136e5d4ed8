"""The facts of a paper on fitness for release. Dates are ISO text, masses grams as text."""

from typing import TypedDict

from rescue_center.documents.health_facts import Examination
from rescue_center.documents.parties import Animal, Centre, Person, Quarantine


class Law(TypedDict):
    basis: str
    evidence_hold: str  # "None", "Lifted" or "Held as evidence"
    is_free: bool | None  # no hold stands
    order_number: str | None
    order_authority: str | None
    ordered_on: str | None
    permit: str | None


class Criterion(TypedDict):
    criterion: str
    value: str | None  # what was found, with its unit
    outcome: str  # "pass", "fail", "override" or "does_not_apply"
    reason: str | None  # of an override, or why it does not apply
    assessed_on: str | None
    by: str | None


class Risk(TypedDict):
    result: str  # "negligible", "low", "medium", "high"
    assessed_on: str | None
    mitigation: str | None


class Site(TypedDict):
    """The place as it may be known to the reader: generalised on a copy for the public."""

    name: str
    kind: str | None
    habitat: str | None
    method: str
    window_from: str
    window_to: str | None
    team: str


class Transmitter(TypedDict):
    animal: str  # local number
    kind: str
    serial: str | None
    mass_g: str | None
    body_g: str | None  # body mass at fitting
    limit_pct: str | None  # share of body mass that is the limit


class Facts(TypedDict):
    """Dates are ISO text; masses grams as text."""

    centre: Centre
    animals: list[Animal]
    case_number: str | None
    law: Law
    quarantines: list[Quarantine]
    examinations: list[Examination]
    criteria: list[Criterion]
    stops: list[str]  # of the release gate; none when it is issued
    risk: Risk
    site: Site
    tags: list[Transmitter]
    monitoring: str
    remarks: str | None
    vet: Person
    coordinator: Person
