"""Welfare is as bad as its worst domain, and is looked at on its days."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.husbandry import welfare_queries, welfare_rules
from rescue_center.husbandry.welfare_models import WelfareAssessment
from rescue_center.husbandry.welfare_rules import Grade, due_on
from rescue_center.husbandry.words import DOMAINS
from tests.makers import AT, DAY, make_animal, make_person

ARRIVED = date(2026, 5, 12)


@pytest.mark.parametrize(
    ("last", "due"),
    [(None, 0), (0, 3), (1, 3), (3, 7), (5, 7), (7, 14), (13, 14), (14, 30), (29, 30), (30, 60),
     (45, 60), (59, 60), (60, 90), (400, 420)],
)  # fmt: skip
def test_the_next_is_due_on_arrival_days_3_7_14_30_and_monthly(last: int | None, due: int) -> None:
    last_on = None if last is None else ARRIVED + timedelta(days=last)
    assert due_on(ARRIVED, last_on) == ARRIVED + timedelta(days=due)


def test_an_assessment_of_an_earlier_stay_counts_for_nothing() -> None:
    assert due_on(ARRIVED, ARRIVED - timedelta(days=3)) == ARRIVED


def assessed(animal: Animal | None = None, at: Any = AT, **worse: Grade) -> WelfareAssessment:
    """All well but what is given."""
    grades = {key: Grade("A", 1) for key in DOMAINS} | worse
    return welfare_rules.assess(animal or make_animal(), grades, confidence="high",
                                by=make_person("keeper"), at=at)  # fmt: skip


@pytest.mark.usefixtures("session")
def test_the_whole_is_the_worst_and_never_an_average() -> None:
    row = assessed(health=Grade("E", 0, "Septic"), mental=Grade("B", 0, "Dull"))
    assert row.overall == "E"
    assert [grade.domain for grade in row.grades] == list(DOMAINS)


@pytest.mark.usefixtures("session")
def test_every_domain_is_graded_and_a_compromise_is_told() -> None:
    with pytest.raises(Refused, match="Health: say what you saw"):
        assessed(health=Grade("C", 0, " "))
    with pytest.raises(Refused, match="nutrition"):
        assessed(nutrition=Grade("F", 0))
    with pytest.raises(Refused, match="nutrition"):
        assessed(nutrition=Grade("A", 4))


@pytest.mark.usefixtures("session")
def test_who_was_struck_out_is_due_again() -> None:
    animal = make_animal()
    row = assessed(animal)
    found = welfare_queries.of_animal(animal.id)
    assert welfare_queries.next_due(animal, found) == clock.today(AT) + timedelta(days=3)
    welfare_rules.void_assessment(row, by=make_person("vet"), at=AT, reason="Another animal")
    assert welfare_queries.next_due(animal, found) == clock.today(AT)
    due = welfare_queries.due(clock.today(AT), 1)
    assert [one.row.accession for one in due.rows] == [animal.accession]


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("statement", [
    "UPDATE welfare_grade SET compromise = 'A'", "DELETE FROM welfare_grade",
    "UPDATE welfare_assessment SET confidence = 'low'", "DELETE FROM welfare_assessment",
])  # fmt: skip
def test_no_statement_rewrites_an_assessment(statement: str) -> None:
    assessed(health=Grade("E", 0, "Septic"))
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.text(statement))


@pytest.mark.usefixtures("session")
def test_the_pages_assess_draw_and_strike_out(page: Any, signed_in: Any) -> None:
    animal = make_animal(at=clock.now() - 2 * DAY)
    db.session.commit()
    keeper, address = signed_in("keeper"), f"/animals/{animal.accession}/welfare"
    assert "Was due" in page(address, by=keeper).text
    page(f"{address}/new", by=keeper)
    typed = dict.fromkeys(DOMAINS, "A") | {f"{key}_plus": "1" for key in DOMAINS} | {
        "health": "D", "confidence": "low", "at": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
    }  # fmt: skip
    wrong = keeper.post(f"{address}/new", data=typed)
    assert wrong.status_code == 422 and "say what you saw" in wrong.text
    done = keeper.post(f"{address}/new", data=typed | {"health_indicators": "Wound"})
    assert done.status_code == 303
    drawn = page(address, by=keeper)
    assert [cell.text.strip()[:1] for cell in drawn.all("td")] == ["A", "A", "D", "A", "A", "D"]
    row = db.session.scalars(sa.select(WelfareAssessment)).one()
    struck = keeper.post(f"/welfare/{row.id}/void", data={"reason": "Wrong animal"})
    assert struck.status_code == 303
    assert "Was due" in page(address, by=keeper).text
    assert animal.accession in page("/welfare", by=keeper).text
