"""Warnings on an animal: true ones alone, the most dangerous first; what a hold shuts, and why."""

from typing import Any

import pytest
from flask import g

from rescue_center.animals import holds, rules
from rescue_center.animals.models import Animal
from rescue_center.boards import actions
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.quarantine import rules as quarantine
from rescue_center.species.models import Hazard
from tests.makers import AT, DAY, HOUR, make_case, make_group, make_person, make_taxon, make_unit

pytestmark = pytest.mark.usefixtures("session")


def animal(*hazards: tuple[str, str, str]) -> Animal:
    """One of a case, of a group with these hazards: disease, level, protection."""
    group = make_group(min_days=30)
    for disease, level, ppe in hazards:
        db.session.add(Hazard(disease=disease, level=level, ppe_level=ppe, groups=[group]))
    db.session.flush()
    case = make_case(evidence_hold=False)
    taxon = make_taxon(group=group)
    return rules.admit(taxon=taxon, case=case, count=1, at=AT, name="Mali", by=None)


def held(one: Animal) -> str:
    """Hold it, and return the number of the case."""
    assert one.stay is not None and one.case is not None
    holds.place_hold(one.stay, one.case, by=None, at=AT + HOUR, reason="Evidence")
    return one.case.number


def flags(page: Any, one: Animal, by: Any) -> list[str]:
    db.session.commit()
    warnings = page(f"/animals/{one.accession}", by=by).one("ul", aria_label="Warnings")
    return [item.text for item in warnings.all("li")]


def test_the_gravest_disease_of_its_kind_is_a_warning_with_what_to_wear(
    page: Any, signed_in: Any
) -> None:
    one = animal(("Rabies", "critical", "maximum"), ("Herpes B", "high", "enhanced"),
                 ("Mange", "low", "standard"))  # fmt: skip
    first = flags(page, one, signed_in("keeper"))[0]
    assert "Full protection" in first and "Rabies" in first
    assert "Herpes B" not in first and "Mange" not in first


def test_who_has_no_grave_disease_of_its_kind_has_no_such_warning(
    page: Any, signed_in: Any
) -> None:
    one = animal(("Mange", "low", "standard"))
    assert not any("Gloves" in flag for flag in flags(page, one, signed_in("keeper")))


def test_warnings_stand_in_the_order_of_danger(page: Any, signed_in: Any) -> None:
    one = animal(("Rabies", "high", "enhanced"))
    assert one.stay is not None
    quarantine.begin(one.stay, make_unit("Q1", biosecurity="quarantine"), by=None, at=AT + HOUR)
    held(one)
    told = flags(page, one, signed_in("vet"))
    places = [
        next(i for i, flag in enumerate(told) if word in flag)
        for word in ("Gloves and mask", "Legal hold", "Quarantine")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(("role", "knows"), [("manager", True), ("coordinator", True)])
def test_a_hold_shuts_what_it_refuses_and_says_why_and_who_lifts_it(
    page: Any, signed_in: Any, role: str, knows: bool
) -> None:
    one = animal()
    db.session.commit()
    free = page(f"/animals/{one.accession}", by=signed_in(role))
    ways = {"Plan a transfer", "Strike out the record"} & {a.text for a in free.all("a")}
    assert "Plan a transfer" in ways and not free.all("p", id="why-shut")
    case = held(one)
    db.session.commit()
    shut = page(f"/animals/{one.accession}", by=signed_in(role))
    assert not ways & {a.text for a in shut.all("a")}
    assert ways <= {b.text for b in shut.all("button") if "disabled" in b.attrs}
    why = shut.one("p", id="why-shut").text
    assert "A case officer or a manager lifts the hold by an order" in why
    assert (f"Case {case}" in why) is knows


def test_a_held_carcass_shows_the_way_to_its_disposal_shut_with_the_reason(
    page: Any, signed_in: Any
) -> None:
    one = animal()
    case = held(one)
    row = death.die(
        one, by=make_person("vet"), at=AT + DAY, manner="natural", authority_not_told=True
    )
    db.session.commit()
    shown = page(f"/deaths/{row.id}", by=signed_in("vet"))
    (button,) = [b for b in shown.all("button") if "Record the disposal" in b.text]
    assert "disabled" in button.attrs
    assert f"Case {case} holds it" in shown.text and "lifts the hold" in shown.text


@pytest.mark.parametrize(("role", "named"), [("keeper", False), ("vet", True)])
def test_why_a_hold_shuts_names_the_case_to_those_who_read_of_custody(
    app: Any, role: str, named: bool
) -> None:
    with app.test_request_context():
        g.staff = make_person(role)
        why = actions.why_shut("2026-034")
    assert ("2026-034" in why) is named and "lifts the hold" in why
