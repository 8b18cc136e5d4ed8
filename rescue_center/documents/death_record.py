"""Record of a death and of the post-mortem examination (rules.md 4.2 d).

The shape of its facts: `death_facts.Facts`.
"""

from collections.abc import Mapping
from typing import Any

from reportlab.platypus import Flowable

from rescue_center.documents.blocks import fields, heading, table
from rescue_center.documents.paper import Sheet
from rescue_center.documents.parties import beast, identity, signer
from rescue_center.documents.signing import declaration, signatures, together
from rescue_center.documents.wording import joined, moment, number, term, weight

TITLE = "Record of death"
FOOTER = "The carcass and its parts stay in custody until their disposal is witnessed."

REQUIRED = [
    ("animal.local_id", "Number of the animal"),
    ("animal.species", "Species"),
    ("animal.count", "Count"),
    ("died_at", "Time of death or of finding"),
    ("precision", "How exactly the time is known"),
    ("manner", "Manner of death"),
    ("carcass.condition", "Condition of the carcass"),
    ("cause.preliminary", "Preliminary diagnosis"),
    ("pathologist.name", "Examiner: name"),
    ("approver.name", "Approver: name"),
]

#: How exactly the time is known -> what stands above it.
_WHEN = {
    "exact": "Died on",
    "day": "Died on this day",
    "found": "Found dead on",
    "unknown": "Died about",
}


def story(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    """The record from top to bottom."""
    return [
        *_animal(sheet, facts),
        *_death(sheet, facts),
        *_examination(sheet, facts),
        *_cause(sheet, facts),
        *_remains(sheet, facts),
    ]


def _animal(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    animal = facts["animal"]
    return [
        *heading(1, "Animal"),
        *fields(
            sheet,
            [
                [
                    ("Number", animal["local_id"]),
                    ("Animal", beast(animal)),
                    ("Count", number(animal["count"])),
                ],
                [
                    ("Sex, age", joined(term(animal["sex"]), animal["age"])),
                    ("Weight", weight(animal["weight_g"])),
                    ("Case", facts["case_number"]),
                ],
                [("Identification", identity(animal))],
            ],
        ),
    ]


def _death(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    put = facts["euthanasia"] or {}
    notice = facts["notice"] or {}
    dose = joined(put.get("agent"), put.get("dose"), put.get("route"))
    return [
        *heading(2, "Death"),
        *fields(
            sheet,
            [
                [
                    (_WHEN.get(facts["precision"], "Died on"), moment(facts["died_at"])),
                    ("Last seen alive", moment(facts["last_seen_alive_at"])),
                    ("Manner", term(facts["manner"])),
                ],
                [("Circumstances", facts["circumstances"])],
                [
                    ("Euthanasia: agent, dose, route", dose),
                    ("Reason", put.get("reason")),
                    ("Authorised by", put.get("authorised_by")),
                ],
                [
                    ("Notice to", notice.get("authority")),
                    ("Given on", moment(notice.get("at"))),
                ],
            ],
        ),
    ]


def _examination(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    carcass = facts["carcass"]
    hours = carcass["interval_h"]
    systems = [(s["system"], s["findings"]) for s in facts["systems"]]
    organs = [(o["organ"], weight(o["weight_g"])) for o in facts["organ_weights"]]
    samples = [
        (s["organ"], s["fixative"], s["number"], s["laboratory"], s["result"])
        for s in facts["samples"]
    ]
    return [
        *heading(3, "Post-mortem examination"),
        *fields(
            sheet,
            [
                [
                    ("Carcass", term(carcass["condition"])),
                    ("Kept at", carcass["storage"]),
                    ("Death to examination", f"{hours} hours" if hours else None),
                ],
                [
                    ("Necropsy", facts["necropsy"]),
                    ("Anthrax and rabies", carcass["safety"]),
                    ("Photographs", number(facts["photos"])),
                ],
                [("External findings", facts["external"])],
            ],
        ),
        table(sheet, ("System", "Findings"), systems, (3, 12)),
        *heading(4, "Organ weights"),
        table(sheet, ("Organ", "Weight"), organs, (3, 12)),
        *heading(5, "Samples"),
        table(
            sheet,
            ("Organ", "Fixative", "Number", "Laboratory", "Result"),
            samples,
            (3, 3, 3, 4, 3),
        ),
    ]


def _cause(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    cause = facts["cause"]
    return [
        *heading(6, "Diagnosis and cause"),
        *fields(
            sheet,
            [
                [
                    ("Preliminary diagnosis", cause["preliminary"]),
                    ("Final diagnosis", cause["final"]),
                ],
                [
                    ("Proximate cause", cause["proximate"]),
                    ("Ultimate cause", cause["ultimate"]),
                ],
            ],
        ),
    ]


def _remains(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    gone = facts["disposal"] or {}
    later = [(moment(n["at"]), n["text"], n["reason"], n["by"]) for n in facts["notes"]]
    parts = [(p["part"], p["quantity"], p["kept_at"]) for p in facts["parts"]]
    return [
        *heading(7, "Carcass and parts"),
        *fields(
            sheet,
            [
                [
                    ("Disposal", term(gone.get("method"))),
                    ("On", moment(gone.get("at"))),
                    ("Place", gone.get("place")),
                    ("Witness", gone.get("witness")),
                ],
                [("Notes on the disposal", gone.get("note"))],
            ],
        ),
        table(sheet, ("Part", "Quantity", "Kept at"), parts, (4, 4, 7)),
        *heading(8, "Later findings"),
        table(sheet, ("Added on", "What was found", "Why", "By"), later, (3, 7, 3, 2.6)),
        together(
            declaration(
                sheet,
                "The facts of this record were established as described. Later findings are added "
                "as amendments; nothing here is overwritten.",
            ),
            signatures(
                sheet,
                ("Examined by", signer(facts["pathologist"])),
                ("Approved by", signer(facts["approver"])),
                stamp=True,
            ),
        ),
    ]
