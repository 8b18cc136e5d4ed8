"""A fitness for release as it is in life."""

from typing import Any

from tests.documents.papers.common import CENTRE, VET, animal, examination, quarantine


def release_fitness(**changes: Any) -> dict[str, Any]:
    lot = animal(
        118,
        name=None,
        species="Cyclemys atripons",
        common_name="Cambodian leaf turtle",
        count=120,
        sex="48 male, 72 female",
        weight_g=None,
        marks=[],
        features="Shell painted with the lot's number",
    )
    return {
        "centre": CENTRE,
        "animals": [animal(7), lot],
        "case_number": "KH-001",
        "law": {
            "basis": "Law on Forestry 2002, article 49",
            "evidence_hold": "lifted",
            "is_free": True,
            "order_number": "112/2026",
            "order_authority": "Kandal Provincial Court",
            "ordered_on": "2026-04-28",
            "permit": "FA-R-0088/26",
        },
        "quarantines": [quarantine(7), quarantine(118)],
        "examinations": [examination(7), examination(118)],
        "criteria": [
            {
                "criterion": "Weight at least 90 % of reference, or rising 14 days",
                "value": "94 %, rising",
                "outcome": "pass",
                "reason": None,
                "assessed_on": "2026-05-09",
                "by": VET["name"],
            },
            {
                "criterion": "Feeds on natural diet",
                "value": "Fish, snails, fallen fruit",
                "outcome": "pass",
                "reason": None,
                "assessed_on": "2026-05-08",
                "by": "Sok Dara",
            },
            {
                "criterion": "Avoids people",
                "value": "Does not withdraw at 5 m",
                "outcome": "override",
                "reason": "The species does not flee on land; none takes food from the hand",
                "assessed_on": "2026-05-08",
                "by": VET["name"],
            },
        ],
        "risk": {
            "result": "low",
            "assessed_on": "2026-05-02",
            "mitigation": "Water of the site tested for ranavirus before release",
        },
        "site": {
            "name": "ទឹកហូរ Prek Toal, Battambang (to 10 km)",
            "kind": "reinforcement",
            "habitat": "Flooded forest",
            "method": "soft",
            "window_from": "2026-06-01",
            "window_to": "2026-06-30",
            "team": "Sok Dara, Chan Thy, two rangers",
        },
        "tags": [
            {
                "animal": "KH-0007",
                "kind": "VHF transmitter",
                "serial": "150.221",
                "mass_g": "58",
                "body_g": "3200",
                "limit_pct": "5",
            },
            {
                "animal": "KH-0118",
                "kind": "GPS logger",
                "serial": "T-88",
                "mass_g": "21",
                "body_g": "300",
                "limit_pct": "5",
            },
        ],
        "monitoring": "Located daily for 14 days, weekly for 6 months. Stop: 3 deaths in a week.",
        "remarks": None,
        "vet": VET,
        "coordinator": {"name": "Chan Thy", "role": "Release coordinator", "licence": None},
        **changes,
    }
