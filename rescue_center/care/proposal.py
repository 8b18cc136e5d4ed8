"""A dose worked out before it is ordered: the same for the form's preview and for the order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from rescue_center.animals.models import Animal
from rescue_center.care import dosing
from rescue_center.care.models import Weight
from rescue_center.care.order_queries import ingredients_now
from rescue_center.care.queries import last_weight
from rescue_center.errors import Refused
from rescue_center.pharmacy import warnings
from rescue_center.pharmacy.models import ROUTES, Drug
from rescue_center.pharmacy.rules import Judgement, judge


@dataclass(frozen=True)
class Proposal:
    """A dose worked out before it is ordered: what it is and what to think about."""

    weight: Weight
    measured: dosing.Measured
    judgement: Judgement
    cautions: list[str] = field(default_factory=list)

    @property
    def outside(self) -> str:
        """Why a second vet must confirm; empty when the rate is within the limits."""
        return self.judgement.outside


def propose(
    animal: Animal,
    drug: Drug,
    *,
    at: datetime,
    rate_mg_per_kg: Decimal,
    route: str,
    dilution: int = 1,
    weight: Weight | None = None,
) -> Proposal:
    """Work out a dose. Refuses without a weight, above the ceiling, or when it cannot be
    measured; everything else worth knowing is in the cautions."""
    if drug.retired:
        raise Refused(f"{drug.name} is no longer on the list.", field="drug")
    if route not in ROUTES:
        raise Refused("Choose a route from the list.", field="route")
    weight = weight or last_weight(animal.id)
    if weight is None:
        raise Refused(
            f"{animal.label} has no weight. Weigh it first; an estimate will do.", field="drug"
        )
    judgement = judge(drug, animal.taxon, rate_mg_per_kg, route)
    measured = dosing.measure(
        dosing.dose_mg(weight.weight_g, rate_mg_per_kg), drug.strength,
        wide_margin=drug.wide_margin, dilution=dilution,
    )  # fmt: skip
    known = warnings.against(drug.ingredient, animal.taxon, ingredients_now(animal.id, at))
    return Proposal(
        weight, measured, judgement, [*known, *_cautions(animal, weight, judgement, at)]
    )


def _cautions(animal: Animal, weight: Weight, judgement: Judgement, at: datetime) -> list[str]:
    found = [dosing.weight_warning(weight.weight_g, weight.at, at), judgement.caution]
    if weight.is_estimate:
        found.append("This weight is an estimate; nobody put the animal on a scale.")
    if animal.is_lot:
        found.append(f"The dose is for each of {animal.count:,} animals, from their mean weight.")
    return [caution for caution in found if caution]
