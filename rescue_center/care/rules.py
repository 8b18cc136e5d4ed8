"""The verbs of care, in one place for those who call them; each is written in the file of its noun.

weight_rules weighs; exam_rules examines and signs; order_rules prescribes and stops; course_rules
writes doses out; dose_rules gives them; review_rules takes back and reviews.
"""

from rescue_center.care.course_rules import extend_doses, write_out
from rescue_center.care.dose_rules import NOT_GIVEN, give, give_as_needed, not_given
from rescue_center.care.exam_rules import (
    add_addendum,
    amend_draft,
    attach,
    examine,
    sign,
    void_exam,
)
from rescue_center.care.order_rules import confirm, prescribe, stop, stop_orders
from rescue_center.care.proposal import propose
from rescue_center.care.review_rules import (
    DECISIONS,
    give_conflict,
    replay,
    report_as_needed,
    resolve,
    undo,
    void_record,
)
from rescue_center.care.weight_rules import Unusual, void_weight, weigh

__all__ = [
    "DECISIONS",
    "NOT_GIVEN",
    "Unusual",
    "add_addendum",
    "amend_draft",
    "attach",
    "confirm",
    "examine",
    "extend_doses",
    "give",
    "give_as_needed",
    "give_conflict",
    "not_given",
    "prescribe",
    "propose",
    "replay",
    "report_as_needed",
    "resolve",
    "sign",
    "stop",
    "stop_orders",
    "undo",
    "void_exam",
    "void_record",
    "void_weight",
    "weigh",
    "write_out",
]  # fmt: skip
