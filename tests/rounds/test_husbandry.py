"""What keepers see and do on the round reaches the centre as it was."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry import concern_queries, keeper_rules, keeping_rules, plan_rules
from rescue_center.husbandry.concern_models import Concern
from rescue_center.husbandry.incident_models import Incident
from rescue_center.husbandry.keeping_models import Observation, Tending
from rescue_center.husbandry.plan_models import CarePlan
from rescue_center.husbandry.roll_models import RollCall
from rescue_center.husbandry.to_come import photos_to_come
from rescue_center.species.models import Hazard
from tests.makers import make_animal, make_group, make_taxon, make_unit
from tests.media.makers import photograph
from tests.rounds.handset import Handset, sealed_photo, uuid7
from tests.rounds.slices import slice_of
from tests.staff.makers import make_person

HOUR = timedelta(hours=1)


def housed(heads: int = 2) -> tuple[int, list[int]]:
    """An enclosure and those who live in it, by their ids."""
    at = clock.now() - 50 * HOUR
    unit, living = make_unit(), [make_animal(at=at) for _ in range(heads)]
    enclosures.house(living, unit, by=None, at=at)
    found = unit.id, [one.id for one in living]
    db.session.commit()
    return found


def test_all_seen_and_well_is_one_roll_call_by_its_author(handset: Handset) -> None:
    keeper, (unit, living) = make_person("keeper"), housed()
    mine, at = handset.join(keeper), clock.now() - HOUR
    record = handset.write(
        mine, "seen", {"unit": unit, "expected": 2, "found": 2, "animals": living, "missing": []},
        at=at,
    )  # fmt: skip
    (told,) = handset.send(record)
    row = db.session.scalars(sa.select(RollCall)).one()
    assert (told["outcome"], told["made"]) == ("applied", f"roll_call:{row.id}")
    assert (row.by_id, row.found, row.is_open) == (keeper.id, 2, False)
    assert abs(row.at - at) < timedelta(seconds=5)
    assert sorted(one.animal_id for one in row.named) == living
    (again,) = handset.send(record)
    assert again["outcome"] == "duplicate"
    assert db.session.scalar(sa.select(sa.func.count(RollCall.id))) == 1


def test_a_mismatch_is_taken_in_and_stays_open(handset: Handset) -> None:
    unit, (here, gone) = housed()
    mine = handset.join(make_person("keeper"))
    (told,) = handset.send(handset.write(
        mine, "seen", {"unit": unit, "expected": 2, "found": 1, "animals": [here],
                       "missing": [gone]}))  # fmt: skip
    row = db.session.scalars(sa.select(RollCall)).one()
    assert told["outcome"] == "applied" and row.is_open
    assert [one.animal_id for one in row.named if one.missed] == [gone]


def test_a_roll_call_without_sense_is_refused(handset: Handset) -> None:
    unit, living = housed()
    mine = handset.join(make_person("keeper"))
    good = {"unit": unit, "expected": 2, "found": 2, "animals": living, "missing": []}
    bad = [good | wrong for wrong in ({"unit": 10**8}, {"found": -1}, {"found": "2"},
                                      {"expected": 10**9}, {"animals": [0]},
                                      {"missing": "all"})]  # fmt: skip
    told = handset.send(*(handset.write(mine, "seen", one) for one in bad))
    assert [one["outcome"] for one in told] == ["refused"] * len(bad)
    assert db.session.scalar(sa.select(sa.func.count(RollCall.id))) == 0


def test_a_concern_stands_on_the_vets_board_with_the_photograph_that_came_after(
    handset: Handset,
) -> None:
    _, (animal, _) = housed()
    keeper, name = make_person("keeper"), uuid7()
    mine = handset.join(keeper)
    record = handset.write(
        mine, "concern", {"animal": animal, "what": "injured", "urgency": "now", "note": "Limps"},
        photos=[name],
    )  # fmt: skip
    (told,) = handset.send(record)
    assert (told["outcome"], told["sentence"]) == ("applied", "The vet sees it.")
    (waiting,) = concern_queries.waiting()
    assert (waiting.urgency, waiting.note, waiting.photos) == ("now", "Limps", 0)
    concern = db.session.get_one(Concern, waiting.id)
    assert photos_to_come(concern) == 1
    _send_photo(handset, mine, name, record["id"])
    (waiting,) = concern_queries.waiting()
    assert waiting.photos == 1 and photos_to_come(concern) == 0


def test_a_photograph_that_came_before_its_concern_is_there_at_once(handset: Handset) -> None:
    unit, _ = housed()
    name, mine = uuid7(), handset.join(make_person("keeper"))
    record = handset.write(
        mine, "concern", {"unit": unit, "what": "other", "urgency": "watch", "note": "Hole"},
        photos=[name],
    )  # fmt: skip
    _send_photo(handset, mine, name, record["id"])
    handset.send(record)
    assert len(db.session.scalars(sa.select(Concern)).one().photos) == 1


def test_a_concern_about_nothing_is_refused(handset: Handset) -> None:
    mine = handset.join(make_person("keeper"))
    (told,) = handset.send(handset.write(mine, "concern", {"what": "stool", "urgency": "now"}))
    assert told["outcome"] == "refused" and "which animal" in told["sentence"]


def planned(unit: int, kind: str = "feed", times: str = "08:00 16:00") -> int:
    """A plan for an enclosure, made long ago."""
    plan = plan_rules.plan(
        kind, unit=db.session.get_one(Unit, unit), times=times, words="Fruit",
        from_on=clock.today() - timedelta(days=9), by=make_person("manager"), at=clock.now(),
    )  # fmt: skip
    number = plan.id
    db.session.commit()
    return number


def tended() -> list[Tending]:
    return list(db.session.scalars(sa.select(Tending).order_by(Tending.id)))


def test_a_meal_settles_its_task_and_says_what_was_eaten(handset: Handset) -> None:
    unit, _ = housed()
    plan, mine = planned(unit), handset.join(make_person("keeper"))
    (told,) = handset.send(handset.write(mine, "fed", {
        "unit": unit, "plan": plan, "slot": f"plan:{plan}:2026-01-01:0800", "offered_g": 1200,
        "left_g": 300}))  # fmt: skip
    (row,) = tended()
    assert told["outcome"] == "applied" and "900 g eaten" in told["sentence"]
    assert (row.plan_id, row.slot, row.eaten_g) == (plan, "0800", 900)
    assert row.day in (clock.today(), clock.today() - timedelta(days=1))


def test_what_was_left_is_weighed_later_of_a_meal_that_waits_on_the_same_phone(
    handset: Handset,
) -> None:
    unit, _ = housed()
    plan, mine = planned(unit), handset.join(make_person("keeper"))
    fed = handset.write(mine, "fed", {"unit": unit, "plan": plan, "slot": "0800",
                                      "offered_g": 1200, "left_g": None})  # fmt: skip
    left = handset.write(mine, "left", {"record": fed["id"], "left_g": 300, "control_g": 200,
                                        "control_left_g": 150})  # fmt: skip
    assert [one["outcome"] for one in handset.send(left)] == ["later"]
    told = handset.send(fed, left, left)
    assert [one["outcome"] for one in told] == ["applied", "applied", "duplicate"]
    assert "800 g eaten" in told[1]["sentence"]
    (row,) = tended()
    assert (row.left_g, row.eaten_g) == (300, 800)
    (told,) = handset.send(handset.write(mine, "left", {"meal": row.id, "left_g": 10}))
    assert told["outcome"] == "refused" and "it says already" in told["sentence"]


def test_what_a_colleague_fed_is_weighed_back_by_whoever_comes_next(handset: Handset) -> None:
    unit, (animal, _) = housed()
    first, mine = make_person("keeper"), handset.join(make_person("keeper"))
    place = db.session.get_one(Unit, unit)
    meal = keeping_rules.tend("feed", place, animal=db.session.get_one(Animal, animal),
                              offered_g=400, by=first, at=clock.now())  # fmt: skip
    area = place.parent_id
    assert area is not None
    db.session.commit()
    (known,) = slice_of(handset, mine, [area])["meals"]
    assert (known["id"], known["animal"], known["g"], known["left"]) == (meal.id, animal, 400, None)
    (told,) = handset.send(handset.write(mine, "left", {"meal": meal.id, "left_g": 100}))
    assert told["outcome"] == "applied"
    (known,) = slice_of(handset, mine, [area])["meals"]
    assert (known["left"], known["eaten"]) == (100, 300)


@pytest.mark.parametrize("facts", [
    {"left_g": 10}, {"record": "x", "meal": 1}, {"meal": 999_999, "left_g": 1},
    {"meal": 1, "left_g": -1}, {"meal": 1, "left_g": "10"},
])  # fmt: skip
def test_leftovers_of_no_meal_are_not_taken_in(handset: Handset, facts: dict[str, Any]) -> None:
    mine = handset.join(make_person("keeper"))
    (told,) = handset.send(handset.write(mine, "left", facts))
    assert told["outcome"] in ("refused", "later")
    assert tended() == []


def test_what_was_seen_may_be_a_photograph_alone(handset: Handset) -> None:
    _, (animal, _) = housed()
    mine, photo = handset.join(make_person("keeper")), uuid7()
    record = handset.write(mine, "observed", {"animal": animal, "water": "unknown"},
                           photos=[photo])  # fmt: skip
    (told,) = handset.send(record)
    assert told["outcome"] == "applied"
    _send_photo(handset, mine, photo, record["id"])
    row = db.session.scalars(sa.select(Observation)).one()
    assert (row.note, len(row.photos)) == ("Photographed", 1)


def test_two_who_do_one_task_are_both_kept_and_the_second_is_told(
    handset: Handset, make_handset: Callable[..., Handset]
) -> None:
    unit, _ = housed()
    plan, other = planned(unit, "clean", "00:00"), make_handset("Birds 2")
    mine, theirs = handset.join(make_person("keeper", name="Sok")), other.join(
        make_person("keeper"))  # fmt: skip
    facts = {"unit": unit, "plan": plan, "slot": "0000"}
    handset.send(handset.write(mine, "cleaned", facts))
    (told,) = other.send(other.write(theirs, "cleaned", facts))
    assert told["outcome"] == "applied"
    assert told["sentence"].startswith("Sok did this") and "Both are kept" in told["sentence"]
    assert [row.plan_id for row in tended()] == [plan, None]


def test_water_and_enrichment_need_no_plan(handset: Handset) -> None:
    unit, _ = housed()
    mine = handset.join(make_person("keeper"))
    told = handset.send(*(handset.write(mine, kind, {"unit": unit, "slot": ""})
                          for kind in ("watered", "enriched")))  # fmt: skip
    assert [one["outcome"] for one in told] == ["applied"] * 2
    assert [row.kind for row in tended()] == ["water", "enrich"]


def test_food_that_cannot_be_is_refused(handset: Handset) -> None:
    unit, _ = housed()
    plan, mine = planned(unit), handset.join(make_person("keeper"))
    good = {"unit": unit, "plan": plan, "slot": "0800", "offered_g": 500, "left_g": 100}
    bad = [good | wrong for wrong in (
        {"left_g": 600}, {"offered_g": -1}, {"offered_g": None}, {"slot": "x"},
        {"slot": "2599"}, {"plan": 10**8})]  # fmt: skip
    told = handset.send(*(handset.write(mine, "fed", one) for one in bad))
    assert [one["outcome"] for one in told] == ["refused"] * len(bad) and tended() == []


def test_what_was_done_by_a_plan_that_has_ended_is_kept_all_the_same(handset: Handset) -> None:
    unit, _ = housed()
    plan, mine = planned(unit, "clean", "00:00"), handset.join(make_person("keeper"))
    plan_rules.end(db.session.get_one(CarePlan, plan), on=clock.today() - timedelta(days=1),
                   by=make_person("manager"), at=clock.now())  # fmt: skip
    db.session.commit()
    (told,) = handset.send(handset.write(mine, "cleaned", {"unit": unit, "plan": plan,
                                                           "slot": "0000"}))  # fmt: skip
    assert told["outcome"] == "applied" and "no longer on the plan" in told["sentence"]
    assert [row.plan_id for row in tended()] == [None]


def test_what_was_not_done_is_taken_back_and_is_to_be_done_again(handset: Handset) -> None:
    unit, _ = housed()
    plan, mine = planned(unit, "clean", "00:00"), handset.join(make_person("keeper"))
    facts = {"unit": unit, "plan": plan, "slot": "0000"}
    wrong = handset.write(mine, "cleaned", facts)
    back = handset.write(mine, "correct", {"record": wrong["id"], "reason": "Wrong door"})
    again = handset.write(mine, "cleaned", facts)
    told = handset.send(wrong, back, again)
    assert [one["outcome"] for one in told] == ["applied"] * 3
    first, second = tended()
    assert (first.is_void, first.void_reason) == (True, "Wrong door")
    assert (second.plan_id, second.slot) == (plan, "0000")


def test_how_an_animal_was_is_kept_as_scores(handset: Handset) -> None:
    _, (animal, _) = housed()
    mine = handset.join(make_person("keeper"))
    good = {"animal": animal, "appetite": 2, "faeces": 5, "water": "drank", "behaviour": "Quiet"}
    bad = [good | wrong for wrong in ({"appetite": 5}, {"faeces": 0}, {"water": "beer"})]
    told = handset.send(*(handset.write(mine, "observed", one) for one in (*bad, good, {
        "animal": animal})))  # fmt: skip
    assert [one["outcome"] for one in told] == ["refused"] * 3 + ["applied", "refused"]
    row = db.session.scalars(sa.select(Observation)).one()
    assert (row.appetite, row.faeces, row.water, row.behaviour) == (2, 5, "drank", "Quiet")


def test_what_is_seen_of_an_animal_that_has_left_waits_for_somebody(handset: Handset) -> None:
    _, (animal, _) = housed()
    death.die(db.session.get_one(Animal, animal), by=make_person("vet"), at=clock.now() - 2 * HOUR,
              manner="natural")  # fmt: skip
    db.session.commit()
    mine = handset.join(make_person("keeper"))
    (told,) = handset.send(handset.write(mine, "observed", {"animal": animal, "appetite": 2}))
    assert told["outcome"] == "held"


def test_a_bite_is_answered_with_what_to_do_at_once(handset: Handset) -> None:
    group = make_group()
    db.session.add(Hazard(disease="Herpes B", level="critical", ppe_level="maximum",
                          action="Antivirals within hours", groups=[group]))  # fmt: skip
    animal = make_animal(taxon=make_taxon(group=group), at=clock.now() - 50 * HOUR).id
    mine = handset.join(make_person("keeper"))
    (told,) = handset.send(
        handset.write(
            mine, "incident", {"what": "bite", "animal": animal, "person_hurt": "Sok Dara"}
        )
    )
    row = db.session.scalars(sa.select(Incident)).one()
    assert told["outcome"] == "applied" and told["sentence"] == row.advice
    assert "soap and running water" in row.advice and "Antivirals within hours" in row.advice
    assert (row.person_hurt, row.is_open) == ("Sok Dara", True)


@pytest.mark.parametrize(("said", "kept"), [(True, "Somebody"), (False, ""), (None, "")])
def test_who_was_hurt_may_be_no_more_than_that_somebody_was(
    said: bool | None, kept: str, handset: Handset
) -> None:
    unit, _ = housed()
    mine = handset.join(make_person("keeper"))
    handset.send(handset.write(mine, "incident", {"what": "other", "unit": unit, "note": "Fell",
                                                  "person_hurt": said}))  # fmt: skip
    assert db.session.scalars(sa.select(Incident)).one().person_hurt == kept


def test_a_phone_is_given_the_work_of_the_day_and_what_was_done_of_it(handset: Handset) -> None:
    unit, (animal, _) = housed()
    keeper = make_person("keeper")
    area = db.session.get_one(Unit, unit).parent
    assert area is not None
    keeper_rules.give_area(keeper, area, from_on=clock.today(), by=None, at=clock.now())
    plan, mine = planned(unit, "clean", "00:00"), handset.join(keeper)
    handset.send(
        handset.write(mine, "cleaned", {"unit": unit, "plan": plan, "slot": "0000"}),
        handset.write(mine, "seen", {"unit": unit, "expected": 2, "found": 1}),
        handset.write(mine, "concern", {"animal": animal, "what": "stool", "urgency": "now"}),
    )
    told = slice_of(handset, mine)
    assert [one["id"] for one in told["units"]] == [unit]  # the area that this keeper keeps
    (task,) = told["tasks"]
    assert task["id"] == f"plan:{plan}:{clock.today().isoformat()}:0000"
    assert (task["unit"], task["kind"], task["words"]) == (unit, "clean", "Fruit")
    assert task["done"][1] == keeper.name
    assert [(one["expected"], one["found"]) for one in told["seen"]] == [(2, 1)]
    assert [(one["animal"], one["what"]) for one in told["concerns"]] == [(animal, "stool")]


def _send_photo(handset: Handset, profile: int, name: str, record: str) -> None:
    """The whole photograph, as a phone sends it."""
    sealed = sealed_photo(handset, profile, name, photograph(64, 48))
    begun = handset.post(
        "/m/photos", {"id": name, "record": record, "profile": profile, "size": len(sealed),
                      "sha256": hashlib.sha256(sealed).hexdigest()}, profile,
    )  # fmt: skip
    assert begun.status_code == 200, begun.get_data(as_text=True)
    sent = handset.client.post(f"/m/photos/{name}/pieces?at=0", data=sealed,
                               headers=handset.headers(profile))  # fmt: skip
    assert sent.status_code == 200, sent.get_data(as_text=True)
