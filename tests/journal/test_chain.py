"""An act becomes a row when it is committed, and with nothing else."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from rescue_center import journal
from rescue_center.db import db
from rescue_center.errors import constraint_of
from rescue_center.journal.models import Entry, Head
from rescue_center.journal.verification import verify
from rescue_center.staff.models import Person
from tests.staff.makers import AT

pytestmark = pytest.mark.usefixtures("app")


def make_subject() -> Person:
    """Something to do things to, itself not written in the journal."""
    person = Person(account="subject", name="Subject", created_at=AT)
    db.session.add(person)
    db.session.flush()
    return person


def record(verb: str, subject: Person, **facts: object) -> None:
    journal.record(verb, subject, by=None, at=AT, **facts)  # type: ignore[arg-type]


def verbs() -> list[str]:
    return list(db.session.scalars(sa.select(Entry.verb).order_by(Entry.seq)))


def test_acts_are_written_at_commit_in_their_order(session: scoped_session[Session]) -> None:
    subject = make_subject()
    record("first", subject)
    record("second", subject)
    assert verbs() == []
    session.commit()
    record("third", subject)
    session.commit()
    assert verbs() == ["first", "second", "third"]
    assert verify() == (3, None)


def test_a_row_says_who_what_when_why_before_and_after(session: scoped_session[Session]) -> None:
    subject = make_subject()
    happened = AT - timedelta(days=2)
    journal.record(
        "weighed", subject, by=subject, at=happened, reason="routine",
        before={"weight_g": 900}, after={"weight_g": Decimal("912.5"), "on": date(2026, 5, 1)},
    )  # fmt: skip
    session.commit()
    entry = session.scalars(sa.select(Entry)).one()
    assert (entry.verb, entry.subject, entry.person_id) == (
        "weighed", f"person:{subject.id}", subject.id,
    )  # fmt: skip
    assert (entry.at, entry.reason) == (happened, "routine")
    assert datetime.now(UTC) - entry.recorded_at < timedelta(minutes=1)
    assert entry.before == {"weight_g": 900}
    assert entry.after == {"weight_g": "912.5", "on": "2026-05-01"}


def test_what_is_rolled_back_was_never_done(session: scoped_session[Session]) -> None:
    subject = make_subject()
    session.commit()
    record("undone", subject)
    session.rollback()
    record("done", subject)
    session.commit()
    assert verbs() == ["done"]


def test_a_savepoint_takes_its_own_acts_with_it_and_no_others(
    session: scoped_session[Session],
) -> None:
    subject = make_subject()
    record("before", subject)
    with session.begin_nested() as savepoint:
        record("lost", subject)
        with session.begin_nested():
            record("lost too", subject)
        savepoint.rollback()
    with session.begin_nested():
        record("kept", subject)
    session.commit()
    assert verbs() == ["before", "kept"]


def test_a_refused_row_of_an_import_takes_only_its_own_acts(
    session: scoped_session[Session],
) -> None:
    subject = make_subject()
    record("before", subject)
    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        record("lost", subject)
        session.add(Person(account="subject", name="Twin", created_at=AT))
        session.flush()
    record("after", subject)
    session.commit()
    assert verbs() == ["before", "after"]


def test_acts_of_a_session_that_was_closed_do_not_come_back(
    session: scoped_session[Session],
) -> None:
    record("never committed", make_subject())
    session.close()
    session.commit()
    assert verbs() == []


@pytest.mark.parametrize(
    ("attack", "refusal"),
    [
        (sa.update(Entry).values(reason="x"), "journal_entry_is_append_only"),
        (sa.delete(Entry), "journal_entry_is_append_only"),
        (sa.delete(Head), "journal_head_is_never_deleted"),
    ],
)
def test_the_database_itself_refuses_to_change_or_delete(
    session: scoped_session[Session], attack: sa.Update | sa.Delete, refusal: str
) -> None:
    record("done", make_subject())
    session.commit()
    with pytest.raises(sa.exc.DBAPIError) as error:
        session.execute(attack)
    assert constraint_of(error.value) == refusal


def test_the_chain_does_not_fork(session: scoped_session[Session]) -> None:
    subject = make_subject()
    for verb in ("first", "second"):
        record(verb, subject)
    session.commit()
    row = dict(
        session.execute(sa.select(*Entry.__table__.c).where(Entry.seq == 2)).mappings().one()
    )
    with pytest.raises(sa.exc.IntegrityError) as error:
        session.execute(sa.insert(Entry.__table__), row | {"seq": 3, "hash": "0" * 64})
    assert constraint_of(error.value) == "journal_never_forks"


def test_truncating_is_refused_where_the_database_can(
    session: scoped_session[Session], engine_name: str
) -> None:
    if engine_name == "sqlite":
        return  # it has no TRUNCATE
    record("done", make_subject())
    session.commit()
    with pytest.raises(sa.exc.DBAPIError) as error:
        session.execute(sa.text("TRUNCATE journal_entry"))
    assert constraint_of(error.value) == "journal_entry_is_append_only"
