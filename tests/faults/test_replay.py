"""What phones send counts once (I10): sent again, shuffled, five times at once, over a line that
breaks; and two phones that give the same doses."""

import hashlib
import random
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from rescue_center import clock
from rescue_center.rounds import taking_in
from rescue_center.staff import phone_rules
from tests.faults.dropping import drop
from tests.faults.line import Line
from tests.faults.office import Office
from tests.faults.race import PEOPLE, found, size
from tests.makers import make_animal, make_person, make_prescription
from tests.rounds.handset import Handset, sealed_photo, uuid7
from tests.rounds.test_photos import jpeg

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("two people")]

WEIGHED = """SELECT animal_id, weight_g, count(*) FROM weight WHERE animal_id IN ({})
  GROUP BY animal_id, weight_g"""
RECORDS = "SELECT outcome, count(*) FROM phone_record WHERE phone_id = :phone GROUP BY outcome"
LINKED = """SELECT count(DISTINCT c.id), count(p.concern_id) FROM concern c
  LEFT JOIN concern_photo p ON p.concern_id = c.id WHERE c.animal_id = :animal"""
PER_SLOT = """SELECT dose_id, sum(CASE WHEN is_conflict THEN 0 ELSE 1 END) AS given,
  sum(CASE WHEN is_conflict THEN 1 ELSE 0 END) AS conflicts
  FROM administration WHERE dose_id IN ({}) GROUP BY dose_id"""


def new_handset(office: Office, name: str) -> tuple[Handset, int]:
    """A phone in a keeper's hand, on a line of its own."""

    def make() -> tuple[Handset, int]:
        enrolled = phone_rules.enrol(name, by=make_person("admin"), at=clock.now())
        handset = Handset(Line(office.live.url), enrolled)  # type: ignore[arg-type]
        return handset, handset.join(make_person("keeper"))

    made: tuple[Handset, int] = office.make(make)
    return made


def animals(office: Office, count: int) -> list[int]:
    made: list[int] = office.make(
        lambda: [make_animal(at=clock.now() - timedelta(days=3)).id for _ in range(count)]
    )
    return made


def written(handset: Handset, mine: int, ids: list[int], count: int) -> list[dict[str, Any]]:
    """Weights, each of its own number of grams."""
    return [
        handset.write(mine, "weight", {"animal": ids[n % len(ids)], "grams": 1000 + n,
                                       "confirmed": True})
        for n in range(count)
    ]  # fmt: skip


def in_text(ids: list[int]) -> str:
    return ", ".join(map(str, ids))


def batches(records: list[dict[str, Any]], of: int = taking_in.BATCH) -> list[list[dict[str, Any]]]:
    return [records[n : n + of] for n in range(0, len(records), of)]


