"""`flask verify` sees a record that nobody on the phone wrote, and one that made nothing."""

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.db import db
from rescue_center.operations import verify
from rescue_center.rounds.models import PhoneRecord
from tests.makers import make_animal
from tests.rounds.handset import Handset, uuid7
from tests.staff.makers import make_person


def broken() -> set[str]:
    return {found.check.name for found in verify.run() if found.count}


def test_verify_names_records_that_nobody_wrote_and_that_made_nothing(handset: Handset) -> None:
    animal = make_animal(at=clock.now()).id
    mine = handset.join(make_person("keeper"))
    handset.send(handset.write(mine, "weight", {"animal": animal, "grams": 2400}))
    assert not {name for name in broken() if "phone" in name}
    real = db.session.scalars(sa.select(PhoneRecord)).one()
    stranger = make_person("keeper")
    facts = {c.name: getattr(real, c.name) for c in PhoneRecord.__table__.columns}
    db.session.add(PhoneRecord(**facts | {
        "id": uuid7(), "seq": 99, "by_id": stranger.id, "made": "weight:99999999"}))  # fmt: skip
    db.session.flush()
    assert {"phone_records_have_an_author_on_the_phone", "phone_records_made_what_they_say"} <= (
        broken()
    )
