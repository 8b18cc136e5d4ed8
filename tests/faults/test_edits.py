"""Nobody's edit is lost: who saves what they saw before somebody else saved is told so (I9)."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from rescue_center.care import exam_rules
from rescue_center.care.models import Exam
from rescue_center.db import db, writing
from rescue_center.errors import Stale
from rescue_center.journal.models import Entry
from rescue_center.pharmacy import rules as pharmacy
from rescue_center.pharmacy.models import Drug
from rescue_center.staff.models import Person
from tests.faults.race import PEOPLE, Tally, faults, naive, race, size
from tests.makers import AT, HOUR, make_animal, make_drug, make_person

pytestmark = pytest.mark.faults


def edits(app: Flask, verb: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What the journal says each edit found and left, in the order they were committed."""
    with app.app_context():
        rows = db.session.execute(
            sa.select(Entry.before, Entry.after).where(Entry.verb == verb).order_by(Entry.seq)
        )
        return [(row.before, row.after) for row in rows]


def test_of_sixteen_who_save_what_they_saw_one_is_heard_and_the_others_are_told(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    rounds = size(4, 625)
    with arena.app_context(), writing():
        drug, vet = make_drug(), make_person("vet")
        facts = {key: getattr(drug, key) for key in pharmacy.DRUG_FACTS}
        db.session.commit()
        key, by = drug.id, vet.id
    seen: dict[int, int] = {}

    def read(who: int) -> Callable[[], object]:
        def do() -> object:
            seen[who] = db.session.get_one(Drug, key).version
            return "read"

        return do

    def save(who: int, turn: int) -> Callable[[], object]:
        def do() -> object:
            pharmacy.amend_drug(
                db.session.get_one(Drug, key), facts | {"notes": f"{who} in round {turn}"},
                by=db.session.get_one(Person, by), at=AT, version=seen[who],
            )  # fmt: skip
            return "saved"

        return do

    people = [
        [act for turn in range(rounds) for act in (read(who), save(who, turn))]
        for who in range(PEOPLE)
    ]
    tally = race(arena, *people)
    measured(f"{tally}; {dict(tally.refused)}")
    assert not tally.other, tally.other
    assert tally.values.count("saved") == rounds
    assert set(tally.refused) <= {"rule: Stale", "version"}
    _nothing_is_lost(arena, "amended a drug", rounds)
    with arena.app_context():
        assert db.session.get_one(Drug, key).version == 1 + rounds


def test_sixteen_who_each_add_a_line_to_one_examination_keep_every_line(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    """Each reads, thinks, saves, and reads again when told; in no common rhythm."""
    with arena.app_context(), writing():
        vet = make_person("vet")
        exam = exam_rules.examine(make_animal(), {"objective": ""}, by=vet, at=AT)
        db.session.commit()
        key, by = exam.id, vet.id
    pages: dict[int, tuple[int, str]] = {}

    def act(who: int, turn: int) -> Callable[[], object]:
        def read() -> object:
            exam = db.session.get_one(Exam, key)
            pages[who] = exam.version, exam.objective
            return "read"

        def save() -> object:
            version, text = pages[who]
            exam_rules.amend_draft(
                db.session.get_one(Exam, key), {"objective": f"{text}[{who}:{turn}]"},
                by=db.session.get_one(Person, by), at=AT + HOUR, version=version,
            )  # fmt: skip
            return f"[{who}:{turn}]"

        return save if turn % 2 else read

    people = [[act(who, turn) for turn in range(size(10, 100))] for who in range(PEOPLE)]
    tally = race(arena, *people, together=False)
    measured(f"{tally}; {dict(tally.refused)}")
    assert not tally.other, tally.other
    lines = [line for line in tally.values if line != "read"]
    assert len(lines) > 1
    with arena.app_context():
        text = db.session.get_one(Exam, key).objective
    assert sorted(text.replace("][", "] [").split()) == sorted(lines)
    _nothing_is_lost(arena, "amended an examination", len(lines))


def _nothing_is_lost(app: Flask, verb: str, accepted: int) -> None:
    """Each edit was made on what the one before it left."""
    told = edits(app, verb)
    assert len(told) == accepted
    for (_, left), (was, _) in pairwise(told):
        assert {key: value for key, value in left.items() if key in was} == was
    assert faults(app) == {}


def save_unasked(app: Flask, key: int, *, version: bool) -> tuple[Tally, str]:
    """Sixteen read the notes and each writes them back with a line added."""
    table = Drug.__table__
    numbers = iter(range(PEOPLE))

    def look(connection: Connection) -> sa.Row[Any]:
        return connection.execute(sa.select(table).where(table.c.id == key)).one()

    def write(connection: Connection, seen: sa.Row[Any]) -> None:
        mine = sa.update(table).where(table.c.id == key)
        if version:
            mine = mine.where(table.c.version == seen.version)
        done = connection.execute(
            mine.values(notes=f"{seen.notes}[{next(numbers)}]", version=seen.version + 1)
        )
        if done.rowcount != 1:
            connection.rollback()
            raise Stale

    tally = naive(app, look, write)
    with app.app_context():
        return tally, db.session.get_one(Drug, key).notes


def test_without_the_version_fifteen_of_sixteen_edits_are_lost(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    with arena.app_context(), writing():
        one, other = make_drug(), make_drug()
        db.session.commit()
        keys = one.id, other.id
    kept, notes = save_unasked(arena, keys[0], version=True)
    assert (kept.ok, notes.count("[")) == (1, 1), kept
    dropped, notes = save_unasked(arena, keys[1], version=False)
    assert dropped.ok == PEOPLE
    assert notes.count("[") == 1
    measured(f"kept 0 lost of {kept.ok}, dropped {dropped.ok - 1} lost of {dropped.ok}")
