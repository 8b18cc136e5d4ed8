"""What the database itself refuses of the stock's ledger, and what `flask verify` finds."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from rescue_center.db import TRIGGERS, db
from rescue_center.errors import Refused, constraint_of
from rescue_center.operations import verify
from rescue_center.pharmacy import register_rules, stock_queries, stock_rules
from rescue_center.pharmacy.stock_models import GENESIS, StockBatch, StockIncident, StockLine
from tests.makers import AT, DAY, make_person
from tests.pharmacy.store import make_batch, make_vial

pytestmark = pytest.mark.usefixtures("session")

LINES = StockLine.__table__


def refused(statement: Any) -> str | None:
    """The rule by whose name the database refuses a plain statement."""
    with pytest.raises(DBAPIError) as error, db.session.begin_nested():
        db.session.execute(statement)
    return constraint_of(error.value)


def next_row(batch: StockBatch, **facts: Any) -> Any:
    """A row that fits behind the last one, but for what is changed."""
    last = stock_queries.lines_of(batch)[-1]
    qty = facts.get("qty", -5)
    row = {
        "batch_id": batch.id, "controlled": batch.controlled, "seq": last.seq + 1,
        "prev_seq": last.seq, "kind": "waste", "qty": qty, "bal_before": last.bal_after,
        "bal_after": last.bal_after + qty, "at": AT, "recorded_at": AT, "by_id": last.by_id,
        "reason": "Spilt", "prev_hash": last.hash, "hash": "1" * 64,
    }  # fmt: skip
    return sa.insert(LINES).values(row | facts)


NO_WITNESS = "controlled_drug_has_a_witness"


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"bal_after": 10**6}, "stock_line_adds_up"),
        ({"qty": -2_000_000}, "stock_line_never_negative"),
        ({"seq": 3, "prev_seq": 1}, "stock_line_begins_with_a_receipt"),
        ({"seq": 1, "prev_seq": None, "bal_before": 0, "bal_after": 5, "qty": 5,
          "kind": "receipt"}, "stock_line_counts_on"),
        ({"qty": 5}, "stock_line_goes_its_way"),
        ({"kind": "gift"}, "stock_line_kind_is_known"),
        ({"reason": ""}, "stock_line_says_why"),
        ({"kind": "use", "drawn": 9, "given": 5, "wasted": 0, "returned": 0},
         "stock_draw_is_accounted_for"),
        ({"kind": "use"}, "stock_draw_is_accounted_for"),
        ({"kind": "count", "counted": 7}, "stock_count_is_what_is_there"),
        ({"kind": "reversal"}, "stock_reversal_takes_all_back"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_refused(facts: dict[str, Any], rule: str) -> None:
    assert refused(next_row(make_batch(ml=100), **facts)) == rule


@pytest.mark.parametrize(
    "facts", [{"prev_hash": GENESIS}, {"bal_before": 7, "bal_after": 2}, {"controlled": True}]
)
def test_a_row_that_follows_another_than_the_last_is_refused(facts: dict[str, Any]) -> None:
    batch, witness = make_batch(ml=100), make_person("vet")
    with pytest.raises(DBAPIError) as error, db.session.begin_nested():
        db.session.execute(next_row(batch, witness_id=witness.id, **facts))
        db.session.execute(sa.text("SELECT 1"))
    assert "FOREIGN KEY" in str(error.value).upper()


def test_a_controlled_drug_has_two_signatures_of_two_people() -> None:
    vial = make_vial()
    assert refused(next_row(vial)) == NO_WITNESS
    by = vial.lines[0].by_id
    assert refused(next_row(vial, witness_id=by)) == "stock_witness_is_another"
    with pytest.raises(Refused, match="somebody else"):
        register_rules.refuse_witness(make_person_of(by), by=make_person_of(by), at=AT)
    with db.session.begin_nested():
        db.session.execute(next_row(vial, witness_id=make_person("vet").id))


def make_person_of(person_id: int) -> Any:
    from rescue_center.staff.models import Person

    return db.session.get_one(Person, person_id)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_a_row_is_neither_changed_nor_deleted(verb: str) -> None:
    batch = make_batch()
    mine = LINES.c.batch_id == batch.id
    statement: Any = sa.delete(LINES).where(mine)
    if verb == "update":
        statement = sa.update(LINES).where(mine).values(reason="Other")
    assert refused(statement) == "stock_line_is_append_only"


def test_a_batch_keeps_what_it_is_and_the_balance_of_its_ledger() -> None:
    batch = make_batch()
    table = StockBatch.__table__
    for facts, rule in (
        ({"balance": 5}, "stock_balance_is_its_ledgers"),
        ({"lot": "other"}, "stock_batch_facts_stay"),
        ({"controlled": True, "vial": "x"}, "stock_batch_facts_stay"),
    ):
        assert refused(sa.update(table).where(table.c.id == batch.id).values(facts)) == rule
    assert refused(sa.delete(table).where(table.c.id == batch.id)) == "stock_batch_is_never_deleted"


def test_a_row_is_reversed_once_and_wholly() -> None:
    batch, vet = make_batch(), make_person("vet")
    line = stock_rules.remove(batch, "waste", 500, by=vet, at=AT, reason="Spilt")
    stock_rules.take_back(line, by=vet, at=AT, reason="It was another")
    with pytest.raises(Refused, match="before"):
        stock_rules.take_back(line, by=vet, at=AT, reason="Again")
    again = {"kind": "reversal", "qty": 500, "reverses_seq": line.seq, "reverses_qty": -500}
    assert refused(next_row(batch, **again)) == "stock_line_reversed_once"
    half = {"kind": "reversal", "qty": 200, "reverses_seq": 1, "reverses_qty": -200}
    with pytest.raises(DBAPIError) as error, db.session.begin_nested():
        db.session.execute(next_row(batch, **half))
    assert "FOREIGN KEY" in str(error.value).upper()


def test_a_weekly_count_that_differs_opens_an_incident_that_somebody_else_explains() -> None:
    vial, other = make_vial(), make_vial(vial="K-2")
    vet, keeper, boss = make_person("vet"), make_person("keeper"), make_person("manager")
    differ = register_rules.count_all([(vial, 99_000), (other, 100_000)], witness=keeper, by=vet,
                                      at=AT + DAY)  # fmt: skip
    assert [(line.batch_id, line.qty) for line in differ] == [(vial.id, -1000)]
    (incident,) = stock_queries.open_incidents()
    assert (incident.batch_id, incident.difference) == (vial.id, -1000)
    for counted in (vet, keeper):
        with pytest.raises(Refused, match="You counted it"):
            register_rules.explain_difference(incident, "Dead space", by=counted, at=AT + DAY)
    register_rules.explain_difference(incident, "Dead space", by=boss, at=AT + DAY)
    assert stock_queries.open_incidents() == []
    table = StockIncident.__table__
    assert refused(sa.update(table).values(closed_at=AT)) == "stock_incident_facts_stay"
    assert refused(sa.delete(table)) == "stock_incident_is_never_deleted"


def test_a_vial_is_due_for_its_count_after_a_week() -> None:
    vial = make_vial()
    (page,) = stock_queries.register()
    assert not page.is_due(AT + timedelta(days=6))
    assert page.is_due(AT + timedelta(days=7))
    stock_rules.count(vial, 100_000, by=make_person("vet"), at=AT + 7 * DAY,
                      witness=make_person("vet"))  # fmt: skip
    db.session.expire_all()
    (page,) = stock_queries.register()
    assert not page.is_due(AT + timedelta(days=13))
    assert page.agrees
    assert page.sums.of["receipt"] == page.sums.balance == 100_000


def found_broken() -> dict[str, tuple[str, ...]]:
    """What `flask verify` finds, but for the triggers that the test took out."""
    taken_out = "triggers_are_there"
    return {f.check.name: f.named for f in verify.run() if f.count and f.check.name != taken_out}


def without(*names: str) -> None:
    """Take triggers out for the rest of this test."""
    dialect = db.session.get_bind().dialect.name
    for one in TRIGGERS:
        if one.name in names:
            db.session.execute(sa.text(one.drop(dialect)))


def test_verify_finds_a_row_that_was_changed_behind_the_triggers() -> None:
    batch, vet = make_batch(), make_person("vet")
    stock_rules.remove(batch, "waste", 500, by=vet, at=AT, reason="Spilt")
    db.session.commit()
    assert found_broken() == {}
    without("stock_line_is_append_only_update", "stock_balance_is_its_ledgers")
    mine = sa.and_(LINES.c.batch_id == batch.id, LINES.c.seq == 2)
    db.session.execute(sa.update(LINES).where(mine).values(reason="Given to a friend"))
    db.session.commit()
    assert found_broken() == {"stock_ledger_is_unbroken": (f"batch {batch.id}: row 2 was changed",)}
    db.session.execute(sa.update(StockBatch.__table__).values(balance=7))
    db.session.commit()
    assert set(found_broken()) == {
        "stock_ledger_is_unbroken", "stock_balance_is_the_sum_of_its_rows",
    }  # fmt: skip


def test_verify_finds_rows_that_are_missing_and_counts_without_an_incident() -> None:
    batch, vial = make_batch(), make_vial()
    vet, other = make_person("vet"), make_person("vet")
    stock_rules.remove(batch, "waste", 500, by=vet, at=AT, reason="Spilt")
    without("stock_line_is_append_only_delete", "stock_count_that_differs_is_an_incident")
    db.session.execute(sa.delete(LINES).where(LINES.c.batch_id == batch.id, LINES.c.seq == 2))
    stock_rules.count(vial, 5, by=vet, at=AT, witness=other)
    db.session.commit()
    assert set(found_broken()) == {
        "stock_balance_is_the_sum_of_its_rows", "differences_in_the_register_are_incidents",
    }  # fmt: skip
