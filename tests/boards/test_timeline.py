"""What a timeline tells, and to whom."""

from decimal import Decimal

import pytest

from rescue_center import journal
from rescue_center.boards import timeline
from rescue_center.journal import queries
from rescue_center.policy import Role
from tests.cases.makers import open_case

pytestmark = pytest.mark.usefixtures("session")
POINT = {"latitude": Decimal("11.2641"), "longitude": Decimal("105.0312"), "uncertainty_m": 500}


@pytest.mark.parametrize(
    ("role", "told"), [("registrar", True), ("coordinator", True), ("vet", False), ("keeper", None)]
)
def test_the_place_of_a_case_is_told_to_those_who_may_see_coordinates(
    role: str, told: bool | None
) -> None:
    case = open_case(**POINT)
    journal.settle()
    said = str(timeline.story("case", case.id, {Role(role)}))
    assert ("11.2641" in said, "Koh Thom district" in said) == (bool(told), bool(told))
    assert ("Boat at Koh Thom" in said) is (told is not None)


def test_the_journal_tells_an_inspector_of_a_case_without_its_place() -> None:
    open_case(**POINT)
    journal.settle()
    (line,) = queries.whole(verb="opened the case").lines
    assert "11.2641" in str(line.changes({Role.OFFICER}))
    assert "11.2641" not in str(line.changes({Role.INSPECTOR}))
    assert "Koh Thom district" not in str(line.changes({Role.INSPECTOR}))
