"""The life of a stay: which step may follow which, and who may write a stage."""

from itertools import product

import pytest
from sqlalchemy.orm import Session, scoped_session

from rescue_center import journal
from rescue_center.animals import life, life_drawing
from rescue_center.animals.life import DEPARTED, IN_CARE, NEXT, Stage
from rescue_center.errors import Refused
from rescue_center.journal.models import Entry
from tests.makers import AT, HOUR, make_animal, make_person


def reach(stage: Stage):  # type: ignore[no-untyped-def]
    """A stay at that stage, by the shortest allowed way."""
    stay = make_animal().stay
    assert stay is not None
    paths = [[Stage.ADMITTED]]
    while paths[0][-1] != stage:
        path = paths.pop(0)
        paths += [[*path, after] for after in Stage if after in NEXT[path[-1]]]
    for step in paths[0][1:]:
        life.move(stay, step, by=None, at=AT + HOUR)
    return stay


@pytest.mark.parametrize(("now", "after"), list(product(Stage, Stage)))
def test_a_step_is_taken_or_refused_as_the_table_says(
    session: scoped_session[Session], now: Stage, after: Stage
) -> None:
    stay = reach(now)
    if after in NEXT[now]:
        life.move(stay, after, by=None, at=AT + 2 * HOUR)
        session.flush()
        assert stay.stage == after
        assert (stay.ended_at is not None) == (after in DEPARTED)
    else:
        with pytest.raises(Refused, match="cannot go from there"):
            life.move(stay, after, by=None, at=AT + 2 * HOUR)
        assert stay.stage == now


def test_the_table_knows_every_stage_and_nothing_else() -> None:
    assert set(NEXT) == set(Stage)
    assert set(Stage) == IN_CARE | DEPARTED


def test_there_is_no_way_from_quarantine_to_release_but_through_clearance() -> None:
    assert Stage.RELEASED not in NEXT[Stage.QUARANTINE]


def test_every_animal_in_care_can_die_and_nothing_follows_a_departure_but_voiding() -> None:
    assert all(Stage.DEAD in NEXT[stage] for stage in IN_CARE)
    assert all(NEXT[stage] <= {Stage.VOID} for stage in DEPARTED)


def test_a_step_is_not_dated_before_the_step_it_follows(session: scoped_session[Session]) -> None:
    stay = reach(Stage.HOSPITAL)
    with pytest.raises(Refused, match="before the last change of stage"):
        life.move(stay, Stage.REHAB, by=None, at=AT)


def test_a_step_is_in_the_journal(session: scoped_session[Session]) -> None:
    vet = make_person("vet")
    stay = make_animal().stay
    assert stay is not None
    life.move(stay, Stage.HOSPITAL, by=vet, at=AT + HOUR, reason="Limping")
    journal.settle()
    last = session.query(Entry).order_by(Entry.seq.desc()).first()
    assert last is not None
    assert (last.verb, last.person_id, last.reason) == ("moved to stage", vet.id, "Limping")
    assert (last.before, last.after) == ({"stage": "admitted"}, {"stage": "hospital"})
    assert last.animal_id == stay.animal_id


def test_the_drawing_in_the_docs_is_the_table() -> None:
    shown = life_drawing.FILE.read_text("utf-8")
    assert life_drawing.redrawn(shown) == shown
    for stage in Stage:
        assert f"| {stage.label} |" in shown
