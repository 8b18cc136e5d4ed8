"""Facts of papers as they are in life, in the scripts of the region."""

from typing import Any

CENTRE = {
    "name": "Phnom Tamao Wildlife Rescue Center",
    "name_local": "មជ្ឈមណ្ឌលសង្គ្រោះសត្វព្រៃភ្នំតាម៉ៅ",
    "address": "Tro Pang Sap, Bati, Takeo, Cambodia",
    "phone": "+855 23 000 000",
    "email": "vet@tamao.example",
    "licence": "FA-2014-018",
}
VET = {"name": "Dr Nguyễn Thị Ngọc Ánh", "role": "Veterinarian", "licence": "CVB-1187"}


def animal(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "local_id": f"KH-{number:04d}",
        "name": "ដារ៉ា",
        "species": "Malayopython reticulatus",
        "common_name": "Reticulated python",
        "count": 1,
        "sex": "female",
        "age": "adult",
        "weight_g": "3200",
        "marks": [
            {
                "kind": "Microchip",
                "number": f"{116000000000000 + number}",
                "position": "left neck base",
            }
        ],
        "features": "Scar behind the left eye",
        **changes,
    }


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
                "kind": "CITES export permit",
                "number": "KH-0241/26",
                "issuer": "KH",
                "valid_until": "2026-10-30",
            }
        ],
        "cites_purpose": "Z (zoo)",
        "cites_source": "I (confiscated)",
        "animals": [animal(at) for at in range(1, animals + 1)],
        "quarantine": {
            "unit": "Quarantine Q2",
            "began_on": "2026-03-18",
            "ended_on": "2026-05-10",
            "days": 53,
        },
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
        "treatments": [
            {
                "animals": "all",
                "product": "Fenbendazole 10 %",
                "dose": "25 mg/kg by mouth",
                "given_on": "2026-04-02",
            }
        ],
        "examination": {
            "examined_on": "2026-05-12",
            "findings": "Bright and responsive, body condition 3 of 5, mouth, skin and vent clean, "
            "lungs clear. ពិនិត្យសុខភាពទូទៅល្អ គ្មានសញ្ញាជំងឺ។",
        },
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
            "order_number": "112/2026",
            "order_authority": "Kandal Provincial Court",
            "ordered_on": "2026-04-28",
            "permit": "FA-R-0088/26",
        },
        "quarantine": {
            "unit": "Quarantine Q2",
            "began_on": "2026-03-18",
            "ended_on": "2026-05-10",
            "days": 53,
            "cleared_on": "2026-05-10",
            "cleared_by": VET["name"],
        },
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


def handover(**changes: Any) -> dict[str, Any]:
    return {
        "centre": CENTRE,
        "case_number": "KH-001",
        "giver": {
            "organisation": CENTRE["name"],
            "address": CENTRE["address"],
            "person": "Sok Dara",
            "role": "Registrar",
            "id_document": "Staff card 0042",
            "phone": CENTRE["phone"],
        },
        "receiver": {
            "organisation": "ศูนย์ช่วยเหลือสัตว์ป่า เชียงใหม่",
            "address": "แม่ริม เชียงใหม่ 50180",
            "person": "สมชาย ใจดี",
            "role": "Director",
            "id_document": "Passport AA1234567",
            "phone": "+66 53 000 000",
        },
        "handed_at": "2026-05-14T07:10+07:00",
        "place": "Phnom Penh International Airport, cargo gate 3",
        "reason": "Lifelong care: no site for release in the range",
        "legal_basis": "Court order 112/2026; CITES export permit KH-0241/26",
        "animals": [
            {**animal(1), "state": "alive", "condition": "Good, alert"},
            {**animal(2, weight_g="850"), "state": "alive", "condition": "Good"},
            {
                **animal(9, name=None, weight_g="410", marks=[], features=None),
                "state": "dead",
                "condition": "Frozen, for the reference collection",
            },
        ],
        "crates": [
            {
                "number": "C-1",
                "size_cm": "120 × 60 × 40",
                "requirement": "CR 45",
                "seals": "KH 88121, KH 88122",
                "animals": "KH-0001",
            }
        ],
        "papers": ["Veterinary health statement HS-2026-00042", "CITES export permit KH-0241/26"],
        "evidence_status": "Hold lifted by order 112/2026 of 28 April 2026",
        "conditions": ["No sale", "No breeding", "Return on order of the court"],
        "care": "Keep at 28 to 30 °C, humidity 70 %. One rat of 200 g every 14 days.",
        "medication": [
            {
                "animals": "KH-0001",
                "drug": "Enrofloxacin 50 mg/ml",
                "dose": "0.32 ml into muscle",
                "next_due_at": "2026-05-15T08:00+07:00",
            }
        ],
        "differences": None,
        "witness": {"name": "Nguyễn Văn Bình", "role": "Customs officer", "licence": None},
        **changes,
    }


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


def death_record(**changes: Any) -> dict[str, Any]:
    return {
        "centre": CENTRE,
        "case_number": "KH-001",
        "animal": animal(31, name=None, species="Cyclemys atripons", weight_g="640"),
        "died_at": "2026-05-11T06:20+07:00",
        "precision": "found",
        "last_seen_alive_at": "2026-05-10T17:45+07:00",
        "manner": "natural",
        "circumstances": "Found at the morning round, in the shallow end of the pond.",
        "euthanasia": None,
        "notice": {"authority": "Forestry Administration", "at": "2026-05-11T09:00+07:00"},
        "carcass": {
            "condition": "fair",
            "storage": "+4 °C",
            "interval_h": "5",
            "safety": "Not suspected",
        },
        "external": "Plastron reddened, ulcers of 3 to 8 mm. រលាកស្បែក។",
        "systems": [
            {"system": "Skin and shell", "findings": "Ulcerative shell disease"},
            {"system": "Liver", "findings": "Swollen, pale, multiple white foci"},
            {"system": "Other systems", "findings": "Nothing abnormal found"},
        ],
        "organ_weights": [{"organ": "Liver", "weight_g": "31"}],
        "photos": 8,
        "samples": [
            {
                "organ": "Liver",
                "fixative": "10 % formalin",
                "laboratory": "Institut Pasteur du Cambodge",
                "number": "S-221",
                "result": "Pending",
            }
        ],
        "cause": {
            "preliminary": "Septicaemia",
            "final": None,
            "proximate": "Septicaemia",
            "ultimate": "Shell injury in transport",
        },
        "disposal": {
            "method": "incineration",
            "at": "2026-05-12T15:00+07:00",
            "place": "Centre incinerator",
            "witness": "Chan Thy",
        },
        "parts": [],
        "pathologist": VET,
        "approver": {"name": "Chan Thy", "role": "Manager", "licence": None},
        **changes,
    }
