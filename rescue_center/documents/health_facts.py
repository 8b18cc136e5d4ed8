"""The facts of a veterinary health statement. Dates are ISO text, weights grams as text."""

from typing import TypedDict

from rescue_center.documents.parties import Animal, Centre, Crate, Party, Person, Place, Quarantine


class Test(TypedDict):
    animals: str  # local numbers, or "all"
    disease: str
    method: str | None
    sample: str | None
    taken_on: str | None
    laboratory: str | None
    result: str | None


class Vaccination(TypedDict):
    animals: str
    product: str
    lot: str | None
    given_on: str | None


class Treatment(TypedDict):
    animals: str
    product: str
    dose: str | None  # with its unit, as given: "0.2 mg/kg by mouth"
    given_on: str | None


class Permit(TypedDict):
    animals: str  # local numbers, or "all"
    kind: str  # "CITES export permit"
    number: str
    issuer: str | None
    valid_until: str | None


class Examination(TypedDict):
    local_id: str
    examined_on: str | None
    by: str | None
    findings: str | None
    fit: bool | None  # for the transport, in the words of the veterinarian


class Transport(TypedDict):
    mode: str
    carrier: str | None
    departs_at: str  # ISO, with offset
    duration_h: str | None
    feed_and_water: str | None
    emergency_contact: str
    crates: list[Crate]


class Facts(TypedDict):
    """Dates are ISO text, weights grams as text."""

    centre: Centre
    purpose: str
    valid_until: str
    consignor: Party
    consignee: Party
    origin: Place
    destination: Place
    permits: list[Permit]
    cites_purpose: str | None  # "Z (zoo)"
    cites_source: str | None  # "I (confiscated)"
    animals: list[Animal]
    quarantines: list[Quarantine]  # of each, in the order of the animals
    tests: list[Test]
    vaccinations: list[Vaccination]
    no_vaccinations: str | None  # the veterinarian's word that none was given
    treatments: list[Treatment]
    examinations: list[Examination]  # of each, in the order of the animals
    premises_statement: str
    transport: Transport
    remarks: str | None
    vet: Person
