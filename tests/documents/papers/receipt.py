"""An intake receipt as it is in life."""

from typing import Any

from tests.documents.papers.common import CENTRE


def intake_receipt(**changes: Any) -> dict[str, Any]:
    counts = [
        ("Cyclemys atripons", "Cambodian leaf turtle", 620, 617, 3, "412000"),
        ("Malayopython reticulatus", "Reticulated python", 2, 2, 0, "9100"),
        ("Heosemys annandalii", "Yellow-headed temple turtle", 163, 163, 0, "551500"),
    ]
    return {
        "centre": CENTRE,
        "case_number": "KH-001",
        "seized_on": "2016-06-04",
        "seized_at": "កោះធំ Koh Thom, Kandal, on the Bassac river",
        "received_at": "2016-06-04T19:40+07:00",
        "place": "Phnom Tamao, gate 1",
        "officer": {
            "name": "ជា សុខា Chea Sokha",
            "badge": "WRRT-17",
            "agency": "Wildlife Rapid Rescue Team",
            "phone": "+855 12 000 111",
        },
        "received_by": {"name": "Sok Dara", "role": "Registrar", "licence": None},
        "lines": [
            {
                "species": species,
                "common_name": name,
                "declared": declared,
                "alive": alive,
                "dead": dead,
                "weight_g": grams,
                "condition": "Dehydrated, some shell abrasions",
            }
            for species, name, declared, alive, dead, grams in counts
        ],
        "containers": [
            {
                "number": "1 to 14",
                "kind": "Net bag",
                "seals": "None",
                "contents": "Turtles, about 45 in each",
            },
            {
                "number": "15",
                "kind": "Wooden crate",
                "seals": "FA 2201",
                "contents": "Two pythons",
            },
        ],
        "photos": 36,
        "condition": "Long transport without water. Three leaf turtles dead on arrival.",
        "evidence_hold": "Held by order of the prosecutor, Kandal, 4 June 2016",
        "documents": ["Seizure report 88/16", "Boat registration, copy"],
        "differences": "Three of 620 leaf turtles were dead when the bags were opened.",
        **changes,
    }
