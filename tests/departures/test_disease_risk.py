"""How high the risk is that a release carries a disease to its site: high blocks, medium is
mitigated."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.departures import readiness, rules
from rescue_center.departures.gate_models import Assessment
from rescue_center.documents import compose
from rescue_center.errors import Refused
from rescue_center.staff.models import Person
from tests.departures.makers import LATER, release
from tests.makers import AT, DAY, make_animal, make_person, make_ready
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")


def judge(animal: Animal, level: str, by: Person, **facts: Any) -> Assessment:
    given: dict[str, Any] = {"at": LATER - DAY, "evidence": "Two of nine had ranavirus"} | facts
    return rules.judge_risk(animal.stays[-1], level, by=by, **given)


def test_a_high_risk_stops_the_release_until_it_is_lower() -> None:
    boss, animal = make_person("coordinator"), make_ready(until=LATER)
    judge(animal, "high", boss)
    with pytest.raises(Refused, match="The disease risk to the site is high"):
        release(animal, boss)
    with pytest.raises(Refused, match="judged by its level"):
        rules.assess(animal.stays[-1], "disease_risk", "overridden", by=boss, at=LATER, reason="X")
    judge(animal, "low", boss, at=LATER)
    assert release(animal, boss).members[0].count == 1


def test_a_medium_risk_needs_its_mitigation() -> None:
    boss, animal = make_person("coordinator"), make_animal()
    with pytest.raises(Refused, match="needs a mitigation") as refused:
        judge(animal, "medium", boss)
    assert refused.value.field == "mitigation"
    made = judge(animal, "medium", boss, mitigation="Bathed in itraconazole")
    assert (made.verdict, made.level) == ("met", "medium")
    assert made.said == ("Medium: Two of nine had ranavirus Mitigation: Bathed in itraconazole")


def test_a_level_is_chosen_and_rests_on_something() -> None:
    boss, animal = make_person("coordinator"), make_animal()
    for level, facts, field in (("", {}, "level"), ("low", {"evidence": " "}, "evidence")):
        with pytest.raises(Refused) as refused:
            judge(animal, level, boss, **facts)
        assert refused.value.field == field


@pytest.mark.parametrize(
    "facts",
    [
        {"criterion": "disease_risk"},
        {"criterion": "weight", "level": "low"},
        {"criterion": "disease_risk", "level": "high"},
        {"criterion": "disease_risk", "level": "medium"},
    ],
)
def test_the_database_keeps_the_level_whole(facts: dict[str, str]) -> None:
    stay = make_animal().stays[-1]
    db.session.add(Assessment(stay_id=stay.id, verdict="met", at=AT, **facts))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_paper_prints_the_level_that_was_judged() -> None:
    boss, animal = make_person("coordinator"), make_ready(until=LATER)
    judge(animal, "medium", boss, mitigation="Ticks removed")
    facts = compose.release_fitness([animal.stays[-1]], {"risk": "negligible"}, by=boss, at=LATER)
    assert facts["risk"] == {
        "result": "medium", "assessed_on": clock.today(LATER - DAY).isoformat(),
        "mitigation": "Ticks removed",
    }  # fmt: skip


def test_the_risk_is_judged_on_a_page_of_its_own_and_on_the_sheet(
    page: Callable[..., Page], signed_in: Callable[..., Any]
) -> None:
    animal, coordinator = make_animal(), signed_in("coordinator")
    gate, now = (
        f"/animals/{animal.accession}/readiness",
        f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}",
    )
    url = f"{gate}/risk"
    assert page(gate, by=coordinator).all("a", href=url)
    page(url, by=coordinator)
    typed = {"at": now, "level": "medium", "evidence": "One of ten"}
    refused = page(url, by=coordinator, method="POST", data=typed, status=422)
    assert "A medium risk needs a mitigation" in refused.one("div", id="mitigation-error").text
    page(url, by=coordinator, method="POST", data=typed | {"level": "high"}, status=303)
    assert "The disease risk to the site is high." in page(gate, by=coordinator).text
    sheet = {"at": now, "disease_risk_verdict": "medium", "disease_risk_words": "One of ten"}
    refused = page(f"{gate}/sheet", by=coordinator, method="POST", data=sheet, status=422)
    error = refused.one("div", id="disease_risk_mitigation-error").text
    assert "Disease risk to the site: a medium risk needs a mitigation" in error
    sheet["disease_risk_mitigation"] = "Treated twice"
    page(f"{gate}/sheet", by=coordinator, method="POST", data=sheet, status=303)
    shown = page(gate, by=coordinator).text
    assert "Medium: One of ten Mitigation: Treated twice" in shown
    assert "The disease risk to the site is high." not in shown
    kept = db.session.scalars(sa.select(Assessment.level).order_by(Assessment.id)).all()
    assert kept == ["high", "medium"]
    assert readiness.assessments(animal.stays[-1])["disease_risk"].verdict == "met"
