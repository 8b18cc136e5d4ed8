"""The page on which a paper is prepared: what it lacks, and where that is entered."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from rescue_center import clock
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.documents import rules
from rescue_center.documents.models import Issued
from tests.documents import papers as facts_of
from tests.documents.composing import examined
from tests.enclosures.makers import make_animal
from tests.makers import make_case, make_person
from tests.pages import Page

Open = Callable[..., Page]
pytestmark = pytest.mark.usefixtures("session")

FILLED = {"purpose": "Release", "valid_until": "2099-01-01", "premises_statement": "None",
          "consignee_name": "Phnom Prich", "consignee_address": "Mondulkiri",
          "destination_country": "KH"}  # fmt: skip


@pytest.fixture
def vet(signed_in: Callable[..., Any]) -> Any:
    return signed_in("vet")


def test_what_only_the_server_says_names_its_setting(page: Open, vet: Any, app: Any) -> None:
    url = f"/papers/new?kind=health_statement&accession={make_animal().accession}"
    lacking = page(url, by=vet).text
    assert "Consignor: address" in lacking and "RESCUE_CENTRE_ADDRESS" in lacking
    assert "RESCUE_CENTRE_NAME" not in lacking


def test_what_the_form_asks_for_is_said_beside_it(page: Open, vet: Any) -> None:
    url = f"/papers/new?kind=health_statement&accession={make_animal().accession}"
    assert "Consignee: name" not in page(url, by=vet).text
    typed = {"purpose": "Space", "valid_until": "2099-01-01", "premises_statement": "None"}
    refused = page(url, by=vet, method="POST", data=typed, status=422)
    assert "Consignee: name is missing." in refused.one("div", id="consignee_name-error").text
    assert "Country of destination is missing." in refused.text


@pytest.mark.parametrize("kind", ["health_statement", "release_fitness"])
def test_nobody_states_that_a_dead_animal_is_fit_to_go(
    page: Open, signed_in: Callable[..., Any], kind: str
) -> None:
    animal, who = make_animal(), signed_in("vet", "coordinator")
    url = f"/papers/new?kind={kind}&accession={animal.accession}"
    page(url, by=who)
    death.die(animal, by=make_person("vet"), at=clock.now(), manner="natural")
    assert "is not in our care any more (dead)" in page(url, by=who, status=409).text


def test_the_address_of_a_paper_to_replace_must_name_one_about_the_same_animal(
    page: Open, vet: Any
) -> None:
    first, other = make_animal(), make_animal()
    doctor = make_person("vet", name="Dr Sok")
    for one in (first, other):
        death.die(one, by=doctor, at=clock.now(), manner="natural", cause="Old age",
                  carcass_condition="fresh")  # fmt: skip
    typed = {"pathologist": "Dr Sok", "approver": "Dr Lim"}
    page(f"/papers/new?kind=death_record&accession={first.accession}", by=vet, method="POST",
         data=typed, status=303)  # fmt: skip
    [old] = db.session.scalars(sa.select(Issued))
    url = f"/papers/new?kind=death_record&accession={other.accession}&supersedes={old.number}"
    assert "speaks of other animals" in page(url, by=vet, status=409).text


def test_an_animal_that_nobody_examined_is_named_with_the_page_to_examine_it(
    page: Open, vet: Any
) -> None:
    animal = make_animal()
    read = page(f"/papers/new?kind=health_statement&accession={animal.accession}", by=vet)
    assert f"{animal.accession}: examination that finds it fit for transport" in read.text
    assert read.all("a", href=f"/animals/{animal.accession}/examine")


def test_the_form_of_a_death_record_proposes_the_vet_who_issues_it(page: Open, vet: Any) -> None:
    animal = make_animal()
    death.die(animal, by=make_person("keeper", name="Dara"), at=clock.now(), manner="natural")
    read = page(f"/papers/new?kind=death_record&accession={animal.accession}", by=vet)
    proposed = read.one("input", name="pathologist").attrs["value"]
    assert proposed and proposed != "Dara"


def test_the_examination_that_was_read_is_a_link_away(page: Open, vet: Any) -> None:
    animal, seen = make_animal(), clock.now()
    exam = examined(animal, "not_stated", at=seen)
    read = page(f"/papers/new?kind=health_statement&accession={animal.accession}", by=vet)
    assert "nothing stated" in read.text
    assert read.all("a", href=f"/exams/{exam.id}")
    page(f"/exams/{exam.id}", by=vet)


def test_criteria_that_nobody_judged_are_one_gap_that_leads_to_their_sheet(
    page: Open, signed_in: Callable[..., Any]
) -> None:
    animal = make_animal(case=make_case())
    by = signed_in("coordinator")
    read = page(f"/papers/new?kind=release_fitness&accession={animal.accession}", by=by)
    [gap] = [one.text for one in read.all("li") if "Not judged yet" in one.text]
    assert "Weight, Body condition" in gap
    assert "Result of the disease risk analysis" not in read.text
    sheet = f"/animals/{animal.accession}/readiness/sheet"
    assert len(read.all("a", href=sheet)) == 1
    page(sheet, by=by)


def test_a_paper_whose_last_day_has_passed_is_not_called_valid(
    page: Open, signed_in: Callable[..., Any]
) -> None:
    animal, by = make_animal(), make_person("coordinator", "vet")
    now = clock.now()
    site = facts_of.release_fitness()["site"] | {"window_to": clock.today(now).isoformat()}
    paper = rules.issue("release_fitness", facts_of.release_fitness(site=site), animal.stays,
                        by=by, at=now, base_url="https://r")  # fmt: skip
    db.session.commit()
    who = signed_in("coordinator")
    record = f"/animals/{animal.accession}/papers"
    for url in ("/papers", f"/papers/{paper.number}", record):
        assert "Valid" in page(url, by=who).text
    with time_machine.travel(now + timedelta(days=1), tick=False):
        who = signed_in("coordinator")
        for url in ("/papers", f"/papers/{paper.number}", record):
            read = page(url, by=who).text
            assert "Expired" in read and "Valid" not in read.replace("Valid until", "")
        assert "expired" in page(f"/v/{paper.code}").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"vaccinations": "Rabisin on Monday"}, "Line 1: write product, lot, date."),
     ({"vaccinations": "Rabisin, L1, 2026-05-01", "unvaccinated": "y"}, "Choose."),
     ({"vaccinations": "x", "unvaccinated": "y"}, "Line 1: write product, lot, date.")],
)  # fmt: skip
def test_a_list_that_cannot_be_read_is_said_beside_it_and_stays_typed(
    page: Open, vet: Any, typed: dict[str, str], sentence: str
) -> None:
    animal = make_animal()
    url = f"/papers/new?kind=health_statement&accession={animal.accession}"
    for draft in ({}, {"draft": "1"}):
        shown = page(url, by=vet, method="POST", data=FILLED | typed | draft, status=422)
        assert sentence in shown.text and typed["vaccinations"] in shown.text
