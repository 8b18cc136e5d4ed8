"""The treatment sheet says of every dose of a day what became of it, and never says "not given" of
one that nobody wrote down."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from rescue_center import clock
from rescue_center.animals.life import Stage, move
from rescue_center.care import dose_rules, order_rules, review_rules, sheet_queries
from rescue_center.care.sheet_queries import Mark, Sheet
from rescue_center.db import db
from rescue_center.enclosures.rules import house
from tests.counting import selects
from tests.makers import make_animal, make_lot, make_person, make_prescription, make_unit

pytestmark = pytest.mark.usefixtures("session")

HOUR = timedelta(hours=1)
DAY = 24 * HOUR


def eleven() -> Any:
    """Eleven in the morning at the facility, the day before yesterday."""
    return clock.start_of(clock.today() - 2 * DAY) + 11 * HOUR


def marks(sheet: Sheet) -> list[Mark]:
    return [mark for line in sheet.lines for mark in line.marks]


def states(sheet: Sheet) -> list[str]:
    return [mark.state for mark in marks(sheet)]


def test_each_state_of_a_dose_has_a_word_of_its_own() -> None:
    at, vet = eleven(), make_person("vet")
    for name, hours in (("Given", 3), ("Partly", 3), ("Refused", 3), ("Away", 3), ("Late", 3),
                        ("Now", 0), ("Later", -5), ("Cancelled", -4)):  # fmt: skip
        animal = make_animal(name=name, at=at - DAY)
        order = make_prescription(animal, at=at - 6 * HOUR, by=vet, frequency="STAT",
                                  starts_at=at - hours * HOUR)  # fmt: skip
        dose, then = order.doses[0], at - 2 * HOUR
        if name == "Given":
            dose_rules.give(dose, by=vet, at=then)
        if name == "Partly":
            dose_rules.give(dose, by=vet, at=then, amount=Decimal("0.1"), reason="Spat the rest")
        if name == "Refused":
            dose_rules.not_given(dose, "refused", by=vet, at=then)
        if name == "Away":
            dose_rules.not_given(dose, "away", by=vet, at=then)
        if name == "Cancelled":
            order_rules.stop(order, by=vet, at=at, reason="Not needed")
    found = sheet_queries.sheet(clock.today(at), at)
    by_name = {line.who: [mark.state for mark in line.marks] for line in found.lines}
    assert by_name == {
        "Given": ["given"], "Partly": ["partly"], "Refused": ["refused"], "Away": ["omitted"],
        "Late": ["overdue"], "Now": ["due"], "Later": ["planned"], "Cancelled": ["cancelled"],
    }  # fmt: skip
    assert found.counts == dict.fromkeys(
        ("overdue", "due", "planned", "given", "partly", "refused", "omitted", "cancelled"), 1
    )
    assert found.now == 11 and {8, 11} <= set(found.hours)


def test_what_nobody_wrote_down_is_not_recorded_and_never_not_given() -> None:
    at, vet = eleven(), make_person("vet")
    order = make_prescription(make_animal(at=at - DAY), at=at - 3 * HOUR, by=vet)
    assert states(sheet_queries.sheet(clock.today(at), at)) == ["overdue"]
    order_rules.stop(order, by=vet, at=at, reason="Better")
    assert states(sheet_queries.sheet(clock.today(at), at)) == ["not_recorded"]


def test_a_second_report_stands_beside_the_first_until_a_vet_has_looked() -> None:
    at, vet = eleven(), make_person("vet")
    order = make_prescription(make_animal(at=at - DAY), at=at - 2 * HOUR, by=vet)
    dose_rules.give(order.doses[0], by=vet, at=at - HOUR)
    review_rules.give_conflict(order.doses[0], by=make_person("keeper"), at=at - HOUR / 2)
    # kept, for both may have given it
    assert sorted(states(sheet_queries.sheet(clock.today(at), at))) == ["conflict", "given"]


def test_a_dose_stands_in_the_hour_it_was_planned_for_and_tells_when_it_was_given() -> None:
    at, vet = eleven(), make_person("vet", name="Sok Vanna")
    order = make_prescription(make_animal(at=at - DAY), at=at - 2 * HOUR, by=vet)
    dose = order.doses[0]
    dose_rules.give(dose, by=vet, at=dose.due_at + HOUR)
    (mark,) = marks(sheet_queries.sheet(clock.today(at), at))
    assert mark.hour == clock.local(dose.due_at).hour
    assert mark.time == f"{clock.local(dose.due_at + HOUR):%H:%M}" and mark.initials == "SV"


def test_an_as_needed_order_says_when_it_may_be_given_again() -> None:
    at, vet = eleven(), make_person("vet")
    order = make_prescription(make_animal(at=at - 2 * DAY), at=at - DAY, by=vet, frequency="PRN",
                              min_interval_h=4, max_per_day=2)  # fmt: skip
    (line,) = sheet_queries.sheet(clock.today(at), at).lines
    assert line.again is None and line.given == []
    dose_rules.give_as_needed(order, by=vet, at=at - 6 * HOUR)
    (line,) = sheet_queries.sheet(clock.today(at), at).lines
    assert line.again == at - 2 * HOUR, "its interval has passed"
    dose_rules.give_as_needed(order, by=vet, at=at - HOUR)
    (line,) = sheet_queries.sheet(clock.today(at), at).lines
    assert line.again == at - 6 * HOUR + DAY, "two in 24 hours are its most"
    assert [mark.state for mark in line.marks] == ["given", "given"]


def test_another_day_has_its_own_doses_and_no_now() -> None:
    at, vet = eleven(), make_person("vet")
    order = make_prescription(make_animal(at=at - DAY), at=at - HOUR, by=vet)
    next_day = sheet_queries.sheet(clock.today(at) + DAY, at)
    assert next_day.now is None and states(next_day) == ["planned"]
    assert marks(next_day)[0].dose_id == order.doses[1].id
    assert not sheet_queries.sheet(clock.today(at) - DAY, at).lines


@pytest.mark.engine("sqlite")
def test_sixty_patients_take_no_more_statements_than_one() -> None:
    at, vet = eleven(), make_person("vet")
    make_prescription(make_animal(at=at - DAY), at=at - HOUR, by=vet)
    with selects() as one:
        sheet_queries.sheet(clock.today(at), at)
    for _ in range(59):
        make_prescription(make_animal(at=at - DAY), at=at - HOUR, by=vet)
    with selects() as sixty:
        assert len(sheet_queries.sheet(clock.today(at), at).lines) == 60
    assert len(one) == len(sixty) == 5


def test_the_sheet_is_narrowed_to_an_area_or_to_the_in_patients() -> None:
    at, vet = eleven(), make_person("vet")
    wards = []
    for name, kind in (("Inside", "hospital"), ("Outside", "standard")):
        cage, animal = make_unit(biosecurity=kind), make_animal(at=at - DAY, name=name)
        house([animal], cage, by=vet, at=at - DAY)
        make_prescription(animal, at=at - HOUR, by=vet)
        assert cage.parent
        wards.append(cage.parent)
    ill = make_animal(at=at - DAY, name="Homeless and ill")
    make_prescription(ill, at=at - HOUR, by=vet)
    assert ill.stay
    move(ill.stay, Stage.HOSPITAL, by=vet, at=at)
    day = clock.today(at)

    def who(**narrowed: Any) -> list[str]:
        return sorted(line.who for line in sheet_queries.sheet(day, at, **narrowed).lines)

    assert who() == ["Homeless and ill", "Inside", "Outside"]
    assert who(area=wards[1].id) == ["Outside"]
    assert who(inside=True) == ["Homeless and ill", "Inside"]
    found = sheet_queries.sheet(day, at, area=wards[0].id)
    assert {(ward.id, ward.label) for ward in wards} <= set(found.areas)
    assert who(area=999_999) == []


def test_a_day_on_which_the_clocks_change_has_every_dose_in_the_hour_that_the_clock_shows(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "TIMEZONE", "Europe/Paris")
    before = datetime(2026, 10, 23, 6, tzinfo=UTC)
    order = make_prescription(make_animal(at=before), at=before, frequency="q6h", days=4)
    day = clock.local(datetime(2026, 10, 25, 12, tzinfo=UTC)).date()  # it has 25 hours
    hours = [mark.hour for mark in marks(sheet_queries.sheet(day, before))]
    assert hours == [2, 7, 13, 19], "six hours lie between, and two of them were both called 2"
    assert len(order.doses) == 16


def test_a_cell_says_who_recorded_it_as_well_and_leads_to_the_review(
    page: Any, signed_in: Any
) -> None:
    at = clock.now()
    order = make_prescription(make_animal(at=at - DAY), at=at - HOUR, frequency="STAT")
    dose = order.doses[0]
    dose_rules.give(dose, by=make_person("vet"), at=at - HOUR / 2)
    again = review_rules.give_conflict(dose, by=make_person("keeper", name="Sok"), at=at)
    db.session.commit()
    url = f"/treatments/sheet?day={clock.today(dose.due_at)}"
    told = page(url, by=signed_in("vet"))
    said = f"Also recorded {clock.local(at):%H:%M}, Sok; review"
    assert [link.text for link in told.all("a", href=f"/records/{again.id}/review")] == [said]
    assert "a vet reviews it" in page(url, by=signed_in("keeper")).text


def test_a_dose_stands_with_its_arithmetic_and_goes_back_to_the_sheet(
    page: Any, signed_in: Any
) -> None:
    at = clock.now()
    order = make_prescription(make_animal(at=at - DAY), at=at - HOUR, frequency="STAT")
    db.session.commit()
    sheet = f"/treatments/sheet?day={clock.today(order.doses[0].due_at)}"
    url = f"/doses/{order.doses[0].id}"
    vet = signed_in("vet")
    told = page(f"{url}?next={quote(sheet)}", by=vet)
    assert "5 mg/kg × 3.2 kg" in told.text and "= 16 mg = 0.32 ml (50 mg/ml)" in told.text
    answer = vet.post(url, data={"next": sheet})
    assert (answer.status_code, answer.headers["Location"]) == (303, sheet)
    assert "Given" in page(sheet, by=vet).one("table").text


def test_a_vet_records_from_the_sheet_and_an_inspector_only_reads(
    page: Any, signed_in: Any
) -> None:
    at = clock.now()
    order = make_prescription(make_animal(name="Mali", at=at - DAY), at=at - HOUR)
    make_prescription(make_lot(24, at=at - DAY), at=at - HOUR)
    db.session.commit()
    day = clock.today(order.doses[0].due_at)
    told = page(f"/treatments/sheet?day={day}", by=signed_in("vet"))
    assert "Mali" in told.text and "24" in told.text
    assert f"/doses/{order.doses[0].id}" in str(told.all("a", class_="sheet-mark"))
    inspector = page(f"/treatments/sheet?day={day}", by=signed_in("inspector"))
    assert not inspector.all("a", class_="sheet-mark")
    for odd in ("x", "0001-01-01", "9999-12-31", "2026-02-30"):
        assert page(f"/treatments/sheet?day={odd}", by=signed_in("vet"))
