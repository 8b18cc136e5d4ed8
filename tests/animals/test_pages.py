"""The pages about an animal: what they show, what they do, and what they say to bad input."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center.animals import marks
from rescue_center.animals.life import Stage
from rescue_center.animals.marks import Reading
from rescue_center.animals.models import Identification, Photo
from rescue_center.db import db
from tests.animals.makers import picture
from tests.makers import (
    AT,
    make_animal,
    make_taxon,
)
from tests.pages import Page
from tests.staff.makers import let_in, make_person

Pages = Callable[..., Page]
Clients = Callable[[], FlaskClient]
WHEN = "2026-05-13T09:00"


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
