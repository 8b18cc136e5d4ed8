"""A finding of a tube is the result of the quarantine's test, and never a second one."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, scoped_session

from rescue_center import checks
from rescue_center.animals import regroup
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.departures import notifiable
from rescue_center.enclosures import rules as housing
from rescue_center.errors import Refused, constraint_of
from rescue_center.laboratory import finding_rules, sample_rules
from rescue_center.laboratory.models import LabSample, LabTest, TubeOf
from rescue_center.laboratory.sample_rules import Asked
from rescue_center.policy import Role
from rescue_center.quarantine import notice_rules
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.models import DiseaseNotice, Quarantine
from rescue_center.quarantine.models import Test as QuarantineTest
from rescue_center.tags import check
from tests.enclosures.makers import day, make_animal, make_person, make_unit
from tests.quarantine.makers import make_q_unit, make_quarantine, make_vet, turtle

pytestmark = pytest.mark.usefixtures("session")


def asked(q: Quarantine, name: str = "PCR", *, notifiable: bool = False) -> QuarantineTest:
    return quarantine.add_test(q, name, due=day(2).date(), by=None, at=day(1),
                               notifiable=notifiable)  # fmt: skip


def a_lot(*, notifiable: bool = False) -> tuple[Animal, QuarantineTest]:
    """Twenty turtles in quarantine, with a test asked for."""
    lot = make_animal(turtle(), heads=20, kind="lot")
    return lot, asked(make_quarantine(lot), notifiable=notifiable)


def pools(lot: Animal, test: QuarantineTest) -> list[LabTest]:
    """Ten of them in two tubes."""
    tubes = sample_rules.take_pools(lot, 10, 5, "swab", Asked(quarantine_tests=[test]), by=None,
                                    at=day(2))  # fmt: skip
    return [one.tests[0] for one in tubes]


def a_tube(*tests: QuarantineTest) -> LabSample:
    return sample_rules.take([one.quarantine.animal for one in tests], "swab",
                             Asked(quarantine_tests=tests), by=None, at=day(2))  # fmt: skip


def find(test: LabTest, finding: str, *, at: float = 3) -> None:
    finding_rules.find(test, finding, by=make_vet(), at=day(at))


def test_taking_the_tube_samples_the_quarantines_test() -> None:
    lot, test = a_lot()
    tubes = pools(lot, test)
    assert (test.sampled_at, test.sampled_n, test.pool_size) == (day(2), 10, 5)
    assert [one.sample.heads for one in tubes] == [5, 5]


@pytest.mark.parametrize(
    ("found", "result"),
    [(["negative", "negative"], "negative"), (["negative"], ""), (["positive"], "positive"),
     (["negative", "positive"], "positive"), (["inconclusive", "negative"], "inconclusive"),
     (["negative", "acceptable"], "acceptable"), (["inconclusive"], "")],
)  # fmt: skip
def test_a_lot_has_the_result_that_its_tubes_say_together(found: list[str], result: str) -> None:
    lot, test = a_lot()
    for tube, finding in zip(pools(lot, test), found, strict=False):
        find(tube, finding)
    assert test.result == result
    assert not broken_checks()


def broken_checks() -> list[str]:
    return [told for one in checks.declared() if "lab" in one.name or "tubes" in one.name
            for told in one.find()]  # fmt: skip


def test_a_positive_notifiable_finding_stops_movement_and_opens_a_notice() -> None:
    lot, test = a_lot(notifiable=True)
    find(pools(lot, test)[0], "positive")
    unit = test.quarantine.unit
    assert unit.movement_stop_since == day(3)
    notice = db.session.scalars(sa.select(DiseaseNotice)).one()
    assert (notice.test_id, notice.opened_at) == (test.id, day(3))
    assert any("positive" in b.sentence for b in quarantine.blockers(test.quarantine, day(95)))


@pytest.mark.parametrize("ends", ["resolved", "struck out"])
def test_a_notifiable_finding_outside_a_quarantine_stops_movement_and_release(ends: str) -> None:
    animal, vet = make_animal(), make_vet()
    unit = make_unit("P1")
    housing.house([animal], unit, by=None, at=day(1))
    tube = sample_rules.take([animal], "swab", Asked(findings=["TB culture"], notifiable=True),
                             by=None, at=day(1.5))  # fmt: skip
    find(tube.tests[0], "positive")
    notice = db.session.scalars(sa.select(DiseaseNotice)).one()
    what = f"TB culture, tube {check.spoken(tube.number)}"
    assert (notice.label, notice.whose, notice.where) == (what, animal, unit)
    assert unit.movement_stop_since == day(3)
    assert notifiable.unresolved(animal.id, day(4)) == [what]
    row = tube.tests[0].finding
    assert row is not None
    if ends == "resolved":
        notice_rules.resolve(notice, note="Confirmed negative elsewhere", by=vet, at=day(5))
    else:
        finding_rules.strike_out(row, reason="Of another", by=vet, at=day(5))
    assert notifiable.unresolved(animal.id, day(4.5)) == [what]
    assert notifiable.unresolved(animal.id, day(6)) == []
    assert unit.movement_stop_since is not None
    with pytest.raises(Refused, match="resolved already"):
        notice_rules.resolve(notice, note="Again", by=vet, at=day(6))


def test_a_notice_is_of_a_test_or_of_a_finding_and_is_resolved_by_a_vet() -> None:
    test = asked(make_quarantine(), notifiable=True)
    of_test = notice_rules.open_notice(test, at=day(2))
    found = notice_rules.found(make_animal(), "TB", since=day(1), by=None, at=day(2))
    for notice, facts, sentence in (
        (of_test, {}, "with its test"), (found, {"note": " "}, "Say what"),
        (found, {"at": day(1)}, "before the result"),
        (found, {"by": make_person(Role.KEEPER)}, "Only a vet"),
    ):  # fmt: skip
        given = {"note": "Treated", "by": make_vet(), "at": day(3)} | facts
        with pytest.raises(Refused, match=sentence):
            notice_rules.resolve(notice, **given)  # type: ignore[arg-type]
    for statement, name in (
        (f"UPDATE disease_notice SET what = 'x' WHERE id = {found.id}",
         "disease_notice_facts_stay"),
        (f"UPDATE disease_notice SET resolution = 'x' WHERE id = {found.id}",
         "disease_notice_resolution_is_whole"),
        ("INSERT INTO disease_notice (opened_at, what, told_whom, told_how, resolution)"
         " VALUES (CURRENT_TIMESTAMP, 'x', '', '', '')",
         "disease_notice_is_of_a_test_or_a_finding"),
    ):  # fmt: skip
        with pytest.raises(DBAPIError) as broken, db.session.begin_nested():
            db.session.execute(sa.text(statement))
        assert constraint_of(broken.value) == name


def test_one_tube_of_several_animals_answers_each_of_their_quarantines() -> None:
    unit = make_q_unit()
    tests = [asked(make_quarantine(make_animal(turtle()), unit)) for _ in range(3)]
    tube = a_tube(*tests)
    assert tube.heads == 3 and len(tube.tests) == 1
    find(tube.tests[0], "negative")
    assert [one.result for one in tests] == ["negative"] * 3


def test_the_result_is_entered_with_the_tube_and_nowhere_else() -> None:
    lot, test = a_lot()
    pools(lot, test)
    with pytest.raises(Refused, match=r"Tube .* holds its sample"):
        quarantine.result(test, "negative", by=make_vet(), at=day(3))
    with pytest.raises(DBAPIError) as broken, db.session.begin_nested():
        db.session.execute(
            sa.update(QuarantineTest).where(QuarantineTest.id == test.id)
            .values(result="negative", resulted_at=day(3))
        )  # fmt: skip
    assert constraint_of(broken.value) == "quarantine_test_result_is_its_tubes"


def test_a_test_without_a_tube_has_its_result_as_before() -> None:
    _, test = a_lot()
    quarantine.sample(test, by=None, at=day(2))
    quarantine.result(test, "negative", by=make_vet(), at=day(3))
    assert test.result == "negative"


def test_a_finding_struck_out_takes_the_quarantines_result_back_and_waits() -> None:
    lot, test = a_lot()
    first, second = pools(lot, test)
    find(first, "negative")
    find(second, "negative")
    row = second.finding
    assert row is not None
    finding_rules.strike_out(row, reason="Of another tube", by=make_vet(), at=day(4))
    assert test.is_void and test.void_reason == "Of another tube"
    again = max(test.quarantine.tests, key=lambda one: one.id)
    assert (again.result, again.sampled_at) == ("", day(2))
    find(second, "positive", at=5)
    assert again.result == "positive"
    assert not broken_checks()


def test_a_positive_tube_struck_out_leaves_what_another_says() -> None:
    lot, test = a_lot()
    first, second = pools(lot, test)
    find(first, "positive")
    find(second, "positive")
    row = first.finding
    assert row is not None
    finding_rules.strike_out(row, reason="A slip", by=make_vet(), at=day(4))
    assert (test.result, test.is_void) == ("positive", False)


def test_what_the_tubes_still_say_is_not_struck_out_in_quarantine() -> None:
    lot, test = a_lot()
    first, _ = pools(lot, test)
    find(first, "positive")
    with pytest.raises(Refused, match="says so: strike its result out there"):
        quarantine.void_result(test, reason="No", by=make_vet(), at=day(4))


def test_a_sample_in_a_tube_is_struck_out_with_its_tube() -> None:
    lot, test = a_lot()
    pools(lot, test)
    with pytest.raises(Refused, match="strike the tube out instead"):
        quarantine.void_result(test, reason="No", by=make_vet(), at=day(4))


@pytest.mark.parametrize(("finding", "result"), [("positive", "positive"), ("negative", "")])
def test_a_positive_tube_counts_though_its_test_was_waived_meanwhile(
    finding: str, result: str
) -> None:
    lot, test = a_lot(notifiable=True)
    first, second = pools(lot, test)
    quarantine.waive(test, reason="No need", by=make_vet(), at=day(2.5))
    find(first, finding)
    find(second, "negative")
    assert test.result == result
    assert (test.quarantine.unit.movement_stop_since is not None) == bool(result)
    assert not broken_checks()


def test_a_lost_tube_asks_for_another_sample_only_when_no_other_is_left() -> None:
    lot, test = a_lot()
    first, second = pools(lot, test)
    sample_rules.strike_out(first.sample, reason="Broke", by=make_vet(), at=day(3))
    assert not test.is_void
    sample_rules.strike_out(second.sample, reason="Broke", by=make_vet(), at=day(3))
    again = max(test.quarantine.tests, key=lambda one: one.id)
    assert test.is_void and (again.sampled_at, again.result) == (None, "")


def test_who_was_split_off_has_the_result_of_the_tube_taken_before() -> None:
    lot, test = a_lot()
    tubes = pools(lot, test)
    heir = regroup.split(lot, 4, by=None, at=day(3))
    for one in tubes:
        find(one, "negative", at=4)
    found = db.session.scalars(sa.select(QuarantineTest).join(Quarantine)
                               .where(Quarantine.animal_id == heir.id)).all()  # fmt: skip
    assert [one.result for one in found] == ["negative"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(TubeOf)) == 4


def test_a_finding_is_entered_once_by_a_vet_after_the_sample() -> None:
    tube = sample_rules.take([make_animal()], "serum", Asked(findings=["PCR"]), by=None, at=day(1))
    (test,) = tube.tests
    for finding, by, at, sentence in (
        ("negative", make_person(Role.KEEPER), 2, "Only a vet"), ("", make_vet(), 2, "Choose"),
        ("maybe", make_vet(), 2, "Choose"), ("negative", make_vet(), 0, "before the sample"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=sentence):
            finding_rules.find(test, finding, by=by, at=day(at))
    find(test, "negative", at=2)
    with pytest.raises(Refused, match="has its result, negative"):
        find(test, "positive", at=2)


@pytest.mark.parametrize("how", ["other animal", "waived", "answered"])
def test_a_tube_answers_no_test_of_another_or_that_is_settled(how: str) -> None:
    q = make_quarantine()
    test = asked(q)
    animal = q.animal
    if how == "other animal":
        animal = make_animal()
    elif how == "waived":
        quarantine.waive(test, reason="No need", by=make_vet(), at=day(2))
    else:
        quarantine.sample(test, by=None, at=day(2))
        quarantine.result(test, "negative", by=make_vet(), at=day(2))
    with pytest.raises(Refused, match=r"is a test of|waits for no sample"):
        sample_rules.take([animal], "swab", Asked(quarantine_tests=[test]), by=None, at=day(2))


def test_the_check_sees_a_quarantine_that_says_something_else(
    session: scoped_session[Session],
) -> None:
    lot, test = a_lot()
    find(pools(lot, test)[0], "positive")
    name = "quarantine_test_result_stands"
    where = "" if session.get_bind().dialect.name == "sqlite" else " ON quarantine_test"
    session.execute(sa.text(f"DROP TRIGGER {name}{where}"))
    session.execute(sa.text(f"UPDATE quarantine_test SET result = 'negative' WHERE id = {test.id}"))
    session.expire_all()
    assert any("its tubes say positive" in one for one in broken_checks())
