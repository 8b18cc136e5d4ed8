"""The tests of a quarantine and its events: due, sampled, with results that are only added."""

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, scoped_session

from rescue_center.animals.life import Stage
from rescue_center.enclosures import rules as housing
from rescue_center.errors import Refused, constraint_of
from rescue_center.policy import Role
from rescue_center.quarantine import rules
from rescue_center.quarantine.models import Quarantine
from tests.enclosures.makers import day, make_animal, make_group, make_person
from tests.quarantine.makers import (
    make_protocol_test,
    make_q_unit,
    make_quarantine,
    make_sampled,
    make_vet,
    turtle,
)

pytestmark = pytest.mark.usefixtures("session")


def sentences(q: Quarantine, n: float = 91) -> list[str]:
    return [b.sentence for b in rules.blockers(q, day(n))]


# --- the panel ----------------------------------------------------------------------------------


def test_the_protocol_draws_up_its_rounds_with_their_days() -> None:
    make_protocol_test(make_group("old_world_monkey", days=90), first_day=14, every_days=14,
                       repeats=3)  # fmt: skip
    make_protocol_test(make_group("old_world_monkey"), "Malaria", first_day=1, retired=True)
    q = make_quarantine()
    assert [(t.label, t.due_on) for t in q.tests] == [
        ("TB skin test", day(14).date()),
        ("TB skin test, round 2", day(28).date()),
        ("TB skin test, round 3", day(42).date()),
    ]


def test_each_state_of_a_mandatory_test_blocks_in_its_own_words() -> None:
    make_protocol_test(make_group("old_world_monkey", days=90), first_day=14)
    q = make_quarantine()
    assert sentences(q, 10)[1:] == ["TB skin test is due 15 May 2026."]
    assert sentences(q) == ["TB skin test was due 15 May 2026."]
    rules.sample(q.tests[0], by=None, at=day(15))
    assert sentences(q) == ["TB skin test: result pending since 16 May 2026."]
    rules.result(q.tests[0], "inconclusive", by=None, at=day(16))
    assert sentences(q) == ["TB skin test was inconclusive; repeat it."]
    with pytest.raises(Refused, match="inconclusive"):
        rules.clear(q, to=Stage.REHAB, by=make_vet(), at=day(91))


@pytest.mark.parametrize("result", ["negative", "acceptable"])
def test_an_acceptable_result_settles_a_test(result: str) -> None:
    q = make_quarantine()
    rules.result(make_sampled(q), result, by=None, at=day(3))
    assert sentences(q) == []


def test_a_test_that_is_not_mandatory_does_not_block() -> None:
    q = make_quarantine()
    rules.add_test(q, "Blood lead", due=day(3).date(), mandatory=False, by=None, at=day(1))
    assert sentences(q) == []


def test_a_repeat_settles_an_inconclusive_test_and_keeps_it() -> None:
    q = make_quarantine()
    first = make_sampled(q)
    rules.result(first, "inconclusive", by=None, at=day(3))
    again = rules.repeat(first, due=day(5).date(), reason="haemolysed", by=make_vet(), at=day(3))
    assert sentences(q) == ["Faeces was due 6 May 2026."]
    rules.sample(again, by=None, at=day(5))
    rules.result(again, "negative", by=None, at=day(6))
    assert sentences(q) == []
    assert first.result == "inconclusive"


def test_a_wrong_result_is_struck_out_and_entered_anew() -> None:
    q = make_quarantine()
    first = make_sampled(q)
    rules.result(first, "negative", by=None, at=day(3))
    with pytest.raises(Refused, match="Strike it out before"):
        rules.result(first, "positive", by=None, at=day(3))
    again = rules.void_result(first, reason="other animal", by=make_vet(), at=day(4))
    assert (first.is_void, again.sampled_at, again.result) == (True, day(2), "")
    assert sentences(q) == ["Faeces: result pending since 3 May 2026."]


def test_the_database_itself_lets_no_result_change(session: scoped_session[Session]) -> None:
    test = make_sampled(make_quarantine())
    rules.result(test, "positive", by=None, at=day(3))
    test.result = "negative"
    with pytest.raises(DBAPIError) as refused:
        session.flush()
    assert constraint_of(refused.value) == "quarantine_test_result_stands"


def test_only_a_vet_waives_and_says_why() -> None:
    q = make_quarantine()
    test = rules.add_test(q, "Ranavirus", due=day(3).date(), by=None, at=day(1))
    with pytest.raises(Refused, match="Only a vet may waive"):
        rules.waive(test, reason="x", by=make_person(Role.KEEPER), at=day(2))
    with pytest.raises(Refused, match="not needed"):
        rules.waive(test, reason=" ", by=make_vet(), at=day(2))
    rules.waive(test, reason="No laboratory takes it", by=make_vet(), at=day(2))
    assert sentences(q) == []


