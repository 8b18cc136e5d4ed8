"""What a phone sends is taken in once, as its author wrote it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.care import rules as care
from rescue_center.care.models import Weight
from rescue_center.care.order_models import Administration, Dose
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Housing
from rescue_center.rounds import sealing
from rescue_center.rounds.models import PhoneRecord
from rescue_center.staff import phone_rules, rules
from rescue_center.staff.phone_models import Phone
from tests.makers import make_animal, make_prescription, make_unit
from tests.rounds.handset import Handset
from tests.staff.makers import make_person

HOUR = timedelta(hours=1)


def animal_here(**facts: Any) -> int:
    number = make_animal(at=clock.now() - 50 * HOUR, **facts).id
    db.session.commit()
    return number


def weights_of(animal: int) -> list[int]:
    query = sa.select(Weight.weight_g).where(Weight.animal_id == animal).order_by(Weight.id)
    return list(db.session.scalars(query))


def test_a_record_is_carried_out_by_its_author_at_its_time(handset: Handset) -> None:
    keeper, animal = make_person("keeper"), animal_here()
    mine, at = handset.join(keeper), clock.now() - HOUR
    record = handset.write(mine, "weight", {"animal": animal, "grams": 2400}, at=at)
    (told,) = handset.send(record)
    assert (told["outcome"], told["sentence"]) == ("applied", "2.4 kg")
    weight = db.session.scalars(sa.select(Weight)).one()
    assert (weight.recorded_by_id, weight.weight_g) == (keeper.id, 2400)
    assert abs(weight.at - at) < timedelta(seconds=5)


def test_a_record_sent_again_changes_nothing_and_has_the_same_answer(handset: Handset) -> None:
    animal, mine = animal_here(), handset.join(make_person("keeper"))
    record = handset.write(mine, "weight", {"animal": animal, "grams": 2400})
    handset.send(record)
    (told,) = handset.send(record)
    assert (told["outcome"], told["first"], told["sentence"]) == ("duplicate", "applied", "2.4 kg")
    assert weights_of(animal) == [2400]


def test_one_bad_record_stops_no_other(handset: Handset) -> None:
    animal, mine = animal_here(), handset.join(make_person("keeper"))
    bad = [
        handset.write(mine, "weight", {"animal": animal, "grams": -5}),
        handset.write(mine, "weight", {"animal": 10**9, "grams": 5}),
        handset.write(mine, "no such kind", {}),
        handset.write(mine, "weight", "nothing"),  # type: ignore[arg-type]
        {"id": "x", "seq": 1, "profile": mine, "sealed": "?"},
        7,
    ]
    good = handset.write(mine, "weight", {"animal": animal, "grams": 2400})
    response = handset.post("/m/records", {
        "records": [*bad, good], "now_ms": int(clock.now().timestamp() * 1000)})  # fmt: skip
    outcomes = [one["outcome"] for one in response.get_json()["answers"]]
    assert outcomes == ["refused"] * 6 + ["applied"]
    assert weights_of(animal) == [2400]
    kept = db.session.scalar(sa.select(sa.func.count()).select_from(PhoneRecord))
    assert kept == 5  # what has an author is kept with its answer, what has none is not


def test_nobody_writes_in_anothers_name(handset: Handset) -> None:
    animal = animal_here()
    mine, theirs = handset.join(make_person("keeper")), handset.join(make_person("keeper"))
    forged = handset.write(
        theirs, "weight", {"animal": animal, "grams": 9000}, key=handset.keys[mine]
    )
    assert [one["outcome"] for one in handset.send(forged)] == ["refused"]
    assert weights_of(animal) == []


@pytest.mark.parametrize("change", ["id", "seq", "profile", "sealed"])
def test_a_record_changed_on_its_way_is_nobodys(change: str, handset: Handset) -> None:
    animal = animal_here()
    mine, other = handset.join(make_person("keeper")), handset.join(make_person("keeper"))
    record = handset.write(mine, "weight", {"animal": animal, "grams": 2400})
    another = handset.write(mine, "weight", {"animal": animal, "grams": 2500})
    changed = record | {change: other if change == "profile" else another[change]}
    if change == "profile":
        changed["profile"] = other
    assert [one["outcome"] for one in handset.send(changed)] == ["refused"]
    assert weights_of(animal) == []


def test_anothers_number_is_not_taken(
    handset: Handset, make_handset: Callable[..., Handset]
) -> None:
    animal, keeper = animal_here(), make_person("keeper")
    mine = handset.join(keeper)
    record = handset.write(mine, "weight", {"animal": animal, "grams": 2400})
    handset.send(record)
    second = make_handset("Birds 2")
    theirs = second.join(make_person("keeper"))
    copied = second.seal(
        theirs, {"kind": "weight", "facts": {"animal": animal, "grams": 99},
                 "at": clock.now().isoformat()}, 1, name=record["id"],
    )  # fmt: skip
    (told,) = second.send(copied)
    assert told["outcome"] == "refused" and "Another record" in told["sentence"]
    rewritten = handset.seal(
        mine, {"kind": "weight", "facts": {"animal": animal, "grams": 99},
               "at": clock.now().isoformat()}, record["seq"], name=record["id"],
    )  # fmt: skip
    (told,) = handset.send(rewritten)
    assert told["outcome"] == "refused" and "Another record" in told["sentence"]
    assert weights_of(animal) == [2400]


def test_a_place_in_the_sequence_is_taken_once(handset: Handset) -> None:
    animal, mine = animal_here(), handset.join(make_person("keeper"))
    handset.send(handset.write(mine, "weight", {"animal": animal, "grams": 2400}))
    handset.seq = 0
    (told,) = handset.send(handset.write(mine, "weight", {"animal": animal, "grams": 2500}))
    assert told["outcome"] == "refused"
    assert weights_of(animal) == [2400]


def test_a_second_dose_is_kept_beside_the_first_for_a_vet(
    handset: Handset, make_handset: Callable[..., Handset]
) -> None:
    at = clock.now() - HOUR
    order = make_prescription(make_animal(at=at - 50 * HOUR), at=at)
    dose = db.session.scalars(
        sa.select(Dose).where(Dose.prescription_id == order.id).order_by(Dose.due_at)
    ).first()
    assert dose is not None
    number = dose.id
    second = make_handset("Birds 2")
    outcomes = []
    for phone in (handset, second):
        mine = phone.join(make_person("keeper"))
        outcomes += phone.send(
            phone.write(mine, "dose", {"dose": number, "how": "given"}, at=clock.now())
        )
    assert [one["outcome"] for one in outcomes] == ["applied", "conflict"]
    records = db.session.scalars(
        sa.select(Administration).where(Administration.dose_id == number)
    ).all()
    assert sorted(record.is_conflict for record in records) == [False, True]


def test_what_is_about_an_animal_that_died_meanwhile_waits_for_somebody(handset: Handset) -> None:
    animal = make_animal(at=clock.now() - 50 * HOUR)
    death.die(animal, by=make_person("vet"), at=clock.now() - 3 * HOUR, manner="natural")
    mine, number = handset.join(make_person("keeper")), animal.id
    (told,) = handset.send(handset.write(mine, "weight", {"animal": number, "grams": 2400}))
    assert told["outcome"] == "held" and "left our care" in told["sentence"]


def test_the_latest_move_stands_and_the_other_is_kept(handset: Handset) -> None:
    animal = make_animal(at=clock.now() - 50 * HOUR)
    first, second = make_unit(), make_unit()
    ids = animal.id, first.id, second.id
    enclosures.house([animal], first, by=None, at=clock.now() - HOUR)
    mine = handset.join(make_person("keeper"))
    late = handset.write(
        mine, "move", {"animals": [ids[0]], "unit": ids[2]}, at=clock.now() - 2 * HOUR
    )
    now = handset.write(mine, "move", {"animals": [ids[0]], "unit": ids[2]})
    assert [one["outcome"] for one in handset.send(late, now)] == ["held", "applied"]
    places = db.session.scalars(sa.select(Housing.unit_id).order_by(Housing.began_at)).all()
    assert list(places) == [ids[1], ids[2]]


def test_a_revoked_phone_hands_in_what_somebody_decides_about(handset: Handset) -> None:
    animal, admin = animal_here(), make_person("admin")
    mine = handset.join(make_person("keeper"))
    record = handset.write(mine, "weight", {"animal": animal, "grams": 2400})
    phone_rules.revoke(
        db.session.get_one(Phone, handset.phone_id), by=admin, at=clock.now(), reason="stolen"
    )
    (told,) = handset.send(record)
    assert told["outcome"] == "held" and weights_of(animal) == []


def test_somebody_who_may_not_is_held_and_so_is_a_disabled_account(handset: Handset) -> None:
    animal, manager = animal_here(), make_person("manager")
    keeper = make_person("keeper")
    inspector = handset.join(make_person("inspector"))
    mine = handset.join(keeper)
    first = handset.write(inspector, "weight", {"animal": animal, "grams": 2400})
    rules.disable(keeper, by=manager, at=clock.now(), reason="left us")
    second = handset.write(mine, "weight", {"animal": animal, "grams": 2400})
    told = handset.send(first, second)
    assert [one["outcome"] for one in told] == ["held", "held"]
    assert weights_of(animal) == []


def test_a_clock_that_is_off_is_set_right_and_said_to_be_in_doubt(handset: Handset) -> None:
    animal, mine = animal_here(), handset.join(make_person("keeper"))
    happened = clock.now() - timedelta(minutes=30)
    record = handset.write(
        mine, "weight", {"animal": animal, "grams": 2400}, at=happened + 2 * HOUR
    )
    (told,) = handset.send(record, off_ms=2 * 3_600_000)
    assert told["outcome"] == "applied" and told["clock_in_doubt"]
    weight = db.session.scalars(sa.select(Weight)).one()
    assert abs(weight.at - happened) < timedelta(seconds=5)


def test_a_stranger_and_a_phone_with_a_wrong_token_are_sent_away(handset: Handset) -> None:
    body = {"records": [], "now_ms": 0}
    assert handset.client.post("/m/records", json=body).status_code == 401
    handset.token = "x" + handset.token[1:]
    response = handset.post("/m/records", body)
    assert response.status_code == 401 and "sentence" in response.get_json()


@pytest.mark.parametrize(
    "body", [[], {"records": 5}, {"records": [1] * 51, "now_ms": 1}, {"records": [], "now_ms": "x"},
             {"records": [], "now_ms": 10**15}],
)  # fmt: skip
def test_what_is_no_batch_is_refused_in_words(body: Any, handset: Handset) -> None:
    response = handset.post("/m/records", body)
    assert response.status_code == 409 and response.get_json()["sentence"]


def test_a_batch_of_50_mb_is_refused(handset: Handset) -> None:
    response = handset.client.post(
        "/m/records", data=b'{"records": ["' + b"x" * 50 * 2**20 + b'"]}',
        headers=handset.headers(), content_type="application/json",
    )  # fmt: skip
    assert response.status_code == 413 and "sentence" in response.get_json()


def test_answers_are_read_by_the_author_alone(handset: Handset) -> None:
    animal, mine = animal_here(), handset.join(make_person("keeper"))
    record = handset.write(mine, "weight", {"animal": animal, "grams": 2400})
    response = handset.post("/m/records", {
        "records": [record], "now_ms": int(clock.now().timestamp() * 1000)})  # fmt: skip
    told = response.get_json()["answers"][0]
    assert set(told) == {"id", "outcome", "sealed"}  # nothing of it is said in the open
    assert "kg" in handset.opened(record, told)["sentence"]
    with pytest.raises(sealing.Unsealable):
        sealing.opened(b"0" * 32, sealing.of_text(told["sealed"]), b"")


def test_a_dose_of_a_stopped_order_is_kept_with_the_reason(handset: Handset) -> None:
    at = clock.now() - HOUR
    vet = make_person("vet")
    order = make_prescription(make_animal(at=at - 50 * HOUR), at=at, by=vet)
    dose = order.doses[0].id
    care.stop(order, by=vet, at=clock.now() - HOUR / 2, reason="Better")
    mine = handset.join(make_person("keeper"))
    (told,) = handset.send(handset.write(mine, "dose", {"dose": dose, "how": "given"}))
    assert told["outcome"] == "conflict"
    assert "Recorded twice" not in told["sentence"] and "a vet will look" in told["sentence"]
