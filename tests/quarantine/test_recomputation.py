"""The clock kept step by step equals the clock computed anew, whatever happened in what order."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rescue_center import checks
from rescue_center.animals import regroup
from rescue_center.db import db
from rescue_center.enclosures import rules as housing
from rescue_center.errors import Refused
from rescue_center.quarantine import rules
from rescue_center.quarantine.cohort_rules import open_of
from rescue_center.quarantine.models import Quarantine
from tests.enclosures.makers import DAY0, day, make_animal, make_epi_group
from tests.quarantine.makers import (
    loris,
    macaque,
    make_q_unit,
    make_quarantine,
    make_vet,
    otter,
    snake,
    turtle,
)

pytestmark = pytest.mark.usefixtures("session")
SPECIES = (macaque, loris, otter, turtle, snake)

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["begin", "begin", "move", "move", "move both", "split", "merge", "leave",
                         "prolong"]),
        st.integers(0, 8), st.integers(0, 8), st.integers(0, 2), st.integers(0, 40),
    ),
    min_size=2, max_size=12,
)  # fmt: skip


def differences() -> list[str]:
    check = next(c for c in checks.declared() if c.name == "quarantine_clock_follows_events")
    return list(check.find())


def test_a_sound_quarantine_does_not_differ_from_its_events() -> None:
    make_quarantine()
    assert differences() == []


def test_a_clock_that_was_tampered_with_is_named() -> None:
    q = make_quarantine()
    q.clock_start, q.min_end = day(1), day(60)
    db.session.flush()
    assert differences() == [
        f"{q.animal.accession}: ends 30 Jun 2026, 15:00, by the events 30 Jul 2026, 15:00"
    ]


@pytest.mark.engine("sqlite")  # the clock is counted in Python
@settings(max_examples=40, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(steps=STEPS)
def test_step_by_step_is_as_computed_anew(steps: list[tuple[str, int, int, int, int]]) -> None:
    try:
        play(steps)
        found = differences()
    finally:
        db.session.rollback()
        db.session.expunge_all()
    assert found == []


def play(steps: list[tuple[str, int, int, int, int]]) -> None:
    """Do the steps in the order told; their times come in any order, and often coincide."""
    units = [make_q_unit(f"Q{n}", capacity=10_000) for n in range(3)]
    vet, group = make_vet(), make_epi_group()
    quarantines: list[Quarantine] = []
    for what, one, other, unit, hours in steps:
        at = DAY0 + timedelta(days=hours / 2)
        running = [q for q in quarantines if q.is_open]
        try:
            with db.session.begin_nested():
                if what == "begin" or not running:
                    lot = make_animal(SPECIES[one % 5](), heads=8, epi_group=group)
                    quarantines.append(make_quarantine(lot, units[unit], at=at))
                    continue
                q, mate = running[one % len(running)], running[other % len(running)]
                if what == "move":
                    housing.house([q.animal], units[unit], by=vet, at=at)
                elif what == "move both":
                    housing.house([q.animal, mate.animal], units[unit], by=vet, at=at)
                elif what == "split":
                    heir = regroup.split(q.animal, 1, by=None, at=at)
                    quarantines.append(open_of([heir])[heir.id])
                elif what == "merge":
                    regroup.merge(q.animal, mate.animal, by=None, at=at)
                elif what == "leave":
                    rules.leave(q.stay, by=None, at=at)
                else:
                    rules.prolong(q, q.min_days + other + 1, reason="x", by=vet, at=at)
        except Refused:
            db.session.expire_all()
