"""A handover as it is in life."""

from typing import Any

from tests.documents.papers.common import CENTRE, animal


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
