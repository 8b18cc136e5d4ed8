"""Writing diets down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.db import db
from rescue_center.errors import Refused, explain
from rescue_center.husbandry.heads import only_planners
from rescue_center.husbandry.plan_models import Diet, DietItem
from rescue_center.husbandry.words import METHODS
from rescue_center.measures import plain, weight_text
from rescue_center.staff.models import Person

#: Foods in one diet.
MOST = 30
FACTS = ("name", "method", "supplements", "never", "note")

explain("uq_diet_name", "A diet of that name is in the list already.")


class Food(NamedTuple):
    """A food of a recipe: grams, or per cent of the animal's weight."""

    food: str
    grams: int | None = None
    percent: Decimal | None = None
    kcal_100g: int | None = None

    @property
    def amount(self) -> str:
        """`120 g`, `4.5 %`."""
        return f"{plain(self.percent)} %" if self.percent is not None else weight_text(self.grams)

    @property
    def words(self) -> str:
        """As it is read: `Papaya 120 g`."""
        return f"{self.food} {self.amount}"


def add_diet(
    facts: dict[str, Any], foods: Sequence[Food], *, by: Person | None, at: datetime
) -> Diet:
    """A new recipe."""
    only_planners(by, at)
    diet = Diet(**{key: facts[key] for key in FACTS if key in facts})
    _check(diet, foods)
    diet.items = _items(foods)
    db.session.add(diet)
    db.session.flush()
    journal.record("wrote a diet", diet, by=by, at=at, after=told(diet))
    return diet


def amend_diet(
    diet: Diet, facts: dict[str, Any], foods: Sequence[Food], *, by: Person | None, at: datetime,
    reason: str,
) -> None:  # fmt: skip
    """Change a recipe: what was fed by it stays as it was weighed, what is fed next is new."""
    only_planners(by, at)
    if not reason.strip():
        raise Refused("Say why the diet changes.", field="reason")
    before = told(diet)
    for key in FACTS:
        setattr(diet, key, facts[key])
    _check(diet, foods)
    diet.items.clear()
    db.session.flush()
    diet.items = _items(foods)
    db.session.flush()
    journal.record("changed a diet", diet, by=by, at=at, reason=reason, before=before,
                   after=told(diet))  # fmt: skip


def _check(diet: Diet, foods: Sequence[Food]) -> None:
    if not diet.name.strip():
        raise Refused("Name the diet.", field="name")
    same = sa.select(Diet.id).where(Diet.name == diet.name, Diet.id != (diet.id or 0))
    with db.session.no_autoflush:
        if db.session.scalar(same) is not None:
            raise Refused("A diet of that name is in the list already.", field="name")
    if diet.method not in METHODS:
        raise Refused("Choose how it is given.", field="method")
    if not 0 < len(foods) <= MOST:
        raise Refused(f"A diet has one food to {MOST}.", field="foods")


def _items(foods: Sequence[Food]) -> list[DietItem]:
    return [
        DietItem(position=n, food=one.food, grams=one.grams, percent=one.percent,
                 kcal_100g=one.kcal_100g)
        for n, one in enumerate(foods, 1)
    ]  # fmt: skip


def foods_of(diet: Diet) -> list[Food]:
    """The foods of a recipe."""
    return [Food(i.food, i.grams, i.percent, i.kcal_100g) for i in diet.items]


def told(diet: Diet) -> dict[str, Any]:
    """A recipe for the journal."""
    facts = {key: getattr(diet, key) for key in FACTS if getattr(diet, key)}
    return facts | {"foods": [one.words for one in foods_of(diet)]}


def kcal(diet: Diet, weight_g: int | None = None) -> int | None:
    """The energy of a meal, for an animal of that weight; None where not every food has one."""
    total = Decimal(0)
    for item in diet.items:
        grams = item.grams
        if grams is None and item.percent is not None and weight_g is not None:
            grams = round(weight_g * item.percent / 100)
        if grams is None or item.kcal_100g is None:
            return None
        total += Decimal(grams * item.kcal_100g) / 100
    return round(total)


def read_foods(typed: str) -> list[Food]:
    """One food a line: `Papaya 120 g`, `Leaves 4 %`, and its energy in kcal of 100 g behind a
    stroke: `Papaya 120 g | 43`."""
    return [_food(n, line) for n, line in enumerate(typed.splitlines(), 1) if line.strip()]


def _food(n: int, line: str) -> Food:
    what, _, energy = line.partition("|")
    words, unit = what.strip(), ""
    for ending in ("kg", "g", "%"):
        if words.casefold().endswith(ending):
            words, unit = words[: -len(ending)].strip(), ending
            break
    name, _, number = words.rpartition(" ")
    try:
        amount = Decimal(number.replace(",", "."))
        kcal_100g = int(energy) if energy.strip() else None
    except (InvalidOperation, ValueError):
        amount, kcal_100g = Decimal(0), None
    grams = amount * (1000 if unit == "kg" else 1)
    if not unit or not name.strip() or not amount.is_finite() or not 0 < grams < 1_000_000:
        raise Refused(f"Line {n}: write a food like “Papaya 120 g” or “Leaves 4 %”.",
                      field="foods")  # fmt: skip
    if (unit == "%" and amount > 100) or (kcal_100g is not None and not 0 <= kcal_100g <= 1000):
        raise Refused(f"Line {n}: this share or energy cannot be right.", field="foods")
    if unit == "%":
        return Food(name.strip()[:80], percent=amount, kcal_100g=kcal_100g)
    if grams != grams.to_integral_value():
        raise Refused(f"Line {n}: write whole grams.", field="foods")
    return Food(name.strip()[:80], grams=int(grams), kcal_100g=kcal_100g)


def retire(diet: Diet, *, by: Person | None, at: datetime, reason: str) -> None:
    """A recipe that no new plan uses."""
    only_planners(by, at)
    if diet.retired:
        raise Refused("This diet is out of use already.")
    diet.retired = True
    db.session.flush()
    journal.record("took a diet out of use", diet, by=by, at=at, reason=reason)


def foods_text(diet: Diet) -> str:
    """The foods as they are typed."""
    return "\n".join(
        one.words if one.kcal_100g is None else f"{one.words} | {one.kcal_100g}"
        for one in foods_of(diet)
    )
