"""The pages about an animal: what they show, what they do, and what they say to bad input."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image

from rescue_center.animals import marks, regroup
from rescue_center.animals.life import Stage
from rescue_center.animals.marks import Reading
from rescue_center.animals.models import Animal, Identification, Mark, Photo
from rescue_center.db import db
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_lot,
    make_order,
    make_taxon,
)
from tests.pages import Page
from tests.staff.makers import let_in, make_person

Pages = Callable[..., Page]
Clients = Callable[[], FlaskClient]
WHEN = "2026-05-13T09:00"


@pytest.fixture
def registrar(new_client: Clients) -> FlaskClient:
    """A registrar at work."""
    return let_in(new_client(), make_person("registrar"))


@pytest.fixture
def officer(new_client: Clients) -> FlaskClient:
    """A case officer at work."""
    return let_in(new_client(), make_person("officer"))


def picture(name: str = "turtle.jpg") -> tuple[io.BytesIO, str]:
    """A small photograph, a new one each time."""
    made = io.BytesIO()
    Image.effect_noise((64, 48), 90).convert("RGB").save(made, "JPEG")
    made.seek(0)
    return made, name


def heirs(lot: Animal) -> list[Animal]:
    return list(
        db.session.scalars(sa.select(Animal).where(Animal.parent_id == lot.id).order_by(Animal.id))
    )


# --- lots ---------------------------------------------------------------------------------------


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


# --- facts --------------------------------------------------------------------------------------


def test_facts_are_edited_and_a_stale_edit_is_refused(page: Pages, registrar: FlaskClient) -> None:
    animal = make_animal(name="Mali")
    url = f"/animals/{animal.accession}/edit"
    version = page(url, by=registrar).one("input", name="version").attrs["value"]
    typed = {"name": "សុភា", "sex": "female", "age_class": "adult", "notes": "", "version": version}
    page(url, by=registrar, method="POST", data=typed, status=303)
    db.session.expire_all()
    assert (animal.name, animal.sex) == ("សុភា", "female")
    typed |= {"name": "Bopha"}
    read = page(url, by=registrar, method="POST", data=typed, status=422)
    assert "Somebody changed" in read.text
    assert read.labelled("House name (optional)").attrs["value"] == "Bopha"
    assert animal.name == "សុភា"


def test_an_individual_cannot_be_made_of_mixed_sex(page: Pages, registrar: FlaskClient) -> None:
    animal = make_animal()
    typed = {"sex": "mixed", "age_class": "adult", "version": str(animal.version)}
    read = page(
        f"/animals/{animal.accession}/edit", by=registrar, method="POST", data=typed, status=422
    )
    assert "Sex: choose one of the list." in read.text


def test_a_species_is_identified_by_any_of_its_names(page: Pages, registrar: FlaskClient) -> None:
    animal = make_animal()
    other = make_taxon("Heosemys grandis", common_name="Giant Asian pond turtle")
    make_taxon("Heosemys annandalii", common_name="Yellow-headed temple turtle")
    url = f"/animals/{animal.accession}/identify"
    page(url, by=registrar)
    typed = {"taxon": "heosemys", "basis": "Carapace", "at": WHEN}
    read = page(url, by=registrar, method="POST", data=typed, status=422)
    assert "“heosemys” can mean several: Heosemys" in read.text
    typed["taxon"] = "dinosaur"
    read = page(url, by=registrar, method="POST", data=typed, status=422)
    assert "No species here is called “dinosaur”" in read.text
    page(url, by=registrar, method="POST", data=typed | {"taxon": "giant asian"}, status=303)
    db.session.expire_all()
    assert animal.taxon_id == other.id
    rows = db.session.scalars(
        sa.select(Identification).where(Identification.animal_id == animal.id)
    ).all()
    assert len(rows) == 2


def test_a_stage_is_changed_by_the_vet_alone(page: Pages, new_client: Clients,
                                             registrar: FlaskClient) -> None:  # fmt: skip
    animal, vet = make_animal(), let_in(new_client(), make_person("vet"))
    url = f"/animals/{animal.accession}/stage"
    page(url, by=registrar, status=403)
    read = page(url, by=vet)
    assert "Hospital" in read.text and "Released" not in read.one("form", class_="form").text
    typed = {"to": "hospital", "reason": "Fracture", "at": WHEN}
    page(url, by=vet, method="POST", data=typed, status=303)
    db.session.expire_all()
    assert animal.stay is not None and animal.stay.stage == Stage.HOSPITAL


# --- marks and photographs ----------------------------------------------------------------------


def test_marks_are_listed_lost_and_struck_out(page: Pages, registrar: FlaskClient) -> None:
    animal = make_animal()
    url = f"/animals/{animal.accession}/marks"
    assert "No marks yet" in page(url, by=registrar).text
    page(f"{url}/add", by=registrar)
    typed = {"kind": "ring", "code": "KH 14", "description": "Blue", "applied_on": "2026-05-12"}
    page(f"{url}/add", by=registrar, method="POST", data=typed, status=303)
    (ring,) = animal.marks
    page(f"{url}/{ring.id}/gone", by=registrar)
    gone = {"status": "lost", "on": "2026-05-20", "reason": ""}
    page(f"{url}/{ring.id}/gone", by=registrar, method="POST", data=gone, status=303)
    page(f"{url}/{ring.id}/void", by=registrar)
    read = page(f"{url}/{ring.id}/void", by=registrar, method="POST", data={}, status=422)
    assert "Say why it is struck out." in read.text
    page(f"{url}/{ring.id}/void", by=registrar, method="POST", data={"reason": "Typo"}, status=303)
    assert "Struck out: Typo" in page(url, by=registrar).text


def test_a_mark_of_another_animal_is_not_here(page: Pages, registrar: FlaskClient) -> None:
    mark = marks.add_mark(make_animal(), Reading("ring", "1"), by=None, at=AT)
    other = make_animal()
    page(f"/animals/{other.accession}/marks/{mark.id}/void", by=registrar, status=404)
    page(f"/animals/{other.accession}/marks/999999/gone", by=registrar, status=404)


def test_photographs_are_added_chosen_and_struck_out(page: Pages, registrar: FlaskClient) -> None:
    animal = make_animal()
    url = f"/animals/{animal.accession}/photos"
    assert "No photographs yet" in page(url, by=registrar).text
    typed: dict[str, Any] = {"photos": [picture(), picture()], "view": "left"}
    assert registrar.post(url, data=typed, content_type="multipart/form-data").status_code == 303
    first, second = animal.photos
    assert len(page(url, by=registrar).all("figure")) == 2
    page(f"{url}/{second.id}/cover", by=registrar, method="POST", status=303)
    db.session.expire_all()
    assert animal.photo_id == second.media_id
    page(f"{url}/{second.id}/void", by=registrar)
    page(
        f"{url}/{second.id}/void", by=registrar, method="POST", data={"reason": "Not it"},
        status=303,
    )  # fmt: skip
    db.session.expire_all()
    assert animal.photo_id == first.media_id
    page(f"{url}/{first.id}/cover", by=registrar, status=405)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"hello, I am a letter", "turtle.jpg", "“turtle.jpg” is not a photograph."),
        (b"", "turtle.jpg", "“turtle.jpg” is empty."),
        (b"\xff\xd8\xff\xe0 broken", "turtle.jpg", "turtle.jpg"),
    ],
)
def test_what_is_no_photograph_is_refused(
    page: Pages, registrar: FlaskClient, content: bytes, name: str, sentence: str
) -> None:
    animal = make_animal()
    read = page(
        f"/animals/{animal.accession}/photos", by=registrar, method="POST", status=422,
        data={"photos": (io.BytesIO(content), name), "view": "left", "caption": "Left"},
        content_type="multipart/form-data",
    )  # fmt: skip
    assert sentence in read.text
    assert read.labelled("Caption (optional)").attrs["value"] == "Left"
    assert db.session.scalar(sa.select(sa.func.count(Photo.id))) == 0


# --- holds --------------------------------------------------------------------------------------


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
