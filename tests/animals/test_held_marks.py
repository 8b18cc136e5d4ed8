"""The marks of an animal that is held as evidence stay on it, unless an order says otherwise."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from rescue_center.animals import marks
from rescue_center.animals.holds import place_hold
from rescue_center.animals.marks import Reading
from rescue_center.animals.models import Animal, Mark
from rescue_center.cases.models import Case
from rescue_center.cases.order_rules import strike_order
from rescue_center.db import db
from rescue_center.errors import Refused
from tests.makers import AT, DAY, HOUR, make_animal, make_case, make_order, make_person
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")

WHEN = {"at": AT + DAY}


def held() -> tuple[Animal, Case]:
    case = make_case()
    animal = make_animal(case=case)
    place_hold(animal.stays[-1], case, by=make_person("officer"), at=AT + HOUR, reason="Trial")
    return animal, case


def ringed(animal: Animal, code: str = "KH 1") -> Mark:
    return marks.add_mark(animal, Reading("ring", code), by=make_person(), at=AT)


def test_a_mark_of_a_held_animal_is_neither_removed_nor_struck_out() -> None:
    animal, case = held()
    mark, vet, officer = ringed(animal), make_person("vet"), make_person("officer")
    for by, order, match in (
        (vet, make_order(case), "Only a case officer or a manager"),
        (officer, None, "choose the order"),
        (officer, make_order(make_case()), "choose the order"),
    ):
        with pytest.raises(Refused, match=match):
            marks.remove_mark(
                mark, status="removed", on=None, by=by, reason="Tight", order=order, **WHEN
            )
        with pytest.raises(Refused, match=match):
            marks.void_mark(mark, by=by, reason="Typed wrong", order=order, **WHEN)
    assert (mark.status, mark.is_void) == ("in_place", False)


def test_an_order_that_was_struck_out_lets_nobody_take_a_mark_off() -> None:
    animal, case = held()
    mark, officer, order = ringed(animal), make_person("officer"), make_order(case)
    strike_order(order, by=officer, at=AT + 2 * HOUR, reason="Another case")
    with pytest.raises(Refused, match="choose the order"):
        marks.void_mark(mark, by=officer, reason="Typed wrong", order=order, **WHEN)
    assert not mark.is_void


def test_an_order_of_its_case_lets_an_officer_or_manager_do_it() -> None:
    animal, case = held()
    one, other, order = ringed(animal), ringed(animal, "KH 2"), make_order(case)
    marks.remove_mark(one, status="removed", on=None, by=make_person("officer"), reason="Tight",
                      order=order, **WHEN)  # fmt: skip
    marks.void_mark(other, by=make_person("manager"), reason="Typed wrong", order=order, **WHEN)
    assert (one.status, other.is_void) == ("removed", True)


def test_a_lost_mark_of_a_held_animal_is_told_and_replaced() -> None:
    animal, _ = held()
    mark, keeper = ringed(animal), make_person("keeper")
    with pytest.raises(Refused, match="say how it was noticed"):
        marks.remove_mark(mark, status="lost", on=None, by=keeper, **WHEN)
    marks.remove_mark(mark, status="lost", on=None, by=keeper, reason="Found in the mud", **WHEN)
    assert ringed(animal, "KH 3").status == "in_place"


def test_the_page_asks_for_the_order_of_a_held_animal_only(
    page: Callable[..., Page], signed_in: Callable[..., FlaskClient]
) -> None:
    (animal, case), free, officer = held(), make_animal(), signed_in("officer")
    mark, order = ringed(animal), make_order(case)
    url = f"/animals/{animal.accession}/marks/{mark.id}/gone"
    other = f"/animals/{free.accession}/marks/{ringed(free).id}/gone"
    assert "held as evidence" in page(url, by=officer).text
    assert "held as evidence" not in page(other, by=officer).text
    typed = {"status": "removed", "reason": "Tight ring"}
    refused = page(url, by=officer, method="POST", status=422, data=typed)
    assert "choose the order" in refused.text and "Tight ring" in refused.html
    page(url, by=officer, method="POST", status=303, data=typed | {"order": str(order.id)})
    db.session.refresh(mark)
    assert mark.status == "removed"