def sent(handset: Handset, records: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
    """The answers, or None where the line broke."""
    body = {"records": records, "now_ms": int(clock.now().timestamp() * 1000)}
    told = handset.post("/m/records", body)
    if told.status_code == 0:
        return None
    assert told.status_code == 200, told.text[:500]
    return [handset.opened(one, answer)
            for one, answer in zip(records, told.get_json()["answers"], strict=True)]  # fmt: skip


def test_shuffled_and_sent_three_times_over_a_bad_line_each_record_counts_once(
    office: Office, measured: Callable[[object], None]
) -> None:
    count, chance = size(300, 1000), random.Random(26)
    handset, mine = new_handset(office, "Replay")
    ids = animals(office, 20)
    records = written(handset, mine, ids, count)
    outcomes: Counter[str] = Counter()
    cut = 0
    for _ in range(3):
        chance.shuffle(records)
        for batch in batches(records):
            handset.client.cut_next = chance.random() < 0.1  # type: ignore[attr-defined]
            answers = sent(handset, batch)
            cut += answers is None
            outcomes.update(one["outcome"] for one in answers or ())
    answers = [one for batch in batches(records) for one in sent(handset, batch) or ()]
    assert {one["outcome"] for one in answers} == {"duplicate"}
    assert {one["first"] for one in answers} == {"applied"}
    rows = found(office.live.app, WEIGHED.format(in_text(ids)))
    assert len(rows) == count and {times for *_, times in rows} == {1}
    assert found(office.live.app, RECORDS, phone=handset.phone_id) == [("applied", count)]
    measured(f"{count} records, {cut} answers cut off, {dict(outcomes)}")


def test_a_batch_posted_five_times_at_once_has_one_effect(office: Office) -> None:
    handset, mine = new_handset(office, "Five at once")
    ids = animals(office, 5)
    records = written(handset, mine, ids, taking_in.BATCH)
    lines: list[list[dict[str, Any]] | None] = [None] * 5

    def post(n: int) -> None:
        own = Handset.__new__(Handset)
        own.__dict__ = handset.__dict__ | {"client": Line(office.live.url)}
        lines[n] = sent(own, records)

    threads = [threading.Thread(target=post, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(line is not None for line in lines)
    told = [Counter(line[n]["outcome"] for line in lines if line) for n in range(len(records))]
    assert told == [Counter({"duplicate": 4, "applied": 1})] * len(records)
    rows = found(office.live.app, WEIGHED.format(in_text(ids)))
    assert len(rows) == len(records) and {times for *_, times in rows} == {1}


def test_two_phones_that_gave_the_same_doses_leave_one_given_and_one_for_the_vet(
    office: Office,
) -> None:
    at = clock.now() - timedelta(hours=1)

    def courses() -> list[int]:
        return [
            make_prescription(make_animal(at=at - timedelta(days=3)), at=at).doses[0].id
            for _ in range(10)
        ]

    doses: list[int] = office.make(courses)
    phones = [new_handset(office, f"Ward {n}") for n in (1, 2)]
    batches_of = [
        [phone.write(mine, "dose", {"dose": dose, "how": "given"}) for dose in doses]
        for phone, mine in phones
    ]
    threads = [
        threading.Thread(target=sent, args=(phone, batch))
        for (phone, _), batch in zip(phones, batches_of, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for (phone, _), batch in zip(phones, batches_of, strict=True):
        again = sent(phone, batch)
        assert again is not None and {one["outcome"] for one in again} == {"duplicate"}
    rows = found(office.live.app, PER_SLOT.format(in_text(doses)))
    assert sorted((given, conflicts) for _, given, conflicts in rows) == [(1, 1)] * len(doses)


def test_without_its_key_a_record_taken_in_by_many_at_once_counts_twice(
    arena: Any, measured: Callable[[object], None]
) -> None:
    """The row itself holds the record to one effect, not the look before it: sixteen look, then
    write, with the key and without."""
    for dropped in (False, True):
        twice = _looked_and_wrote(arena, dropped)
        measured(f"dropped: {dropped}, twice: {twice}")
        assert (twice > 0) is dropped


def _looked_and_wrote(arena: Any, dropped: bool) -> int:
    import sqlalchemy as sa

    from rescue_center.db import db, writing
    from tests.faults.race import naive

    name = f"01900000-0000-7000-8000-00000000000{int(dropped)}"
    with arena.app_context(), writing():
        phone = phone_rules.enrol("P", by=make_person("admin"), at=clock.now()).phone
        keeper = make_person("keeper")
        db.session.commit()
        facts = {"phone": phone.id, "by": keeper.id, "now": clock.now(), "id": name}
    if dropped:
        drop(arena, "phone_record_counts_once", "pk_phone_record")

    def look(connection: sa.Connection) -> Any:
        return connection.scalar(
            sa.text("SELECT count(*) FROM phone_record WHERE id = :id"), {"id": name}
        )

    def write(connection: sa.Connection, seen: Any) -> None:
        if not seen:
            connection.execute(sa.text(
                "INSERT INTO phone_record (id, phone_id, seq, by_id, kind, body, body_sha256,"
                " device_at, zone, happened_at, clock_in_doubt, received_at, outcome, sentence,"
                " made, decision_note) VALUES (:id, :phone, 1, :by, 'weight', '{}', '', :now, '',"
                " :now, false, :now, 'applied', '', '', '')"), facts)  # fmt: skip

    naive(arena, look, write, people=PEOPLE)
    return int(found(arena, "SELECT count(*) FROM phone_record WHERE id = :id", id=name)[0][0]) - 1


def test_a_record_and_its_photograph_that_come_at_one_moment_find_each_other(
    office: Office,
) -> None:
    rounds = size(12, 200)
    handset, mine = new_handset(office, "Photographs")
    (animal,) = animals(office, 1)
    for _ in range(rounds):
        name, line = uuid7(), Line(office.live.url)
        record = handset.write(
            mine, "concern", {"animal": animal, "what": "other", "urgency": "today", "note": "x"},
            photos=[name],
        )  # fmt: skip
        sealed = sealed_photo(handset, mine, name, jpeg())
        handset.post("/m/photos", {
            "id": name, "record": record["id"], "profile": mine, "size": len(sealed),
            "sha256": hashlib.sha256(sealed).hexdigest()})  # fmt: skip
        where, headers = f"/m/photos/{name}/pieces?at=0", handset.headers()
        piece = threading.Thread(
            target=line.post, args=(where,), kwargs={"data": sealed, "headers": headers}
        )
        piece.start()
        sent(handset, [record])
        piece.join()
    linked = found(office.live.app, LINKED, animal=animal)
    assert linked == [(rounds, rounds)]
