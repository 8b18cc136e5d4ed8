"""A death record as it is in life."""

from typing import Any

from tests.documents.papers.common import CENTRE, VET, animal


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
        "necropsy": "Done",
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
            "note": "Ash kept for the court",
        },
        "parts": [],
        "notes": [
            {
                "at": "2026-05-20T09:00+07:00",
                "text": "Histology: bacterial hepatitis",
                "reason": "Result of the laboratory",
                "by": VET["name"],
            }
        ],
        "pathologist": VET,
        "approver": {"name": "Chan Thy", "role": "Manager", "licence": None},
        **changes,
    }
