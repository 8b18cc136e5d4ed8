"""Veterinary health statement for transfer or movement (rules.md 4.2 a).

It is our statement, not the official certificate, which only a government veterinarian issues.

The shape of its facts: `health_facts.Facts`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.platypus import Flowable

from rescue_center.documents.blocks import fields, heading, table
from rescue_center.documents.paper import Sheet
from rescue_center.documents.parties import (
    heads,
    party_rows,
    signer,
)
from rescue_center.documents.roster import alike, crates, quarantined, roster
from rescue_center.documents.signing import declaration, signatures, together
from rescue_center.documents.wording import (
    day,
    joined,
    moment,
    said,
)

TITLE = "Veterinary health statement"
FOOTER = "Not valid for international movement without endorsement by the Veterinary Authority."

REQUIRED = [
    ("purpose", "Purpose of the movement"),
    ("valid_until", "Date until which the statement is valid"),
    ("consignor.name", "Consignor: name"),
    ("consignor.address", "Consignor: address"),
    ("consignee.name", "Consignee: name"),
    ("consignee.address", "Consignee: address"),
    ("origin.name", "Establishment of origin"),
    ("origin.country", "Country of origin"),
    ("destination.name", "Establishment of destination"),
    ("destination.country", "Country of destination"),
    ("animals", "Animals"),
    ("animals[].local_id", "Number"),
    ("animals[].species", "Species"),
    ("animals[].count", "Count"),
    ("quarantines", "Quarantine"),
    ("quarantines[].settled", "Quarantine, cleared"),
    ("examinations", "Examinations"),
    ("examinations[].fit", "Examination that finds it fit for transport"),
    ("premises_statement", "Statement on the premises"),
    ("transport.mode", "Mode of transport"),
    ("transport.departs_at", "Time of departure"),
    ("transport.emergency_contact", "Emergency contact on the way"),
    ("vet.name", "Veterinarian: name"),
    ("vet.licence", "Veterinarian: licence number"),
]


def story(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    """The statement from top to bottom."""
    return [
        *_movement(sheet, facts),
        *_animals(sheet, facts),
        *_history(sheet, facts),
        *_transport(sheet, facts["transport"]),
        *_attestation(sheet, facts),
    ]


def _movement(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    permits = [
        (p["animals"], p["kind"], p["number"], p["issuer"], day(p["valid_until"]))
        for p in facts["permits"]
    ]
    head = ("Animals", "Permit", "Number", "Issued by", "Valid until")
    return [
        *fields(
            sheet,
            [
                [
                    ("Purpose of the movement", facts["purpose"]),
                    ("Animals", heads(facts["animals"])),
                    ("Valid until", day(facts["valid_until"])),
                ]
            ],
        ),
        *heading(1, "Consignor and consignee"),
        *fields(sheet, party_rows(facts)),
        *heading(2, "Permits"),
        *fields(
            sheet,
            [[("CITES purpose", facts["cites_purpose"]), ("CITES source", facts["cites_source"])]],
        ),
        table(sheet, head, permits, (2.6, 4, 3.4, 4, 3)),
    ]


def _animals(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    return [
        *heading(3, "Animals"),
        roster(sheet, facts["animals"]),
    ]


def _history(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    tests = [
        (
            t["animals"],
            t["disease"],
            joined(t["method"], t["sample"]),
            day(t["taken_on"]),
            t["laboratory"],
            t["result"],
        )
        for t in facts["tests"]
    ]
    vaccinations = [
        (v["animals"], v["product"], v["lot"], day(v["given_on"])) for v in facts["vaccinations"]
    ]
    treatments = [
        (t["animals"], t["product"], t["dose"], day(t["given_on"])) for t in facts["treatments"]
    ]
    return [
        *heading(4, "Quarantine"),
        *quarantined(sheet, facts["quarantines"]),
        *heading(5, "Tests"),
        table(
            sheet,
            ("Animals", "Disease", "Method, sample", "Taken on", "Laboratory", "Result"),
            tests,
            (2.4, 3, 3.4, 2.2, 3, 2.2),
        ),
        *heading(6, "Vaccinations"),
        *(
            fields(sheet, [[("Vaccinations", facts["no_vaccinations"])]])
            if facts["no_vaccinations"]
            else [
                table(sheet, ("Animals", "Product", "Lot", "Given on"), vaccinations, (3, 6, 3, 3))
            ]
        ),
        *heading(7, "Treatments"),
        table(sheet, ("Animals", "Product", "Dose", "Given on"), treatments, (3, 5, 4, 3)),
    ]


def _transport(sheet: Sheet, transport: Mapping[str, Any]) -> list[Flowable]:
    hours = transport["duration_h"]
    return [
        *heading(8, "Transport"),
        *fields(
            sheet,
            [
                [("Mode", transport["mode"]), ("Carrier", transport["carrier"])],
                [
                    ("Departure", moment(transport["departs_at"])),
                    ("Planned duration", f"{hours} hours" if hours else None),
                ],
                [
                    ("Feed and water on the way", transport["feed_and_water"]),
                    ("Emergency contact", transport["emergency_contact"]),
                ],
            ],
        ),
        crates(sheet, transport["crates"]),
    ]


def _attestation(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    vet = facts["vet"]
    return [
        *heading(9, "Examination and statement"),
        *_examined(sheet, facts["examinations"], vet),
        *fields(sheet, [[("Remarks", facts["remarks"])]]),
        together(
            declaration(
                sheet,
                f"{_seen(facts['examinations'], vet)} They showed no clinical sign of infectious "
                "or contagious disease and are fit for the transport described in section 8.",
                said(facts["premises_statement"]),
            ),
            signatures(
                sheet,
                ("Veterinarian", signer(vet)),
                ("Endorsement by the Veterinary Authority", ["Name and office, in capitals:"]),
                stamp=True,
            ),
        ),
    ]


def _examined(
    sheet: Sheet, told: Sequence[Mapping[str, Any]], vet: Mapping[str, Any]
) -> list[Flowable]:
    """What was found of all, or a line for each that was examined on its own."""
    groups = alike(told)
    if len(groups) == 1:
        one = groups[0][1]
        return fields(
            sheet,
            [
                [
                    ("Examined on", day(one["examined_on"])),
                    ("Veterinarian", one["by"]),
                    ("Licence", vet["licence"] if one["by"] == vet["name"] else None),
                ],
                [("Findings", one["findings"])],
            ],
        )
    rows = [(whose, day(one["examined_on"]), one["by"], one["findings"]) for whose, one in groups]
    head = ("Animals", "Examined on", "Veterinarian", "Findings")
    return [table(sheet, head, rows, (2.6, 2.4, 3, 8))]


def _seen(told: Sequence[Mapping[str, Any]], vet: Mapping[str, Any]) -> str:
    """Who examined them and when, as far as one sentence is true of all."""
    listed = "the animals listed in section 3"
    days = {one["examined_on"] for one in told}
    on = f"on {day(days.pop())}" if len(days) == 1 else "on the days stated above"
    if {one["by"] for one in told} <= {vet["name"]}:
        return f"I examined {listed} {on}."
    return f"{listed.capitalize()} were examined {on} by the veterinarians named above."
