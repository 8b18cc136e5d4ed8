"""The columns of a file of animals in care, and the words that centres use in them."""

from __future__ import annotations

from rescue_center.animals.life import Stage
from rescue_center.animals.models import AGES

COLUMNS = (
    "number", "case_number", "species", "scientific_name", "name", "count", "sex", "age_class",
    "received_on", "origin", "microchip", "ring", "tattoo", "marks", "weight_g", "weight_kg",
    "weighed_on", "enclosure", "status", "status_since", "notes",
)  # fmt: skip
NEEDED = ("species",)
#: Other words for the columns, as centres head their sheets.
ALIASES = {
    "id": "number", "no": "number", "no.": "number", "old_id": "number", "local_id": "number",
    "old_number": "number", "reference": "number", "case": "case_number",
    "case_no": "case_number", "common_name": "species", "latin_name": "scientific_name",
    "house_name": "name", "quantity": "count", "number_of_animals": "count", "age": "age_class",
    "received": "received_on", "date_received": "received_on", "received_date": "received_on",
    "arrived_on": "received_on", "arrival_date": "received_on", "intake_date": "received_on",
    "donor": "origin", "source": "origin", "from": "origin", "chip": "microchip",
    "chip_number": "microchip", "microchip_number": "microchip", "ring_number": "ring",
    "band": "ring", "other_marks": "marks", "weight_date": "weighed_on", "cage": "enclosure",
    "unit": "enclosure", "enclosure_code": "enclosure", "location": "enclosure",
    "stage": "status", "remarks": "notes",
}  # fmt: skip
MOST = {
    "number": 60, "case_number": 60, "species": 300, "scientific_name": 300, "name": 80,
    "origin": 300, "microchip": 200, "ring": 200, "tattoo": 200, "marks": 200, "enclosure": 20,
    "status": 200, "notes": 10_000,
}  # fmt: skip

SEXES = {
    "": "unknown", "u": "unknown", "?": "unknown", "unknown": "unknown", "unsexed": "unknown",
    "f": "female", "female": "female", "♀": "female", "m": "male", "male": "male", "♂": "male",
    "mixed": "mixed", "both": "mixed", "m/f": "mixed",
}  # fmt: skip
AGE_WORDS = {
    **{age: age for age in AGES}, "": "unknown", "?": "unknown", "ad": "adult", "a": "adult",
    "old": "adult", "aged": "adult", "sub-adult": "subadult", "sub_adult": "subadult",
    "sa": "subadult", "juv": "juvenile", "juv.": "juvenile", "j": "juvenile", "young": "juvenile",
    "immature": "juvenile", "yearling": "juvenile", "baby": "infant", "cub": "infant",
    "pup": "infant", "chick": "infant", "nestling": "infant", "newborn": "neonate",
    "hatchling": "neonate", "eggs": "egg",
}  # fmt: skip
STAGES = {
    **{stage.value: stage for stage in Stage}, "": Stage.ADMITTED, "new": Stage.ADMITTED,
    "intake": Stage.ADMITTED, "isolation": Stage.QUARANTINE, "clinic": Stage.HOSPITAL,
    "sick": Stage.HOSPITAL, "treatment": Stage.HOSPITAL, "rehabilitation": Stage.REHAB,
    "pre-release": Stage.PRE_RELEASE, "prerelease": Stage.PRE_RELEASE,
    "soft_release": Stage.PRE_RELEASE, "long-term_care": Stage.LONG_TERM_CARE,
    "long_term": Stage.LONG_TERM_CARE, "long-term": Stage.LONG_TERM_CARE,
    "permanent": Stage.LONG_TERM_CARE, "resident": Stage.LONG_TERM_CARE,
    "sanctuary": Stage.LONG_TERM_CARE, "non-releasable": Stage.LONG_TERM_CARE,
    "died": Stage.DEAD, "deceased": Stage.DEAD, "euthanised": Stage.DEAD,
    "euthanized": Stage.DEAD, "transfer": Stage.TRANSFERRED,
}  # fmt: skip
IN_CARE = (Stage.ADMITTED, Stage.QUARANTINE, Stage.HOSPITAL, Stage.REHAB, Stage.PRE_RELEASE,
            Stage.LONG_TERM_CARE)  # fmt: skip
