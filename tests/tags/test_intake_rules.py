"""Tagging and the receipt stand among the steps of an intake."""

import pytest

from rescue_center.animals.tasks import intake_tasks
from rescue_center.tags import rules
from tests.makers import AT, make_animal, make_case

pytestmark = pytest.mark.usefixtures("session")


def test_tags_are_blocked_then_to_do_then_partly_then_done() -> None:
    case = make_case()
    states = [{t.key: t.state for t in intake_tasks(case)}["tags"]]
    first, second = make_animal(case=case), make_animal(case=case)
    for animal in (None, first, second):
        if animal is not None:
            rules.tag_new(animal, by=None, at=AT)
        states.append({t.key: t.state for t in intake_tasks(case)}["tags"])
    assert states == ["blocked", "planned", "partly", "done"]


def test_a_receipt_waits_until_something_was_received() -> None:
    case = make_case()
    assert {t.key: t.state for t in intake_tasks(case)}["receipt"] == "blocked"
    make_animal(case=case)
    assert {t.key: t.state for t in intake_tasks(case)}["receipt"] == "planned"
