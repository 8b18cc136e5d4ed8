"""What was written by mistake is taken back with a reason, and stays in the books."""

from datetime import timedelta

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.care.models import Weight
from rescue_center.care.order_models import Administration
from rescue_center.db import db
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Housing
from rescue_center.rounds import deciding_rules
from rescue_center.rounds.models import PhoneRecord
from tests.makers import make_animal, make_prescription, make_unit
from tests.rounds.handset import Handset, uuid7
from tests.staff.makers import make_person

HOUR = timedelta(hours=1)


def test_a_weight_is_struck_out_with_the_reason(handset: Handset) -> None:
    animal = make_animal(at=clock.now() - 50 * HOUR).id
    mine = handset.join(make_person("keeper"))
    wrong = handset.write(mine, "weight", {"animal": animal, "grams": 2400})
    back = handset.write(mine, "correct", {"record": wrong["id"], "reason": "other animal"})
    assert [one["outcome"] for one in handset.send(wrong, back)] == ["applied", "applied"]
    weight = db.session.scalars(sa.select(Weight)).one()
    assert (weight.is_void, weight.void_reason) == (True, "other animal")


def test_a_correction_that_comes_first_waits_and_leaves_no_trace(handset: Handset) -> None:
    animal = make_animal(at=clock.now() - 50 * HOUR).id
    mine = handset.join(make_person("keeper"))
    wrong = handset.write(mine, "weight", {"animal": animal, "grams": 2400})
    back = handset.write(mine, "correct", {"record": wrong["id"], "reason": "other animal"})
    assert [one["outcome"] for one in handset.send(back)] == ["later"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PhoneRecord)) == 0
    assert [one["outcome"] for one in handset.send(wrong, back)] == ["applied", "applied"]


def test_a_keepers_word_that_a_dose_was_wrong_waits_for_a_vet(handset: Handset) -> None:
    at = clock.now() - HOUR
    dose = make_prescription(make_animal(at=at - 50 * HOUR), at=at).doses[0].id
    mine = handset.join(make_person("keeper"))
    given = handset.write(mine, "dose", {"dose": dose, "how": "given"})
    back = handset.write(mine, "correct", {"record": given["id"], "reason": "spat it out"})
    assert [one["outcome"] for one in handset.send(given, back)] == ["applied", "held"]
    assert not db.session.scalars(sa.select(Administration)).one().is_void


def test_a_move_is_taken_back_to_where_it_was(handset: Handset) -> None:
    animal = make_animal(at=clock.now() - 50 * HOUR)
    first, second = make_unit(), make_unit()
    enclosures.house([animal], first, by=None, at=clock.now() - 40 * HOUR)
    number, here, there = animal.id, first.id, second.id
    mine = handset.join(make_person("keeper"))
    moved = handset.write(mine, "move", {"animals": [number], "unit": there}, at=clock.now() - HOUR)
    back = handset.write(mine, "correct", {"record": moved["id"], "reason": "wrong door"})
    assert [one["outcome"] for one in handset.send(moved, back)] == ["applied", "applied"]
    assert list(db.session.scalars(sa.select(Housing.unit_id).order_by(Housing.id))) == [
        here, there, here,
    ]  # fmt: skip


def test_nobody_takes_back_anothers_record_nor_without_a_reason(handset: Handset) -> None:
    animal = make_animal(at=clock.now() - 50 * HOUR).id
    mine, theirs = handset.join(make_person("keeper")), handset.join(make_person("keeper"))
    record = handset.write(mine, "weight", {"animal": animal, "grams": 2400})
    told = handset.send(
        record,
        handset.write(theirs, "correct", {"record": record["id"], "reason": "no"}),
        handset.write(mine, "correct", {"record": record["id"], "reason": " "}),
        handset.write(mine, "correct", {"record": uuid7(), "reason": "never sent"}),
    )
    assert [one["outcome"] for one in told] == ["applied", "refused", "refused", "later"]
    assert not db.session.scalars(sa.select(Weight)).one().is_void


def test_taken_back_twice_is_taken_back_once(handset: Handset) -> None:
    animal = make_animal(at=clock.now() - 50 * HOUR).id
    mine = handset.join(make_person("keeper"))
    record = handset.write(mine, "weight", {"animal": animal, "grams": 2400})
    twice = [
        handset.write(mine, "correct", {"record": record["id"], "reason": "no"}) for _ in range(2)
    ]
    told = handset.send(record, *twice)
    assert [one["outcome"] for one in told] == ["applied"] * 3
    assert "nothing to take back" in told[2]["sentence"]


def test_a_vet_who_accepts_a_keepers_word_strikes_the_dose_out(handset: Handset) -> None:
    at = clock.now() - HOUR
    dose = make_prescription(make_animal(at=at - 50 * HOUR), at=at).doses[0].id
    mine = handset.join(make_person("keeper"))
    given = handset.write(mine, "dose", {"dose": dose, "how": "given"})
    back = handset.write(mine, "correct", {"record": given["id"], "reason": "spat it out"})
    handset.send(given, back)
    vet, record = make_person("vet"), db.session.get_one(PhoneRecord, back["id"])
    deciding_rules.carry_out(record, by=vet, at=clock.now())
    struck = db.session.scalars(sa.select(Administration)).one()
    assert (struck.is_void, struck.voided_by_id, struck.void_reason) == (
        True,
        vet.id,
        "spat it out",
    )
    assert record.decision == "accepted"
