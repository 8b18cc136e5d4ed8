"""The drug list: what may be prescribed, and within which limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from rescue_center import journal
from rescue_center.db import db, lock
from rescue_center.errors import Refused, Stale, explain
from rescue_center.pharmacy.models import FORMS, ROUTES, DoseLimit, Drug
from rescue_center.pharmacy.queries import limit_for
from rescue_center.pharmacy.strength import number, strength_of
from rescue_center.species.models import Taxon, TaxonGroup
from rescue_center.staff.models import Person

explain("uq_drug_name_strength_mg_per", "This product at this strength is on the list already.")
explain("uq_dose_limit_drug_id_group_id_route", "This group and route has a limit already.")
explain("uq_dose_limit_drug_id_taxon_id_route", "This species and route has a limit already.")
explain("uq_dose_limit_everyone", "There is a limit for all other groups already.")
explain("drug_strength_is_positive", "A strength is above zero.")
explain("dose_limit_is_ordered", "The limits rise: least, most, ceiling.")


@dataclass(frozen=True)
class Judgement:
    """What the limits say of a rate: `outside` asks for a second vet, `caution` is to be read."""

    limit: DoseLimit | None
    outside: str = ""
    caution: str = ""


def judge(drug: Drug, taxon: Taxon, rate: Decimal, route: str) -> Judgement:
    """Compare a rate in mg/kg with the limits for the drug in this species.

    Refuses a drug that the group must never get, and a rate above the ceiling; a rate outside
    the accepted range needs a second vet."""
    limit = limit_for(drug, taxon, route)
    if limit is None:
        return Judgement(None, caution=f"No limits are set for {drug.name}: nothing checks this.")
    here = limit.group is not None or limit.taxon is not None
    group = limit.whose if here else "this species"
    if (accepted := limit.accepted) is None:
        raise Refused(f"{drug.name} is not given to {group}: {limit.reason}", field="drug")
    low, high, top = accepted
    if rate > top:
        raise Refused(
            f"{number(rate)} mg/kg is above the ceiling of {number(top)} mg/kg for {drug.name} "
            f"in {group}. Nobody may order that; check the rate.",
            field="rate",
        )
    span = f"{number(low)} to {number(high)} mg/kg"
    if not low <= rate <= high:
        return Judgement(limit, outside=f"{number(rate)} mg/kg is outside {span} for {group}.")
    doubt = f" ({limit.uncertain})" if limit.uncertain else ""
    own = "" if here else " No limit is set for this group; the general one was used."
    return Judgement(limit, caution=f"Within {span} for {group}{doubt}.{own}")


#: What is done to an entry of the list, as the journal calls it.
VERBS = ("added a drug", "amended a drug", "retired a drug", "set a dose limit")
DRUG_FACTS = ("name", "ingredient", "form", "strength_text", "controlled", "wide_margin",
              "withdrawal_days", "notes", "source", "uncertain")  # fmt: skip


def add_drug(facts: Mapping[str, Any], *, by: Person | None, at: datetime) -> Drug:
    """Put a product on the list. `facts` are :data:`DRUG_FACTS`; the strength is read from its
    label."""
    drug = Drug(**columns_of(facts))
    db.session.add(drug)
    db.session.flush()
    journal.record("added a drug", drug, by=by, at=at, after=_drug_facts(drug))
    return drug


def amend_drug(
    drug: Drug, facts: Mapping[str, Any], *, by: Person, at: datetime, version: int
) -> None:
    """Change a product's entry. Orders already written keep the amounts they were written with."""
    if version != drug.version:
        raise Stale(drug.name)
    before = _drug_facts(drug)
    for column, value in columns_of(facts).items():
        setattr(drug, column, value)
    db.session.flush()
    journal.record("amended a drug", drug, by=by, at=at, before=before, after=_drug_facts(drug))


def retire_drug(drug: Drug, *, by: Person, at: datetime, reason: str) -> None:
    """Take a product off the list of what may be ordered; orders that run go on."""
    if not reason.strip():
        raise Refused("Say why it is retired.", field="reason")
    lock(drug)
    if drug.retired:
        raise Refused(f"{drug.name} was retired before.")
    drug.retired = True
    db.session.flush()
    journal.record("retired a drug", drug, by=by, at=at, reason=reason)


def columns_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a product from its facts, the strength read from the label."""
    strength = strength_of(facts["strength_text"])
    ingredient = " ".join(facts["ingredient"].lower().split())
    if not facts["name"].strip() or not ingredient:
        raise Refused("A drug has a name and an ingredient.", field="name")
    if facts["form"] not in FORMS:
        raise Refused("Choose a form from the list.", field="form")
    if facts["form"] in ("tablet", "capsule") and strength.per != "tablet":
        raise Refused(
            f"A {facts['form']} has so many mg each, like 15 mg/tablet.", field="strength_text"
        )
    return {
        **{key: facts[key] for key in DRUG_FACTS if key in facts},
        "name": facts["name"].strip(),
        "ingredient": ingredient,
        "strength_mg": strength.mg,
        "per": strength.per,
    }


def _drug_facts(drug: Drug) -> dict[str, Any]:
    return {key: getattr(drug, key) for key in DRUG_FACTS}


# --- limits ---------------------------------------------------------------------------------


def set_limit(
    drug: Drug,
    group: TaxonGroup | None,
    *,
    by: Person | None,
    at: datetime,
    route: str = "",
    least: Decimal | None = None,
    most: Decimal | None = None,
    ceiling: Decimal | None = None,
    never: bool = False,
    reason: str = "",
    source: str = "",
    uncertain: str = "",
    taxon: Taxon | None = None,
) -> DoseLimit:
    """Set the accepted range and the ceiling, in mg/kg, for a group (None: all others) or for one
    species, by a route ("": any), or that they never get the drug, and why."""
    group = None if taxon is not None else group
    if route and route not in ROUTES:
        raise Refused("Choose a route from the list.", field="route")
    if never and not reason.strip():
        raise Refused("Say why this group never gets it.", field="reason")
    if never:
        least = most = ceiling = None
    else:
        _check_range(least, most, ceiling)
    limit = next((x for x in drug.limits
                  if x.group is group and x.taxon is taxon and x.route == route), None)  # fmt: skip
    before = _limit_facts(limit) if limit else {}
    if limit is None:
        limit = DoseLimit(drug=drug, group=group, taxon=taxon, route=route)
        db.session.add(limit)
    limit.min_mg_per_kg, limit.max_mg_per_kg, limit.ceiling_mg_per_kg = least, most, ceiling
    limit.never, limit.reason = never, reason.strip()
    limit.source, limit.uncertain = source, uncertain
    drug.touch()
    db.session.flush()
    journal.record(
        "set a dose limit", drug, by=by, at=at, reason=reason,
        before=before, after=_limit_facts(limit),
    )  # fmt: skip
    return limit


def _check_range(least: Decimal | None, most: Decimal | None, ceiling: Decimal | None) -> None:
    if least is None or most is None or ceiling is None:
        raise Refused("Give the least, the most and the ceiling, in mg/kg.", field="least")
    if not 0 < least <= most <= ceiling:
        raise Refused("The limits rise: least, most, ceiling, all above zero.", field="least")


def _limit_facts(limit: DoseLimit) -> dict[str, Any]:
    facts = ("route", "min_mg_per_kg", "max_mg_per_kg", "ceiling_mg_per_kg", "never", "source",
             "uncertain")  # fmt: skip
    group = limit.group.key if limit.group else "all others"
    whose = {"species": limit.taxon.label} if limit.taxon else {"group": group}
    return {**whose, **{key: getattr(limit, key) for key in facts}}
