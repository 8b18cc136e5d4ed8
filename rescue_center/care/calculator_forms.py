"""What may be typed into a calculator. Nothing is filled in that was not asked for."""

from __future__ import annotations

from typing import Any

from rescue_center.care import calculators
from rescue_center.care.calculators import DROPS, ENERGY, KEEP, Estimate
from rescue_center.forms import (
    ChoiceField,
    CountField,
    DecimalField,
    Form,
    GramsField,
)


class FluidsForm(Form):
    """Maintenance, deficit, losses."""

    kind = ChoiceField("Animal", choices=[(key, one.words) for key, one in KEEP.items()])
    weight = GramsField("Weight")
    dehydration = DecimalField("Dehydration", places=1, least=0, most=20)
    hours = CountField("Made good over", least=24, most=96)
    losses = DecimalField("Lost in a day", places=0, least=0, most=20_000, required=False)

    def worked_out(self) -> Estimate:
        """The plan."""
        return calculators.fluids(
            self.kind.data, self.weight.data, dehydration_pct=self.dehydration.data,
            hours=self.hours.data, losses_ml=self.losses.data or calculators.NOTHING,
        )  # fmt: skip


class DripForm(Form):
    """Drops a minute."""

    rate = DecimalField("Rate", places=1, most=5000)
    drops = ChoiceField("Giving set", choices=[(n, f"{n} drops make 1 ml") for n in DROPS],
                        coerce=int)  # fmt: skip

    def worked_out(self) -> Estimate:
        """The drops."""
        return calculators.drip(self.rate.data, self.drops.data)


class EnergyForm(Form):
    """Kilocalories a day."""

    kind = ChoiceField("Animal", choices=[(key, words) for key, (words, _) in ENERGY.items()])
    weight = GramsField("Weight")

    def worked_out(self) -> Estimate:
        """The energy."""
        return calculators.energy(self.kind.data, self.weight.data)


class ScaledForm(Form):
    """A dose scaled by size."""

    dose = DecimalField("Known dose", places=4, most=100_000)
    known = GramsField("In an animal of")
    weight = GramsField("For one of")

    def worked_out(self) -> Estimate:
        """The estimate."""
        return calculators.scaled(self.dose.data, self.known.data, self.weight.data)


class ConditionForm(Form):
    """A body condition on the other scale."""

    score = DecimalField("Score", places=1, least=1, most=9)
    scale = ChoiceField("Scored on", choices=[(5, "1 to 5"), (9, "1 to 9")], coerce=int)

    def worked_out(self) -> Estimate:
        """The score there."""
        return calculators.condition(self.score.data, self.scale.data)


#: Each calculator by the word its address asks for: its heading, what it is for, its form.
CALCULATORS: dict[str, tuple[str, str, Any]] = {
    "fluids": ("Fluids", "Maintenance + deficit + what goes on being lost", FluidsForm),
    "drip": ("Drip", "Drops a minute = ml/h × drops/ml ÷ 60", DripForm),
    "energy": ("Energy", "Minimum energy cost = K × kg^0.75", EnergyForm),
    "scaled": ("Dose by size", "Dose × (M2 ÷ M1)^0.75", ScaledForm),
    "condition": ("Body condition", "Of nine = 2 × of five − 1", ConditionForm),
}
