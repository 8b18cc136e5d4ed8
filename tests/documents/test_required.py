"""The papers without which animals do not leave."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from rescue_center import clock, config
from rescue_center.animals import regroup
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.departures import readiness, rules, transfer
from rescue_center.documents import rules as papers
from rescue_center.documents.models import Issued
from rescue_center.errors import Refused
from tests.documents import papers as facts_of
from tests.documents.composing import LATER, examined
from tests.makers import AT, DAY, HOUR, make_animal, make_person, make_ready, make_transfer
from tests.pages import Page

Open, SignIn = Callable[..., Page], Callable[..., Any]
pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def asked(app: Flask) -> Iterator[None]:
    """A centre that asks for the paper, as it does unless it is told otherwise."""
    app.config["RELEASE_NEEDS_PAPER"] = True
    yield
    app.config["RELEASE_NEEDS_PAPER"] = False


def issue(kind: str, *animals: Animal, **facts: Any) -> Issued:
    by = make_person("coordinator", "vet")
    stays = [animal.stays[-1] for animal in animals]
    given = getattr(facts_of, kind)(**facts)
    return papers.issue(kind, given, stays, by=by, at=LATER - DAY, base_url="https://r")


def fitness(*animals: Animal, until: str | None = None) -> Issued:
    site = facts_of.release_fitness()["site"] | {"window_to": until}
    return issue("release_fitness", *animals, site=site)


def lacks_paper(animal: Animal) -> bool:
    found = readiness.gate(animal.stays[-1], LATER)
    return [stop.key for stop in found.stops] == ["paper"]


def test_a_release_asks_for_the_paper_unless_the_centre_does_without() -> None:
    assert config.SETTINGS["RELEASE_NEEDS_PAPER"][0] == "1"
    assert readiness.gate(make_ready(until=LATER).stays[-1], LATER).is_open


@pytest.mark.usefixtures("asked")
def test_only_a_valid_paper_that_names_the_animal_opens_the_gate() -> None:
    boss, animal = make_person("coordinator"), make_ready(until=LATER)
    fitness(make_ready(until=LATER))
    with pytest.raises(Refused, match=f"No valid fitness for release names {animal.label}"):
        rules.release([(animal, None)], by=boss, at=LATER, place="Kep", team="Sok")
    paper = fitness(animal)
    assert not lacks_paper(animal)
    papers.revoke(paper, by=boss, at=LATER, reason="Wrong site")
    assert lacks_paper(animal)
    fitness(animal, until=clock.today(LATER - DAY).isoformat())
    assert lacks_paper(animal), "its window has passed"
    fitness(animal, until=clock.today(LATER).isoformat())
    rules.release([(animal, None)], by=boss, at=LATER, place="Kep", team="Sok")


@pytest.mark.usefixtures("asked")
def test_a_paper_does_not_outlive_the_examination_that_finds_the_animal_not_fit() -> None:
    animal = make_ready(until=LATER)
    examined(animal, "unfit", at=LATER - 2 * DAY)
    paper = fitness(animal)
    assert not lacks_paper(animal), "what was found before the paper is in it"
    examined(animal, "unfit", at=LATER - HOUR)
    [stop] = readiness.gate(animal.stays[-1], LATER).stops
    assert stop.sentence == f"{animal.label} was found not fit after {paper.number} was issued."
    examined(animal, "fit_for_release", at=LATER - HOUR / 2)
    assert not lacks_paper(animal)


@pytest.mark.usefixtures("asked")
def test_a_part_of_a_lot_goes_with_the_paper_of_its_lot() -> None:
    lot, boss = make_ready(9, until=LATER), make_person("coordinator")
    part = regroup.split(lot, 2, by=boss, at=LATER - 2 * DAY)
    assert lacks_paper(part) and lacks_paper(lot)
    fitness(lot)
    assert not lacks_paper(part)
    made = rules.release([(lot, 3)], by=boss, at=LATER, place="Kep", team="Sok")
    assert made.members[0].count == 3


@pytest.mark.usefixtures("asked")
def test_the_gate_leads_to_the_paper_that_it_lacks(page: Open, signed_in: SignIn) -> None:
    animal = make_ready(until=LATER)
    url = f"/animals/{animal.accession}/readiness"
    shown = page(url, by=signed_in("coordinator"))
    form = f"/papers/new?kind=release_fitness&accession={animal.accession}"
    assert shown.all("a", href=form)
    assert "No valid fitness for release" in page(url, by=signed_in("vet")).text


# --- health statements ----------------------------------------------------------------------------


def says(plan: Any) -> list[str]:
    found = transfer.blockers(plan, LATER)
    return [said for said in found if said.startswith("A health statement is required")]


def test_what_goes_abroad_travels_with_a_valid_statement_for_each() -> None:
    boss, (one, two) = make_person("manager"), (make_animal(), make_animal())
    assert says(make_transfer(make_animal(), by=boss, at=LATER, to_country="KH")) == []
    plan = make_transfer(one, two, by=boss, at=LATER, to_country="VN")
    paper = issue("health_statement", one, valid_until="2026-08-01")
    issue("health_statement", two, valid_until="2026-07-10")
    assert says(plan) == [f"A health statement is required, and no valid one names {two.label}."]
    issue("health_statement", two, valid_until="2026-08-01")
    assert says(plan) == []
    papers.revoke(paper, by=boss, at=LATER, reason="Wrong chip")
    assert one.label in says(plan)[0]
    with pytest.raises(Refused, match="A health statement is required"):
        transfer.hand_over(plan, by=boss, at=LATER)


def test_an_animal_found_not_fit_after_its_statement_does_not_travel() -> None:
    boss, one = make_person("manager"), make_animal()
    plan = make_transfer(one, by=boss, at=LATER, to_country="VN")
    issue("health_statement", one, valid_until="2026-08-01")
    before = transfer.blockers(plan, LATER)
    examined(one, "unfit", at=LATER - HOUR)
    [said] = [said for said in transfer.blockers(plan, LATER) if said not in before]
    assert said.endswith(f"after the health statement was issued: {one.label}.")


def test_a_vet_says_whether_it_is_required_and_nobody_else() -> None:
    boss, vet = make_person("manager"), make_person("vet")
    home = make_transfer(make_animal(), by=boss, at=LATER, to_country="KH")
    with pytest.raises(Refused, match="Only a vet"):
        transfer.require_statement(home, True, by=boss, at=LATER)
    transfer.require_statement(home, True, by=vet, at=LATER)
    assert says(home)
    abroad = make_transfer(make_animal(), by=boss, at=LATER, to_country="VN")
    transfer.require_statement(abroad, False, by=vet, at=LATER)
    assert says(abroad) == []


def test_a_vet_says_it_on_the_page_of_the_transfer(page: Open, signed_in: SignIn) -> None:
    plan = make_transfer(make_animal(), by=make_person("manager"), at=AT + HOUR)
    db.session.commit()
    url, vet = f"/transfers/{plan.number}", signed_in("vet")
    assert "A health statement is required" not in page(url, by=signed_in("registrar")).text
    page(f"{url}/statement", by=vet, method="POST", data={"needed": "y"}, status=303)
    shown = page(url, by=vet)
    assert "no valid one names" in shown.text
    assert shown.all("a", href=f"/papers/new?kind=health_statement&transfer={plan.number}")
    page(f"{url}/statement", by=vet, method="POST", data={"needed": "n"}, status=303)
    assert "no valid one names" not in page(url, by=vet).text
