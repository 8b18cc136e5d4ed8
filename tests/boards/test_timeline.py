"""What a timeline tells, and to whom."""

from decimal import Decimal
from typing import Any

import pytest
from flask import current_app

from rescue_center import journal
from rescue_center.animals import marks
from rescue_center.animals.models import Animal
from rescue_center.boards import sections, timeline
from rescue_center.care import exam_rules
from rescue_center.db import db
from rescue_center.departures import rules as departures
from rescue_center.journal import queries
from rescue_center.policy import Role, policy_of
from tests.cases.makers import open_case
from tests.makers import AT, DAY, HOUR, make_animal, make_person

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


def test_what_was_found_before_a_release_is_told_to_those_who_open_its_page() -> None:
    animal = make_animal()
    at = AT + DAY
    departures.judge_risk(animal.stay, "low", by=make_person("vet"), at=at, evidence="Bled")
    journal.settle()
    told = {role: "Bled" in str(timeline.story("animal", animal.id, {role})) for role in Role}
    readers = policy_of(current_app.view_functions["departures.gate"]).roles
    assert {role for role, heard in told.items() if heard} == readers


def test_the_journal_tells_an_inspector_of_a_case_without_its_place() -> None:
    open_case(**POINT)
    journal.settle()
    (line,) = queries.whole(verb="opened the case").lines
    assert "11.2641" in str(line.changes({Role.OFFICER}))
    assert "11.2641" not in str(line.changes({Role.INSPECTOR}))
    assert "Koh Thom district" not in str(line.changes({Role.INSPECTOR}))


def told_of() -> Animal:
    """An animal with 6 lines of husbandry and, newer than they, 12 of the clinic."""
    animal, at = make_animal(name="Mali"), AT + DAY
    for n in range(6):
        marks.add_mark(animal, marks.Reading("ring", code=f"R{n}"), by=None, at=at + n * HOUR)
    vet = make_person("vet")
    for n in range(12):
        exam_rules.examine(animal, {"subjective": "Bright"}, by=vet, at=at + DAY + n * HOUR)
    journal.settle()
    return animal


def test_who_may_not_see_the_newest_reads_of_the_rest_and_counts_that_alone() -> None:
    animal = told_of()
    keeper, vet = {Role.KEEPER}, {Role.VET}
    assert len(timeline.story("animal", animal.id, keeper, size=6)) == 6
    seen = [
        one.seq
        for page in (1, 2)
        for one in timeline.story("animal", animal.id, keeper, page=page, size=6)
    ]
    assert len(seen) == len(set(seen)) == timeline.length("animal", animal.id, keeper)
    assert timeline.length("animal", animal.id, vet) == len(seen) + 12


def test_the_page_of_a_keeper_is_whole_though_the_newest_is_not_theirs(
    page: Any, signed_in: Any
) -> None:
    animal = told_of()
    db.session.commit()
    shown = page(f"/animals/{animal.accession}", by=signed_in("keeper"))
    assert "Nothing recorded yet" not in shown.text
    assert all(f"R{n}" in shown.text for n in range(6))


def test_a_timeline_is_narrowed_to_a_kind_and_shown_whole_to_print(
    page: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    animal, vet = told_of(), signed_in("vet")
    db.session.commit()
    monkeypatch.setattr(sections, "STORY", 5)
    url = f"/animals/{animal.accession}/timeline"
    care = page(f"{url}?kind=care", by=vet)
    assert "R5" not in care.text and "Examined" in care.text
    assert care.one("a", aria_current="true").text == "Care"
    assert "R5" in page(f"{url}?kind=identity", by=vet).text
    assert "R0" not in page(f"{url}?kind=identity", by=vet).text
    assert "R0" in page(f"{url}?kind=identity&whole=y", by=vet).text
    assert "Examined" in page(f"{url}?kind=nonsense", by=vet).text


def test_every_kind_that_is_told_can_be_asked_for() -> None:
    asked = {kind for _, kinds in timeline.KINDS.values() for kind in kinds}
    assert set(timeline._ICONS) - asked <= {"tag_finding"}
