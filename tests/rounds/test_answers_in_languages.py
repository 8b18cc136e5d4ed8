"""A phone is answered in the language of whoever wrote the record."""

from rescue_center import clock
from rescue_center.db import db
from tests.rounds.handset import Handset
from tests.rounds.slices import housed, ward
from tests.staff.makers import make_person


def test_a_phone_is_answered_in_its_keepers_language_each_time_and_the_centre_keeps_english(
    handset: Handset,
) -> None:
    keeper, unit = make_person("keeper"), ward()
    keeper.language = "vi"
    unit_id, mali = unit.id, housed(unit, name="Mali").id
    mine = handset.join(keeper)
    facts = {"unit": unit_id, "expected": 1, "found": 1, "animals": [mali], "missing": []}
    record = handset.write(mine, "seen", facts, at=clock.now())
    for _ in ("first", "again"):
        (told,) = handset.send(record)
        assert told["sentence"].startswith("Thấy 1 trên 1 ở "), told
    from rescue_center.rounds.models import PhoneRecord

    kept = db.session.get_one(PhoneRecord, record["id"])
    assert kept.sentence.startswith("1 of 1 seen in ")
