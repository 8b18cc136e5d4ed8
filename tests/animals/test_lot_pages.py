"""Lots by form: split, merged, made individual, counted anew."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center.animals import marks, regroup
from rescue_center.animals.marks import Reading
from rescue_center.animals.models import Animal
from rescue_center.db import db
from tests.animals.makers import picture
from tests.makers import (
    AT,
    HOUR,
    make_animal,
    make_lot,
    make_taxon,
)
from tests.pages import Page
from tests.staff.makers import make_person

Pages = Callable[..., Page]
Clients = Callable[[], FlaskClient]
WHEN = "2026-05-13T09:00"


def heirs(lot: Animal) -> list[Animal]:
    return list(
        db.session.scalars(sa.select(Animal).where(Animal.parent_id == lot.id).order_by(Animal.id))
    )


def test_a_lot_is_split_by_form(page: Pages, registrar: FlaskClient) -> None:
    lot = make_lot(178)
    url = f"/animals/{lot.accession}/split"
    read = page(url, by=registrar)
    assert read.h1.startswith("178 ")
    assert read.one("h2", class_="page-title").text == "Split the lot"
    typed = {"count": "58", "at": WHEN, "reason": "Stays", "seen": "178"}
    page(url, by=registrar, method="POST", data=typed, status=303)
    (heir,) = heirs(lot)
    assert heir.count == 58


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"count": "0"}, "How many must be 1 or more."),
        ({"count": "-4"}, "How many must be 1 or more."),
        ({"count": "1e9"}, "“1e9” is not a number."),
        ({"count": "10"}, "To part all of them"),
        ({"count": "2.5"}, "must be a whole number"),
        ({"at": "2099-01-01T00:00"}, "When is in the future."),
        ({"at": "yesterday"}, "“yesterday” is not a day and time."),
        ({"at": "2026-05-01T09:00"}, "nothing can be done to it before that"),
        ({"seen": "12"}, "had 12 when you opened this page and has 10 now"),
    ],
)
def test_a_bad_split_is_explained_and_what_was_typed_is_kept(
    page: Pages, registrar: FlaskClient, typed: dict[str, str], sentence: str
) -> None:
    lot = make_lot(10)
    sent = {"count": "3", "at": WHEN, "reason": "សម្រាប់ <b>x</b>", "seen": "10"} | typed
    read = page(
        f"/animals/{lot.accession}/split", by=registrar, method="POST", data=sent, status=422
    )
    assert sentence in read.text
    assert read.labelled("How many").attrs["value"] == sent["count"]
    assert read.labelled("Why (optional)").attrs["value"] == sent["reason"]
    assert (heirs(lot), lot.count) == ([], 10)


def test_the_same_split_sent_twice_parts_the_lot_once(page: Pages, registrar: FlaskClient) -> None:
    lot = make_lot(10)
    url, typed = f"/animals/{lot.accession}/split", {"count": "3", "at": WHEN, "seen": "10"}
    page(url, by=registrar, method="POST", data=typed, status=303)
    read = page(url, by=registrar, method="POST", data=typed, status=422)
    assert "the form was sent twice" in read.text
    assert [heir.count for heir in heirs(lot)] == [3]
    assert read.one("input", name="seen").attrs["value"] == "7"


def test_two_lots_are_merged_by_form(page: Pages, registrar: FlaskClient) -> None:
    lot = make_lot(10)
    heir = regroup.split(lot, 4, by=None, at=AT + HOUR)
    stranger = make_lot(5, taxon=lot.taxon)
    url = f"/animals/{heir.accession}/merge"
    read = page(url, by=registrar)
    assert stranger.accession not in read.text
    typed = {"into": str(lot.id), "at": WHEN, "seen": "4"}
    page(url, by=registrar, method="POST", data=typed, status=303)
    db.session.expire_all()
    assert (lot.count, heir.count) == (10, 0)
    page(url, by=registrar)


def test_an_animal_chosen_by_hand_is_not_merged_into(page: Pages, registrar: FlaskClient) -> None:
    lot, other = make_lot(10), make_lot(3)
    read = page(
        f"/animals/{lot.accession}/merge", by=registrar, method="POST", status=422,
        data={"into": str(other.id), "at": WHEN, "seen": "10"},
    )  # fmt: skip
    assert "There is no lot to merge it with" in read.text


def test_an_individual_is_named_chipped_and_photographed_in_one_page(
    page: Pages, registrar: FlaskClient
) -> None:
    lot = make_lot(2, taxon=make_taxon("Python bivittatus"))
    url = f"/animals/{lot.accession}/individualise"
    page(url, by=registrar)
    typed: dict[str, Any] = {
        "name": "Neang", "sex": "female", "age_class": "adult", "at": WHEN, "seen": "2",
        "code": "276000000000001", "again": "276 000 000 000 001", "position": "Left neck base",
        "onward": "y", "photos": [picture(), picture()],
    }  # fmt: skip
    response = registrar.post(url, data=typed, content_type="multipart/form-data")
    assert (response.status_code, response.location) == (303, url)
    (one,) = heirs(lot)
    assert (one.name, one.sex, one.count, lot.count) == ("Neang", "female", 1, 1)
    assert [m.code for m in one.marks] == ["276000000000001"]
    assert len(one.photos) == 2 and one.photo_id == one.photos[0].media_id
    last = {"sex": "male", "age_class": "adult", "at": WHEN, "seen": "1", "scanned": "y",
            "code": "276000000000002"}  # fmt: skip
    response = registrar.post(url, data=last)
    assert (response.status_code, response.location) == (303, f"/animals/{lot.accession}")
    db.session.expire_all()
    assert (lot.kind, lot.sex, lot.marks[0].code) == ("individual", "male", "276000000000002")


def test_a_refused_chip_makes_no_individual(page: Pages, registrar: FlaskClient) -> None:
    carrier, lot = make_animal(), make_lot(3)
    marks.add_mark(carrier, Reading("microchip", "276000000000001", scanned=True), by=None, at=AT)
    url = f"/animals/{lot.accession}/individualise"
    typed = {"name": "Dara", "sex": "male", "age_class": "adult", "at": WHEN, "seen": "3",
             "code": "276000000000001", "again": "276000000000001"}  # fmt: skip
    read = page(url, by=registrar, method="POST", data=typed, status=422)
    assert f"This chip belongs to {carrier.accession} already" in read.text
    assert read.labelled("House name (optional)").attrs["value"] == "Dara"
    assert (heirs(lot), lot.count) == ([], 3)


def test_a_chip_for_a_tiny_animal_is_thought_about_first(
    page: Pages, registrar: FlaskClient
) -> None:
    animal = make_animal(taxon=make_taxon(weight_max_g=60))
    url = f"/animals/{animal.accession}/marks/add"
    typed = {"kind": "microchip", "code": "276000000000001", "scanned": "y"}
    read = page(url, by=registrar, method="POST", data=typed, status=422)
    assert "too small for a chip" in read.text
    assert animal.marks == []
    page(url, by=registrar, method="POST", data=typed | {"sure": "y"}, status=303)
    db.session.expire_all()
    assert len(animal.marks) == 1


def test_a_recount_asks_for_the_second_person(page: Pages, registrar: FlaskClient) -> None:
    lot, second = make_lot(100), make_person("keeper", name="Lim Vanna")
    url = f"/animals/{lot.accession}/recount"
    read = page(url, by=registrar)
    assert "The books say 100." in read.text
    typed = {"counted": "90", "at": WHEN, "reason": "Hidden before", "seen": "100"}
    read = page(url, by=registrar, method="POST", data=typed, status=422)
    assert "a second person must have counted too" in read.text
    page(url, by=registrar, method="POST", data=typed | {"second_by": str(second.id)}, status=303)
    db.session.expire_all()
    assert lot.count == 90


def test_the_ledger_shows_every_change_with_its_balance(
    page: Pages, registrar: FlaskClient
) -> None:
    lot = make_lot(178)
    heir = regroup.split(lot, 3, by=None, at=AT + HOUR, reason="Sick")
    read = page(f"/animals/{lot.accession}/ledger", by=registrar)
    rows = [row.text for row in read.one("tbody").all("tr")]
    assert "Received +178 178" in rows[0]
    assert f"Split −3 175 {heir.accession} Sick" in rows[1]
