"""Doses, weights and moves that were written down on a phone."""

from __future__ import annotations

from collections.abc import Sequence

from rescue_center.animals.models import Animal
from rescue_center.care import review_rules, weight_rules
from rescue_center.care.dose_rules import NOT_GIVEN
from rescue_center.care.order_models import Dose
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Unit
from rescue_center.measures import weight_text
from rescue_center.rounds.acts import ACTS, Act, Effect, Written

AMONG_OTHERS = "Recorded twice: a vet will look at it."
LOOKED_AT = "It is kept, and a vet will look at it."


def _dose(written: Written) -> Effect:
    facts = written.facts
    dose = facts.row("dose", Dose)
    how = facts.word("how", ("given", "not_given"))
    why_not = facts.word("why", NOT_GIVEN) if how == "not_given" else ""
    settled, why = dose.settled_at is not None, list[str]()
    record = review_rules.replay(
        dose, by=written.by, at=written.at, amount=facts.amount_or_none("amount"),
        reason=facts.text("note", longest=500), not_given_reason=why_not, recorded_at=written.now,
        told=why.append,
    )  # fmt: skip
    if record.is_conflict:
        return Effect("conflict", AMONG_OTHERS if settled else f"{why[0]} {LOOKED_AT}", record)
    return Effect(made=record)


def _doses_animal(written: Written) -> Sequence[Animal]:
    return [written.facts.row("dose", Dose).animal]


def _weigh(written: Written) -> Effect:
    facts = written.facts
    animal = facts.row("animal", Animal)
    weight = weight_rules.weigh(
        animal, facts.count("grams", least=1, most=weight_rules.HEAVIEST_G), by=written.by,
        at=written.at, sample_n=facts.count_or_none("sample", least=1),
        unusual_confirmed=facts.yes("confirmed"), note=facts.text("note", longest=500),
        recorded_at=written.now,
    )  # fmt: skip
    return Effect(sentence=weight_text(weight.weight_g), made=weight)


def _its_animal(written: Written) -> Sequence[Animal]:
    return [written.facts.row("animal", Animal)]


def _move(written: Written) -> Effect:
    facts = written.facts
    animals, unit = facts.rows("animals", Animal), facts.row("unit", Unit)
    places = enclosures.places_of(animals)
    if all(a.id in places and places[a.id].unit_id == unit.id for a in animals):
        return Effect(sentence=f"Already in {unit.code}.")
    later = [p for p in places.values() if p.began_at >= written.at]
    if later:  # the latest move stands; this one is kept, and somebody looks where the animal is
        return Effect(
            "held", f"{later[0].animal.label} was moved to {later[0].unit.code} after this, "
            "so it counts as being there."
        )  # fmt: skip
    moved = enclosures.house(
        animals, unit, by=written.by, at=written.at, reason=facts.text("note", longest=500)
    )
    return Effect(sentence=f"In {unit.code}.", made=moved[0] if len(moved) == 1 else None)


def _those_moved(written: Written) -> Sequence[Animal]:
    return written.facts.rows("animals", Animal)


ACTS["dose"] = Act(_dose, "care.give", _doses_animal)
ACTS["weight"] = Act(_weigh, "care.weigh", _its_animal)
ACTS["move"] = Act(_move, "enclosures.move", _those_moved)
