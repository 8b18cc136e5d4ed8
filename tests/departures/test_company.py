"""The fast track to the wild is for what met its own kind alone, and was nobody's pet."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rescue_center.animals import regroup
from rescue_center.animals.admission import new_epi_group
from rescue_center.animals.models import Animal
from rescue_center.departures import readiness
from rescue_center.enclosures import rules as enclosures
from rescue_center.quarantine import rules as quarantine
from tests.makers import AT, DAY, HOUR, make_animal, make_lot, make_person, make_taxon, make_unit
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")
LATER = AT + 60 * DAY


def against(animal: Animal) -> str:
    """Why it may not take the fast track."""
    found = readiness.gate(animal.stays[-1], LATER, fast_track=True).stops
    return next(stop.sentence for stop in found if stop.key == "fast_track")


def test_what_was_seized_with_another_species_was_exposed_to_it() -> None:
    boat = new_epi_group(None, AT)
    python = make_animal(epi_group=boat)
    assert "together with" not in against(python)
    make_animal(epi_group=boat, taxon=python.taxon)
    assert "together with" not in against(python)
    make_animal(epi_group=boat, taxon=make_taxon(common_name="Leaf turtle"))
    assert "was seized or brought together with Leaf turtle" in against(python)


def test_what_lived_beside_another_species_was_exposed_to_it_and_so_were_its_heirs() -> None:
    vet, unit, lot = make_person("vet"), make_unit(), make_lot(5)
    early = regroup.split(lot, 1, by=vet, at=AT + HOUR)
    turtle = make_animal(taxon=make_taxon(common_name="Leaf turtle"))
    enclosures.house([lot], unit, by=vet, at=AT + 2 * HOUR)
    assert "shared an enclosure" not in against(lot)
    enclosures.house([turtle], unit, by=vet, at=AT + DAY)
    late = regroup.split(lot, 1, by=vet, at=AT + 2 * DAY)
    enclosures.house([late], make_unit(), by=vet, at=AT + 3 * DAY)
    for animal in (lot, late):
        assert "shared an enclosure with Leaf turtle" in against(animal)
    assert "shared an enclosure" not in against(early)


def test_who_moved_out_before_the_other_came_did_not_meet_it() -> None:
    vet, unit, one = make_person("vet"), make_unit(), make_animal()
    enclosures.house([one], unit, by=vet, at=AT + HOUR)
    enclosures.house([one], make_unit(), by=vet, at=AT + DAY)
    enclosures.house([make_animal(taxon=make_taxon())], unit, by=vet, at=AT + 2 * DAY)
    assert "shared an enclosure" not in against(one)


def test_what_somebody_wrote_down_counts_as_before() -> None:
    one = make_animal()
    quarantine.expose(one, "Poultry at the market", since=AT, by=None, at=AT)
    assert "exposed to other animals (Poultry at the market)" in against(one)


def test_that_nobody_kept_it_as_a_pet_is_asked() -> None:
    assert "it is not established that nobody kept it as a pet" in against(make_animal())


def test_the_page_asks_for_both_with_the_days_of_this_centre(
    app: Flask, page: Callable[..., Page], signed_in: Callable[..., FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setitem(app.config, "FAST_TRACK_DAYS", 3)
    shown = page(f"/animals/{make_animal().accession}/readiness/sheet", by=signed_in("vet"))
    assert "Caught within 3 days" in shown.text and "Never kept as a pet" in shown.text
