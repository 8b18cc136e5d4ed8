"""What a vet found to need no quarantine is released on that word, which stays with the release."""

from collections.abc import Callable
from typing import Any

import pytest

from rescue_center import clock
from rescue_center.animals import regroup
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.departures import readiness, rules
from rescue_center.enclosures import rules as enclosures
from rescue_center.errors import Refused
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.exemption_rules import exempt
from tests.makers import AT, DAY, HOUR, make_animal, make_lot, make_person, make_ready, make_unit
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")
LATER = AT + 60 * DAY


def stops(animal: Animal, at: Any = LATER) -> list[str]:
    return [s.sentence for s in readiness.gate(animal.stay, at).stops if s.key == "quarantine"]


def exempted(count: int = 1, **facts: Any) -> Animal:
    animal = make_ready(count, until=LATER, quarantined=False, **facts)
    exempt(animal, reason="Cleared at ACCB", by=make_person("vet", name="Dr Sok"), at=AT + DAY)
    return animal


def test_a_release_rests_on_the_word_of_a_vet_and_says_so() -> None:
    vet, lot = make_person("vet"), exempted(4)
    heir = regroup.split(lot, 1, by=vet, at=AT + 40 * DAY)
    act = rules.release([(lot, None), (heir, None)], by=vet, at=LATER, place="Kep", team="Sok")
    for one in act.members:
        assert one.gate["quarantine"] == (
            "No quarantine needed: Cleared at ACCB (13 May 2026, Dr Sok)"
        )


def test_without_it_one_from_the_old_books_is_not_released_and_a_vet_may_still_say_it() -> None:
    vet, animal = make_person("vet"), make_ready(until=LATER, quarantined=False, taken_over=True)
    assert "let a vet record that none is needed" in stops(animal)[0]
    exempt(animal, reason="In our care since 2015", by=vet, at=LATER - DAY)
    assert stops(animal) == []
    assert "not before. Check the date." in stops(animal, LATER - 2 * DAY)[0]


def test_whoever_came_into_quarantine_beside_it_afterwards_undoes_the_word() -> None:
    vet, animal = make_person("vet"), exempted()
    unit = make_unit(capacity=9)
    enclosures.house([animal], unit, by=vet, at=AT + 2 * DAY)
    newcomer = make_animal(taxon=animal.taxon)
    ward = make_unit(biosecurity="quarantine")
    quarantine.begin(newcomer.stays[-1], ward, by=vet, at=AT + 3 * DAY)
    assert stops(animal) == []
    enclosures.house([newcomer], unit, by=vet, at=AT + 4 * DAY, override_reason="The roof fell",
                     override_until=AT + 9 * DAY)  # fmt: skip
    [said] = stops(animal)
    assert newcomer.accession in said and "no longer counts" in said


def test_a_lot_from_the_old_books_does_not_get_the_word_by_merging() -> None:
    vet = make_person("vet")
    one = make_lot(3, taken_over=True)
    two = make_lot(3, taken_over=True, taxon=one.taxon, epi_group=one.epi_group)
    exempt(one, reason="Tested in 2024", by=vet, at=AT + HOUR)
    with pytest.raises(Refused, match="the old books"):
        regroup.merge(two, one, by=vet, at=AT + DAY)


def test_the_gate_and_the_release_show_on_what_it_rests(
    page: Callable[..., Page], signed_in: Callable[..., Any]
) -> None:
    animal, old = exempted(), make_ready(until=LATER, quarantined=False, taken_over=True)
    db.session.commit()
    vet = signed_in("vet")
    assert "Cleared at ACCB" in page(f"/animals/{animal.accession}/readiness", by=vet).text
    lacking = page(f"/animals/{old.accession}/readiness", by=vet)
    assert lacking.all("a", href=f"/animals/{old.accession}/quarantine/exemption")
    assert "Never kept as a pet" in lacking.text
    now = clock.now()
    act = rules.release([(animal, None)], by=make_person("vet"), at=now, place="Kep", team="Sok")
    db.session.commit()
    assert "Cleared at ACCB" in page(f"/releases/{act.id}", by=vet).text
