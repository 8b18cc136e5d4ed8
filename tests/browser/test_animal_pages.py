"""What a form about animals shows when it is refused, looked at on a phone and a desk."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from rescue_center import clock
from rescue_center.animals import intake, regroup
from rescue_center.animals.intake import Received
from rescue_center.db import db
from rescue_center.staff import gate, sign_in
from tests.makers import AT, HOUR, make_case, make_line, make_taxon
from tests.server import Live
from tests.staff.makers import make_person


@pytest.fixture
def centre(live: Live) -> dict[str, str]:
    """A boat of turtles and pythons, part of them received: numbers by name, and a sign-in."""
    with live.app.app_context():
        sok = make_person("manager", "vet", name="សុខ ដារ៉ា Sok Dara")
        leaf = make_taxon("Cyclemys sp.", common_name="Asian leaf turtle")
        python = make_taxon("Python bivittatus", common_name="Burmese python")
        case = make_case(
            evidence_hold=True, title="Boat at Koh Thom, Kandal", place="Koh Thom, Kandal"
        )
        lines = [make_line(case, leaf, 178), make_line(case, python, 2)]
        make_line(case, None, 468, declared_name="Rat snakes (ពស់សង្សារ), several species")
        came = intake.receive(
            case, by=sok, at=AT, delivered_by="Wildlife Rapid Rescue Team", lines=[
                Received(lines[0], alive=175, dead=3), Received(lines[1], alive=2)
            ], container="12 fish crates, wet sacks",
        )  # fmt: skip
        pythons = came.lines[1].alive_animal
        assert pythons
        one = regroup.individualise(pythons, by=sok, at=AT + HOUR, sex="female", name="នាង Neang")
        _, token = sign_in.begin(sok, at=clock.now())
        found = {
            "case": case.number, "one": one.accession, "token": token,
            "cookie": gate.cookie_name(),
        }  # fmt: skip
        db.session.commit()
    return found


@pytest.mark.engine("sqlite")  # how a page looks is not the database's doing
def test_a_bad_form_shows_its_errors_at_the_fields(
    page: Page, live: Live, centre: dict[str, str], look: Callable[..., None]
) -> None:
    page.context.add_cookies([_cookie(live, centre)])
    page.goto(f"/cases/{centre['case']}/intake/receive")
    page.get_by_label("Alive: Asian leaf turtle").fill("many")
    page.get_by_label("Alive: Rat snakes").fill("468")
    page.get_by_role("button", name="Receive them").click()
    page.get_by_role("alert").wait_for()
    look(page, "animals-receive-errors")
    page.goto(f"/animals/{centre['one']}/marks/add")
    page.get_by_label("Number, inscription or scheme").fill("999000000000001")
    page.get_by_role("button", name="Save the mark").click()
    page.get_by_role("alert").wait_for()
    look(page, "animals-mark-errors")


def _cookie(live: Live, centre: dict[str, str]) -> Any:
    return {"name": centre["cookie"], "value": centre["token"], "url": live.url}
