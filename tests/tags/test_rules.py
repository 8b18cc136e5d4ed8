"""A tag's life: blank, bound to one bearer, replaced, revoked, never used again."""

import random

import pytest
from sqlalchemy.exc import DBAPIError

from rescue_center.animals import rules as animals
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.errors import Refused, constraint_of
from rescue_center.tags import check, rules
from rescue_center.tags.models import Tag
from tests.makers import AT, DAY, make_animal, make_lot, make_person, make_unit

pytestmark = pytest.mark.usefixtures("session")


def blank() -> Tag:
    batch = rules.allocate(1, by=None, at=AT)
    return db.session.query(Tag).filter_by(batch_id=batch.id).one()


def test_a_roll_has_valid_numbers_far_from_each_other() -> None:
    rules.allocate(200, by=None, at=AT, chooser=random.Random(1))
    numbers = [tag.number for tag in db.session.query(Tag)]
    assert len(numbers) == 200
    assert all(check.valid(number) for number in numbers)
    assert not any(check.near(a, b) for i, a in enumerate(numbers) for b in numbers[:i])


@pytest.mark.parametrize("count", [0, -1, 2001])
def test_a_roll_has_1_to_2000_tags(count: int) -> None:
    with pytest.raises(Refused, match="1 to 2,000"):
        rules.allocate(count, by=None, at=AT)


def test_a_blank_tag_is_bound_once() -> None:
    tag, animal = blank(), make_animal()
    rules.bind(tag, animal, by=None, at=AT)
    with pytest.raises(Refused, match="belongs to"):
        rules.bind(tag, make_animal(), by=None, at=AT)


def test_an_animal_wears_one_tag_and_the_old_one_points_to_the_new() -> None:
    animal = make_animal()
    old = rules.tag_new(animal, by=None, at=AT)
    with pytest.raises(Refused, match="Replace it"):
        rules.tag_new(animal, by=None, at=AT)
    new = rules.tag_new(animal, by=None, at=AT, replace=True, reason="Torn")
    assert (old.status, old.replaced_by_id, new.status) == ("revoked", new.id, "bound")


def test_a_revoked_number_is_never_used_again() -> None:
    tag = blank()
    rules.revoke(tag, by=None, at=AT, reason="Lost")
    with pytest.raises(Refused, match="never used again"):
        rules.bind(tag, make_animal(), by=None, at=AT)


def test_the_departed_get_no_tag() -> None:
    animal = make_animal()
    death.die(animal, by=make_person("vet"), at=AT + DAY, manner="natural")
    with pytest.raises(Refused, match="not in our care"):
        rules.tag_new(animal, by=None, at=AT + DAY)


def test_the_database_lets_no_tag_change_its_bearer() -> None:
    tag, animal = blank(), make_animal()
    rules.bind(tag, animal, by=None, at=AT)
    other = make_animal()
    with pytest.raises(DBAPIError) as refused, db.session.begin_nested():
        tag.animal_id = other.id
        db.session.flush()
    assert constraint_of(refused.value) == "tag_keeps_its_bearer"


def test_many_are_numbered_at_once_and_those_with_a_tag_keep_it() -> None:
    lot = make_lot(20)
    part, unit = animals.split(lot, 5, by=None, at=AT), make_unit()
    kept = rules.tag_new(lot, by=None, at=AT)
    made = rules.tag_all([lot, part, unit], by=None, at=AT)
    assert {(tag.animal_id, tag.unit_id) for tag in made} == {(part.id, None), (None, unit.id)}
    assert kept.status == "bound"
