"""Who may not be housed with whom, and the override."""

import pytest

from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures import rules
from rescue_center.enclosures.models import Incompatible
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.species.models import Taxon
from tests.enclosures.makers import (
    DAY0,
    day,
    make_animal,
    make_epi_group,
    make_group,
    make_person,
    make_site,
    make_taxon,
    make_unit,
)

pytestmark = pytest.mark.usefixtures("session")


def macaque() -> Taxon:
    return make_taxon("Macaca nemestrina", group=make_group("old_world_monkey"))


def marmoset() -> Taxon:
    return make_taxon("Callithrix jacchus", group=make_group("new_world_primate"))


def leopard_cat() -> Taxon:
    return make_taxon("Prionailurus bengalensis", group=make_group("felid"), order="Carnivora")


def pangolin() -> Taxon:
    return make_taxon("Manis javanica", group=make_group("pangolin"), order="Pholidota",
                      common="Sunda pangolin", solitary=True)  # fmt: skip


def keep_apart(one: Taxon, other: Taxon, *, by_air: bool = False) -> None:
    db.session.add(Incompatible(one_id=one.group_id, other_id=other.group_id, by_air=by_air,
                                reason="predator and prey"))  # fmt: skip
    db.session.flush()


def test_predator_and_prey_are_refused_with_the_reason() -> None:
    keep_apart(leopard_cat(), macaque())
    unit, monkey = make_unit("A1"), make_animal(macaque())
    rules.house([monkey], unit, by=None, at=day(1))
    with pytest.raises(Refused, match=r"cannot share A1 with Macaca.*predator and prey") as refused:
        rules.house([make_animal(leopard_cat())], unit, by=None, at=day(2))
    assert monkey.accession in refused.value.sentence


def test_two_that_arrive_together_are_compared_too() -> None:
    keep_apart(leopard_cat(), macaque())
    with pytest.raises(Refused, match="predator and prey"):
        rules.house([make_animal(macaque()), make_animal(leopard_cat())], make_unit(), by=None,
                    at=day(1))  # fmt: skip


def test_a_group_paired_with_itself_keeps_its_species_apart_and_not_its_kin() -> None:
    keep_apart(leopard_cat(), leopard_cat())
    tiger = make_taxon("Panthera tigris", group=make_group("felid"), order="Carnivora")
    unit = make_unit()
    rules.house([make_animal(leopard_cat()), make_animal(leopard_cat())], unit, by=None, at=day(1))
    with pytest.raises(Refused, match="cannot share"):
        rules.house([make_animal(tiger)], unit, by=None, at=day(2))


def test_some_may_not_breathe_the_air_of_one_room() -> None:
    keep_apart(macaque(), marmoset(), by_air=True)
    keep_apart(macaque(), leopard_cat())
    room = rules.open_unit(code="R", level="area", kind="room", parent=make_site(), by=None,
                           at=DAY0)  # fmt: skip
    rules.house([make_animal(macaque())], make_unit("R1", parent=room), by=None, at=day(1))
    with pytest.raises(Refused, match="cannot share the air of R2"):
        rules.house([make_animal(marmoset())], make_unit("R2", parent=room), by=None, at=day(2))
    rules.house([make_animal(leopard_cat())], make_unit("R3", parent=room), by=None, at=day(2))
    rules.house([make_animal(marmoset())], make_unit("OUT"), by=None, at=day(2))


def test_a_solitary_animal_is_kept_alone() -> None:
    unit = make_unit("P1")
    rules.house([make_animal(pangolin())], unit, by=None, at=day(1))
    with pytest.raises(Refused, match="kept alone, or as a mother with her young; P1 would hold 2"):
        rules.house([make_animal(pangolin())], unit, by=None, at=day(2))
    with pytest.raises(Refused, match="Sunda pangolin is kept alone; in P1 it would be with"):
        rules.house([make_animal(macaque())], unit, by=None, at=day(2))


def family(
    mother_sex: str = "female", pup_age: str = "infant", shared: bool = True
) -> list[Animal]:
    group, other = make_epi_group(), make_epi_group()
    return [
        make_animal(pangolin(), sex=mother_sex, age_class="adult", epi_group=group),
        make_animal(pangolin(), age_class=pup_age,
                    epi_group=group if shared else other),
    ]  # fmt: skip


def test_a_solitary_mother_keeps_her_young() -> None:
    rules.house(family(), make_unit(), by=None, at=day(1))


@pytest.mark.parametrize(
    "wrong", [{"mother_sex": "male"}, {"pup_age": "subadult"}, {"shared": False}]
)
def test_no_other_company_counts_as_a_family(wrong: dict[str, object]) -> None:
    with pytest.raises(Refused, match="kept alone"):
        rules.house(family(**wrong), make_unit(), by=None, at=day(1))  # type: ignore[arg-type]


def test_a_lot_of_a_solitary_species_is_refused() -> None:
    with pytest.raises(Refused, match="would hold 3"):
        rules.house([make_animal(pangolin(), heads=3)], make_unit(), by=None, at=day(1))


# --- the override -------------------------------------------------------------------------------


def test_a_vet_overrides_with_reason_and_expiry_and_both_are_kept() -> None:
    unit, vet = make_unit(), make_person(Role.VET)
    rules.house([make_animal(pangolin())], unit, by=None, at=day(1))
    moved = rules.house([make_animal(pangolin())], unit, by=vet, at=day(2),
                        override_reason="one cage left", override_until=day(4))  # fmt: skip
    assert (moved[0].override_reason, moved[0].override_until, moved[0].override_by_id) == (
        "one cage left", day(4), vet.id,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"override_reason": "one cage left"}, "the moment it ends"),
        ({"override_reason": "x", "override_until": day(1)}, "the moment it ends"),
        ({"override_until": day(9)}, "needs its reason"),
    ],
)
def test_an_override_is_whole(given: dict[str, object], sentence: str) -> None:
    lot = make_animal(pangolin(), heads=2)
    with pytest.raises(Refused, match=sentence):
        rules.house([lot], make_unit(), by=make_person(Role.VET), at=day(2), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [Role.KEEPER, Role.COORDINATOR, Role.REGISTRAR])
def test_others_do_not_override(role: Role) -> None:
    lot = make_animal(pangolin(), heads=2)
    with pytest.raises(Refused, match="Only a manager or a vet may override"):
        rules.house([lot], make_unit(), by=make_person(role), at=day(2), override_reason="x",
                    override_until=day(4))  # fmt: skip


def test_an_override_never_makes_room() -> None:
    lot = make_animal(pangolin(), heads=3)
    with pytest.raises(Refused, match="room for 2"):
        rules.house([lot], make_unit(capacity=2), by=make_person(Role.MANAGER), at=day(2),
                    override_reason="x", override_until=day(4))  # fmt: skip


def test_an_override_that_nothing_needs_is_not_kept() -> None:
    moved = rules.house([make_animal()], make_unit(), by=make_person(Role.VET), at=day(2),
                        override_reason="x", override_until=day(4))  # fmt: skip
    assert moved[0].override_reason is None
