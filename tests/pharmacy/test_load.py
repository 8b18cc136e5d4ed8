"""The drug list that a centre begins with."""

from decimal import Decimal as D

import pytest
from sqlalchemy.orm import selectinload

from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.pharmacy import load as drugs
from rescue_center.pharmacy.models import Drug
from rescue_center.pharmacy.rules import judge
from rescue_center.species.load import load
from rescue_center.species.models import Taxon, TaxonGroup
from tests.makers import AT

pytestmark = pytest.mark.usefixtures("session")


def drug(name: str) -> Drug:
    return db.session.query(Drug).filter_by(name=name).one()


def taxon(group: str) -> Taxon:
    return db.session.query(Taxon).join(TaxonGroup).filter(TaxonGroup.key == group).first()  # type: ignore[return-value]


def test_the_reference_data_brings_the_drugs_with_it_once() -> None:
    load(at=AT)
    listed = db.session.query(Drug).options(selectinload(Drug.limits)).all()
    assert 20 <= len(listed) <= 40
    assert all(one.limits for one in listed)
    assert all(one.uncertain == drugs.DOUBT for one in listed)
    assert all(limit.uncertain for one in listed for limit in one.limits)
    assert drugs.load(at=AT) == 0


def test_every_limit_of_the_file_is_of_a_drug_and_a_group_that_exist() -> None:
    load(at=AT)
    ingredients = {one.ingredient for one in db.session.query(Drug)}
    groups = {one.key for one in db.session.query(TaxonGroup)} | {""}
    for row in drugs._rows("limits"):
        assert row["ingredient"] in ingredients
        assert row["group"] in groups


def test_labels_are_normalised() -> None:
    load(at=AT)
    assert drug("Metronidazole oral").strength_mg == D(50)
    assert drug("Fenbendazole oral").strength_mg == D(100)
    assert drug("Ivermectin injection").strength_mg == D(10)
    assert drug("Ketamine injection").controlled


@pytest.mark.parametrize("group", ["tortoise", "freshwater_turtle", "marine_turtle"])
def test_no_turtle_gets_ivermectin(group: str) -> None:
    load(at=AT)
    with pytest.raises(Refused, match="It kills tortoises and turtles"):
        judge(drug("Ivermectin injection"), taxon(group), D("0.2"), "SC")
    assert judge(drug("Ivermectin injection"), taxon("bear"), D("0.2"), "SC").outside == ""


def test_what_the_centre_changed_stays() -> None:
    load(at=AT)
    drug("Ketamine injection").notes = "ours"
    db.session.flush()
    load(at=AT)
    assert drug("Ketamine injection").notes == "ours"
