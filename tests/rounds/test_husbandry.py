"""What keepers see and do on the round reaches the centre as it was."""

import hashlib
from datetime import timedelta

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.db import db
from rescue_center.enclosures import rules as enclosures
from rescue_center.husbandry import concern_queries
from rescue_center.husbandry.concern_models import Concern
from rescue_center.husbandry.roll_models import RollCall
from tests.makers import make_animal, make_unit
from tests.media.makers import photograph
from tests.rounds.handset import Handset, sealed_photo, uuid7
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
    _send_photo(handset, mine, name, record["id"])
    (waiting,) = concern_queries.waiting()
    assert waiting.photos == 1


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
