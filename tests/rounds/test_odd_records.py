"""A record that is odd, by mistake or by malice, is answered and stops no other."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.models import Photo
from rescue_center.care.models import Weight
from rescue_center.db import db
from rescue_center.departures import escape
from rescue_center.enclosures.models import Housing
from rescue_center.husbandry import plan_rules
from rescue_center.husbandry.concern_models import Concern
from rescue_center.husbandry.keeping_models import Tending
from rescue_center.rounds import deciding_rules
from rescue_center.rounds.models import PhoneRecord
from rescue_center.staff import rules
from tests.makers import make_lot
from tests.rounds.handset import Handset, sealed_photo, uuid7
from tests.rounds.slices import beside, housed, ward
from tests.rounds.test_crates import blanks
from tests.rounds.test_photos import jpeg
from tests.staff.makers import make_person

HOUR = timedelta(hours=1)
NAN, ENDLESS = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("kind", "facts", "more"),
    [
        ("weight", {"grams": NAN}, {}),
        ("weight", {"grams": ENDLESS}, {}),
        ("weight", NAN, {}),
        ("weight", {"grams": 5}, {"offset_ms": NAN}),
        ("weight", {"grams": 5}, {"zone": "z" * 99}),
        ("weight", {"grams": 5}, {"zone": ["a"]}),
        ("move", {"animals": [[1]], "unit": 1}, {}),
        ("move", {"animals": [{"id": 1}], "unit": 1}, {}),
        ("seen", {"expected": 1, "found": 1, "missing": [[1]]}, {}),
        ("fed", {"plan": 1, "slot": "²²²²"}, {}),
        ("fed", {"plan": 1, "slot": "0730u" + "9" * 30}, {}),
        ("observed", {"note": "a\0b"}, {}),
    ],
)  # fmt: skip
def test_an_odd_record_is_refused_kept_and_stops_no_other(
    handset: Handset, kind: str, facts: Any, more: dict[str, Any]
) -> None:
    unit = ward()
    animal, home = housed(unit).id, unit.id
    plan = planned(taxon=housed(unit).taxon)
    mine = handset.join(make_person("keeper"))
    if isinstance(facts, dict):
        facts = {"animal": animal, "unit": home} | facts
        facts |= {"plan": plan} if "plan" in facts else {}
    odd = handset.write(mine, kind, facts, **more)
    good = handset.write(mine, "weight", {"animal": animal, "grams": 2400, "confirmed": True})
    told = handset.send(odd, good)
    assert [one["outcome"] for one in told] == ["refused", "applied"]
    assert "does not know this kind" not in told[0]["sentence"]
    kept = db.session.get_one(PhoneRecord, odd["id"])
    deciding_rules.keep_as_note(kept, "Odd", by=make_person("manager"), at=clock.now())


def planned(**whose: Any) -> int:
    plan = plan_rules.plan(
        "feed", times="07:30", words="Figs", from_on=clock.today(clock.now()) - timedelta(days=9),
        by=make_person("manager"), at=clock.now(), **whose,
    )  # fmt: skip
    return plan.id


@pytest.mark.parametrize("name", ["note", "zone"])
def test_half_a_letter_loses_nothing_but_itself(handset: Handset, name: str) -> None:
    mali, mine = housed(ward()).id, handset.join(make_person("keeper"))
    cut = "Limps \ud83d"  # the first half of a face that a phone cut in two
    facts = {"animal": mali, "what": "other", "urgency": "now", "note": "Limps"}
    more = {"zone": cut} if name == "zone" else {}
    (told,) = handset.send(handset.write(
        mine, "concern", facts | ({} if more else {"note": cut}), **more))  # fmt: skip
    assert told["outcome"] == "applied"
    assert db.session.scalars(sa.select(Concern.note)).one() == ("Limps" if more else "Limps ?")


@pytest.mark.parametrize("year", [1970, 2001, 2099])
@pytest.mark.parametrize("known", [True, False], ids=["heard from us before", "never"])
def test_a_clock_that_is_years_off_is_set_right(
    handset: Handset, year: int, known: bool
) -> None:  # fmt: skip
    mali, mine = housed(ward()).id, handset.join(make_person("keeper"))
    phone_now = datetime(year, 1, 1, 0, 3, tzinfo=UTC)
    off = clock.now() - phone_now
    record = handset.write(
        mine, "weight", {"animal": mali, "grams": 2400}, at=phone_now - timedelta(minutes=2),
        offset_ms=int(off.total_seconds() * 1000) if known else None,
    )  # fmt: skip
    (told,) = handset.send(record, off_ms=-int(off.total_seconds() * 1000))
    assert (told["outcome"], told["clock_in_doubt"]) == ("applied", True)
    weighed = db.session.scalars(sa.select(Weight.at)).one()
    assert abs(clock.now() - timedelta(minutes=2) - weighed) < timedelta(seconds=30)


@pytest.mark.parametrize("now_ms", [253402300799000, -62135596800000])
def test_a_clock_that_is_off_by_thousands_of_years_is_in_doubt(
    handset: Handset, now_ms: int
) -> None:  # fmt: skip
    mali, mine = housed(ward()).id, handset.join(make_person("keeper"))
    record = handset.write(mine, "weight", {"animal": mali, "grams": 2400}, offset_ms=None)
    response = handset.post("/m/records", {"records": [record], "now_ms": now_ms})
    assert response.get_json()["answers"][0]["outcome"] == "applied"
    kept = db.session.get_one(PhoneRecord, record["id"])
    assert kept.clock_in_doubt and kept.happened_at == kept.received_at


@pytest.mark.parametrize("body", ['{"account": "\\ud800", "password": "x"}', "[" * 9999, "NaN"])
def test_what_is_asked_may_be_odd_too(handset: Handset, body: str) -> None:
    response = handset.client.post("/m/profiles", data=body, headers=handset.headers(),
                                   content_type="application/json")  # fmt: skip
    assert response.status_code == 409
    assert json.loads(response.data)["sentence"]


def test_a_task_is_settled_where_it_is_to_be_done(handset: Handset) -> None:
    unit = ward()
    other, own = beside(unit, "Q9"), planned(unit=unit)
    whole = planned(taxon=housed(unit).taxon)
    mine = handset.join(make_person("keeper"))
    slots = [(own, "0730", other), (whole, f"0730u{unit.id}", other), (whole, "0730u1", other),
             (own, "0730", unit), (whole, f"0730u{unit.id}", unit)]  # fmt: skip
    sent = [
        handset.write(mine, "fed", {"unit": place.id, "plan": plan, "slot": slot})
        for plan, slot, place in slots
    ]
    assert {one["outcome"] for one in handset.send(*sent)} == {"applied"}
    settled = db.session.scalars(sa.select(Tending.plan_id).order_by(Tending.id)).all()
    assert list(settled) == [None, None, None, own, whole]


def held(
    handset: Handset, kind: str, facts: dict[str, Any], **more: Any
) -> tuple[int, PhoneRecord]:
    """A record of somebody whose account was disabled while it was on the phone, and is not now."""
    keeper, manager = make_person("registrar", "keeper"), make_person("manager")
    mine = handset.join(keeper)
    record = handset.write(mine, kind, facts, **more)
    rules.disable(keeper, by=manager, at=clock.now(), reason="by mistake")
    (told,) = handset.send(record)
    assert told["outcome"] == "held"
    rules.enable(keeper, by=manager, at=clock.now())
    return mine, db.session.get_one(PhoneRecord, record["id"])


def test_what_waits_and_is_taken_back_by_its_author_waits_no_more(handset: Handset) -> None:
    mali = housed(ward()).id
    mine, record = held(handset, "weight", {"animal": mali, "grams": 2400})
    back = {"record": record.id, "reason": "another animal"}
    (told,) = handset.send(handset.write(mine, "correct", back))
    assert (told["outcome"], told["sentence"]) == (
        "applied", "It is taken back: nobody carries it out.")  # fmt: skip
    db.session.expire_all()
    assert (record.waits, record.decision) == (False, "dismissed")
    assert "another animal" in record.decision_note
    assert db.session.scalars(sa.select(Weight)).all() == []


def test_what_was_carried_out_after_all_is_taken_back_like_anything(handset: Handset) -> None:
    mali = housed(ward()).id
    mine, record = held(handset, "weight", {"animal": mali, "grams": 2400})
    deciding_rules.carry_out(record, by=make_person("vet"), at=clock.now())
    back = {"record": record.id, "reason": "another animal"}
    (told,) = handset.send(handset.write(mine, "correct", back))
    assert told["sentence"] == "The weight is struck out."
    assert db.session.scalars(sa.select(Weight)).one().is_void


def test_a_move_of_several_is_not_said_to_be_nothing(handset: Handset) -> None:
    unit = ward()
    mali, dara, there = housed(unit).id, housed(unit).id, beside(unit, "Q9").id
    mine = handset.join(make_person("keeper"))
    moved = handset.write(mine, "move", {"animals": [mali, dara], "unit": there})
    back = handset.write(mine, "correct", {"record": moved["id"], "reason": "wrong door"})
    told = handset.send(moved, back)
    assert [one["outcome"] for one in told] == ["applied", "refused"]
    assert "Move each one back" in told[1]["sentence"]
    here = sa.select(Housing.unit_id).where(Housing.ended_at.is_(None))
    assert set(db.session.scalars(here)) == {there}


def send_photo(handset: Handset, profile: int, name: str, record: str) -> None:
    sealed = sealed_photo(handset, profile, name, jpeg())
    handset.post("/m/photos", {
        "id": name, "record": record, "profile": profile, "size": len(sealed),
        "sha256": hashlib.sha256(sealed).hexdigest()})  # fmt: skip
    handset.client.post(f"/m/photos/{name}/pieces?at=0", data=sealed, headers=handset.headers())


def test_a_photograph_that_comes_after_a_crate_was_decided_about_is_the_animals(
    handset: Handset,
) -> None:
    lot, (number, *_), photo = make_lot(10, at=clock.now() - HOUR).id, blanks(1), uuid7()
    facts = {"lot": lot, "tag": number, "count": 1, "sex": "male"}
    mine, record = held(handset, "crate", facts, photos=[photo])
    deciding_rules.carry_out(record, by=make_person("manager"), at=clock.now())
    db.session.commit()
    send_photo(handset, mine, photo, record.id)
    assert f"animal:{db.session.scalars(sa.select(Photo.animal_id)).one()}" == record.made


def test_whoever_decides_sees_the_photographs(
    handset: Handset, page: Callable[..., Any], signed_in: Callable[..., Any]
) -> None:
    mali, photo = housed(ward()).id, uuid7()
    facts = {"animal": mali, "what": "injured", "urgency": "now"}
    mine, record = held(handset, "concern", facts, photos=[photo])
    send_photo(handset, mine, photo, record.id)
    vet, where = signed_in("vet"), f"/phone-records/{record.id}"
    page(where, by=vet)
    assert 'alt="Photograph 1 of this record"' in vet.get(where).text


def gone(unit: Any) -> int:
    """An animal that escaped from this enclosure an hour ago."""
    animal = housed(unit, name="Mali")
    escape.escape(animal, by=make_person("vet"), at=clock.now() - HOUR, circumstances="A torn net")
    db.session.commit()
    return animal.id


def test_who_is_fed_though_it_has_left_waits_for_somebody(handset: Handset) -> None:
    unit = ward()
    mali, mine = gone(unit), handset.join(make_person("keeper"))
    fed = {"unit": unit.id, "animal": mali, "offered_g": 50}
    told = handset.send(
        handset.write(mine, "fed", fed), handset.write(mine, "fed", fed, at=clock.now() - 2 * HOUR)
    )
    assert [one["outcome"] for one in told] == ["held", "applied"]


def test_who_is_seen_well_though_it_has_left_is_looked_for(handset: Handset) -> None:
    unit = ward()
    dara, mali, mine = housed(unit).id, gone(unit), handset.join(make_person("keeper"))
    said = {"unit": unit.id, "expected": 2, "found": 2, "animals": [dara, mali]}
    early = handset.write(mine, "seen", said, at=clock.now() - 2 * HOUR)
    told = handset.send(early, handset.write(mine, "seen", said))
    assert [one["outcome"] for one in told] == ["applied", "applied"]
    concern = db.session.scalars(sa.select(Concern)).one()
    assert (concern.animal_id, concern.unit_id, concern.is_open) == (mali, unit.id, True)
    where = f"Seen well at the roll-call of {unit.code}, though it left our care (escaped)."
    assert concern.note == where
