"""Clearing, leaving early and prolonging a quarantine."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session, scoped_session

from rescue_center.animals.life import Stage
from rescue_center.enclosures import rules as housing
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.quarantine import rules
from rescue_center.quarantine.models import Quarantine
from tests.enclosures.makers import day, make_person
from tests.quarantine.makers import clock, make_q_unit, make_quarantine, make_vet

pytestmark = pytest.mark.usefixtures("session")


# --- clearance ----------------------------------------------------------------------------------


def test_quarantine_is_not_cleared_before_its_last_day() -> None:
    q = make_quarantine()
    assert [b.sentence for b in rules.blockers(q, day(78))] == [
        "Quarantine lasts 12 more days, until 30 Jul 2026, 15:00."
    ]
    with pytest.raises(Refused, match="lasts 1 more day"):
        rules.clear(q, to=Stage.REHAB, by=make_vet(), at=day(90) - timedelta(seconds=1))


def test_a_vet_clears_it_on_its_last_day() -> None:
    q, vet = make_quarantine(), make_vet()
    rules.clear(q, to=Stage.PRE_RELEASE, by=vet, at=day(90))
    assert (q.outcome, q.signed_by_id, q.ended_at) == ("cleared", vet.id, day(90))
    assert q.stay.stage_label == "Pre-release"


@pytest.mark.parametrize("role", [Role.KEEPER, Role.MANAGER, Role.COORDINATOR])
def test_only_a_vet_signs(role: Role) -> None:
    with pytest.raises(Refused, match="Only a vet may sign a clearance"):
        rules.clear(make_quarantine(), to=Stage.REHAB, by=make_person(role), at=day(90))


def test_clearance_does_not_release() -> None:
    with pytest.raises(Refused, match="Choose rehab"):
        rules.clear(make_quarantine(), to=Stage.RELEASED, by=make_vet(), at=day(90))


def test_a_cleared_quarantine_is_not_cleared_again() -> None:
    q = make_quarantine()
    rules.clear(q, to=Stage.REHAB, by=make_vet(), at=day(90))
    with pytest.raises(Refused, match="has ended already"):
        rules.clear(q, to=Stage.REHAB, by=make_vet(), at=day(91))


def test_the_database_itself_keeps_the_days(session: scoped_session[Session]) -> None:
    from sqlalchemy.exc import IntegrityError

    q, vet = make_quarantine(), make_vet()
    q.ended_at, q.outcome, q.signed_by_id = day(89), "cleared", vet.id
    with pytest.raises(IntegrityError, match="quarantine_lasts_its_days"):
        session.flush()


# --- early exit ---------------------------------------------------------------------------------


def leave_early(q: Quarantine, **given: object) -> None:
    usual = {
        "to": Stage.REHAB,
        "by": make_vet(),
        "at": day(5),
        "reason": "Needs its mother",
        "authority": "Forestry Administration",
        "consent_by": make_person(Role.OFFICER),
    }
    rules.early_exit(q, **(usual | given))  # type: ignore[arg-type]


def test_an_early_exit_keeps_its_reason_and_authority() -> None:
    q = make_quarantine()
    leave_early(q)
    assert (q.outcome, q.reason, q.authority) == (
        "early_exit", "Needs its mother", "Forestry Administration",
    )  # fmt: skip
    assert not q.stay.in_quarantine


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"reason": " "}, "Say why"),
        ({"authority": ""}, "Name the authority"),
        ({"consent_by": None}, "Only a case officer or a manager"),
        ({"to": Stage.DEAD}, "Choose rehab"),
    ],
)
def test_an_early_exit_is_whole(given: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        leave_early(make_quarantine(), **given)


def test_nobody_exits_early_under_a_movement_stop() -> None:
    q = make_quarantine()
    housing.stop_movement(q.unit, reason="HPAI.", by=None, at=day(1))
    with pytest.raises(Refused, match="movement stop"):
        leave_early(q)


# --- the stay ends ------------------------------------------------------------------------------


def test_the_end_of_a_stay_ends_its_quarantine() -> None:
    q = make_quarantine()
    rules.leave(q.stay, by=None, at=day(3), reason="died")
    assert (q.outcome, q.ended_at) == ("left", day(3))
    rules.leave(q.stay, by=None, at=day(4))


def test_a_quarantine_does_not_end_before_the_last_move() -> None:
    q = make_quarantine()
    housing.house([q.animal], make_q_unit("Q2"), by=None, at=day(3))
    with pytest.raises(Refused, match="came to Q2 after that"):
        rules.leave(q.stay, by=None, at=day(2))


# --- prolong ------------------------------------------------------------------------------------


def test_prolonging_one_prolongs_its_cohort() -> None:
    unit = make_q_unit()
    one, two = make_quarantine(unit=unit), make_quarantine(unit=unit)
    rules.prolong(one, 180, reason="rabies exposure", by=make_vet(), at=day(3))
    assert clock(one) == clock(two) == (day(0), day(180))
    assert two.events[-1].kind == "prolong"


def test_a_protocol_is_never_shortened() -> None:
    with pytest.raises(Refused, match="lasts 90 days by its protocol"):
        rules.prolong(make_quarantine(), 30, reason="x", by=make_vet(), at=day(3))
