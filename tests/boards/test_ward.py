"""The ward board: who is in, what is overdue without a click, what waits for a vet."""

from datetime import timedelta
from typing import Any

import pytest

from rescue_center import clock
from rescue_center.animals.life import Stage, move
from rescue_center.boards import ward_queries
from rescue_center.care import exam_rules
from rescue_center.care import rules as care
from rescue_center.care.recheck_queries import rechecks_due
from rescue_center.db import db
from rescue_center.departures import transfer
from rescue_center.documents import required, wanted_queries
from rescue_center.enclosures.rules import house
from rescue_center.errors import Refused
from rescue_center.husbandry import concern_rules
from tests.makers import AT, DAY, HOUR, make_animal, make_person, make_prescription, make_unit

pytestmark = pytest.mark.usefixtures("session")


def names(show: str, at: Any = AT) -> list[str]:
    return [one.who for one in ward_queries.ward(at, show, 1).page.rows]


def test_in_patients_are_those_at_the_hospital_stage_or_in_its_beds() -> None:
    vet = make_person("vet")
    ill, housed, well = (make_animal(name=name) for name in ("Ill", "Housed", "Well"))
    assert ill.stay
    move(ill.stay, Stage.HOSPITAL, by=vet, at=AT)
    house([housed], make_unit(biosecurity="hospital"), by=vet, at=AT)
    house([well], make_unit(), by=vet, at=AT)
    assert sorted(names("inside")) == ["Housed", "Ill"]
    assert move(ill.stay, Stage.DEAD, by=vet, at=AT + HOUR) is None
    assert names("inside") == ["Housed"]


def test_what_is_overdue_is_counted_and_stands_first() -> None:
    vet = make_person("vet")
    calm = make_prescription(make_animal(name="Calm"), by=vet, starts_at=AT + 3 * HOUR)
    late = make_prescription(make_animal(name="Late"), by=vet)  # 10:00, two hours allowed
    done = make_prescription(make_animal(name="Done"), by=vet, frequency="STAT", days=None)
    care.give(done.doses[0], by=vet, at=AT)
    stopped = make_prescription(make_animal(name="Stopped"), by=vet)
    care.stop(stopped, by=vet, at=AT + HOUR, reason="Better")
    now = AT + 3 * HOUR
    found = ward_queries.ward(now, "treated", 1)
    assert [one.who for one in found.page.rows] == ["Late", "Calm"]
    assert (found.overdue, found.due) == (1, 1)
    assert found.page.rows[0].ahead.overdue == 1
    assert found.page.rows[0].ahead.next_at == late.doses[0].due_at
    assert found.page.rows[1].drugs == calm.drug.name
    assert names("overdue", now) == ["Late"]
    assert found.counts == {"inside": 0, "treated": 2, "overdue": 1}


def test_a_recheck_is_due_on_its_day_and_the_next_examination_answers_it() -> None:
    vet, mali, day = make_person("vet"), make_animal(), clock.today(AT)
    found = {"objective": "Wound clean", "at": AT, "recheck_on": day + timedelta(days=3)}
    exam_rules.examine(mali, found, by=vet, at=AT)
    assert rechecks_due(day + timedelta(days=2)) == []
    (due,) = rechecks_due(day + timedelta(days=3))
    assert due.animal_id == mali.id and due.recheck_on == day + timedelta(days=3)
    again = exam_rules.examine(mali, {"objective": "Healed"}, by=vet, at=AT + DAY)
    assert rechecks_due(day + timedelta(days=9)) == []
    exam_rules.void_exam(again, by=vet, at=AT + DAY, reason="The wrong animal")
    assert len(rechecks_due(day + timedelta(days=9))) == 1
    assert mali.stay
    move(mali.stay, Stage.DEAD, by=vet, at=AT + 2 * DAY)
    assert rechecks_due(day + timedelta(days=9)) == []
    with pytest.raises(Refused) as refused:
        exam_rules.examine(make_animal(), found | {"recheck_on": day - timedelta(days=1)},
                           by=vet, at=AT)  # fmt: skip
    assert refused.value.field == "recheck_on"


@pytest.mark.parametrize(("country", "asked", "wanted"), [
    ("KH", None, 0), ("TH", None, 1), ("", None, 0), ("KH", True, 1), ("TH", False, 0),
])  # fmt: skip
def test_health_statements_are_wanted_where_a_transfer_s_own_page_wants_them(
    country: str, asked: bool | None, wanted: int
) -> None:
    vet, mali = make_person("vet"), make_animal()
    plan = transfer.plan(by=vet, at=AT, to_organisation="Another centre", to_country=country)
    plan.statement_needed = asked
    db.session.flush()
    transfer.add_animal(plan, mali, by=vet, at=AT)
    found = wanted_queries.statements_wanted(clock.today(AT))
    assert [one.accession for one in found] == [mali.accession] * wanted
    assert bool(required.statement(plan, AT)) == bool(wanted), "one truth"


def test_a_vet_opens_the_board_and_sees_all_of_it(page: Any, signed_in: Any) -> None:
    at, vet = clock.now(), make_person("vet")
    mali = make_animal(name="Mali", at=at - DAY)
    assert mali.stay
    move(mali.stay, Stage.HOSPITAL, by=vet, at=at)
    make_prescription(mali, at=at - 4 * HOUR, by=vet, frequency="STAT", days=None)
    concern_rules.raise_concern("stool", "now", animal=mali, by=vet, at=at)
    db.session.commit()
    told = page("/ward", by=signed_in("vet"))
    figures = told.one("div", class_="figures").text
    assert "1 dose overdue" in figures and "1 in-patient" in figures
    assert "1 concern from keepers" in figures
    assert "Mali" in told.one("table").text and "1 overdue" in told.one("table").text
    page("/ward?show=nonsense&page=99999", by=signed_in("manager"))
    page("/ward", by=signed_in("keeper"), status=403)
