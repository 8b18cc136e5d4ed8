"""Holds by form: placed and lifted, on one animal and on a whole case."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from rescue_center.animals import marks
from rescue_center.animals.life import Stage
from rescue_center.animals.marks import Reading
from rescue_center.animals.models import Mark
from rescue_center.db import db
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_lot,
    make_order,
)
from tests.pages import Page
from tests.staff.makers import let_in, make_person

Pages = Callable[..., Page]
Clients = Callable[[], FlaskClient]
WHEN = "2026-05-13T09:00"


def test_an_officer_places_a_hold_and_lifts_it_by_a_new_order(
    page: Pages, officer: FlaskClient, registrar: FlaskClient
) -> None:
    case = make_case()
    animal = make_animal(case=case)
    url = f"/animals/{animal.accession}/hold"
    page(url, by=registrar, status=403)
    page(url, by=officer)
    read = page(
        url, by=officer, method="POST", status=422,
        data={"case": "1999-001", "reason": "Trial", "at": WHEN},
    )  # fmt: skip
    assert "There is no case 1999-001." in read.text
    typed = {"case": case.number, "reason": "Trial", "at": WHEN}
    page(url, by=officer, method="POST", data=typed, status=303)
    db.session.expire_all()
    assert animal.holds == 1
    hold = animal.stays[-1].open_holds[0]
    page(f"{url}/lift", by=officer)
    typed = {"holds": str(hold.id), "at": "2026-05-20T09:00"}
    read = page(f"{url}/lift", by=officer, method="POST", data=typed, status=422)
    assert "Choose a recorded order, or say who issued the new one." in read.text
    typed |= {"authority": "Prosecutor of Kandal", "reference": "No. 7", "issued_on": "2026-05-19"}
    page(f"{url}/lift", by=officer, method="POST", data=typed, status=303)
    db.session.expire_all()
    assert animal.holds == 0
    assert hold.lift_order is not None and hold.lift_order.reference == "No. 7"
    assert "No hold stands on it" in page(f"{url}/lift", by=officer).text


def test_a_refused_lift_records_no_order(page: Pages, officer: FlaskClient) -> None:
    case = make_case(evidence_hold=True)
    animal = make_animal(case=case)
    typed = {
        "holds": str(animal.stays[-1].open_holds[0].id), "at": WHEN, "authority": "Court",
        "reference": "No. 8", "issued_on": "2026-06-01",
    }  # fmt: skip
    read = page(
        f"/animals/{animal.accession}/hold/lift", by=officer, method="POST", data=typed, status=422
    )
    assert "the hold cannot be lifted before that" in read.text
    db.session.expire_all()
    assert (case.orders, animal.holds) == ([], 1)


def test_a_whole_case_is_held_and_freed(page: Pages, officer: FlaskClient) -> None:
    case = make_case()
    lots = [make_lot(5, case=case), make_lot(5, case=case)]
    url = f"/cases/{case.number}/hold"
    page(url, by=officer)
    page(url, by=officer, method="POST", data={"reason": "Trial", "at": WHEN}, status=303)
    db.session.expire_all()
    assert [lot.holds for lot in lots] == [1, 1]
    order = make_order(case, issued_on=(AT + 7 * DAY).date())
    page(f"{url}/lift", by=officer)
    typed = {"order": str(order.id), "at": "2026-05-20T09:00"}
    page(f"{url}/lift", by=officer, method="POST", data=typed, status=303)
    db.session.expire_all()
    assert [lot.holds for lot in lots] == [0, 0]


# --- nobody, nothing ----------------------------------------------------------------------------

ACTS = ("split", "merge", "individualise", "recount", "ledger", "marks", "marks/add", "photos",
        "edit", "identify", "stage", "hold", "hold/lift")  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("accession", ["2026-99999", "x", "%00", "ភាសា"])
def test_an_unknown_animal_is_not_found(
    page: Pages, new_client: Clients, act: str, accession: str
) -> None:
    everybody = let_in(new_client(), make_person("manager", "vet"))
    page(f"/animals/{accession}/{act}", by=everybody, status=404)


@pytest.mark.parametrize("act", ACTS)
def test_every_page_opens_for_an_individual_and_for_one_that_left(
    page: Pages, new_client: Clients, act: str
) -> None:
    from rescue_center.animals import ledger, life

    everybody = let_in(new_client(), make_person("manager", "vet"))
    gone = make_animal()
    ledger.post(gone, "escape", -1, by=None, at=AT + HOUR)
    life.move(gone.stays[-1], Stage.ESCAPED, by=None, at=AT + HOUR)
    for animal in (make_animal(), gone):
        page(f"/animals/{animal.accession}/{act}", by=everybody)


def test_a_page_costs_as_much_with_fifty_marks_as_with_one(
    page: Pages, registrar: FlaskClient, statements: Callable[[], int]
) -> None:
    animal = make_animal()
    url = f"/animals/{animal.accession}/marks"

    def cost() -> int:
        before = statements()
        page(url, by=registrar)
        return statements() - before

    marks.add_mark(animal, Reading("ring", "R0"), by=None, at=AT)
    page(url, by=registrar)
    with_one = cost()
    for n in range(1, 50):
        db.session.add(Mark(animal=animal, kind="ring", code=f"R{n}", code_key=f"R{n}"))
    db.session.commit()
    assert cost() <= with_one
