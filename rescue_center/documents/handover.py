"""Handover of custody (rules.md 4.2 c): who gives what to whom, in which state, on which terms."""

from collections.abc import Mapping
from typing import Any, TypedDict

from reportlab.platypus import Flowable

from rescue_center.documents.blocks import fields, heading, listing, table
from rescue_center.documents.paper import Sheet
from rescue_center.documents.parties import (
    Animal,
    Centre,
    Crate,
    Person,
    beast,
    identity,
    mass,
    signer,
)
from rescue_center.documents.roster import crates
from rescue_center.documents.signing import declaration, signatures, together
from rescue_center.documents.wording import joined, moment, number, said, term, weight

TITLE = "Handover of custody"
FOOTER = "Custody passes with both signatures. No sale, no breeding, return on order."

REQUIRED = [
    ("giver.organisation", "Who hands over: organisation"),
    ("giver.person", "Who hands over: person"),
    ("receiver.organisation", "Who receives: organisation"),
    ("receiver.address", "Who receives: address"),
    ("receiver.person", "Who receives: person"),
    ("handed_at", "Time of the handover"),
    ("place", "Place of the handover"),
    ("reason", "Reason of the handover"),
    ("legal_basis", "Legal basis"),
    ("animals", "Animals"),
    ("animals[].local_id", "Number"),
    ("animals[].species", "Species"),
    ("animals[].count", "Count"),
    ("animals[].state", "Alive or dead"),
    ("evidence_status", "Evidence status"),
    ("care", "Care instructions"),
]


class Side(TypedDict):
    organisation: str
    address: str | None
    person: str
    role: str | None
    id_document: str | None  # "Staff card 1187"
    phone: str | None


class Handed(Animal):
    state: str  # "alive" or "dead"
    condition: str | None


class Dose(TypedDict):
    animals: str
    drug: str
    dose: str | None  # with unit and route
    next_due_at: str | None


class Facts(TypedDict):
    """Times are ISO text with offset; weights grams as text."""

    centre: Centre
    case_number: str | None
    giver: Side
    receiver: Side
    handed_at: str
    place: str
    reason: str
    legal_basis: str
    animals: list[Handed]
    crates: list[Crate]
    papers: list[str]
    evidence_status: str
    conditions: list[str]
    care: str
    medication: list[Dose]
    differences: str | None
    witness: Person | None


def story(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    """The paper from top to bottom."""
    return [
        *_parties(sheet, facts),
        *_animals(sheet, facts),
        *_terms(sheet, facts),
        *_signed(sheet, facts),
    ]


def _side(side: Mapping[str, Any]) -> str:
    who = joined(side["person"], side["role"])
    return joined(
        side["organisation"], side["address"], who, side["id_document"], side["phone"], by="\n"
    )


def _parties(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    return [
        *fields(
            sheet,
            [
                [
                    ("Handed over on", moment(facts["handed_at"])),
                    ("Place", facts["place"]),
                    ("Case", facts["case_number"]),
                ],
            ],
        ),
        *heading(1, "From and to"),
        *fields(
            sheet,
            [
                [
                    ("Handed over by", _side(facts["giver"])),
                    ("Received by", _side(facts["receiver"])),
                ],
                [("Reason", facts["reason"]), ("Legal basis", facts["legal_basis"])],
            ],
        ),
    ]


def _animals(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    animals = facts["animals"]
    rows = [
        (
            animal["local_id"],
            beast(animal),
            number(animal["count"]),
            joined(term(animal["sex"]), animal["age"], by="\n"),
            mass(animal),
            joined(term(animal["state"]), animal["condition"], by="\n"),
            identity(animal),
        )
        for animal in animals
    ]
    head = ("Number", "Animal", "Count", "Sex, age", "Weight", "State, condition", "Identification")
    return [
        *heading(2, "Animals"),
        table(sheet, head, rows, (2, 3.6, 1.3, 1.8, 1.6, 3, 4), numeric=(2, 4)),
        *fields(sheet, [_totals(animals)]),
        *heading(3, "Crates and seals"),
        crates(sheet, facts["crates"]),
    ]


def _totals(animals: list[Mapping[str, Any]]) -> list[tuple[str, object]]:
    def count(state: str) -> str:
        return number(sum(int(a["count"]) for a in animals if said(a["state"]).lower() == state))

    return [
        ("Alive", count("alive")),
        ("Dead", count("dead")),
        ("Weight together", _whole(animals)),
    ]


def _whole(animals: list[Mapping[str, Any]]) -> str:
    """The weight of all: about, where a lot is reckoned from its mean or nobody used a scale."""
    if not all(a.get("weight_g") for a in animals):
        return "Not all were weighed"
    whole = weight(sum(int(a["weight_g"]) * int(a["count"]) for a in animals))
    return f"about {whole}" if any(a.get("weighed_as") for a in animals) else whole


def _terms(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    doses = [
        (d["animals"], d["drug"], d["dose"], moment(d["next_due_at"])) for d in facts["medication"]
    ]
    return [
        *heading(4, "Papers and conditions"),
        *fields(
            sheet,
            [
                [
                    ("Papers handed over", listing(facts["papers"])),
                    ("Evidence status", facts["evidence_status"]),
                ],
                [("Conditions", listing(facts["conditions"]))],
            ],
        ),
        *heading(5, "Care"),
        *fields(sheet, [[("Instructions", facts["care"])]]),
        table(sheet, ("Animals", "Medicine", "Dose", "Next due"), doses, (3, 4, 4, 4)),
    ]


def _signed(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    giver, receiver = facts["giver"], facts["receiver"]
    return [
        together(
            *heading(6, "Signatures"),
            *fields(sheet, [[("Differences noted at the handover", facts["differences"])]]),
            declaration(
                sheet,
                "The animals, crates and papers listed here were handed over and received as "
                "described. The receiver accepts the conditions of section 4.",
            ),
            signatures(
                sheet,
                ("Handed over by", [said(giver["person"]), said(giver["organisation"])]),
                ("Received by", [said(receiver["person"]), said(receiver["organisation"])]),
                ("Witness", signer(facts["witness"])),
                stamp=True,
            ),
        ),
    ]
