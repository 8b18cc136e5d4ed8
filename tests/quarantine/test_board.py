"""The board of quarantine, as people read it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.enclosures import rules as housing
from rescue_center.quarantine import board_queries, rules
from tests.enclosures.makers import make_animal, make_group, make_person, make_unit
from tests.pages import Page
from tests.quarantine.at_a_page import ago, begun
from tests.quarantine.makers import (
    loris,
    macaque,
    make_protocol_test,
    make_q_unit,
    make_sampled,
)

Open = Callable[..., Page]
SignIn = Callable[..., FlaskClient]
pytestmark = pytest.mark.usefixtures("session")


def test_an_empty_board_says_so(page: Open, signed_in: SignIn) -> None:
    assert "Nobody is in quarantine" in page("/quarantine", by=signed_in("vet")).text


def test_the_board_shows_each_cohort_with_its_day_tests_and_blockers(
    page: Open, signed_in: SignIn
) -> None:
    make_protocol_test(make_group("old_world_monkey", days=90), first_day=2)
    unit = make_q_unit()
    mali = begun(20, make_animal(macaque(), at=ago(20), name="Mali"), unit)
    begun(5, make_animal(loris(), at=ago(5), name="Bopha"), unit)
    rules.sample(mali.tests[0], by=None, at=ago(1))
    shown = page("/quarantine", by=signed_in("vet"))
    assert "Q1 · Primates" in shown.text
    assert "Day 6" in shown.text and "of 90 days" in shown.text
    assert "because Bopha joined" in shown.text
    assert "Result pending" in shown.text
    assert f"TB skin test: result pending since {clock.day_text(ago(1))}" in shown.text


def test_a_green_animal_has_its_button_and_others_have_none(page: Open, signed_in: SignIn) -> None:
    green, red = begun(91, unit=make_q_unit("Q1")), begun(3, unit=make_q_unit("Q2"))
    links = {a.attrs["href"] for a in page("/quarantine", by=signed_in("vet")).all("a")}
    assert f"/quarantine/{green.id}/clearance" in links
    assert f"/quarantine/{red.id}/clearance" not in links


def test_who_may_not_see_clinical_facts_reads_no_result(page: Open, signed_in: SignIn) -> None:
    q = begun(10)
    rules.result(make_sampled(q, at=ago(5)), "positive", by=None, at=ago(4))
    for url in ("/quarantine", f"/quarantine/{q.id}"):
        hidden = page(url, by=signed_in("keeper")).text
        assert (
            "Result in" in hidden
            and "was positive"
            not in hidden.replace("Faeces of", "")
            .split("To be explained")[0]
            .split("What happened here")[0]
        )
        assert "<small" not in hidden
        assert "Positive" in page(url, by=signed_in("vet")).text


@pytest.mark.parametrize(
    ("show", "seen"), [("due", {"Due"}), ("pending", {"Pending"}), ("over", {"Over"})]
)
def test_the_board_is_narrowed(page: Open, signed_in: SignIn, show: str, seen: set[str]) -> None:
    due = begun(9, make_animal(macaque(), at=ago(9), name="Due"), make_q_unit("Q1"))
    rules.add_test(due, "Blood", due=ago(1).date(), by=None, at=ago(2))
    pending = begun(9, make_animal(macaque(), at=ago(9), name="Pending"), make_q_unit("Q2"))
    make_sampled(pending, at=ago(1))
    begun(99, make_animal(macaque(), at=ago(99), name="Over"), make_q_unit("Q3"))
    shown = page(f"/quarantine?show={show}", by=signed_in("vet"))
    assert {a.text for a in shown.all("a")} & {"Due", "Pending", "Over"} == seen


def test_a_full_board_is_paged_by_whole_cohorts(page: Open, signed_in: SignIn) -> None:
    for n in range(3):
        unit = make_q_unit(f"Q{n}")
        for _ in range(12):
            begun(9, unit=unit)
    vet = signed_in("vet")
    first, second = page("/quarantine", by=vet).text, page("/quarantine?page=2", by=vet).text
    assert "Q0 · Primates" in first and "Q1 · Primates" in first and "Q2 · P" not in first
    assert "Q2 · Primates" in second and "Page 2 of 2" in second
    assert "Page 2 of 2" in page("/quarantine?page=99", by=vet).text


def test_the_board_names_what_else_is_to_do(page: Open, signed_in: SignIn) -> None:
    vet = make_person("vet")
    done = begun(99, make_animal(macaque(), at=ago(99), name="Dara"))
    rules.clear(done, to=rules.CLEARED_TO[0], by=vet, at=ago(0))
    rules.report_event(done.unit, "illness", description="Diarrhoea", by=vet, at=ago(0))
    housing.stop_movement(make_unit("B9"), reason="HPAI suspected.", by=vet, at=ago(0))
    text = page("/quarantine", by=signed_in("vet")).text
    assert "Move Dara" in text and "Diarrhoea" in text and "HPAI suspected" in text


def test_a_stop_of_the_area_blocks_who_is_in_its_units(page: Open, signed_in: SignIn) -> None:
    area = make_unit("A1", level="area", capacity=0)
    inside, apart = (
        begun(99, unit=make_q_unit("Q1", parent=area)),
        begun(99, unit=make_q_unit("Q2")),
    )
    housing.stop_movement(area, reason="HPAI suspected.", by=make_person("vet"), at=ago(0))
    shown = page("/quarantine", by=signed_in("vet"))
    assert "A1 is under a movement stop." in shown.text
    links = {a.attrs["href"] for a in shown.all("a")}
    assert f"/quarantine/{apart.id}/clearance" in links
    assert f"/quarantine/{inside.id}/clearance" not in links


def test_the_board_says_how_many_are_to_be_moved_out_when_it_names_the_first(
    page: Open, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_queries, "_OUT", board_queries._OUT.limit(2))
    vet, unit = make_person("vet"), make_q_unit()
    for q in [begun(99, unit=unit) for _ in range(3)]:
        rules.clear(q, to=rules.CLEARED_TO[0], by=vet, at=ago(0))
    shown = page("/quarantine", by=signed_in("vet")).text
    assert "Cleared, still behind the line 3" in shown and "And 1 more." in shown


@pytest.mark.parametrize("many", [False, True])
def test_the_board_asks_as_little_for_fifty_as_for_one(
    many: bool, page: Open, signed_in: SignIn, counted: Callable[[], list[str]]
) -> None:
    make_protocol_test(make_group("old_world_monkey", days=90), first_day=2)
    for n in range(50 if many else 1):
        q = begun(20, unit=make_q_unit(f"Q{n}"))
        rules.report_event(q.unit, "illness", description="x", by=None, at=ago(3), animal=q.animal)
    vet = signed_in("vet")
    page("/quarantine", by=vet)
    ran = counted()
    page("/quarantine", by=vet)
    assert len(ran) <= 9, "\n".join(ran)
