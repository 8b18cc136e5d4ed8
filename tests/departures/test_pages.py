"""The pages of readiness, release and death, as people use them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.animals import life
from rescue_center.animals.life import Stage
from rescue_center.boards import actions
from rescue_center.db import db
from rescue_center.departures import readiness, transfer
from rescue_center.departures.gate_models import Assessment
from rescue_center.departures.models import Death, Release
from tests.makers import AT, make_animal, make_case, make_lot, make_order, make_person, make_ready
from tests.pages import Page

Open = Callable[..., Page]
SignIn = Callable[..., FlaskClient]
pytestmark = pytest.mark.usefixtures("session")
AGO = timedelta(days=40)


def post(page: Open, url: str, by: FlaskClient, status: int = 303, **typed: object) -> Page:
    now = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    return page(url, by=by, status=status, method="POST", data={"at": now} | typed)


def verdicts() -> dict[str, tuple[str, str, str]]:
    rows = db.session.scalars(sa.select(Assessment).order_by(Assessment.id))
    return {row.criterion: (row.verdict, row.evidence, row.reason) for row in rows}


def wrong(page: Page, label: str) -> str:
    """What stands beside the field with this label."""
    found = page.labelled(f"{label} (optional)").attrs["aria-describedby"].split()
    said = [e.text for one in found if one.endswith("-error") for e in page.all("div", id=one)]
    return " ".join(said).removeprefix("Error: ")


ASKED = [key for key in readiness.BY_KEY if key != readiness.RESIDUES.key]


def test_all_criteria_are_judged_on_one_sheet(page: Open, signed_in: SignIn) -> None:
    lot = make_lot(12, at=clock.now() - AGO)
    url, coordinator = f"/animals/{lot.accession}/readiness/sheet", signed_in("coordinator")
    page(url, by=coordinator)
    typed = {f"{key}_verdict": "met" for key in ASKED if key != "senses"}
    typed |= {f"{key}_words": f"Seen: {key}" for key in ASKED}
    typed |= {"senses_verdict": "not_applicable", "senses_words": "No teeth"}
    post(page, url, coordinator, **typed)
    found = verdicts()
    assert found.keys() == set(ASKED)
    assert found["weight"] == ("met", "Seen: weight", "")
    assert found["senses"] == ("not_applicable", "", "No teeth")
    assert "Now: met" in page(url, by=coordinator).text


def test_a_criterion_without_evidence_stops_the_whole_sheet(page: Open, signed_in: SignIn) -> None:
    lot = make_lot(12, at=clock.now() - AGO)
    url, vet = f"/animals/{lot.accession}/readiness/sheet", signed_in("vet")
    facts = {"age_verdict": "met", "age_words": "Adults", "weight_verdict": "met"}
    shown = post(page, url, vet, 422, **facts)
    assert wrong(shown, "Weight: what was seen, or why") == "Weight: say what was seen or measured."
    kept = shown.labelled("Past the age of independence: what was seen, or why (optional)")
    assert kept.attrs["value"] == "Adults"
    assert verdicts() == {}
    shown = post(page, url, vet, 422, weight_words="90 %")
    assert wrong(shown, "Weight") == "Weight: choose the verdict too."
    assert "at least one criterion" in post(page, url, vet, 422).text


@pytest.mark.parametrize("form", ["death", "escape"])
def test_an_empty_box_never_means_a_whole_lot(page: Open, signed_in: SignIn, form: str) -> None:
    lot = make_lot(21, at=clock.now() - AGO)
    typed = {"manner": "natural", "precision": "found", "kind": "escape", "circumstances": "Fence"}
    url, keeper = f"/animals/{lot.accession}/{form}", signed_in("keeper")
    page(url, by=keeper)
    shown = post(page, url, keeper, 422, **typed)
    assert "Say how many of the 21." in shown.text
    post(page, url, keeper, **typed, count="1")
    db.session.refresh(lot)
    assert lot.count == 20


def test_an_individual_is_not_counted(page: Open, signed_in: SignIn) -> None:
    animal = make_animal(at=clock.now() - AGO)
    url = f"/animals/{animal.accession}/death"
    post(page, url, signed_in("keeper"), manner="natural", precision="found")
    assert db.session.scalars(sa.select(Death.count)).one() == 1


def test_what_is_ready_elsewhere_is_taken_to_pre_release_first(
    page: Open, signed_in: SignIn
) -> None:
    animal = make_ready(until=AT)
    assert animal.stay is not None
    url, coordinator = f"/animals/{animal.accession}/readiness", signed_in("coordinator")
    release = {"href": f"/releases/new?animal={animal.accession}"}
    assert page(url, by=coordinator).all("a", **release)
    life.move(animal.stay, Stage.REHAB, by=None, at=AT + AGO)
    db.session.commit()
    ready = page(url, by=coordinator)
    assert "Ready for release" in ready.text
    assert "change its stage first" in ready.text
    assert not ready.all("a", **release)


def test_a_refused_release_names_every_reason_once(page: Open, signed_in: SignIn) -> None:
    lot = make_lot(9, at=clock.now() - AGO)
    shown = post(page, "/releases/new", signed_in("coordinator"), 422, method="hard", kind="WELF",
                 animals=f"{lot.accession} 4", place="Cardamom", team="Sok")  # fmt: skip
    assert "has not been through quarantine" in shown.text
    assert "Not assessed yet: Weight, Body condition, Feeds" in shown.text
    assert db.session.scalar(sa.select(Release.id)) is None


def test_a_transfer_offers_its_papers_to_whom_may_issue_them(page: Open, signed_in: SignIn) -> None:
    case = make_case()
    animal = make_animal(at=clock.now() - AGO, case=case)
    plan = transfer.plan(
        by=make_person("manager"), at=clock.now(), to_organisation="Angkor", mode="Car"
    )
    transfer.add_animal(plan, animal, by=make_person("manager"), at=clock.now())
    words = {
        role: {a.text for a in page(f"/transfers/{plan.number}", by=signed_in(role)).all("a")}
        for role in ("vet", "registrar", "officer")
    }
    assert {"Health statement", "Handover paper"} <= words["vet"]
    assert "Health statement" not in words["registrar"]
    assert "Handover paper" not in words["officer"]
    url = f"/papers/new?kind=health_statement&transfer={plan.number}"
    asked = page(url, by=signed_in("vet")).text
    assert "Their address" in asked and "Taken from the transfer" not in asked


def test_a_paper_of_one_animal_is_not_asked_of_a_transfer(page: Open, signed_in: SignIn) -> None:
    by = make_person("manager")
    plan = transfer.plan(by=by, at=clock.now(), to_organisation="Angkor", mode="Car")
    transfer.add_animal(plan, make_animal(at=clock.now() - AGO), by=by, at=clock.now())
    empty = transfer.plan(by=by, at=clock.now(), to_organisation="Angkor", mode="Car")
    for number in (plan.number, empty.number):
        for kind in ("death_record", "release_fitness"):
            url = f"/papers/new?kind={kind}&transfer={number}"
            page(url, by=signed_in("vet"), status=404)


def test_the_one_order_of_a_case_is_chosen_already(page: Open, signed_in: SignIn) -> None:
    case = make_case(evidence_hold=True)
    order = make_order(case)
    form = page(f"/cases/{case.number}/hold/lift", by=signed_in("officer"))
    assert f'<option selected value="{order.id}">' in form.html


def test_papers_are_offered_to_those_who_issue_them() -> None:
    assert {way.query for way in actions.PAPERS} <= set(actions.ISSUERS)
