"""The treatment board: what is due where, the overdue first, in a fixed number of statements."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from rescue_center import clock
from rescue_center.animals.life import Stage, move
from rescue_center.care.rules import give, stop
from rescue_center.care.treatment_queries import by_place, doses_due
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.rules import house
from rescue_center.quarantine.rules import begin
from tests.care.conftest import SignIn
from tests.enclosures.makers import make_unit
from tests.makers import AT, HOUR, make_animal, make_group, make_person, make_prescription
from tests.pages import Page

Open = Callable[..., Page]
pytestmark = pytest.mark.usefixtures("session")


def treated(name: str, unit: Unit | None = None, *, at: datetime = AT, **facts: Any) -> Any:
    animal = make_animal(at=AT - HOUR * 9, name=name)
    if unit is not None and unit.is_quarantine:
        begin(animal.stay, unit, by=make_person("vet"), at=AT - HOUR * 8, group=make_group())
    elif unit is not None:
        house([animal], unit, by=make_person("keeper"), at=AT - HOUR * 8)
    return make_prescription(animal, at=at, **facts)


def test_doses_stand_by_place_the_overdue_first_and_quarantine_last() -> None:
    first, second = make_unit(walking_order=1), make_unit(walking_order=2)
    infected = make_unit(walking_order=0, biosecurity="quarantine")
    treated("Mali", first, at=AT)
    treated("Dara", second, at=AT - HOUR * 4)
    treated("Bopha", second, at=AT)
    treated("Sokha", infected, at=AT)
    places = by_place(doses_due(AT))
    assert [p.code for p in places] == [second.code, first.code, infected.code]
    assert [(d.who, d.state) for d in places[0].doses] == [("Dara", "overdue"), ("Bopha", "due")]
    assert places[0].overdue == 1


def test_the_board_shows_what_is_open_and_nothing_else() -> None:
    given = treated("Given")
    give(given.doses[0], by=make_person("keeper"), at=AT)
    stop(treated("Stopped"), by=make_person("vet"), at=AT, reason="cured")
    gone = treated("Gone")
    move(gone.animal.stay, Stage.ESCAPED, by=None, at=AT)
    treated("As needed", frequency="PRN", min_interval_h=6, max_per_day=2)
    treated("Tonight", frequency="BID")
    treated("Tomorrow", starts_at=AT + HOUR * 24)
    found = doses_due(AT)
    assert [(d.who, d.state, d.when) for d in found] == [
        ("Tonight", "due", "10:00"), ("Tonight", "planned", "20:00"),
    ]  # fmt: skip


def test_a_dose_nobody_recorded_stays_for_two_days() -> None:
    order = treated("Mali", frequency="STAT")
    assert order.doses[0].due_at == AT
    assert [d.when for d in doses_due(AT + HOUR * 47)] == ["12 May, 10:00"]
    assert doses_due(AT + HOUR * 48) == []


def test_doses_are_found_for_some_animals_or_one_enclosure() -> None:
    unit = make_unit()
    mali, dara = treated("Mali", unit), treated("Dara")
    ids = [mali.animal_id]
    assert [d.who for d in doses_due(AT, animal_ids=ids)] == ["Mali"]
    assert [d.who for d in doses_due(AT, unit_id=unit.id)] == ["Mali"]
    assert doses_due(AT, animal_ids=[]) == []
    assert [d.mg for d in doses_due(AT, animal_ids=[dara.animal_id])] == ["16 mg"]


def test_the_page_shows_the_round_and_counts_it(page: Open, as_: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        unit = make_unit()
        treated("Mali", unit, at=AT - HOUR * 4)
        treated("Dara", unit)
        keeper = as_("keeper")
        shown = page("/treatments", by=keeper)
        assert [e.text for e in shown.all("p", class_="due-when")] == [
            "Overdue 06:00", "Due 10:00",
        ]  # fmt: skip
        assert len(shown.all("button", class_="is-big")) == 2
        overdue = page("/treatments?show=overdue", by=keeper)
        assert len(overdue.all("li", class_="due-row")) == 1
        assert len(page("/treatments?show=nonsense", by=keeper).all("li", class_="due-row")) == 2


def test_what_comes_later_is_a_line_for_each_order_and_what_is_due_keeps_its_row(
    page: Open, as_: SignIn
) -> None:
    with time_machine.travel(AT, tick=False):
        here, there = make_unit(walking_order=1), make_unit(walking_order=2)
        treated("Mali", here, frequency="TID")
        evening = treated("Dara", there, at=AT + HOUR * 3, frequency="TID")
        assert [len(p.later) for p in by_place(doses_due(AT))] == [1, 1]
        assert [len(p.now) for p in by_place(doses_due(AT))] == [1, 0]
        shown = page("/treatments", by=as_("keeper"))
        (due,) = shown.all("li", class_="due-row")
        assert "Mali" in due.text and "Due 10:00" in due.text
        later = [row.text for row in shown.all("li", class_="later-row")]
        assert len(later) == 2
        (dara,) = [row for row in later if "Dara" in row]
        times = [d.when for d in doses_due(AT) if d.row.order_id == evening.id]
        assert len(times) > 1
        assert dara.startswith(", ".join(times))
        assert shown.all("a", href=f"/orders/{evening.id}")


def test_each_row_leads_to_what_is_done_when_the_animal_got_less(page: Open, as_: SignIn) -> None:
    order = make_prescription(make_animal(at=clock.now() - HOUR), at=clock.now())
    dose, keeper = order.doses[0], as_("keeper")
    row = page("/treatments", by=keeper).one("li", class_="due-row")
    (less,) = [a for a in row.all("a") if a.text.startswith("Less")]
    address, _, part = less.attrs["href"].partition("#")
    assert page(address, by=keeper).one("input", name="amount").attrs["id"] == part
    half = {"amount": "0.16", "reason": "Spat it out", "at": f"{clock.local(clock.now()):%FT%H:%M}"}
    assert keeper.post(address, data=half).location == "/treatments"
    db.session.refresh(dose)
    assert dose.record is not None and dose.record.status == "partly"
    assert "Partly given" in page("/treatments", by=keeper).text


def test_an_empty_board_says_so(page: Open, as_: SignIn) -> None:
    assert "No dose falls due today." in page("/treatments", by=as_("vet")).text


def test_who_reads_the_board_without_giving_sees_no_buttons(page: Open, as_: SignIn) -> None:
    make_prescription(make_animal(at=clock.now() - HOUR), at=clock.now())
    assert page("/treatments", by=as_("manager")).all("button", class_="is-big") == []
    assert as_("officer").get("/treatments").status_code == 403


def test_the_statements_of_the_board_do_not_grow_with_the_animals(
    page: Open, as_: SignIn, statements: list[str]
) -> None:
    vet, counts = as_("vet"), []
    for animals in (1, 49):
        for n in range(animals):
            order = make_prescription(make_animal(at=clock.now() - HOUR), at=clock.now())
            if n % 3 == 0:
                give(order.doses[0], by=make_person("keeper"), at=clock.now())
        db.session.commit()
        statements.clear()
        page("/treatments", by=vet)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 10


def test_times_are_those_of_the_centre() -> None:
    order = make_prescription(make_animal(at=AT - timedelta(hours=9)), at=AT - timedelta(hours=8))
    assert f"{clock.local(order.doses[0].due_at):%H:%M}" == "02:00"
    assert doses_due(AT)[0].when == "02:00"
