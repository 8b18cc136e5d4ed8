"""Evidence holds: who is held, what that forbids, and what lifts it."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, scoped_session

from rescue_center.animals import holds, ledger, life, regroup
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, Hold, Stay
from rescue_center.errors import Refused, constraint_of
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_lot,
    make_order,
    make_person,
)

pytestmark = pytest.mark.usefixtures("session")


def held(count: int = 1) -> tuple[Animal, Stay]:
    """A held animal and its stay."""
    animal = make_animal(count, case=make_case(evidence_hold=True))
    assert animal.stay is not None
    return animal, animal.stay


def test_what_a_held_case_brings_is_held_from_the_start() -> None:
    animal, stay = held()
    assert (animal.holds, stay.holds, len(stay.open_holds)) == (1, 1, 1)
    assert animal.is_held


def test_holding_a_case_holds_what_is_here_and_what_is_still_to_come() -> None:
    case, other = make_case(), make_case()
    here, elsewhere = make_lot(5, case=case), make_lot(5, case=other)
    dead, released = make_animal(case=case), make_animal(case=case)
    for animal, kind, stage in ((dead, "death", Stage.DEAD), (released, "release", Stage.RELEASED)):
        ledger.post(animal, kind, -1, by=None, at=AT + HOUR)
        life.move(animal.stay, stage, by=None, at=AT + HOUR)  # type: ignore[arg-type]
    placed = holds.place_case_hold(case, by=None, at=AT + DAY, reason="Prosecutor asked")
    assert [hold.stay.animal for hold in placed] == [here, dead]
    assert (here.holds, dead.holds, released.holds, elsewhere.holds) == (1, 1, 0, 0)
    assert make_animal(case=case, at=AT + 2 * DAY).holds == 1
    with pytest.raises(Refused, match="held already"):
        holds.place_case_hold(case, by=None, at=AT + 3 * DAY, reason="Again")


def test_a_case_holds_an_animal_once_but_two_cases_may_hold_the_same() -> None:
    animal, stay = held()
    assert animal.case is not None
    with pytest.raises(Refused, match="already"):
        holds.place_hold(stay, animal.case, by=None, at=AT + DAY, reason="Again")
    holds.place_hold(stay, make_case(), by=None, at=AT + DAY, reason="The other trial")
    assert animal.holds == 2


def test_a_hold_needs_a_reason_and_an_animal_that_is_here() -> None:
    animal, case = make_animal(), make_case()
    assert animal.stay is not None
    with pytest.raises(Refused, match="why"):
        holds.place_hold(animal.stay, case, by=None, at=AT, reason=" ")
    ledger.post(animal, "release", -1, by=None, at=AT + HOUR)
    life.move(animal.stay, Stage.RELEASED, by=None, at=AT + HOUR)
    with pytest.raises(Refused, match="is released"):
        holds.place_hold(animal.stay, case, by=None, at=AT + DAY, reason="Evidence")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("held_animal_stays", lambda s: _set(s, stage="released", ended_at=AT + DAY)),
        ("held_animal_stays", lambda s: _set(s, stage="transferred", ended_at=AT + DAY)),
        ("held_animal_stays", lambda s: _set(s, stage="void", ended_at=AT + DAY)),
        ("nobody_held_is_put_down_by_plan", lambda s: _set(s, planned_euthanasia=True)),
        ("nobody_held_is_put_down_by_plan",
         lambda s: _set(s, planned_euthanasia=True, stage="dead", ended_at=AT + DAY)),
        ("held_carcass_is_kept",
         lambda s: _set(s, stage="dead", ended_at=AT + DAY, carcass_disposed_at=AT + DAY)),
        ("held_animal_is_not_voided",
         lambda s: _set(s.animal, voided_at=AT, voided_by_id=make_person().id, void_reason="x")),
    ],
)  # fmt: skip
def test_the_database_itself_keeps_what_is_held(
    session: scoped_session[Session], name: str, change: Callable[[Stay], None]
) -> None:
    _, stay = held()
    with pytest.raises(DBAPIError) as refused:
        change(stay)
    assert constraint_of(refused.value) == name


def _set(row: Animal | Stay, **values: object) -> None:
    from rescue_center.db import db

    db.session.execute(sa.update(type(row)).where(type(row).id == row.id).values(**values))


def test_a_held_animal_may_die_and_its_carcass_stays_held() -> None:
    animal, stay = held()
    ledger.post(animal, "death", -1, by=None, at=AT + HOUR)
    life.move(stay, Stage.DEAD, by=None, at=AT + HOUR)
    ledger.count_anew(animal, stay)
    assert (stay.holds, stay.stage) == (1, Stage.DEAD)


def test_the_refusal_names_the_case() -> None:
    animal, stay = held()
    assert animal.case is not None
    with pytest.raises(Refused, match=f"evidence in case {animal.case.number}.*release is not"):
        holds.refuse_while_held(stay, "release")


# --- lifting ------------------------------------------------------------------------------------


def test_only_an_order_of_the_case_that_lifts_holds_and_was_issued_by_then_will_do() -> None:
    animal, stay = held()
    case, officer = animal.case, make_person("officer")
    assert case is not None
    (hold,) = stay.open_holds
    struck = make_order(case)
    struck.voided_at, struck.voided_by_id, struck.void_reason = AT, officer.id, "Typed twice"
    for order, why in (
        (make_order(make_case()), "does not belong"),
        (make_order(case, kind="transfer"), "does not lift a hold"),
        (make_order(case, kind="place_hold"), "does not lift a hold"),
        (struck, "struck out"),
        (make_order(case, issued_on=(AT + 9 * DAY).date()), "was issued on"),
    ):
        with pytest.raises(Refused, match=why):
            holds.lift_hold(hold, order, by=officer, at=AT + DAY)
        with pytest.raises(Refused, match=why):
            holds.lift_case_holds(case, order, by=officer, at=AT + DAY)
    assert animal.holds == 1
    order = make_order(case)
    holds.lift_hold(hold, order, by=officer, at=AT + DAY)
    assert (animal.holds, stay.holds, hold.lift_order_id) == (0, 0, order.id)
    with pytest.raises(Refused, match="lifted already"):
        holds.lift_hold(hold, order, by=officer, at=AT + DAY)


def test_lifting_the_holds_of_a_case_frees_every_heir_and_what_comes_later() -> None:
    case, officer = make_case(evidence_hold=True), make_person("officer")
    lot = make_lot(10, case=case)
    heir = regroup.split(lot, 4, by=None, at=AT + HOUR)
    freed = holds.lift_case_holds(case, make_order(case), by=officer, at=AT + DAY)
    assert {hold.stay.animal for hold in freed} == {lot, heir}
    assert (lot.holds, heir.holds, make_animal(case=case, at=AT + DAY).holds) == (0, 0, 0)
    with pytest.raises(Refused, match="No evidence hold stands"):
        holds.lift_case_holds(case, make_order(case), by=officer, at=AT + DAY)


def test_lifting_the_hold_of_a_lot_lifts_that_of_lots_merged_into_it(
    session: scoped_session[Session],
) -> None:
    case = make_case(evidence_hold=True)
    lot = make_lot(10, case=case)
    one = regroup.split(lot, 4, by=None, at=AT + HOUR)
    two = regroup.split(one, 1, by=None, at=AT + HOUR)
    regroup.merge(two, one, by=None, at=AT + 2 * HOUR)
    regroup.merge(one, lot, by=None, at=AT + 2 * HOUR)
    holds.lift_hold(lot.stay.open_holds[0], make_order(case), by=make_person(), at=AT + DAY)  # type: ignore[union-attr]
    assert session.scalar(sa.select(sa.func.count()).where(Hold.lifted_at.is_(None))) == 0
    assert (lot.holds, one.holds, two.holds) == (0, 0, 0)


def test_a_hold_is_not_lifted_before_it_was_placed() -> None:
    case = make_case()
    animal = make_animal(case=case)
    holds.place_case_hold(case, by=None, at=AT + 2 * DAY, reason="Evidence")
    with pytest.raises(Refused, match="before it was placed"):
        holds.lift_hold(
            animal.stay.open_holds[0],
            make_order(case),
            by=make_person(),
            at=AT + DAY,  # type: ignore[union-attr]
        )
