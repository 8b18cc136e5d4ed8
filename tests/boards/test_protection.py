"""What to wear with an animal stands on every row of work with it and on the card of its door."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.documents import wording
from rescue_center.enclosures import rules as enclosures
from rescue_center.species.models import Hazard, Taxon, TaxonGroup
from rescue_center.species.protection import RANK, words
from rescue_center.tags import rules as tags
from rescue_center.tags.door_pages import worn_at
from tests.documents.reading import by_pdfium
from tests.makers import (
    make_animal,
    make_group,
    make_person,
    make_prescription,
    make_taxon,
    make_unit,
    make_weight,
)
from tests.pages import Page

Open = Callable[..., Page]
SignIn = Callable[..., FlaskClient]
pytestmark = pytest.mark.usefixtures("session")


def hazard(name: str, group: TaxonGroup, *, level: str = "critical", ppe: str = "enhanced") -> None:
    db.session.add(Hazard(disease=name, level=level, ppe_level=ppe, groups=[group]))
    db.session.flush()


def rank_of(taxon: Taxon) -> int | None:
    return db.session.scalar(sa.select(RANK).select_from(Taxon).where(Taxon.id == taxon.id))


def test_the_stronger_of_the_group_and_of_its_grave_diseases_counts() -> None:
    plain, monkeys, bats = make_group(), make_group(), make_group(ppe_level="enhanced")
    hazard("Herpes B", monkeys)
    hazard("Salmonellosis", plain, level="medium", ppe="maximum")
    hazard("Nipah", bats, ppe="maximum")
    found = [rank_of(make_taxon(group=group)) for group in (plain, monkeys, bats, None)]
    assert found == [0, 2, 3, None]
    assert [words(rank) for rank in found] == ["", "Gloves and mask", "Full protection", ""]


def test_every_row_of_a_dose_says_what_to_wear(page: Open, signed_in: SignIn) -> None:
    now = clock.now()
    monkey = make_animal(taxon=make_taxon(group=make_group(ppe_level="enhanced")),
                         at=now - timedelta(days=3))  # fmt: skip
    unit, vet = make_unit(), signed_in("vet")
    enclosures.house([monkey], unit, by=None, at=now - timedelta(days=2))
    make_weight(monkey, at=now - timedelta(days=1))
    make_prescription(monkey, at=now - timedelta(hours=2), by=make_person("vet"))
    for url in ("/treatments", "/", f"/units/{unit.code}"):
        assert "Gloves and mask" in page(url, by=vet).text, url


def test_a_door_card_asks_for_the_stronger_of_the_unit_and_its_animals() -> None:
    unit, bats = make_unit(), make_taxon(group=make_group(ppe_level="maximum"))
    assert worn_at(unit) == ()
    enclosures.house([make_animal(taxon=bats)], unit, by=None, at=clock.now())
    assert worn_at(unit) == ("gloves", "mask", "goggles", "gown", "boots")
    line = make_unit(biosecurity="quarantine")
    assert worn_at(line) == ("gloves", "mask", "boots", "footbath")


def test_the_door_card_says_of_which_day_that_is(signed_in: SignIn) -> None:
    unit, monkeys = make_unit("M1"), make_taxon(group=make_group(ppe_level="enhanced"))
    enclosures.house([make_animal(taxon=monkeys)], unit, by=None, at=clock.now())
    tags.tag_new(unit, by=None, at=clock.now())
    said = by_pdfium(signed_in("registrar").get("/units/M1/door-card.pdf").data)
    assert "Mask" in said
    assert f"Before you go in, as of {wording.day(clock.today().isoformat())}" in said
