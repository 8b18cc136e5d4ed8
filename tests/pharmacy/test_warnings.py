"""What is known to go badly is said with its source when it is ordered, and only that."""

from decimal import Decimal as D

import pytest

from rescue_center.care import rules as care
from rescue_center.pharmacy import warnings
from rescue_center.species.models import Taxon
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_drug,
    make_person,
    make_prescription,
    make_taxon,
    make_weight,
)

MACAQUE = {"scientific_name": "Macaca fascicularis", "class_name": "Mammalia",
           "order_name": "Primates", "family": "Cercopithecidae"}  # fmt: skip


def against(ingredient: str, *others: str, **taxon: str) -> list[str]:
    return warnings.against(ingredient, Taxon(**(MACAQUE | taxon)), others)


def test_every_line_has_a_source_and_is_of_one_kind() -> None:
    for one in warnings.every():
        assert one.source and one.words and one.of
        assert bool(one.taxa) != bool(one.together), f"{one.words}: a pair, or a kind of animal"


@pytest.mark.parametrize(("ingredient", "kind", "said"), [
    ("ivermectin", {"order_name": "Testudines"}, "Teare and Bush, JAVMA 183"),
    ("fenbendazole", {"order_name": "Columbiformes"}, "Howard et al."),
    ("fenbendazole", {"scientific_name": "Gyps bengalensis"}, "Bonar et al."),
    ("itraconazole", {"scientific_name": "Psittacus erithacus"}, "African grey"),
    ("enrofloxacin", {"family": "Felidae"}, "retina"),
])  # fmt: skip
def test_a_kind_of_animal_that_does_not_bear_a_drug(
    ingredient: str, kind: dict[str, str], said: str
) -> None:
    assert said in " ".join(against(ingredient, **kind))
    assert against(ingredient) == [], "and nobody else"


def test_two_drugs_that_do_not_go_together_warn_whichever_comes_second() -> None:
    for one, other in (("meloxicam", "dexamethasone"), ("enrofloxacin", "doxycycline")):
        (said,) = against(one, other)
        assert said.startswith(f"It gets {other} too. ") and said.endswith(").")
        assert against(other, one)[0].startswith(f"It gets {one} too. ")
    assert against("meloxicam", "meloxicam", "enrofloxacin") == []
    assert against("dexamethasone + neomycin", "meloxicam") != []


@pytest.mark.usefixtures("session")
def test_an_order_says_what_goes_badly_with_what_the_animal_gets_or_was_given() -> None:
    mali, vet = make_animal(taxon=make_taxon()), make_person("vet")
    make_weight(mali)
    doxycycline = make_prescription(mali, make_drug(ingredient="doxycycline"), by=vet)
    baytril = make_drug(ingredient="enrofloxacin")

    def cautions(after: int) -> str:
        found = care.propose(mali, baytril, at=AT + after * DAY, rate_mg_per_kg=D(5), route="PO")
        return " ".join(found.cautions)

    assert "work against each other (Baytril" in cautions(0)
    care.give(doxycycline.doses[0], by=vet, at=AT)
    care.stop(doxycycline, by=vet, at=AT + HOUR, reason="Vomits")
    assert "It gets doxycycline too" in cautions(2)
    assert "doxycycline" not in cautions(4), "it is gone by then"
