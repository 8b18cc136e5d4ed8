"""A veterinary health statement as it is in life."""

from typing import Any

from tests.documents.papers.common import CENTRE, VET, animal, examination, quarantine


def health_statement(animals: int = 2, **changes: Any) -> dict[str, Any]:
    return {
        "centre": CENTRE,
        "purpose": "Transfer for lifelong care",
        "valid_until": "2026-06-11",
        "consignor": {
            "name": CENTRE["name"],
            "address": CENTRE["address"],
            "licence": CENTRE["licence"],
            "phone": CENTRE["phone"],
        },
        "consignee": {
            "name": "ศูนย์ช่วยเหลือสัตว์ป่า เชียงใหม่",
            "address": "99 หมู่ 4 ตำบลดอนแก้ว อำเภอแม่ริม จังหวัดเชียงใหม่ 50180",
            "licence": "TH-0921",
            "phone": "+66 53 000 000",
        },
        "origin": {
            "name": CENTRE["name"],
            "address": CENTRE["address"],
            "country": "KH",
            "approval": "FA-2014-018",
        },
        "destination": {
            "name": "ศูนย์ช่วยเหลือสัตว์ป่า เชียงใหม่",
            "address": "แม่ริม เชียงใหม่",
            "country": "TH",
            "approval": None,
        },
        "permits": [
            {
                "animals": "all",
                "kind": "CITES export permit",
                "number": "KH-0241/26",
                "issuer": "KH",
                "valid_until": "2026-10-30",
            }
        ],
        "cites_purpose": "Z (zoo)",
        "cites_source": "I (confiscated)",
        "animals": [animal(at) for at in range(1, animals + 1)],
        "quarantines": [quarantine(at) for at in range(1, animals + 1)],
        "tests": [
            {
                "animals": "all",
                "disease": "Ophidian paramyxovirus",
                "method": "RT-PCR",
                "sample": "cloacal swab",
                "taken_on": "2026-04-20",
                "laboratory": "Institut Pasteur du Cambodge",
                "result": "Negative",
            },
            {
                "animals": "KH-0001",
                "disease": "Cryptosporidium",
                "method": "Acid-fast stain",
                "sample": "faeces",
                "taken_on": "2026-04-21",
                "laboratory": None,
                "result": "Negative",
            },
        ],
        "vaccinations": [],
        "no_vaccinations": None,
        "treatments": [
            {
                "animals": "all",
                "product": "Fenbendazole 10 %",
                "dose": "25 mg/kg by mouth",
                "given_on": "2026-04-02",
            }
        ],
        "examinations": [examination(at) for at in range(1, animals + 1)],
        "premises_statement": "No notifiable disease of reptiles was found at the centre in the 90 "
        "days before this statement.",
        "transport": {
            "mode": "Road, then air",
            "carrier": "Mekong Wildlife Transport",
            "departs_at": "2026-05-14T06:30+07:00",
            "duration_h": "9",
            "feed_and_water": "No feed; water at each stop",
            "emergency_contact": "Sok Dara, +855 12 000 000",
            "crates": [
                {
                    "number": "C-1",
                    "size_cm": "120 × 60 × 40",
                    "requirement": "CR 45",
                    "seals": "KH 88121, KH 88122",
                    "animals": "KH-0001",
                },
                {
                    "number": "C-2",
                    "size_cm": "120 × 60 × 40",
                    "requirement": "CR 45",
                    "seals": "KH 88123",
                    "animals": "KH-0002",
                },
            ],
        },
        "remarks": None,
        "vet": VET,
        **changes,
    }
