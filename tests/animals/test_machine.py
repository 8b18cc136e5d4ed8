"""Whatever is done to lots, in whatever order, the books agree at every moment.

The invariants are SQL, on both databases. `RESCUE_MACHINE=500` runs that many examples (with
`RESCUE_MACHINE_STEPS` steps each); small otherwise. `RESCUE_MACHINE_SHRINK` makes a failure short,
which takes minutes.
"""

import os
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.exc import DBAPIError

from rescue_center import checks
from rescue_center.animals import holds, ledger, life, regroup, rules
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.cases.models import Case
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.errors import Refused, refusal_of
from tests.makers import AT, make_case, make_lot, make_order, make_person, make_taxon

EXAMPLES = int(os.environ.get("RESCUE_MACHINE", "12"))
STEPS = int(os.environ.get("RESCUE_MACHINE_STEPS", "25"))
SHRINK = "RESCUE_MACHINE_SHRINK" in os.environ

#: One more than `flask verify` asks (rescue_center/animals/checks.py): here no hold is lifted alone
#: unless some are, so that every animal of a held case is held.
ALL_HELD = """
    SELECT a.accession FROM animal a JOIN stay s ON s.animal_id = a.id AND s.ended_at IS NULL
    JOIN seizure_case c ON c.id = a.case_id
    WHERE c.evidence_hold AND s.holds = 0 AND NOT EXISTS (SELECT 1 FROM evidence_hold h
      WHERE h.case_id = c.id AND h.lifted_at IS NOT NULL)"""

#: How many hours ago something is told to have happened: mostly now, sometimes long ago.
hours = st.sampled_from((0, 0, 0, 0, 0, 1, 7, 30))
few = st.sampled_from((1, 1, 2, 3, 5, 8, 13, 0, -2))


