"""Units: the tree, capacity, closing, allowances."""

import pytest

from rescue_center.enclosures import rules
from rescue_center.errors import Refused
from rescue_center.policy import Role
from tests.enclosures.makers import DAY0, day, make_animal, make_person, make_site, make_unit

pytestmark = pytest.mark.usefixtures("session")


def test_two_units_never_share_a_code_in_any_case() -> None:
    make_unit("q2")
    with pytest.raises(Refused, match="There is a unit Q2 already"):
        make_unit("Q2")


@pytest.mark.parametrize(
    ("level", "inside"), [("site", True), ("area", False), ("enclosure", False)]
)
def test_a_unit_stands_where_it_belongs(level: str, inside: bool) -> None:
    parent = make_site() if inside else None
    with pytest.raises(Refused, match="stands in one"):
        rules.open_unit(code="X", level=level, parent=parent, by=None, at=DAY0)


def test_nothing_stands_inside_an_enclosure() -> None:
    with pytest.raises(Refused, match="holds no enclosure"):
        make_unit("B", parent=make_unit("A"))


def test_a_capacity_never_falls_below_who_lives_there() -> None:
    unit = make_unit("A1", capacity=5)
    rules.house([make_animal(heads=4)], unit, by=None, at=day(1))
    with pytest.raises(Refused, match="4 live in A1"):
        rules.amend_unit(unit, {"capacity": 3}, by=None, at=day(2))
    rules.amend_unit(unit, {"capacity": 4, "name": "North"}, by=None, at=day(2))
    assert (unit.capacity, unit.name) == (4, "North")


def test_only_an_empty_unit_closes() -> None:
    unit, animal = make_unit("A1"), make_animal()
    rules.house([animal], unit, by=None, at=day(1))
    with pytest.raises(Refused, match="still houses 1"):
        rules.close_unit(unit, by=None, at=day(2))
    rules.vacate(animal, by=None, at=day(2))
    rules.close_unit(unit, by=None, at=day(3))
    with pytest.raises(Refused, match="closed already"):
        rules.close_unit(unit, by=None, at=day(3))
    rules.reopen_unit(unit, by=None, at=day(4))
    assert unit.closed_at is None


def test_an_area_closes_after_what_stands_in_it() -> None:
    area = rules.open_unit(code="N", level="area", parent=make_site(), by=None, at=DAY0)
    make_unit("N1", parent=area)
    with pytest.raises(Refused, match="Close N1 first"):
        rules.close_unit(area, by=None, at=day(1))


def test_an_occupied_unit_does_not_turn_into_quarantine() -> None:
    unit = make_unit("A1")
    rules.house([make_animal()], unit, by=None, at=day(1))
    with pytest.raises(Refused, match="move its animals out before it becomes quarantine"):
        rules.amend_unit(unit, {"biosecurity": "quarantine"}, by=None, at=day(2))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": " "}, "Say why"),
        ({"until": day(0)}, "ends after it begins"),
        ({"extra": 0}, "at least one"),
    ],
)
def test_an_allowance_is_whole(wrong: dict[str, object], sentence: str) -> None:
    given = {"extra": 2, "until": day(5), "reason": "flood", "by": make_person(Role.VET)}
    with pytest.raises(Refused, match=sentence):
        rules.allow_over(make_unit(), at=day(1), **{**given, **wrong})  # type: ignore[arg-type]


def test_a_keeper_allows_nothing() -> None:
    with pytest.raises(Refused, match="Only a manager or a vet"):
        rules.allow_over(make_unit(), 1, until=day(5), reason="flood",
                         by=make_person(Role.KEEPER), at=day(1))  # fmt: skip


def test_an_allowance_ends_when_the_unit_is_within_its_capacity() -> None:
    unit, vet, animal = make_unit("A1", capacity=1), make_person(Role.VET), make_animal()
    rules.allow_over(unit, 1, until=day(5), reason="flood", by=vet, at=day(1))
    rules.house([animal, make_animal()], unit, by=None, at=day(1))
    with pytest.raises(Refused, match="still holds 1 more"):
        rules.end_allowance(unit, by=vet, at=day(2))
    rules.vacate(animal, by=None, at=day(2))
    rules.end_allowance(unit, by=vet, at=day(3))
    assert unit.allowance == 0
