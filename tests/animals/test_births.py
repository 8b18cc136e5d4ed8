"""Young born here are counted as born, never as seized, and share what binds their mother."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.animals import births, holds, ledger, life
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.errors import Refused
from tests.makers import AT, DAY, make_animal, make_case, make_lot, make_person
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")
Open = Callable[..., Page]
SignIn = Callable[..., FlaskClient]


def test_the_account_of_a_case_tells_the_born_from_the_seized() -> None:
    case = make_case()
    dam = make_lot(5, case=case)
    young = births.bear(dam, 3, by=make_person("keeper"), at=AT + DAY)
    (row,) = ledger.case_account(case)
    assert (row.received, row.born, row.alive, row.agrees) == (5, 3, 8, True)
    assert (young.dam, young.case, young.epi_group, young.kind) == (dam, case, dam.epi_group, "lot")
    assert young.parent is None, "its mother's treatments and quarantine are not its own"


def test_the_turtles_of_palawan_add_up() -> None:
    """4,402 received, 90 + 69 + 85 dead, 4,158 alive (rules of the trade 10.1)."""
    case = make_case()
    lot = make_lot(4402, case=case)
    for day, dead in ((1, 90), (2, 69), (20, 85)):
        ledger.post(lot, "death", -dead, by=None, at=AT + day * DAY)
    (row,) = ledger.case_account(case)
    assert (row.received, row.dead, row.alive, row.agrees) == (4402, 244, 4158, True)


def test_one_young_is_an_individual() -> None:
    assert births.bear(make_animal(sex="female"), 1, by=None, at=AT + DAY).kind == "individual"


def test_young_of_evidence_are_held_as_their_mother_is() -> None:
    dam = make_animal(sex="female", case=make_case(evidence_hold=True))
    young = births.bear(dam, 2, by=None, at=AT + DAY)
    db.session.flush()
    db.session.refresh(young)
    assert young.is_held
    assert [hold.case for hold in young.stays[0].open_holds] == [dam.case]


def test_young_of_evidence_in_two_cases_are_held_by_both() -> None:
    dam, other = make_animal(sex="female", case=make_case(evidence_hold=True)), make_case()
    officer = make_person("officer")
    holds.place_hold(dam.stays[0], other, by=officer, at=AT, reason="Smuggled twice")
    young = births.bear(dam, 1, by=officer, at=AT + DAY)
    assert {hold.case for hold in young.stays[0].open_holds} == {dam.case, other}


def test_a_male_or_somebody_who_came_later_bears_no_young() -> None:
    with pytest.raises(Refused, match="male"):
        births.bear(make_animal(sex="male"), 1, by=None, at=AT + DAY)
    with pytest.raises(Refused, match="came on") as refused:
        births.bear(make_animal(sex="female"), 1, by=None, at=AT - DAY)
    assert refused.value.field == "at"


def test_who_is_no_longer_here_bears_no_young_here() -> None:
    gone = make_animal(sex="female")
    life.move(gone.stays[0], life.Stage.ESCAPED, by=make_person("keeper"), at=AT + DAY)
    with pytest.raises(Refused, match="no longer in our care: it is escaped"):
        births.bear(gone, 1, by=None, at=AT + 2 * DAY)


def test_a_keeper_enters_a_clutch(page: Open, signed_in: SignIn) -> None:
    dam = make_animal(sex="female", at=clock.now() - 9 * DAY)
    url, by = f"/animals/{dam.accession}/young", signed_in("keeper")
    assert "Born or hatched" in page(f"/animals/{dam.accession}", by=by).text
    when = f"{clock.local(clock.now() - timedelta(hours=2)):%Y-%m-%dT%H:%M}"
    typed = {"count": "24", "at": when, "age_class": "neonate", "sex": "unknown"}
    page(url, by=by, status=422, method="POST", data=typed | {"count": "0"})
    page(url, by=by, status=303, method="POST", data=typed)
    young = db.session.scalars(sa.select(Animal).where(Animal.dam_id == dam.id)).one()
    assert young.count == 24
    story = page(f"/animals/{dam.accession}/timeline", by=signed_in("vet")).text
    assert young.accession in story
