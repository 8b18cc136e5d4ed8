"""What waits for somebody is carried out, kept or dismissed once, by whoever may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.care.models import Weight
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.errors import Refused
from rescue_center.journal.models import Entry
from rescue_center.rounds import deciding_rules, desk_queries, record_words
from rescue_center.rounds.acts import ACTS
from rescue_center.rounds.models import PhoneRecord
from rescue_center.staff import rules
from rescue_center.staff.phone_models import Phone
from tests.counting import selects
from tests.makers import make_lot
from tests.rounds.handset import Handset
from tests.rounds.slices import housed, ward
from tests.staff.makers import make_person

HOUR = timedelta(hours=1)


def held_weight(handset: Handset, animal: Animal, grams: int = 2400) -> PhoneRecord:
    """A weight of somebody whose account was disabled before it reached us."""
    keeper = make_person("keeper", name="Sok")
    mine = handset.join(keeper)
    record = handset.write(
        mine, "weight", {"animal": animal.id, "grams": grams, "note": "On the old scales"}
    )
    rules.disable(keeper, by=None, at=clock.now(), reason="Left")
    (told,) = handset.send(record)
    assert told["outcome"] == "held"
    return db.session.get_one(PhoneRecord, record["id"])


def grams_of(animal: Animal) -> list[int]:
    query = sa.select(Weight.weight_g).where(Weight.animal_id == animal.id)
    return list(db.session.scalars(query))


def test_a_held_record_is_carried_out_as_its_authors_at_its_time(handset: Handset) -> None:
    mali = housed(ward(), name="Mali")
    record, vet = held_weight(handset, mali), make_person("vet")
    assert grams_of(mali) == []
    deciding_rules.carry_out(record, by=vet, at=clock.now())
    weight = db.session.scalars(sa.select(Weight)).one()
    assert (weight.recorded_by_id, weight.weight_g) == (record.by_id, 2400)
    assert weight.at == record.happened_at
    assert (record.decision, record.decided_by_id, record.made) == (
        "accepted", vet.id, f"weight:{weight.id}")  # fmt: skip


def test_what_the_rules_refuse_is_not_done_and_may_be_kept_as_a_note(handset: Handset) -> None:
    mali = housed(ward(), name="Mali")
    record, vet = held_weight(handset, mali), make_person("vet", name="Dr Lim")
    death.die(mali, by=vet, at=clock.now() - HOUR, manner="natural")
    with pytest.raises(Refused):
        deciding_rules.carry_out(record, by=vet, at=clock.now())
    assert record.decided_at is None and grams_of(mali) == []
    deciding_rules.keep_as_note(record, "Weighed before it died", by=vet, at=clock.now())
    db.session.commit()
    assert (record.decision, grams_of(mali)) == ("noted", [])
    entry = db.session.scalars(
        sa.select(Entry).where(Entry.verb == "kept a record from a phone as a note")
    ).one()
    assert entry.animal_id == mali.id and entry.person_id == vet.id


def test_dismissing_takes_a_reason_and_changes_nothing_else(handset: Handset) -> None:
    mali = housed(ward(), name="Mali")
    record, manager = held_weight(handset, mali), make_person("manager")
    body = dict(record.body)
    with pytest.raises(Refused, match="Say why"):
        deciding_rules.dismiss(record, "  ", by=manager, at=clock.now())
    deciding_rules.dismiss(record, "Of another turtle", by=manager, at=clock.now())
    assert (record.decision, record.decision_note) == ("dismissed", "Of another turtle")
    assert (record.body, grams_of(mali)) == (body, [])


def test_a_record_is_decided_once(handset: Handset) -> None:
    mali = housed(ward(), name="Mali")
    record, lim = held_weight(handset, mali), make_person("vet", name="Dr Lim")
    deciding_rules.carry_out(record, by=lim, at=clock.now())
    for act in (
        lambda: deciding_rules.carry_out(record, by=lim, at=clock.now()),
        lambda: deciding_rules.dismiss(record, "No", by=make_person("manager"), at=clock.now()),
    ):
        with pytest.raises(Refused, match="Dr Lim has decided"):
            act()
    assert grams_of(mali) == [2400]


@pytest.mark.parametrize(
    ("role", "kind", "may"),
    [("vet", "weight", True), ("vet", "move", False), ("manager", "move", True),
     ("manager", "dose", True), ("keeper", "weight", False), ("admin", "weight", False)],
)  # fmt: skip
def test_who_decides(handset: Handset, role: str, kind: str, may: bool) -> None:
    person = make_person(role)
    assert deciding_rules.may_decide(kind, person.roles) is may
    record = held_weight(handset, housed(ward()))
    if not may and kind == "weight":
        with pytest.raises(Refused, match="manager decides"):
            deciding_rules.dismiss(record, "No", by=person, at=clock.now())


def test_a_refused_record_may_be_kept_as_a_note(handset: Handset) -> None:
    mali = housed(ward(), name="Mali")
    mine = handset.join(make_person("keeper"))
    sent = handset.write(mine, "weight", {"animal": mali.id, "grams": 0, "note": "Scales broken"})
    (told,) = handset.send(sent)
    assert told["outcome"] == "refused"
    record = db.session.get_one(PhoneRecord, sent["id"])
    assert [one.id for one in desk_queries.refused(clock.now())] == [record.id]
    deciding_rules.keep_as_note(record, "", by=make_person("vet"), at=clock.now())
    assert desk_queries.refused(clock.now()) == []


@pytest.mark.parametrize("facts", [None, "x", [], {"animal": "1"}, {"animal": True, "unit": -1},
                                   {"animals": [10**12, None, {}]}, {"dose": 10**8}])  # fmt: skip
@pytest.mark.parametrize("kind", ["dose", "weight", "move", "seen", "fed", "concern", "x"])
@pytest.mark.engine("sqlite")
def test_no_record_is_too_odd_to_be_told(handset: Handset, kind: str, facts: Any) -> None:
    record = PhoneRecord(id="a", kind=kind, body={"facts": facts})
    assert record_words.told([record])["a"].what


def post(client: FlaskClient, record: str, verb: str, **typed: str) -> Any:
    return client.post(f"/phone-records/{record}/{verb}", data=typed)


def test_the_desk_reads_what_waits_and_decides(
    handset: Handset, page: Callable[..., Any], signed_in: Callable[..., FlaskClient]
) -> None:
    mali = housed(ward("G4"), name="Mali")
    record = held_weight(handset, mali).id
    vet, keeper = signed_in("vet"), signed_in("keeper")
    home = page("/", by=vet)
    assert "record from a phone to decide" in home.text
    found = page("/phone-records", by=vet)
    for words in ("Weighed 2.4 kg", "Mali", "Sok", "account is disabled"):
        assert words in found.text
    shown = page(f"/phone-records/{record}", by=vet)
    assert "On the old scales" in shown.text
    page(f"/phone-records/{record}", by=keeper, status=403)
    empty = page(f"/phone-records/{record}/dismissal", by=vet, status=422, method="POST")
    assert "Say why it does not count" in empty.text
    assert post(vet, record, "carrying-out").status_code == 303
    db.session.expire_all()
    assert grams_of(mali) == [2400]
    again = page(f"/phone-records/{record}/carrying-out", by=vet, status=422, method="POST")
    assert "has decided about this record" in again.text
    assert "Carried out" in page(f"/phone-records/{record}", by=vet).text
    page("/phone-records/not-there", by=vet, status=404)


def test_phones_are_listed_renamed_and_revoked(
    handset: Handset, page: Callable[..., Any], signed_in: Callable[..., FlaskClient]
) -> None:
    handset.join(make_person("keeper", name="Vanna"))
    manager = signed_in("manager")
    found = page("/phones", by=manager)
    for words in ("Birds 1", "Vanna", "Enrol a phone", "/m/"):
        assert words in found.text
    one = f"/phones/{handset.phone_id}"
    page(one, by=manager)
    assert manager.post(f"{one}/name", data={"name": "Birds two"}).status_code == 303
    assert "Birds two" in page(one, by=manager).text
    page(f"{one}/revocation", by=manager, status=422, method="POST", data={"reason": ""})
    assert manager.post(f"{one}/revocation", data={"reason": "Stolen"}).status_code == 303
    assert "Stolen" in page(one, by=manager).text
    db.session.expire_all()
    assert db.session.get_one(Phone, handset.phone_id).is_revoked
    page("/phones", by=signed_in("keeper"), status=403)


@pytest.mark.parametrize(
    ("off_ms", "words"),
    [(None, "Not known"), (60_000, "Right"), (720_000, "12 minutes behind"),
     (-7_200_000, "2 hours ahead"), (-90_000_000, "1 day ahead")],
)  # fmt: skip
@pytest.mark.engine("sqlite")
def test_a_phones_clock_is_told_in_words(off_ms: int | None, words: str) -> None:
    from rescue_center.rounds.desk_views import off_words

    assert off_words(Phone(clock_offset_ms=off_ms)) == words


@pytest.mark.engine("sqlite")
def test_many_records_and_phones_take_no_more_statements_than_one(
    handset: Handset, signed_in: Callable[..., FlaskClient]
) -> None:
    unit, manager = ward(), signed_in("manager")
    held_weight(handset, housed(unit))
    counts = {}
    for rounds in (1, 12):
        for _ in range(rounds - 1):
            held_weight(handset, housed(unit))
        for address in ("/phone-records", "/phones", "/"):
            with selects() as asked:
                assert manager.get(address).status_code == 200
            counts.setdefault(address, []).append(len(asked))
    assert all(one == many for one, many in counts.values()), counts


def test_every_kind_that_a_phone_sends_is_said_in_words() -> None:
    assert set(record_words._WORDS) == set(ACTS)


def test_what_was_sorted_at_a_crate_names_the_lot_and_the_tag(handset: Handset) -> None:
    lot = make_lot(10, at=clock.now() - HOUR)
    mine = handset.join(make_person("keeper"))  # who may not write the books
    record = handset.write(mine, "crate", {"lot": lot.id, "tag": "48217307", "count": 1})
    (answer,) = handset.send(record)
    assert answer["outcome"] == "held"
    kept = db.session.get_one(PhoneRecord, record["id"])
    said = record_words.told([kept])[kept.id]
    assert (said.what, said.animals) == ("Sorted at the crate: 1, tag 4821 7307", [lot])
