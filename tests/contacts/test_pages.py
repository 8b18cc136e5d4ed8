"""The page of a trace, its paper, and what a vet writes down on it."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.contacts import rules
from rescue_center.contacts.window import Window
from rescue_center.enclosures.rules import house
from tests.counting import selects
from tests.enclosures.makers import make_animal, make_unit
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")
Open = Callable[..., Page]
SignIn = Callable[..., FlaskClient]


def neighbours(n: int) -> Animal:
    """An animal that has lived with `n` others for a week."""
    week = clock.now() - timedelta(days=7)
    all_ = [make_animal(at=week, name=f"Neighbour {k}") for k in range(n + 1)]
    house(all_, make_unit(capacity=90, at=week), by=None, at=week)
    return all_[0]


def test_a_trace_shows_who_where_and_how(page: Open, signed_in: SignIn) -> None:
    animal = neighbours(2)
    shown = page(f"/animals/{animal.accession}/contacts", by=signed_in("vet"))
    assert "Neighbour 1" in shown.text and "Lived together" in shown.text
    assert shown.one("svg", role="img")
    assert "Neighbour 1" in page(
        f"/animals/{animal.accession}/contacts", by=signed_in("manager")).text  # fmt: skip


def test_a_vet_writes_down_the_exposure_of_those_ticked(page: Open, signed_in: SignIn) -> None:
    animal, vet = neighbours(2), signed_in("vet")
    url = f"/animals/{animal.accession}/contacts"
    other = page(url, by=vet).all("input", type="checkbox")[0].attrs["value"]
    refused = page(url, by=vet, method="POST", status=422, data={"animals": other, "disease": ""})
    assert "Say which disease" in refused.text
    assert "checked" in refused.one("input", type="checkbox", value=other).attrs
    page(url, by=vet, method="POST", status=303, data={"animals": other, "disease": "Rabies"})
    window = Window(animal, clock.now() - timedelta(days=9), clock.now())
    assert rules.exposed(window) == {int(other): ["Rabies"]}
    assert "Rabies" in page(url, by=vet).text


@pytest.mark.parametrize(
    ("query", "words"),
    [("begin=2026-05-09&end=2026-05-01&hands=8&place=7", "before the first"),
     ("begin=2020-01-01&end=2026-05-01&hands=8&place=7", "At most 366 days"),
     ("begin=soon&end=2026-05-01&hands=8&place=7", "soon"),
     ("begin=2026-05-01&end=2026-05-02&hands=900&place=7", "168")],
)  # fmt: skip
def test_days_that_are_none_are_refused_beside_the_field(
    query: str, words: str, page: Open, signed_in: SignIn
) -> None:
    animal = neighbours(1)
    shown = page(f"/animals/{animal.accession}/contacts?{query}", by=signed_in("vet"), status=422)
    assert words in shown.text and "Neighbour 1" in shown.text  # the usual days are shown


def test_the_paper_names_the_animals_and_says_what_it_is(signed_in: SignIn) -> None:
    animal = neighbours(60)
    response = signed_in("vet").get(f"/animals/{animal.accession}/contacts.pdf")
    assert response.mimetype == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(response.data)).pages)
    assert "Neighbour 60" in text and "Confidential" in text and "As known on" in text
    assert "DRAFT" not in text


def test_a_trace_asks_as_often_for_thirty_as_for_one(signed_in: SignIn) -> None:
    vet = signed_in("vet")
    counts = set()
    for n in (1, 30):
        url = f"/animals/{neighbours(n).accession}/contacts"
        vet.get(url)
        with selects() as asked:
            vet.get(url)
        counts.add(len(asked))
    assert len(counts) == 1
