"""Every page about animals and their intake, looked at on a phone and a desk."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from rescue_center import clock
from rescue_center.animals import intake, marks, regroup, rules
from rescue_center.animals.intake import Received
from rescue_center.animals.marks import Reading
from rescue_center.db import db
from rescue_center.staff import gate, sign_in
from tests.makers import AT, DAY, HOUR, make_case, make_line, make_order, make_taxon
from tests.server import Live
from tests.staff.makers import make_person

LOT_PAGES = ("split", "merge", "individualise", "recount", "ledger", "identify", "hold/lift")
ONE_PAGES = ("edit", "marks", "marks/add", "photos", "stage", "hold", "hold/lift", "identify")


@pytest.fixture
def centre(live: Live) -> dict[str, str]:
    """A boat of turtles and pythons, part of them received: numbers by name, and a sign-in."""
    with live.app.app_context():
        sok = make_person("manager", "vet", name="សុខ ដារ៉ា Sok Dara")
        lim = make_person("keeper", name="Lim Vanna")
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
        turtles, pythons = (line.alive_animal for line in came.lines)
        assert turtles and pythons
        regroup.split(turtles, 20, by=sok, at=AT + HOUR, reason="Thin, to be weighed daily")
        one = regroup.individualise(pythons, by=sok, at=AT + HOUR, sex="female", name="នាង Neang")
        marks.add_mark(one, Reading("microchip", "276000000000001", scanned=True), by=sok, at=AT)
        ring = Reading("ring", "KH 14", description="Blue, closed", applied_on=AT.date())
        marks.remove_mark(
            marks.add_mark(one, ring, by=sok, at=AT), status="lost", on=None, by=sok, at=AT + DAY
        )
        rules.recount(turtles, 154, by=sok, at=AT + DAY, reason="One hid", second_by=lim)
        make_order(case)
        _, token = sign_in.begin(sok, at=clock.now())
        found = {
            "case": case.number, "lot": turtles.accession, "one": one.accession,
            "intake": str(came.id), "token": token, "cookie": gate.cookie_name(),
            "mark": str(one.marks[0].id),
        }  # fmt: skip
        db.session.commit()
    return found


def _addresses(centre: dict[str, str]) -> list[tuple[str, str]]:
    case = f"/cases/{centre['case']}"
    return [
        ("animals", "/animals"),
        ("animals-none", "/animals?text=zebra"),
        *((f"lot-{p}", f"/animals/{centre['lot']}/{p}") for p in LOT_PAGES),
        *((f"one-{p}", f"/animals/{centre['one']}/{p}") for p in ONE_PAGES),
        ("one-mark-gone", f"/animals/{centre['one']}/marks/{centre['mark']}/gone"),
        ("one-mark-void", f"/animals/{centre['one']}/marks/{centre['mark']}/void"),
        ("intake", f"{case}/intake"),
        ("intake-receive", f"{case}/intake/receive"),
        ("intake-arrival", f"{case}/intake/{centre['intake']}"),
        ("intake-differences", f"{case}/intake/differences"),
        ("intake-explain", f"{case}/intake/differences/line-1"),
        ("case-lift", f"{case}/hold/lift"),
    ]


@pytest.mark.engine("sqlite")  # how a page looks is not the database's doing
def test_every_page_about_animals_is_good_to_look_at(
    page: Page, live: Live, centre: dict[str, str], look: Callable[..., None]
) -> None:
    page.context.add_cookies([_cookie(live, centre)])
    for name, address in _addresses(centre):
        page.goto(address)
        look(page, f"animals-{name}")


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
