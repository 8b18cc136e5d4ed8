"""Koh Thom, 4 June 2016, in a browser: 785 animals of 7 species, from seizure to outcome.

Everything by the forms that people use, and by visible labels alone; only people, enclosures and
reference data are there before."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from rescue_center import clock
from rescue_center.db import db
from rescue_center.operations import verify
from rescue_center.species import load as reference
from tests.browser import koh_thom as boat
from tests.browser import koh_thom_care as care
from tests.browser import koh_thom_outcome as outcome
from tests.browser.worker import Worker
from tests.databases import Databases
from tests.makers import make_unit
from tests.server import Live, serving
from tests.staff.makers import PASSWORD, make_person

PEOPLE = {
    "registrar": "Sun Sreymom", "keeper": "Lim Vanna", "vet": "Dr Sok",
    "coordinator": "Keo Bopha", "officer": "Chan Dara", "manager": "Tep Rith",
}  # fmt: skip
UNITS = {"Q1": "quarantine", "Q2": "quarantine", "P1": "standard"}

Enter = Callable[..., Worker]


@pytest.fixture
def live(databases: Databases, tmp_path: Path) -> Iterator[Live]:
    """A centre with people, enclosures and reference data, and not one animal."""
    settings = {"RESCUE_CENTRE_ADDRESS": "Phnom Tamao, Bati, Takeo",
                "RESCUE_CENTRE_PHONE": "+855 12 500 094"}  # fmt: skip
    with serving(databases.fresh(), tmp_path / "centre", **settings) as centre:
        with centre.app.app_context():
            reference.load(at=clock.now())
            for role, name in PEOPLE.items():
                person = make_person(role, account=role, name=name, password=PASSWORD)
                person.licence_no = "KH-V-12" if role == "vet" else ""
            for code, biosecurity in UNITS.items():
                make_unit(code, biosecurity=biosecurity)
            db.session.commit()
        yield centre


def test_the_boat_of_koh_thom_from_seizure_to_outcome(
    live: Live, enter: Enter, new_page: Callable[..., Page], engine_name: str
) -> None:
    """Every step works without scripts too: on PostgreSQL nobody's browser runs any."""
    scripts = engine_name == "sqlite"
    stranger = Worker(new_page("phone", javascript=scripts))
    registrar, keeper, vet, coordinator, officer, manager = (
        enter(role, scripts=scripts) for role in PEOPLE
    )
    case = boat.open_the_case(registrar)
    lots = boat.receive(registrar)
    pythons = boat.make_individuals(vet, case)
    tags = boat.tag(registrar, keeper, case, pythons)
    leaf, box, naga = lots[care.LEAF], lots[care.BOX], pythons["Naga"]

    care.quarantine(keeper, tags, lots, pythons)
    care.treat(vet, keeper)
    held = outcome.HELD.format(case)
    outcome.try_to_release(coordinator, leaf, held, f"{leaf} is not cleared from quarantine.")
    care.sample_and_wait(vet, lots)
    outcome.lift_the_hold(officer, case)
    outcome.try_to_release(coordinator, leaf, f"{leaf} is not cleared from quarantine.")
    coordinator.sees_no("held as evidence")

    care.results(vet, [leaf, box], unit="Q1", at="2016-07-02T09:00")
    care.clear(vet, leaf, to="Pre-release", place="P1")
    outcome.release(coordinator, leaf)

    care.clear_the_python(vet)
    transfer = outcome.plan_transfer(registrar, manager, naga)
    number, pdf = outcome.certify(vet, transfer)
    outcome.check(stranger, pdf, "It was issued by us and stands.")
    outcome.hand_over(manager)
    outcome.revoke(vet, number)
    outcome.check(stranger, pdf, "Revoked: no longer valid")
    outcome.die(keeper, lots[outcome.POND])
    outcome.account(officer, case)
    with live.app.app_context():
        assert [found for found in verify.run() if found.count] == []
