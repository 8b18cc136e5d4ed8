"""Splitting, making individuals, merging: the sums agree and an heir has what its parent has."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, scoped_session

from rescue_center import journal
from rescue_center.animals import holds, ledger, life, regroup, rules
from rescue_center.animals.ledger_models import LedgerEntry, Regroup
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.errors import Refused, constraint_of
from rescue_center.journal.models import Entry
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_lot,
    make_order,
    make_person,
    make_taxon,
)

pytestmark = pytest.mark.usefixtures("session")


def test_a_split_moves_animals_and_loses_none(session: scoped_session[Session]) -> None:
    lot = make_lot(178)
    heir = regroup.split(lot, 3, by=None, at=AT + HOUR)
    assert (lot.count, heir.count) == (175, 3)
    pair = session.scalars(sa.select(LedgerEntry).where(LedgerEntry.kind == "split")).all()
    assert sorted(entry.delta for entry in pair) == [-3, 3]
    assert {entry.regroup_id for entry in pair} == {session.scalars(sa.select(Regroup.id)).one()}


def test_an_heir_has_everything_its_parent_has() -> None:
    case = make_case(evidence_hold=True)
    lot = make_lot(10, case=case, sex="mixed", age_class="adult")
    assert lot.stay is not None
    life.move(lot.stay, Stage.QUARANTINE, by=None, at=AT + HOUR)
    heir = regroup.split(lot, 4, by=None, at=AT + 2 * HOUR)
    assert heir.stay is not None
    for fact in ("taxon_id", "case_id", "epi_group_id", "manifest_line_id", "sex", "age_class",
                 "admitted_at"):  # fmt: skip
        assert getattr(heir, fact) == getattr(lot, fact), fact
    assert heir.parent is lot
    assert heir.stay.stage == Stage.QUARANTINE
    assert heir.stay.began_at == lot.stay.began_at
    assert heir.stay.stage_since == lot.stay.stage_since
    (hold,) = heir.stay.open_holds
    assert hold.inherited_from_id == lot.stay.open_holds[0].id
    assert (heir.holds, heir.stay.holds) == (1, 1)


def test_those_who_listen_are_told_of_every_heir(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[Animal, Animal, str]] = []
    monkeypatch.setattr(regroup, "on_heir", [lambda p, h, r, _by: told.append((p, h, r.kind))])
    monkeypatch.setattr(regroup, "on_merge", [lambda s, i, r, _by: told.append((s, i, r.kind))])
    lot = make_lot(5)
    heir = regroup.split(lot, 2, by=None, at=AT + HOUR)
    one = regroup.individualise(lot, by=None, at=AT + HOUR)
    regroup.merge(heir, lot, by=None, at=AT + HOUR)
    assert told == [(lot, heir, "split"), (lot, one, "individualise"), (heir, lot, "merge")]


@pytest.mark.parametrize(
    ("count", "why"),
    [(0, "at least 1"), (-2, "at least 1"), (10, "work on the whole lot"), (99, "has 10")],
)
def test_a_split_parts_some_but_not_all(count: int, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        regroup.split(make_lot(10), count, by=None, at=AT + HOUR)
    assert refused.value.field == "count"


def test_an_individual_is_not_split() -> None:
    with pytest.raises(Refused, match="only a lot"):
        regroup.split(make_animal(), 1, by=None, at=AT + HOUR)


def test_a_departed_lot_is_not_split() -> None:
    lot = make_lot(3)
    ledger.post(lot, "escape", -3, by=None, at=AT + HOUR)
    life.move(lot.stay, Stage.ESCAPED, by=None, at=AT + HOUR)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="no longer in our care: it is escaped"):
        regroup.split(lot, 1, by=None, at=AT + HOUR)


def test_a_split_told_late_leaves_no_moment_below_zero() -> None:
    lot = make_lot(10)
    ledger.post(lot, "death", -8, by=None, at=AT + 3 * DAY)
    ledger.post(lot, "found", 20, by=None, at=AT + 5 * DAY)
    with pytest.raises(Refused, match="only 2 can"):
        regroup.split(lot, 3, by=None, at=AT + DAY)
    heir = regroup.split(lot, 2, by=None, at=AT + DAY)
    assert (heir.count, lot.count) == (2, 20)
    with pytest.raises(Refused, match="came on 12 May 2026"):
        regroup.split(lot, 1, by=None, at=AT - HOUR)


def test_the_database_itself_keeps_every_moment_above_zero(
    session: scoped_session[Session],
) -> None:
    lot, other = make_lot(10), make_lot(1)
    ledger.post(lot, "death", -8, by=None, at=AT + 3 * DAY)
    ledger.post(lot, "found", 20, by=None, at=AT + 5 * DAY)
    session.add(Regroup(kind="split", from_id=lot.id, to_id=other.id, count=3, at=AT + DAY))
    with pytest.raises(DBAPIError) as refused:
        session.flush()
    assert constraint_of(refused.value) == "ledger_never_negative"


def test_a_split_told_after_the_hold_was_lifted_is_held_only_for_its_time() -> None:
    case = make_case(evidence_hold=True)
    officer = make_person("officer")
    lot = make_lot(10, case=case)
    holds.lift_case_holds(case, make_order(case), by=officer, at=AT + 2 * DAY)
    heir = regroup.split(lot, 3, by=None, at=AT + DAY)
    assert heir.stay is not None
    assert (heir.holds, len(heir.stay.evidence_holds)) == (0, 1)
    assert heir.stay.evidence_holds[0].lifted_at == AT + 2 * DAY
    later = regroup.split(lot, 3, by=None, at=AT + 3 * DAY)
    assert later.stay is not None and later.stay.evidence_holds == []


def test_a_split_told_before_the_hold_was_placed_is_held_all_the_same() -> None:
    case, lot = make_case(), None
    lot = make_lot(10, case=case)
    holds.place_case_hold(case, by=None, at=AT + 2 * DAY, reason="Evidence")
    heir = regroup.split(lot, 3, by=None, at=AT + DAY)
    assert (heir.holds, lot.holds) == (1, 1)


# --- individuals --------------------------------------------------------------------------------


def test_one_of_a_lot_gets_a_record_of_its_own() -> None:
    lot = make_lot(2, sex="mixed")
    one = regroup.individualise(lot, by=None, at=AT + HOUR, sex="female", name="Mali")
    assert (one.kind, one.count, one.sex, one.name, lot.count) == (
        "individual", 1, "female", "Mali", 1,
    )  # fmt: skip


def test_the_last_one_of_a_lot_keeps_the_lots_record() -> None:
    lot = make_lot(2)
    regroup.individualise(lot, by=None, at=AT + HOUR)
    last = regroup.individualise(lot, by=None, at=AT + HOUR, name="Dara")
    assert last is lot
    assert (last.kind, last.count, last.name) == ("individual", 1, "Dara")


def test_the_sex_of_a_mixed_lot_is_not_guessed() -> None:
    one = regroup.individualise(make_lot(3, sex="mixed", age_class="adult"), by=None, at=AT + HOUR)
    assert (one.sex, one.age_class) == ("unknown", "adult")


# --- merging ------------------------------------------------------------------------------------


def test_a_merged_lot_ends_in_the_other(session: scoped_session[Session]) -> None:
    lot = make_lot(10)
    heir = regroup.split(lot, 4, by=None, at=AT + HOUR)
    regroup.merge(heir, lot, by=None, at=AT + 2 * HOUR, reason="Same pond again")
    assert (lot.count, heir.count) == (10, 0)
    assert heir.stay is not None and heir.stay.stage == Stage.MERGED and not heir.stay.is_open
    journal.settle()
    verbs = session.scalars(sa.select(Entry.verb).where(Entry.animal_id == heir.id)).all()
    assert "merged into another lot" in verbs


def test_a_lot_is_not_merged_with_itself() -> None:
    lot = make_lot(10)
    with pytest.raises(Refused, match="with itself"):
        regroup.merge(lot, lot, by=None, at=AT + HOUR)


def test_lots_of_different_species_are_not_merged() -> None:
    case = make_case()
    with pytest.raises(Refused, match="same species"):
        regroup.merge(make_lot(2, case=case), make_lot(2, case=case), by=None, at=AT + HOUR)


def test_lots_of_different_groups_are_not_merged() -> None:
    taxon = make_taxon()
    with pytest.raises(Refused, match="epidemiological"):
        regroup.merge(make_lot(2, taxon=taxon), make_lot(2, taxon=taxon), by=None, at=AT + HOUR)


def test_lots_of_different_stages_are_not_merged() -> None:
    lot = make_lot(10)
    heir = regroup.split(lot, 4, by=None, at=AT + HOUR)
    life.move(heir.stay, Stage.HOSPITAL, by=None, at=AT + 2 * HOUR)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="same stage"):
        regroup.merge(heir, lot, by=None, at=AT + 3 * HOUR)


def test_a_held_lot_is_not_merged_with_a_free_one() -> None:
    case = make_case(evidence_hold=True)
    lot = make_lot(10, case=case)
    heir = regroup.split(lot, 4, by=None, at=AT + HOUR)
    assert heir.stay is not None
    holds.lift_hold(heir.stay.open_holds[0], make_order(case), by=make_person(), at=AT + DAY)
    with pytest.raises(Refused, match="held as evidence"):
        regroup.merge(heir, lot, by=None, at=AT + 2 * DAY)


def test_a_merge_is_not_dated_before_what_was_recorded_on_the_lot() -> None:
    lot = make_lot(10)
    heir = regroup.split(lot, 4, by=None, at=AT + HOUR)
    ledger.post(heir, "death", -1, by=None, at=AT + 2 * DAY)
    with pytest.raises(Refused, match="after that time"):
        regroup.merge(heir, lot, by=None, at=AT + DAY)


# --- the account of a case ----------------------------------------------------------------------


def test_the_account_of_a_case_adds_up_whatever_happens_to_its_animals() -> None:
    case, leaf, giant = make_case(), make_taxon("Cyclemys sp."), make_taxon("Heosemys grandis")
    lot = make_lot(178, case=case, taxon=leaf)
    ledger.post(lot, "death", -3, by=None, at=AT + HOUR)
    out = regroup.split(lot, 120, by=None, at=AT + DAY)
    ledger.post(out, "release", -120, by=None, at=AT + 2 * DAY)
    mistaken = regroup.split(lot, 5, by=None, at=AT + DAY)
    rules.identify(mistaken, giant, by=make_person(), at=AT + DAY, basis="Carapace")
    ledger.post(mistaken, "birth", 2, by=None, at=AT + 3 * DAY)
    rows = ledger.case_account(case)
    found = [
        (r.taxon, r.received, r.born, r.reidentified, r.dead, r.released, r.alive) for r in rows
    ]
    assert found == [(leaf, 178, 0, -5, 3, 120, 50), (giant, 0, 2, 5, 0, 0, 7)]
    assert all(row.agrees for row in rows)
    whole = ledger.total(rows)
    assert (whole.received, whole.reidentified, whole.in_, whole.out) == (178, 0, 180, 180)
