"""Fitness for release (rules.md 4.2 b): the animals, the law, the criteria, the site, the watch.

The shape of its facts: `release_facts.Facts`.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from reportlab.platypus import Flowable

from rescue_center.documents.blocks import fields, heading, table
from rescue_center.documents.paper import Sheet
from rescue_center.documents.parties import (
    heads,
    signer,
)
from rescue_center.documents.roster import alike, quarantined, roster
from rescue_center.documents.signing import declaration, signatures, together
from rescue_center.documents.text import strong
from rescue_center.documents.wording import (
    NOTHING,
    day,
    joined,
    period,
    said,
    term,
    weight,
)

TITLE = "Fitness for release"
FOOTER = "Not a permit: release needs the written permit of the competent authority."

REQUIRED = [
    ("animals", "Animals"),
    ("animals[].local_id", "Number"),
    ("animals[].species", "Species"),
    ("animals[].count", "Count"),
    ("law.basis", "Legal basis of the release"),
    ("law.is_free", "Evidence hold: none, or lifted"),
    ("quarantines", "Quarantine"),
    ("quarantines[].settled", "Quarantine, cleared"),
    ("examinations", "Examinations"),
    ("examinations[].fit", "Examination that finds it fit for release"),
    ("criteria", "Criteria of readiness"),
    ("criteria[].outcome", "Outcome"),
    ("risk.result", "Result of the disease risk analysis"),
    ("site.name", "Release site"),
    ("site.method", "Method of release"),
    ("site.window_from", "First day of the release window"),
    ("site.team", "Release team"),
    ("monitoring", "Monitoring plan"),
    ("vet.name", "Veterinarian: name"),
    ("vet.licence", "Veterinarian: licence number"),
    ("coordinator.name", "Release coordinator: name"),
]


def story(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    """The paper from top to bottom."""
    return [
        *_animals(sheet, facts),
        *_law(sheet, facts["law"], facts["quarantines"]),
        *_criteria(sheet, facts),
        *_release(sheet, facts),
        *_finding(sheet, facts),
    ]


def _animals(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    return [
        *fields(sheet, [[("Animals", heads(facts["animals"])), ("Case", facts["case_number"])]]),
        *heading(1, "Animals"),
        roster(sheet, facts["animals"]),
    ]


def _law(
    sheet: Sheet, law: Mapping[str, Any], quarantines: Sequence[Mapping[str, Any]]
) -> list[Flowable]:
    return [
        *heading(2, "Legal basis"),
        *fields(
            sheet,
            [
                [("Legal basis", law["basis"]), ("Permit of the authority", law["permit"])],
                [
                    ("Evidence hold", term(law["evidence_hold"])),
                    ("Order", joined(law["order_number"], law["order_authority"])),
                    ("Ordered on", day(law["ordered_on"])),
                ],
            ],
        ),
        *heading(3, "Quarantine"),
        *quarantined(sheet, quarantines),
    ]


def _criteria(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    rows = [
        (
            one["criterion"],
            one["value"],
            (strong(term(one["outcome"])),),
            one["reason"],
            joined(day(one["assessed_on"]), one["by"], by="\n"),
        )
        for one in facts["criteria"]
    ]
    head = ("Criterion", "Found", "Outcome", "Why overridden, or why it does not apply", "Assessed")
    risk = facts["risk"]
    seen = [
        (whose, day(one["examined_on"]), one["by"], one["findings"])
        for whose, one in alike(facts["examinations"])
    ]
    return [
        *heading(4, "Readiness"),
        table(sheet, head, rows, (4, 3.6, 1.9, 4, 3.2)),
        table(sheet, ("Animals", "Examined on", "Veterinarian", "Findings"), seen, (3, 2.4, 3, 8)),
        *heading(5, "Disease risk analysis"),
        *fields(
            sheet,
            [
                [
                    ("Result", term(risk["result"])),
                    ("Assessed on", day(risk["assessed_on"])),
                    ("Mitigation", risk["mitigation"]),
                ]
            ],
        ),
    ]


def _release(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    site = facts["site"]
    rows = [
        (tag["animal"], tag["kind"], tag["serial"], weight(tag["mass_g"]), _burden(tag))
        for tag in facts["tags"]
    ]
    head = ("Animal", "Transmitter or ring", "Serial", "Mass", "Share of body mass")
    return [
        *heading(6, "Release site and method"),
        *fields(
            sheet,
            [
                [("Site", site["name"]), ("Kind of release", term(site["kind"]))],
                [("Habitat", site["habitat"]), ("Method", term(site["method"]))],
                [
                    ("Window", period(site["window_from"], site["window_to"])),
                    ("Team", site["team"]),
                ],
            ],
        ),
        *heading(7, "Tags and monitoring"),
        table(sheet, head, rows, (2.5, 4, 3, 2, 5), numeric=(3,)),
        *fields(sheet, [[("Monitoring plan", facts["monitoring"])]]),
    ]


def heavy(facts: Mapping[str, Any]) -> list[str]:
    """The tags above the limit for the animal that is to carry them, in words."""
    return [
        f"{tag['kind']} weighs {_burden(tag)}." for tag in facts["tags"] if "ABOVE" in _burden(tag)
    ]


def _burden(tag: Mapping[str, Any]) -> str:
    """The share of body mass, and whether it is within the limit."""
    if not tag["mass_g"] or not tag["body_g"]:
        return NOTHING
    share = Decimal(str(tag["mass_g"])) * 100 / Decimal(str(tag["body_g"]))
    said_share = f"{share:.1f} %"
    if not tag["limit_pct"]:
        return said_share
    above = share > Decimal(str(tag["limit_pct"]))
    return f"{said_share}, {'ABOVE' if above else 'within'} the limit of {tag['limit_pct']} %"


def _finding(sheet: Sheet, facts: Mapping[str, Any]) -> list[Flowable]:
    return [
        together(
            *heading(8, "Finding"),
            *fields(sheet, [[("Remarks", said(facts["remarks"]))]]),
            declaration(sheet, _verdict(facts)),
            signatures(
                sheet,
                ("Veterinarian", signer(facts["vet"])),
                ("Release coordinator", signer(facts["coordinator"])),
                ("Competent authority", signer(None)),
                stamp=True,
            ),
        ),
    ]


def _verdict(facts: Mapping[str, Any]) -> str:
    """Fit where every criterion was judged and none failed, and the last examination says so."""
    unmet = ("fail", NOTHING)
    failed = [c["criterion"] for c in facts["criteria"] if said(c["outcome"]).lower() in unmet]
    if not all(one["fit"] for one in facts["examinations"]):
        failed.append("Examination")
    if failed:
        return (
            "On the facts recorded in this paper, the animals listed in section 1 are NOT fit for "
            f"release. Not met: {', '.join(failed)}."
        )
    return (
        "On the facts recorded in this paper, the animals listed in section 1 are fit for release "
        "at the site and in the window of section 6."
    )
