"""Assessing welfare, and when the next assessment is due (domain rules 9)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from rescue_center import journal
from rescue_center.animals.models import Animal
from rescue_center.care.weight_rules import refuse_future, stay_at
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.husbandry.striking import strike_out
from rescue_center.husbandry.welfare_models import WelfareAssessment, WelfareGrade
from rescue_center.husbandry.words import COMPROMISE, CONFIDENCE, DOMAINS, ENHANCEMENT
from rescue_center.staff.models import Person

#: Days after arrival on which welfare is assessed; from the last on, every so many days.
DAYS = (0, 3, 7, 14, 30)
EVERY = 30


class Grade(NamedTuple):
    """One domain as the assessor saw it."""

    compromise: str
    enhancement: int
    indicators: str = ""


def assess(
    animal: Animal, grades: Mapping[str, Grade], *, confidence: str, note: str = "",
    by: Person | None, at: datetime, recorded_at: datetime | None = None,
) -> WelfareAssessment:  # fmt: skip
    """Assess all five domains. A compromise is told with what was seen."""
    if confidence not in CONFIDENCE:
        raise Refused("Say how sure you are.", field="confidence")
    for domain, words in DOMAINS.items():
        _check(domain, words, grades.get(domain))
    refuse_future(at, recorded_at or at)
    row = WelfareAssessment(
        animal=animal, stay=stay_at(animal, at), at=at, confidence=confidence, note=note.strip(),
        by=by, recorded_at=recorded_at or at,
    )  # fmt: skip
    row.grades = [
        WelfareGrade(position=n, domain=domain, compromise=grades[domain].compromise,
                     enhancement=grades[domain].enhancement,
                     indicators=grades[domain].indicators.strip())
        for n, domain in enumerate(DOMAINS, 1)
    ]  # fmt: skip
    db.session.add(row)
    db.session.flush()
    told = {DOMAINS[g.domain]: f"{g.compromise} {'+' * g.enhancement}".strip() for g in row.grades}
    journal.record("assessed welfare", row, by=by, at=at, animal=animal, reason=row.note,
                   after={"overall": COMPROMISE[row.overall]} | told)  # fmt: skip
    return row


def _check(domain: str, words: str, grade: Grade | None) -> None:
    if grade is None or grade.compromise not in COMPROMISE or grade.enhancement not in ENHANCEMENT:
        raise Refused(f"Grade this domain too: {words.lower()}.", field=domain)
    if grade.compromise != "A" and not grade.indicators.strip():
        raise Refused(f"{words}: say what you saw that compromises it.",
                      field=f"{domain}_indicators")  # fmt: skip


def due_on(began_on: date, last_on: date | None) -> date:
    """When the next assessment is due: on arrival, on days 3, 7, 14 and 30, then every 30 days."""
    if last_on is None or last_on < began_on:
        return began_on
    age = (last_on - began_on).days
    later = [day for day in DAYS if day > age]
    return began_on + timedelta(days=later[0] if later else (age // EVERY + 1) * EVERY)


def void_assessment(row: WelfareAssessment, *, by: Person, at: datetime, reason: str) -> None:
    """Strike out an assessment; the next one is due as if it had not been."""
    strike_out(row, "a welfare assessment", whose=row.by_id, by=by, at=at, reason=reason,
               animal=row.animal, before={"overall": COMPROMISE[row.overall]})  # fmt: skip
