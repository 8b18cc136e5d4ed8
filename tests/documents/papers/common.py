"""The centre, its vet and an animal, as papers name them."""

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


def quarantine(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "local_id": f"KH-{number:04d}",
        "unit": "Quarantine Q2",
        "began_on": "2026-03-18",
        "ended_on": "2026-05-10",
        "days": 53,
        "cleared_on": "2026-05-10",
        "cleared_by": VET["name"],
        "note": None,
        "settled": True,
        "instead": None,
        **changes,
    }


def examination(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "local_id": f"KH-{number:04d}",
        "examined_on": "2026-05-12",
        "by": VET["name"],
        "findings": "Bright and responsive, body condition 3 of 5, mouth, skin and vent clean, "
        "lungs clear. ពិនិត្យសុខភាពទូទៅល្អ គ្មានសញ្ញាជំងឺ។",
        "fit": True,
        "instead": None,
        **changes,
    }
