"""The legal stages of a case, and what each waits for."""

import pytest

from rescue_center.cases import rules
from rescue_center.errors import Refused
from tests.cases.makers import open_case, order
from tests.makers import AT, make_person

pytestmark = pytest.mark.usefixtures("session")


def test_legal_stages_go_forward_freely_and_back_with_a_reason() -> None:
    case = open_case()
    rules.take_to(case, "TRIAL", by=None, at=AT)
    with pytest.raises(Refused, match="step back"):
        rules.take_to(case, "CHARGED", by=None, at=AT)
    rules.take_to(case, "CHARGED", by=None, at=AT, reason="sent back by the court")
    assert case.legal_stage == "CHARGED"
    with pytest.raises(Refused, match="already"):
        rules.take_to(case, "CHARGED", by=None, at=AT)
    with pytest.raises(Refused, match="Choose"):
        rules.take_to(case, "NIRVANA", by=None, at=AT)


@pytest.mark.parametrize(
    ("stage", "words"),
    [("CONFISCATED", "order of confiscation"), ("RETURNED", "order to return"),
     ("EVIDENCE", "Place the evidence hold")],
)  # fmt: skip
def test_a_stage_waits_for_what_it_asks_for(stage: str, words: str) -> None:
    case = open_case()
    with pytest.raises(Refused, match=words):
        rules.take_to(case, stage, by=None, at=AT)


def test_confiscation_follows_its_order() -> None:
    case = open_case()
    order(case, "confiscation")
    rules.take_to(case, "CONFISCATED", by=None, at=AT)
    assert case.legal_stage == "CONFISCATED"


def test_a_held_case_is_neither_closed_nor_struck_out() -> None:
    case = open_case(evidence_hold=True, legal_stage="EVIDENCE")
    with pytest.raises(Refused, match="still stands"):
        rules.take_to(case, "CLOSED", by=None, at=AT)
    with pytest.raises(Refused, match="evidence hold stands"):
        rules.void_case(case, by=make_person(), at=AT, reason="x")


def test_the_stage_of_evidence_goes_with_a_hold() -> None:
    with pytest.raises(Refused, match="goes with an evidence hold"):
        open_case(legal_stage="EVIDENCE")


def test_only_a_seizure_has_a_legal_stage() -> None:
    assert open_case(kind="release").legal_stage == ""
