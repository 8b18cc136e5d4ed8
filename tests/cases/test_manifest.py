"""The manifest and the orders: written once, struck out with a reason."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from rescue_center import journal
from rescue_center.cases import manifest_rules, order_rules
from rescue_center.errors import Refused, refusal_of
from rescue_center.journal.models import Entry
from tests.cases.makers import line, open_case, order
from tests.makers import AT, make_person

pytestmark = pytest.mark.usefixtures("session")


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"quantity": 0}, "quantity", "more than zero"),
        ({"quantity": -3}, "quantity", "more than zero"),
        ({"quantity": Decimal("2.5")}, "quantity", "whole numbers"),
        ({"quantity": 10**8}, "quantity", "10,000,000 or less"),
        ({"declared_name": " "}, "declared_name", "no species"),
        ({"unit": "sacks"}, "unit", "from the lists"),
        ({"condition": "sleepy"}, "unit", "from the lists"),
        ({"specimen": "XYZ"}, "", "list of specimens"),
    ],
)
def test_a_line_that_cannot_be_true_is_refused(
    facts: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refused:
        open_case(line(None, **({"quantity": 8} | facts)))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("facts", "amount", "heads"),
    [
        ({"quantity": 1851}, "1,851", 1851),
        ({"quantity": None}, "not counted", None),
        ({"quantity": Decimal("13.8"), "unit": "kg"}, "13.8 kg", None),
        ({"quantity": None, "unit": "kg"}, "weight not known", None),
        ({"quantity": 1026, "unit": "pieces"}, "1,026 pieces", None),
        ({"quantity": 1000, "unit": "kg"}, "1000 kg", None),
    ],
)
def test_an_amount_is_said_with_its_unit(
    session: scoped_session[Session], facts: dict[str, Any], amount: str, heads: int | None
) -> None:
    case = open_case(line(None, **facts))
    session.refresh(case.lines[0])
    assert (case.lines[0].amount, case.lines[0].heads) == (amount, heads)


def test_a_line_is_corrected_by_striking_it_out_and_writing_a_new_one(
    session: scoped_session[Session],
) -> None:
    case, by = open_case(), make_person("registrar")
    manifest_rules.strike_line(case.lines[0], by=by, at=AT, reason="miscounted")
    manifest_rules.add_line(case, line(None, 9), by=by, at=AT, reason="counted again")
    assert [one.text for one in case.open_lines] == ["9 turtles, alive"]
    assert [one.position for one in case.lines] == [1, 2]
    journal.settle()
    struck, added = session.scalars(sa.select(Entry).order_by(Entry.seq.desc()).limit(2)).all()[
        ::-1
    ]
    assert (struck.before["says"], struck.reason) == ("8 turtles, alive", "miscounted")
    assert (added.after["says"], added.case_id) == ("9 turtles, alive", case.id)


def test_a_line_is_struck_out_once_and_with_a_reason() -> None:
    case, by = open_case(), make_person("registrar")
    with pytest.raises(Refused, match="Say why"):
        manifest_rules.strike_line(case.lines[0], by=by, at=AT, reason=" ")
    manifest_rules.strike_line(case.lines[0], by=by, at=AT, reason="x")
    with pytest.raises(Refused, match="already"):
        manifest_rules.strike_line(case.lines[0], by=by, at=AT, reason="x")


def test_a_line_that_animals_came_from_is_not_struck_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_line: Any) -> None:
        raise Refused("Animals were received against this line.")

    monkeypatch.setattr(manifest_rules, "before_strike", [refuse])
    with pytest.raises(Refused, match="were received"):
        manifest_rules.strike_line(open_case().lines[0], by=make_person(), at=AT, reason="x")


def test_an_order_has_a_number_a_day_and_an_authority() -> None:
    case = open_case()
    for wrong, words in (
        ({"reference": " "}, "authority and a number"),
        ({"issued_on": date(2026, 5, 13)}, "future"),
        ({"kind": "rumour"}, "about"),
    ):
        with pytest.raises(Refused, match=words):
            order(case, **({"kind": "lift_hold"} | wrong))


def test_an_order_is_recorded_once(session: scoped_session[Session]) -> None:
    case = open_case()
    order(case)
    with pytest.raises(sa.exc.IntegrityError) as broken:
        order(case, reference=" 12/2026 ")
    refused = refusal_of(broken.value)
    assert refused and "recorded on this case already" in refused.sentence


def test_an_order_struck_out_leaves_its_number_free() -> None:
    case = open_case()
    first = order(case, issued_on=date(2026, 5, 1))
    order_rules.strike_order(first, by=make_person(), at=AT, reason="wrong day")
    assert order(case).id != first.id
    with pytest.raises(Refused, match="already"):
        order_rules.strike_order(first, by=make_person(), at=AT, reason="x")


def test_an_order_that_lifted_a_hold_is_not_struck_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_order: Any) -> None:
        raise Refused("A hold was lifted by this order.")

    monkeypatch.setattr(order_rules, "before_strike", [refuse])
    with pytest.raises(Refused, match="was lifted"):
        order_rules.strike_order(order(open_case()), by=make_person(), at=AT, reason="x")
