"""A form that makes something new makes it once, however often it is sent: a double press, a slow
line, the button Back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.care import exam_rules
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.journal.models import Head
from tests.cases.makers import make_codes
from tests.faults.desks import Answer, sheet_of
from tests.makers import make_animal, make_case, make_person, make_unit

pytestmark = pytest.mark.usefixtures("session")
AGO = clock.now() - timedelta(days=2)


def signed() -> str:
    vet = make_person("vet")
    exam = exam_rules.examine(make_animal(at=AGO), {"objective": "Bright"}, by=vet, at=AGO)
    exam_rules.sign(exam, by=vet, at=AGO, version=exam.version)
    return f"/exams/{exam.id}/addendum"


def dead() -> str:
    found = death.die(make_animal(at=AGO), by=make_person("vet"), at=AGO, manner="natural")
    return f"/deaths/{found.id}/notes/new"


def animal(page: str) -> Callable[[], str]:
    return lambda: f"/animals/{make_animal(at=AGO, sex='female').accession}/{page}"


#: Where it is opened, by whom, and what is typed.
FORMS: dict[str, tuple[Callable[[], str], str, dict[str, str]]] = {
    "a case": (lambda: "/cases/new", "registrar", {"location_type": "UNK", "title": "A boat"}),
    "a line of a manifest": (
        lambda: f"/cases/{make_case().number}/lines/new", "registrar",
        {"declared_name": "Turtles", "reason": "Found below deck"},
    ),
    "an order": (
        lambda: f"/cases/{make_case().number}/orders/new", "officer",
        {"kind": "confiscation", "authority": "Court", "reference": "12", "issued_on": "2026-05-01",
         "signed_by": "Judge Sok"},
    ),
    "young": (animal("young"), "vet", {"count": "2"}),
    "a mark": (animal("marks/add"), "vet", {"kind": "ring", "code": "A 12"}),
    "an examination": (animal("examine"), "vet", {"objective": "Bright"}),
    "an addendum": (signed, "vet", {"text": "Lame", "reason": "Forgotten"}),
    "a death's note": (dead, "vet", {"text": "Pneumonia"}),
    "an event": (
        lambda: f"/units/{make_unit().code}/events/new", "keeper",
        {"kind": "illness", "description": "Coughs"},
    ),
    "an exposure": (animal("exposure/new"), "vet", {"source": "A rabid dog"}),
    "a roll of tags": (lambda: "/labels", "registrar", {"count": "3"}),
    "a transfer": (
        lambda: "/transfers/new", "coordinator", {"to_organisation": "A park", "to_country": "KH"},
    ),
}  # fmt: skip


def acts() -> int:
    return int(db.session.scalar(sa.select(Head.seq)) or 0)


@pytest.mark.parametrize("name", FORMS)
def test_what_is_sent_twice_is_made_once(name: str, signed_in: Any) -> None:
    make_codes()
    where, role, typed = FORMS[name]
    url, by = where(), signed_in(role)
    db.session.commit()
    sheet = sheet_of(by.get(url).text, url, list(typed)[-1]).fill(**typed)
    before = acts()
    first = by.post(sheet.path, data=sheet.typed)
    assert first.status_code == 303, Answer(422, "", first.text).sentences
    made = acts()
    again = by.post(sheet.path, data=sheet.typed)
    assert (again.status_code, again.location) == (303, first.location)
    assert before < made == acts()
