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
from rescue_center.departures import crates, readiness, rules, transfer
from rescue_center.departures.gate_models import Assessment
from rescue_center.departures.models import Death, Release
from rescue_center.errors import Refused
from rescue_center.journal.models import Entry
from tests.makers import (
    AT,
    DAY,
    make_animal,
    make_case,
    make_lot,
    make_order,
    make_person,
    make_ready,
)
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
    typed["disease_risk_verdict"] = "low"
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
    typed = {"manner": "natural", "precision": "found", "kind": "escape", "circumstances": "Fence",
             "grave_word": lot.accession[-4:]}  # fmt: skip
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
    post(page, url, signed_in("keeper"), manner="natural", precision="found",
         grave_word=animal.accession[-4:])  # fmt: skip
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
                 animals=f"{lot.accession} 4", place="Cardamom", team="Sok",
                 grave_word="release")  # fmt: skip
    assert "has not been through quarantine" in shown.text
    assert "Not assessed yet: Weight, Body condition, Feeds" in shown.text
    assert db.session.scalar(sa.select(Release.id)) is None


def test_a_release_keeps_what_the_gate_said_for_whoever_inspects_it(
    page: Open, signed_in: SignIn
) -> None:
    boss, animal = make_person("coordinator", name="Chan"), make_ready(until=clock.now())
    stay = animal.stays[-1]
    before = readiness.gate(stay, clock.now()).verdicts
    rules.assess(stay, "weight", "overridden", by=boss, at=AT + 40 * DAY, reason="Light, but grows")
    made = rules.release([(animal, None)], by=boss, at=clock.now(), place="Secret bay", team="Sok")
    db.session.commit()
    url, inspector = f"/releases/{made.id}", signed_in("inspector")
    shown = page(url, by=inspector)
    rows = {r.all("th")[0].text: r.text for r in shown.one("section", id="gate").all("tr")[1:]}
    assert set(rows) == {readiness.BY_KEY[key].label for key in before}
    assert "Overridden Light, but grows" in rows["Weight"] and "Chan" in rows["Weight"]
    assert "Secret bay" not in shown.text
    gone = page(f"/animals/{animal.accession}/readiness", by=inspector)
    assert gone.all("a", href=url)[0].text == "What the gate said then"
    assert not page(url, by=signed_in("registrar")).all("section", id="gate")


def test_the_crate_of_an_animal_on_a_transfer_is_chosen_in_its_row(
    page: Open, signed_in: SignIn
) -> None:
    boss, animal = make_person("coordinator"), make_animal(name="Mali")
    plan = transfer.plan(by=boss, at=AT, to_organisation="Zoo")
    member = transfer.add_animal(plan, animal, by=boss, at=AT + DAY)
    size = {"length_cm": 90, "width_cm": 60, "height_cm": 60}
    one, two = (crates.add_crate(plan, by=boss, at=AT, number=n, **size) for n in ("K1", "K2"))
    other = transfer.plan(by=boss, at=AT, to_organisation="Elsewhere")
    foreign = crates.add_crate(other, by=boss, at=AT, number="K9", **size)
    db.session.commit()
    url, chan = f"/transfers/{plan.number}", signed_in("coordinator")
    form = f"{url}/animals/{member.stay_id}/crate"
    assert len(page(url, by=chan).all("a", href=form)) == 2  # in what is missing, and in the row
    page(form, by=chan)
    for crate in (one, two):
        post(page, form, chan, crate=crate.id)
    assert page(url, by=chan).all("a", href=form)[0].text.startswith("K2")
    assert "has no crate" not in page(url, by=chan).text
    post(page, form, chan, 422, crate=foreign.id)
    with pytest.raises(Refused, match="is not on transfer"):
        crates.put_in_crate(plan, member, foreign, by=boss, at=AT)
    told = sa.select(Entry).where(Entry.verb == "chose a crate").order_by(Entry.seq)
    entries = db.session.scalars(told).all()
    assert [(e.before["crate"], e.after["crate"]) for e in entries] == [
        ("none", "K1"),
        ("K1", "K2"),
    ]
    assert {e.animal_id for e in entries} == {animal.id}
    assert (
        f"Added a crate: Transfer {plan.number}" in page("/journal", by=signed_in("manager")).text
    )
    transfer.cancel(plan, by=boss, at=AT + 2 * DAY, reason="No truck")
    db.session.commit()
    assert not page(url, by=chan).all("a", href=form)
    refused = post(page, form, chan, 422, crate=one.id)
    assert "is cancelled and no longer changes" in refused.text


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
        for kind, role in (("death_record", "vet"), ("release_fitness", "coordinator")):
            url = f"/papers/new?kind={kind}&transfer={number}"
            page(url, by=signed_in(role), status=404)


def test_the_one_order_of_a_case_is_chosen_already(page: Open, signed_in: SignIn) -> None:
    case = make_case(evidence_hold=True)
    order = make_order(case)
    form = page(f"/cases/{case.number}/hold/lift", by=signed_in("officer"))
    assert f'<option selected value="{order.id}">' in form.html


def test_papers_are_offered_to_those_who_issue_them() -> None:
    assert {way.query for way in actions.PAPERS} <= set(actions.ISSUERS)