class Books(RuleBasedStateMachine):
    """Registrars in a hurry, in any order, some of it told late."""

    lots = Bundle("lots")

    def __init__(self) -> None:
        super().__init__()
        self.person = make_person("manager")
        self.second = make_person("registrar")
        self.taxa = [make_taxon(), make_taxon()]
        self.now = AT
        self.admitted = 0

    def when(self, hours_ago: int):  # type: ignore[no-untyped-def]
        """The time goes on by an hour with each act; some acts are told late."""
        self.now += timedelta(hours=1)
        return max(AT, self.now - timedelta(hours=hours_ago))

    def attempt(self, verb, *args, **kwargs):  # type: ignore[no-untyped-def]
        """Do it in a savepoint; a refusal, by a rule or by the database, changes nothing."""
        savepoint = db.session.begin_nested()
        try:
            result = verb(*args, **kwargs)
            db.session.flush()
        except Refused:
            savepoint.rollback()
            return None
        except DBAPIError as error:
            savepoint.rollback()
            assert refusal_of(error) is not None
            return None
        savepoint.commit()
        return result

    @initialize(target=lots, held=st.booleans())
    def seizure(self, held: bool):  # type: ignore[no-untyped-def]
        """A case with two species, one of them in three lots that could be merged."""
        self.case = make_case(evidence_hold=held)
        lot = make_lot(30, case=self.case, taxon=self.taxa[0], at=self.when(0))
        heirs = [regroup.split(lot, 10, by=None, at=self.when(0)) for _ in range(2)]
        other = make_lot(5, case=self.case, taxon=self.taxa[1], at=self.when(0))
        return multiple(*(one.id for one in (lot, *heirs, other)))

    @precondition(lambda self: self.admitted < 3)
    @rule(target=lots, count=st.integers(1, 9), which=st.integers(0, 1), hour=hours)
    def admit(self, count: int, which: int, hour: int) -> int:
        self.admitted += 1
        lot = make_lot(count, case=self.case, taxon=self.taxa[which], at=self.when(hour))
        return lot.id

    @rule(target=lots, lot=lots, count=few, hour=hours)
    def split(self, lot: int, count: int, hour: int):  # type: ignore[no-untyped-def]
        heir = self.attempt(regroup.split, self.lot(lot), count, by=None, at=self.when(hour))
        return heir.id if heir else multiple()

    @rule(lot=lots, hour=hours)
    def individualise(self, lot: int, hour: int) -> None:
        self.attempt(regroup.individualise, self.lot(lot), by=None, at=self.when(hour))

    @rule(one=lots, other=lots, hour=hours)
    def merge(self, one: int, other: int, hour: int) -> None:
        self.attempt(regroup.merge, self.lot(one), self.lot(other), by=None, at=self.when(hour))

    @rule(lot=lots, delta=few, kind=st.sampled_from(("birth", "found", "death", "release")),
          hour=hours)  # fmt: skip
    def post(self, lot: int, delta: int, kind: str, hour: int) -> None:
        signed = delta if kind in ("birth", "found") else -min(delta, self.lot(lot).count - 1)
        self.attempt(ledger.post, self.lot(lot), kind, signed, by=None, at=self.when(hour))

    @rule(lot=lots, counted=few, hour=hours)
    def recount(self, lot: int, counted: int, hour: int) -> None:
        self.attempt(
            rules.recount, self.lot(lot), counted, by=self.person, at=self.when(hour),
            reason="Counted", second_by=self.second,
        )  # fmt: skip

    @rule(lot=lots, which=st.integers(0, 1), hour=hours)
    def identify(self, lot: int, which: int, hour: int) -> None:
        self.attempt(
            rules.identify, self.lot(lot), self.taxa[which], by=self.person, at=self.when(hour),
            basis="Key", expert="Dr Lim",
        )  # fmt: skip

    @rule(lot=lots, stage=st.sampled_from((Stage.DEAD, Stage.RELEASED, Stage.ESCAPED)), hour=hours)
    def depart(self, lot: int, stage: Stage, hour: int) -> None:
        kind = {Stage.DEAD: "death", Stage.RELEASED: "release", Stage.ESCAPED: "escape"}[stage]
        animal = self.lot(lot)

        def leave() -> None:
            if stage is Stage.DEAD:
                death.die(animal, by=self.person, at=self.when(hour), manner="natural",
                          authority_notified_who="The prosecutor")  # fmt: skip
                return
            ledger.post(animal, kind, -animal.count, by=None, at=self.when(hour))
            life.move(animal.stays[-1], stage, by=None, at=self.when(hour))

        self.attempt(leave)

    @precondition(lambda self: not self.case.evidence_hold)
    @rule(hour=hours)
    def hold(self, hour: int) -> None:
        self.attempt(
            holds.place_case_hold, self.case, by=self.person, at=self.when(hour), reason="Evidence"
        )

    @precondition(lambda self: self.case.evidence_hold)
    @rule(hour=hours)
    def lift(self, hour: int) -> None:
        order = make_order(self.case)
        self.attempt(holds.lift_case_holds, self.case, order, by=self.person, at=self.when(hour))

    @rule(lot=lots, hour=hours)
    def lift_one(self, lot: int, hour: int) -> None:
        for hold in self.lot(lot).stays[-1].open_holds:
            order = make_order(hold.case)
            self.attempt(holds.lift_hold, hold, order, by=self.person, at=self.when(hour))

    def lot(self, key: int) -> Animal:
        found = db.session.get(Animal, key)
        assert found is not None
        return found

    @invariant()
    def the_books_agree(self) -> None:
        db.session.flush()
        for check in checks.declared():
            assert [*check.find()] == [], check.sentence
        assert db.session.execute(sa.text(ALL_HELD)).all() == []
        for case in db.session.scalars(sa.select(Case)):
            rows_of_case = ledger.case_account(case)
            assert all(row.agrees for row in rows_of_case), rows_of_case
            assert ledger.total(rows_of_case).reidentified == 0

    def teardown(self) -> None:
        db.session.rollback()


@pytest.mark.usefixtures("session")
def test_the_books_agree_whatever_is_done_to_lots() -> None:
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
            derandomize=EXAMPLES < 100, database=None,
            phases=[Phase.explicit, Phase.generate] + [Phase.shrink] * SHRINK,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip
