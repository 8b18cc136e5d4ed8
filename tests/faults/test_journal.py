"""The journal is one chain, written once, whoever writes at the same moment (I11)."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from rescue_center import journal
from rescue_center.db import db, writing
from rescue_center.errors import Refused, constraint_of
from rescue_center.journal.chain import digest
from rescue_center.journal.models import Entry, Head
from rescue_center.journal.verification import current_head, verify
from rescue_center.staff.models import Person
from tests.faults.dropping import drop
from tests.faults.race import PEOPLE, Tally, faults, found, naive, race, size
from tests.journal import attacks
from tests.makers import AT, make_person

pytestmark = pytest.mark.faults

FORKS = (
    "SELECT prev_hash, count(*) AS heirs FROM journal_entry GROUP BY prev_hash HAVING count(*) > 1"
)
ENTRY, HEAD = Entry.__table__, Head.__table__


def proof(app: Flask, anchor: tuple[int, str] | None = None) -> tuple[int, str | None]:
    """How many rows hold, and what is wrong with the next."""
    with app.app_context():
        count, broken = verify(anchor)
        db.session.rollback()
        return count, broken.why if broken else None


def somebody(app: Flask) -> int:
    with app.app_context(), writing():
        person = make_person("vet")
        db.session.commit()
        return person.id


def storm(app: Flask, acts: int) -> tuple[Tally, int]:
    """Sixteen write one to three acts a transaction; three in ten transactions are undone.
    Returns how many acts were committed, too."""
    person = somebody(app)

    def act(dice: random.Random, number: int) -> Callable[[], object]:
        rows, undo = dice.randint(1, 3), dice.random() < 0.3

        def do() -> int:
            by = db.session.get_one(Person, person)
            for row in range(rows):
                journal.record(
                    "acted", by, by=by, at=AT + timedelta(seconds=number), reason=f"{row}"
                )
            if undo:
                raise Refused("On second thoughts, no.")
            return rows

        return do

    people = [[act(dice, n) for n in range(acts)] for dice in map(random.Random, range(PEOPLE))]
    tally = race(app, *people, together=False)
    return tally, sum(tally.values)


def test_sixteen_who_write_at_once_write_one_chain(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    tally, committed = storm(arena, size(8, 640))
    measured(f"{tally}; {committed} rows")
    assert not tally.other, tally.other
    assert proof(arena) == (committed, None)
    assert found(arena, FORKS) == []
    assert faults(arena) == {}


@pytest.mark.parametrize(
    ("attack", "is_seen_without"),
    [
        (lambda: attacks.edit(5), True),
        (lambda: attacks.delete(5), True),
        (lambda: attacks.truncate(5), False),
        (lambda: attacks.rewrite(5), False),
    ],
    ids=["edit", "delete", "truncate", "rewrite"],
)
def test_after_a_storm_the_kept_head_tells_every_attack(
    arena: Flask, attack: Callable[[], None], is_seen_without: bool
) -> None:
    _, committed = storm(arena, 1)
    with arena.app_context():
        anchor = current_head()
        db.session.rollback()
    assert proof(arena, anchor) == (committed, None)
    with arena.app_context(), writing():
        attack()
        db.session.commit()
    assert (proof(arena)[1] is not None) == is_seen_without
    assert proof(arena, anchor)[1] is not None


# --- what holds it is the database -----------------------------------------------------------


def append_unasked(app: Flask) -> Tally:
    """Sixteen read the last hash, and each writes a row that follows it."""

    def look(connection: Connection) -> str:
        return str(connection.scalar(sa.select(HEAD.c.hash)))

    def write(connection: Connection, last: str) -> None:
        seq = connection.scalar(sa.update(HEAD).values(seq=HEAD.c.seq + 1).returning(HEAD.c.seq))
        row = {
            "seq": seq, "verb": "acted", "subject": "person:1", "person_id": None, "at": AT,
            "recorded_at": AT, "reason": "", "before": {}, "after": {}, "animal_id": None,
            "case_id": None, "unit_id": None, "prev_hash": last,
        }  # fmt: skip
        row["hash"] = digest(row)
        connection.execute(sa.insert(ENTRY), row)
        connection.execute(sa.update(HEAD).values(hash=row["hash"]))

    return naive(app, look, write)


def test_without_its_unique_rule_the_chain_forks(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    storm(arena, 1)
    kept = append_unasked(arena)
    assert (kept.ok, dict(kept.refused)) == (1, {"journal_never_forks": 15}), kept.other
    assert found(arena, FORKS) == []
    assert proof(arena)[1] is None
    drop(arena, "journal_never_forks")
    assert append_unasked(arena).ok == PEOPLE
    (fork,) = found(arena, FORKS)
    assert fork.heirs == PEOPLE
    assert proof(arena)[1] == "it does not follow the row before it"
    measured(f"kept 0, dropped 1 row followed by {fork.heirs}")


CHANGES = {
    "journal_entry_is_append_only_update": "UPDATE journal_entry SET reason = 'x' WHERE seq = 2",
    "journal_entry_is_append_only_delete": "DELETE FROM journal_entry WHERE seq = 3",
    "journal_entry_is_append_only_truncate": "TRUNCATE journal_entry",
}


def change(app: Flask, statement: str) -> str | None:
    """Who refuses a statement; nobody: None."""
    with app.app_context(), writing(), db.engine.connect() as connection:
        try:
            connection.exec_driver_sql(statement)
            connection.commit()
        except DBAPIError as error:
            connection.rollback()
            return constraint_of(error)
    return None


@pytest.mark.parametrize("rule", CHANGES)
def test_without_its_trigger_a_row_is_changed_and_the_proof_says_so(
    arena: Flask, engine_name: str, rule: str, measured: Callable[[object], None]
) -> None:
    if rule.endswith("truncate") and engine_name == "sqlite":
        return  # it has no TRUNCATE; its DELETE without WHERE fires the trigger of DELETE
    storm(arena, 1)
    before = proof(arena)
    assert change(arena, CHANGES[rule]) == "journal_entry_is_append_only"
    assert proof(arena) == before
    drop(arena, rule)
    assert change(arena, CHANGES[rule]) is None
    count, why = proof(arena)
    assert why is not None
    measured(f"kept {before[0]} rows hold, dropped {count} do: {why}")
