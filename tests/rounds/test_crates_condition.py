"""What is told at the crate beside the tag: body condition, the species, and who is dead."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.animals import holds, ledger
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.departures import found_dead
from rescue_center.departures.models import Death
from rescue_center.errors import Refused
from rescue_center.husbandry.concern_models import Concern
from rescue_center.husbandry.keeping_models import Observation
from rescue_center.operations import verify
from rescue_center.rounds import deciding_rules
from rescue_center.rounds.models import PhoneRecord
from tests.makers import make_case, make_lot, make_taxon
from tests.rounds.handset import Handset
from tests.rounds.test_crates import HOUR, blanks
from tests.staff.makers import make_person

DAY = timedelta(days=1)


def sorted_out(handset: Handset, role: str, lot: Animal, **facts: object) -> dict[str, object]:
    """What the centre answers to one who sorts the crate."""
    lot_id, (number, *_) = lot.id, blanks(1)
    mine = handset.join(make_person(role))
    record = handset.write(mine, "crate", {
        "lot": lot_id, "tag": number, "count": 1, "sex": "unknown"} | facts)  # fmt: skip
    (told,) = handset.send(record)
    (again,) = handset.send(record)
    assert again["outcome"] == "duplicate"
    return told


def parted(lot: int) -> Animal:
    """The record that the tag is on."""
    return db.session.scalars(sa.select(Animal).where(Animal.parent_id == lot)).one()


def evidence(count: int) -> Animal:
    """A lot that its case holds."""
    at = clock.now() - HOUR
    lot = make_lot(count, at=at, case=make_case(at=at))
    holds.place_case_hold(lot.case, by=None, at=at, reason="Evidence")  # type: ignore[arg-type]
    return lot


def books_balance() -> bool:
    return not [found.check.name for found in verify.run() if found.count]


def test_the_body_condition_keeps_its_scale_and_how_it_was_judged(handset: Handset) -> None:
    lot = make_lot(10, at=clock.now() - HOUR)
    told = sorted_out(handset, "registrar", lot, body=2)
    assert told["outcome"] == "applied"
    seen = db.session.scalars(sa.select(Observation)).one()
    assert (seen.body_condition, seen.body_condition_scale, seen.body_condition_system) == (
        2, 5, "seen")  # fmt: skip
    assert seen.animal.parent_id == lot.id
    (told,) = handset.send(handset.write(next(iter(handset.keys)), "crate", {
        "lot": lot.id, "tag": "1", "count": 1, "sex": "male", "body": 6}))  # fmt: skip
    assert told["outcome"] == "refused"


@pytest.mark.parametrize(("came", "manner", "unexplained"), [
    (HOUR, "dead_on_arrival", False), (3 * DAY, "unknown", True),
])  # fmt: skip
def test_who_may_write_a_death_writes_it_at_the_crate(
    handset: Handset, came: timedelta, manner: str, unexplained: bool
) -> None:
    lot = make_lot(10, at=clock.now() - came)
    told = sorted_out(handset, "manager", lot, how="dead", body=1, grams=900)
    assert told["outcome"] == "applied", told
    one = parted(lot.id)
    death = db.session.scalars(sa.select(Death)).one()
    assert (death.stay.animal_id, death.manner, death.unexplained, death.count) == (
        one.id, manner, unexplained, 1)  # fmt: skip
    assert (one.count, ledger.balance(one), db.session.get_one(Animal, lot.id).count) == (0, 0, 9)
    assert db.session.scalars(sa.select(Concern)).all() == []
    assert books_balance()


def test_a_group_that_is_dead_leaves_the_books_as_a_group(handset: Handset) -> None:
    lot = make_lot(30, at=clock.now() - HOUR)
    assert sorted_out(handset, "vet", lot, count=24, how="dead")["outcome"] == "applied"
    death = db.session.scalars(sa.select(Death)).one()
    assert (death.count, db.session.get_one(Animal, lot.id).count) == (24, 6)
    assert books_balance()


def test_of_evidence_found_dead_the_authority_is_still_to_be_told(handset: Handset) -> None:
    lot = evidence(10)
    assert sorted_out(handset, "vet", lot, how="dead")["outcome"] == "applied"
    death = db.session.scalars(sa.select(Death)).one()
    assert (death.authority_due, death.authority_notified_at) == (True, None)


def test_who_may_write_no_death_tells_it_and_one_press_confirms_it(
    handset: Handset, signed_in: Callable[..., FlaskClient]
) -> None:
    lot = make_lot(10, at=clock.now() - HOUR)
    told = sorted_out(handset, "registrar", lot, how="dead")
    assert told["outcome"] == "applied" and "to be confirmed" in str(told["sentence"])
    one, concern = parted(lot.id), db.session.scalars(sa.select(Concern)).one()
    assert (concern.what, concern.animal_id, one.count) == ("dead", one.id, 1)
    with pytest.raises(Refused, match="found it yourself"):
        found_dead.confirm(concern, by=concern.by, at=clock.now())  # type: ignore[arg-type]
    db.session.commit()
    at, number, vet = concern.at, concern.id, signed_in("vet")
    assert "Confirm the death" in vet.get("/concerns").text
    assert vet.post(f"/concerns/{number}/death").status_code == 303
    death = db.session.scalars(sa.select(Death)).one()
    assert (death.at, death.manner, death.found_by) == (at, "dead_on_arrival", concern.by.name)  # type: ignore[union-attr]
    assert db.session.get_one(Concern, number).answer == "The death is confirmed."
    again = vet.post(f"/concerns/{number}/death")
    assert again.status_code == 422 and "answered already" in again.text
    assert signed_in("keeper").post(f"/concerns/{number}/death").status_code == 403
    assert books_balance()


def test_what_a_keeper_sorted_is_carried_out_with_one_press_death_and_all(
    handset: Handset,
) -> None:
    lot = make_lot(10, at=clock.now() - HOUR)
    assert sorted_out(handset, "keeper", lot, how="dead")["outcome"] == "held"
    assert db.session.scalars(sa.select(Death)).all() == []
    record, vet = db.session.scalars(sa.select(PhoneRecord)).one(), make_person("vet")
    deciding_rules.carry_out(record, by=vet, at=clock.now())
    death = db.session.scalars(sa.select(Death)).one()
    assert (death.recorded_by_id, death.stay.animal.parent_id) == (record.by_id, lot.id)
    assert books_balance()


@pytest.mark.parametrize("is_evidence", [False, True])
def test_another_species_in_the_crate_is_written_down_or_told(
    handset: Handset, is_evidence: bool
) -> None:
    lot = evidence(10) if is_evidence else make_lot(10, at=clock.now() - HOUR)
    other = make_taxon("Cuora amboinensis")
    told = sorted_out(handset, "registrar", lot, taxon=other.id)
    assert told["outcome"] == "applied"
    one, raised = parted(lot.id), list(db.session.scalars(sa.select(Concern)))
    if is_evidence:  # its identity changes on an expert's word alone
        assert one.taxon_id != other.id
        assert [concern.what for concern in raised] == ["other"]
        assert "Cuora amboinensis" in raised[0].note
    else:
        assert (one.taxon_id, raised) == (other.id, [])
        assert db.session.get_one(Animal, lot.id).taxon_id != other.id