def test_a_positive_test_is_never_waived() -> None:
    test = make_sampled(make_quarantine())
    rules.result(test, "positive", by=None, at=day(3))
    with pytest.raises(Refused, match="was positive"):
        rules.waive(test, reason="x", by=make_vet(), at=day(4))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"sampled_n": 11}, "There are 10 to sample"),
        ({"sampled_n": 0}, "There are 10 to sample"),
        ({"sampled_n": 5, "pool_size": 6}, "A pool holds"),
        ({"at": day(-1)}, "before its quarantine began"),
    ],
)
def test_a_sample_is_plausible(given: dict[str, object], sentence: str) -> None:
    q = make_quarantine(make_animal(turtle(), heads=10))
    test = rules.add_test(q, "Ranavirus", due=day(3).date(), by=None, at=day(1))
    with pytest.raises(Refused, match=sentence):
        rules.sample(test, **({"by": None, "at": day(2)} | given))  # type: ignore[arg-type]


def test_a_sample_is_taken_once() -> None:
    test = make_sampled(make_quarantine())
    with pytest.raises(Refused, match="sampled on 3 May 2026 already"):
        rules.sample(test, by=None, at=day(3))


def test_a_result_needs_a_sample_and_comes_after_it() -> None:
    q = make_quarantine()
    test = rules.add_test(q, "Ranavirus", due=day(3).date(), by=None, at=day(1))
    with pytest.raises(Refused, match="has not been sampled"):
        rules.result(test, "negative", by=None, at=day(3))
    rules.sample(test, by=None, at=day(3))
    with pytest.raises(Refused, match="before the sample"):
        rules.result(test, "negative", by=None, at=day(2))


# --- events -------------------------------------------------------------------------------------


def test_a_positive_opens_an_event_that_blocks_the_whole_unit() -> None:
    unit = make_q_unit()
    sick, mate = make_quarantine(unit=unit), make_quarantine(unit=unit)
    rules.result(make_sampled(sick), "positive", by=None, at=day(3))
    assert sentences(mate) == ["Positive test in Q1 on 4 May 2026 is not explained yet."]
    assert len(sentences(sick)) == 2


def test_a_notifiable_positive_stops_all_movement() -> None:
    q = make_quarantine()
    test = rules.add_test(q, "HPAI", due=day(1).date(), notifiable=True, by=None, at=day(1))
    rules.sample(test, by=None, at=day(1))
    rules.result(test, "positive", by=None, at=day(2))
    assert q.unit.has_movement_stop
    assert "Q1 is under a movement stop." in sentences(q)
    with pytest.raises(Refused, match="under a movement stop: HPAI of"):
        housing.house([q.animal], make_q_unit("Q2"), by=None, at=day(3))


def test_an_explained_event_blocks_no_more() -> None:
    q, vet = make_quarantine(), make_vet()
    event = rules.report_event(q.unit, "illness", description="Diarrhoea", by=None, at=day(80))
    assert sentences(q) == ["Illness in Q1 on 20 Jul 2026 is not explained yet."]
    rules.close_event(event, explained=True, note="New feed", by=vet, at=day(82))
    assert sentences(q) == []


def test_an_unexplained_death_keeps_the_unit_for_fourteen_days() -> None:
    q = make_quarantine()
    event = rules.report_event(q.unit, "death", description="Found dead", by=None, at=day(80))
    rules.close_event(event, explained=False, note="No lesion", by=make_vet(), at=day(85))
    assert sentences(q, 93.9) == [
        "Death in Q1 on 20 Jul 2026 stayed unexplained; wait until 3 Aug 2026."
    ]
    assert sentences(q, 94) == []


def test_an_event_follows_who_was_there_to_another_unit() -> None:
    q, other = make_quarantine(), make_q_unit("Q2")
    rules.report_event(q.unit, "illness", description="Diarrhoea", by=None, at=day(2))
    housing.house([q.animal], other, by=None, at=day(5))
    late = make_quarantine(unit=make_q_unit("Q3"), at=day(6))
    assert sentences(q) == ["Illness in Q1 on 3 May 2026 is not explained yet."]
    assert sentences(late, 99) == []


def test_an_event_struck_out_blocks_nothing() -> None:
    q = make_quarantine()
    event = rules.report_event(q.unit, "death", description="x", by=None, at=day(80))
    rules.void_event(event, reason="wrong unit", by=make_vet(), at=day(81))
    assert sentences(q) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"note": ""}, "what was found"), ({"at": day(1)}, "before the event")],
)
def test_an_explanation_is_whole(given: dict[str, object], sentence: str) -> None:
    event = rules.report_event(make_q_unit(), "illness", description="x", by=None, at=day(2))
    usual = {"explained": True, "note": "Feed", "by": make_vet(), "at": day(3)}
    with pytest.raises(Refused, match=sentence):
        rules.close_event(event, **(usual | given))  # type: ignore[arg-type]
