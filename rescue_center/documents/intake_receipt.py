"""Receipt for seized animals at intake (rules.md 4.2 e): what was handed in, counted and signed."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from reportlab.platypus import Flowable

from rescue_center.documents.blocks import fields, heading, listing, table
from rescue_center.documents.paper import Sheet
from rescue_center.documents.parties import Centre, Person, beast, signer
from rescue_center.documents.signing import declaration, signatures, together
from rescue_center.documents.text import strong
from rescue_center.documents.wording import NOTHING, day, joined, moment, number, said, weight

TITLE = "Receipt for seized animals"
FOOTER = "Counts as received. Differences from the manifest are explained, never overwritten."

REQUIRED = [
    ("case_number", "Case number"),
    ("received_at", "Time of receipt"),
    ("place", "Place of receipt"),
    ("officer.name", "Officer: name"),
    ("officer.agency", "Officer: agency"),
    ("received_by.name", "Who received: name"),
    ("lines", "Animals"),
    ("lines[].species", "Species"),
    ("lines[].alive", "Alive"),
    ("lines[].dead", "Dead"),
    ("condition", "Summary of the condition"),
    ("evidence_hold", "Evidence hold"),
]


class Officer(TypedDict):
    name: str
    badge: str | None
    agency: str
    phone: str | None


class Line(TypedDict):
    species: str  # scientific name, as identified
    common_name: str | None
    declared: int | None  # heads by the manifest
    declared_as: NotRequired[str | None]  # what it says otherwise: "13.8 kg"
    declared_above: NotRequired[bool]  # with the line above, which two species came of
    alive: int
    dead: int
    weight_g: str | None
    condition: str | None


class Container(TypedDict):
    number: str | None
    kind: str | None  # "Crate", "Net bag"
    seals: str | None
    contents: str | None


class Facts(TypedDict):
    """Times are ISO text with offset; a seizure's day may be `2016-06` or `2016`."""

    centre: Centre
    case_number: str
    seized_on: str | None
    seized_at: str | None  # place
    received_at: str
    place: str
    officer: Officer
    received_by: Person
    lines: list[Line]
    containers: list[Container]
    photos: int
    condition: str
    evidence_hold: str  # "None", or the order that holds
    documents: list[str]
    differences: str | None


def story(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    """The receipt from top to bottom."""
    return [*_origin(sheet, facts), *_animals(sheet, facts), *_rest(sheet, facts)]


def _origin(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    officer = facts["officer"]
    badge = f"Badge {officer['badge']}" if officer["badge"] else None
    return [
        *fields(
            sheet,
            [
                [
                    ("Case", facts["case_number"]),
                    ("Received on", moment(facts["received_at"])),
                    ("At", facts["place"]),
                ]
            ],
        ),
        *heading(1, "Seizure"),
        *fields(
            sheet,
            [
                [("Seized on", day(facts["seized_on"])), ("Place", facts["seized_at"])],
                [
                    (
                        "Handed in by",
                        joined(
                            officer["name"], badge, officer["agency"], officer["phone"], by="\n"
                        ),
                    ),
                    (
                        "Received by",
                        joined(facts["received_by"]["name"], facts["received_by"]["role"], by="\n"),
                    ),
                ],
            ],
        ),
    ]


def _animals(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    lines = facts["lines"]
    rows: list[tuple[object, ...]] = [
        (
            beast(line),
            _declared(line),
            number(line["alive"]),
            number(line["dead"]),
            weight(line["weight_g"]),
            line["condition"],
        )
        for line in lines
    ]
    rows.append(
        (
            (strong("Together"),),
            (strong(_declared_together(lines)),),
            *(
                (strong(number(sum(int(line[key]) for line in lines))),)
                for key in ("alive", "dead")
            ),
            _weight(lines),
            "",
        )
    )
    head = ("Species", "Declared", "Alive", "Dead", "Weight", "Condition")
    return [
        *heading(2, "Animals received"),
        table(sheet, head, rows, (5, 2.2, 1.5, 1.5, 2, 4.5), numeric=(1, 2, 3, 4)),
        *fields(sheet, [[("Differences from the manifest", facts["differences"])]]),
    ]


def _declared(line: Mapping[str, Any]) -> str:
    if line.get("declared_above"):
        return "As above"
    return str(line.get("declared_as") or number(line["declared"]))


def _declared_together(lines: list[Mapping[str, Any]]) -> str:
    """The heads declared; no sum where something was declared by weight, or was not counted."""
    if any(line.get("declared_as") for line in lines):
        return NOTHING
    return number(sum(int(line["declared"] or 0) for line in lines))


def _weight(lines: list[Mapping[str, Any]]) -> object:
    known = [int(line["weight_g"]) for line in lines if line["weight_g"]]
    return (strong(weight(sum(known))),) if known and len(known) == len(lines) else None


def _rest(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    containers = [(c["number"], c["kind"], c["seals"], c["contents"]) for c in facts["containers"]]
    officer = facts["officer"]
    return [
        *heading(3, "Containers and seals"),
        table(sheet, ("Number", "Kind", "Seals", "Contents"), containers, (2, 4, 4, 5)),
        together(
            *heading(4, "Condition and evidence"),
            *fields(
                sheet,
                [
                    [("Condition of the animals", facts["condition"])],
                    [
                        ("Evidence hold", facts["evidence_hold"]),
                        ("Photographs taken", number(facts["photos"])),
                    ],
                    [("Documents handed over", listing(facts["documents"]))],
                ],
            ),
            declaration(
                sheet,
                "The animals, containers and documents listed here were handed in and received as "
                "described, counted by both sides.",
            ),
            signatures(
                sheet,
                ("Handed in by", [said(officer["name"]), said(officer["agency"])]),
                ("Received by", signer(facts["received_by"])),
                stamp=True,
            ),
        ),
    ]
