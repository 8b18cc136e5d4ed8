"""The clock alone: events in, clocks out."""

from datetime import UTC, datetime, timedelta

from rescue_center.quarantine.clock import Clock, Inherit, Join, Leave, Merge, replay

DAY0 = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)


def day(n: float) -> datetime:
    return DAY0 + timedelta(days=n)


def clock(start: float, end: float) -> Clock:
    return Clock(day(start), day(end))


def join(n: float, key: int, unit: int = 1, scope: str = "order:Primates", order: int = 0) -> Join:
    return Join(day(n), order, key, unit, scope)


def test_a_lone_animal_waits_its_own_days() -> None:
    assert replay([join(0, 1)], {1: 30}) == {1: clock(0, 30)}


def test_a_newcomer_of_the_same_scope_restarts_everybody() -> None:
    assert replay([join(0, 1), join(9, 2)], {1: 30, 2: 30}) == {1: clock(9, 39), 2: clock(9, 39)}


def test_all_wait_the_longest_minimum_in_the_unit() -> None:
    assert replay([join(0, 1), join(9, 2)], {1: 84, 2: 90}) == {1: clock(9, 99), 2: clock(9, 99)}
    assert replay([join(0, 2), join(9, 1)], {1: 84, 2: 90}) == {1: clock(9, 99), 2: clock(9, 99)}


def test_another_scope_or_another_unit_restarts_nobody() -> None:
    events = [join(0, 1), join(9, 2, scope="order:Carnivora"), join(9, 3, unit=2)]
    assert replay(events, {1: 30, 2: 60, 3: 90})[1] == clock(0, 30)


def test_who_left_keeps_the_clock_and_restarts_nobody() -> None:
    events = [join(0, 1), join(5, 1, unit=2), join(9, 2, unit=1)]
    assert replay(events, {1: 30, 2: 30}) == {1: clock(0, 30), 2: clock(9, 39)}


def test_who_stays_behind_keeps_the_clock() -> None:
    events = [join(0, 1), join(3, 2), Leave(day(5), 0, 2)]
    assert replay(events, {1: 30, 2: 90}) == {1: clock(3, 93)}


def test_moving_to_a_cohort_restarts_both() -> None:
    events = [join(0, 1), join(2, 2, unit=2), join(9, 1, unit=2)]
    assert replay(events, {1: 30, 2: 60}) == {1: clock(9, 69), 2: clock(9, 69)}


def test_moving_to_an_empty_unit_restarts_nothing() -> None:
    assert replay([join(0, 1), join(9, 1, unit=2)], {1: 30}) == {1: clock(0, 30)}


def test_a_cohort_that_moves_together_keeps_its_clock() -> None:
    events = [join(0, 1), join(0, 2), join(9, 1, unit=2, order=1), join(9, 2, unit=2, order=2)]
    assert replay(events, {1: 30, 2: 30}) == {1: clock(0, 30), 2: clock(0, 30)}


def test_two_that_meet_from_different_units_restart() -> None:
    events = [join(0, 1), join(0, 2, unit=2), join(9, 1, unit=3, order=1),
              join(9, 2, unit=3, order=2)]  # fmt: skip
    assert replay(events, {1: 30, 2: 30}) == {1: clock(9, 39), 2: clock(9, 39)}


def test_a_cohort_that_moves_in_with_a_stranger_restarts_all() -> None:
    events = [join(0, 1), join(0, 2), join(1, 3, unit=2), join(9, 1, unit=2, order=1),
              join(9, 2, unit=2, order=2)]  # fmt: skip
    assert set(replay(events, {1: 30, 2: 30, 3: 30}).values()) == {clock(9, 39)}


def test_an_heir_has_its_parents_clock_and_then_its_own_life() -> None:
    events = [join(0, 1), Inherit(day(4), 0, 2, 1, 1), join(9, 2, unit=2), join(12, 3, unit=2)]
    assert replay(events, {1: 30, 2: 30, 3: 30}) == {
        1: clock(0, 30), 2: clock(12, 42), 3: clock(12, 42),
    }  # fmt: skip


def test_an_heir_of_a_lot_that_is_gone_has_the_clock_it_left() -> None:
    events = [join(0, 1), Leave(day(3), 0, 1), Inherit(day(4), 0, 2, 1, 1), join(6, 3)]
    assert replay(events, {1: 30, 2: 30, 3: 30}) == {2: clock(6, 36), 3: clock(6, 36)}


def test_of_two_merged_lots_the_later_clock_counts() -> None:
    events = [join(0, 1), join(5, 2, unit=2), join(5, 1, unit=3), Merge(day(6), 0, 2, 1)]
    assert replay(events, {1: 60, 2: 30}) == {1: Clock(day(5), day(60))}


def test_a_join_told_late_counts_when_it_happened() -> None:
    events = [join(9, 2), join(4, 3), join(0, 1)]
    assert set(replay(events, {1: 30, 2: 30, 3: 45}).values()) == {clock(9, 54)}
