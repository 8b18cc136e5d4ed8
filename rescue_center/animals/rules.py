"""What may happen to an animal's record: the verbs, each in the file of its noun.

Admission and return, corrections, evidence holds, regrouping of lots, arrivals, marks and
photographs; here they are found under one name.
"""

from rescue_center.animals.admission import (
    Newcomer,
    admit,
    admit_all,
    epi_group_of,
    new_epi_group,
    new_stay,
)
from rescue_center.animals.corrections import AMENDABLE, amend, identify, recount
from rescue_center.animals.differences import explain_difference
from rescue_center.animals.holds import (
    lift_case_holds,
    lift_hold,
    place_case_hold,
    place_hold,
    refuse_while_held,
)
from rescue_center.animals.intake import receive
from rescue_center.animals.ledger import post
from rescue_center.animals.regroup import individualise, merge, split

__all__ = [
    "AMENDABLE", "Newcomer", "admit", "admit_all", "amend", "epi_group_of",
    "explain_difference", "identify",
    "individualise",
    "lift_case_holds", "lift_hold", "merge", "new_epi_group", "new_stay", "place_case_hold",
    "place_hold", "post", "receive", "recount", "refuse_while_held", "split",
]  # fmt: skip
