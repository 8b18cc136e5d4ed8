"""The facts of a record of death. Times are ISO text with offset, weights grams as text."""

from typing import TypedDict

from rescue_center.documents.parties import Animal, Centre, Person


class Euthanasia(TypedDict):
    agent: str
    dose: str | None
    route: str | None
    reason: str
    authorised_by: str | None


class Notice(TypedDict):
    authority: str
    at: str | None


class Carcass(TypedDict):
    condition: str  # "fresh", "fair", "poor"
    storage: str | None  # "+4 °C"
    interval_h: str | None  # hours from death to the examination
    safety: str | None  # "Anthrax and rabies ruled out by ..."


class Sample(TypedDict):
    organ: str
    fixative: str | None
    laboratory: str | None
    number: str | None
    result: str | None


class Cause(TypedDict):
    preliminary: str
    final: str | None
    proximate: str | None
    ultimate: str | None


class Disposal(TypedDict):
    method: str  # "burial", "incineration", "evidence_freezer", "museum"
    at: str | None
    place: str | None
    witness: str | None
    note: str | None


class Note(TypedDict):
    at: str
    text: str
    reason: str | None
    by: str | None


class Facts(TypedDict):
    """Times are ISO text with offset; weights grams as text."""

    centre: Centre
    case_number: str | None
    animal: Animal
    died_at: str
    precision: str  # "exact", "day", "found", "unknown"
    last_seen_alive_at: str | None
    manner: str  # "natural", "euthanised", "accident", "conspecific", "predator", ...
    circumstances: str | None
    euthanasia: Euthanasia | None
    notice: Notice | None
    necropsy: str  # "To be done", "Done", "Done without: " and why
    carcass: Carcass
    external: str | None
    systems: list[dict[str, str | None]]  # system, findings
    organ_weights: list[dict[str, str | None]]  # organ, weight_g
    photos: int
    samples: list[Sample]
    cause: Cause
    disposal: Disposal | None
    parts: list[dict[str, str | None]]  # part, quantity (with its unit), kept_at
    notes: list[Note]  # later findings
    pathologist: Person
    approver: Person
