"""Eight people decide about one record at once: one of them does."""

from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from rescue_center import clock
from rescue_center.care.models import Weight
from rescue_center.db import db
from rescue_center.rounds import deciding_rules
from rescue_center.rounds.models import PhoneRecord
from rescue_center.staff import phone_rules
from rescue_center.staff.models import Person
from tests.care.test_races import arranged, race
from tests.makers import make_animal
from tests.staff.makers import make_person

pytestmark = pytest.mark.faults

NAME = "01900000-0000-7000-8000-000000000001"


def waiting() -> tuple[int, ...]:
    """A weight that is held, and eight people who may decide about it."""
    at, keeper = clock.now(), make_person("keeper")
    phone = phone_rules.enrol("Birds", by=make_person("admin"), at=at).phone
    animal = make_animal(at=at)
    body = {"kind": "weight", "at": at.isoformat(), "facts": {"animal": animal.id, "grams": 900}}
    db.session.add(PhoneRecord(
        id=NAME, phone_id=phone.id, seq=1, by_id=keeper.id, kind="weight", body=body,
        body_sha256="0" * 64, device_at=at, happened_at=clock.now(), received_at=clock.now(),
        outcome="held", sentence="Somebody decides.",
    ))  # fmt: skip
    return tuple(make_person("vet").id for _ in range(8))


def test_a_record_is_decided_by_one_of_eight(own_app: Flask) -> None:
    people = arranged(own_app, waiting)

    def decide(n: int, person: int) -> None:
        record, by = db.session.get_one(PhoneRecord, NAME), db.session.get_one(Person, person)
        if n % 2:
            deciding_rules.dismiss(record, "Not so", by=by, at=clock.now())
        else:
            deciding_rules.carry_out(record, by=by, at=clock.now())

    ended = race(own_app, [partial(decide, n, person) for n, person in enumerate(people)])
    assert ended.count("done") == 1, ended
    assert all("decided about this record" in said for said in ended if said != "done"), ended
    with own_app.app_context():
        record = db.session.get_one(PhoneRecord, NAME)
        weights = db.session.scalar(sa.select(sa.func.count()).select_from(Weight))
        assert weights == (record.decision == "accepted")
