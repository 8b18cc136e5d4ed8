"""A permit is recorded once, covers many, and is struck out where it is wrong."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.departures import permit_queries, permit_rules, readiness
from rescue_center.departures.gate_models import Permit, PermitStay
from rescue_center.errors import Refused, constraint_of
from rescue_center.journal.models import Entry
from rescue_center.media.rules import seal
from tests.makers import AT, DAY, make_animal, make_person
from tests.media.makers import PDF
from tests.pages import Page

Open = Callable[..., Page]
SignIn = Callable[..., FlaskClient]
pytestmark = pytest.mark.usefixtures("session")


def recorded(*animals: Animal, **changes: Any) -> Permit:
    facts = {"kind": "movement", "number": "17/2026", "issuer": "Forestry Administration",
             "issued_on": date(2026, 5, 1), "expires_on": date(2026, 12, 1)}  # fmt: skip
    return permit_rules.add_permit(
        [one.stays[-1] for one in animals], by=make_person("registrar"), at=AT, **facts | changes
    )


def permits_of(animal: Animal) -> list[str]:
    return [one.number for one in readiness.permits(animal.stays[-1], ("movement",))]


def test_a_second_animal_under_the_same_permit_is_covered_by_it() -> None:
    one, other = make_animal(), make_animal()
    assert recorded(one).id == recorded(other).id
    assert permits_of(one) == permits_of(other) == ["17/2026"]


def test_the_same_number_with_other_days_is_not_the_same_permit() -> None:
    recorded(make_animal())
    with pytest.raises(Refused, match="recorded already") as refused:
        recorded(make_animal(), expires_on=date(2027, 1, 1))
    assert refused.value.field == "number"


@pytest.mark.parametrize(
    ("changed", "other"),
    [("purpose_code", "N"), ("source_code", "W"), ("issuer_country", "VN"), ("notes", "Six")],
)
def test_what_a_second_naming_says_otherwise_is_not_dropped(changed: str, other: str) -> None:
    said = {"purpose_code": "Z", "source_code": "I", "issuer_country": "KH", "notes": "Five"}
    permit = recorded(make_animal(), **said)
    with pytest.raises(Refused, match="recorded already") as refused:
        recorded(make_animal(), **said | {changed: other})
    assert refused.value.field == "number"
    assert recorded(make_animal(), **said) is recorded(make_animal()) is permit


def test_a_scan_that_comes_with_a_second_naming_is_kept_or_refused() -> None:
    one, two = (seal(PDF + n, "permit.pdf", by=None, at=AT) for n in (b"1", b"2"))
    permit = recorded(make_animal())
    recorded(make_animal(), media=one)
    recorded(make_animal(), media=one)
    assert permit.media_id == one.id
    with pytest.raises(Refused, match="has its scan already") as refused:
        recorded(make_animal(), media=two)
    assert refused.value.field == "scan"


def test_a_permit_that_is_struck_out_opens_no_gate_and_can_be_recorded_rightly() -> None:
    animal = make_animal()
    wrong = recorded(animal)
    permit_rules.strike(wrong, by=make_person("registrar"), at=AT + DAY, reason="Another animal's")
    assert permits_of(animal) == []
    assert recorded(animal, issued_on=date(2026, 5, 2)).id != wrong.id
    with pytest.raises(Refused, match="already"):
        permit_rules.strike(wrong, by=make_person("registrar"), at=AT + DAY, reason="Again")
    with pytest.raises(Refused, match="struck out"):
        permit_rules.cover(wrong, [make_animal().stays[0]], by=None, at=AT + DAY)


def test_striking_out_wants_a_reason_and_is_kept_in_the_journal() -> None:
    permit, by = recorded(make_animal()), make_person("registrar")
    with pytest.raises(Refused, match="why"):
        permit_rules.strike(permit, by=by, at=AT, reason=" ")
    permit_rules.strike(permit, by=by, at=AT, reason="Withdrawn")
    db.session.commit()
    told = db.session.scalars(sa.select(Entry).where(Entry.verb == "struck out a permit")).one()
    assert told.reason == "Withdrawn"


def test_an_animal_is_covered_once() -> None:
    animal = make_animal()
    permit = recorded(animal)
    with pytest.raises(Refused, match=r"covers .* already"):
        permit_rules.cover(permit, [animal.stays[0]], by=None, at=AT)


def test_the_database_keeps_one_standing_permit_of_a_number() -> None:
    permit = recorded(make_animal())
    row = {c.name: getattr(permit, c.name) for c in Permit.__table__.columns if c.name != "id"}
    with pytest.raises(IntegrityError) as refused, db.session.begin_nested():
        db.session.execute(sa.insert(Permit).values(row))
    assert constraint_of(refused.value) == "uq_permit_standing"


def test_permits_that_end_soon_are_those_of_animals_in_care() -> None:
    today = clock.today()
    gone, here = make_animal(), make_animal()
    soon = {"issued_on": today - timedelta(days=9), "expires_on": today + timedelta(days=9)}
    for animal, number in ((gone, "1"), (here, "2")):
        permit_rules.add_permit(
            [animal.stays[-1]], by=None, at=clock.now(), kind="release", number=number,
            issuer="FA", **soon,
        )  # fmt: skip
    recorded(here, expires_on=today + timedelta(days=40))
    stay = gone.stays[-1]
    db.session.execute(
        sa.text("UPDATE stay SET ended_at = began_at, stage = 'released' WHERE id = :id"),
        {"id": stay.id},
    )
    found = permit_queries.permits(1, today, show="ending")
    assert [row.Permit.number for row in found.rows] == ["2"]
    assert permit_queries.permits(1, today).total == 3


def test_a_registrar_records_one_permit_for_three_animals(page: Open, signed_in: SignIn) -> None:
    by = signed_in("registrar")
    first, *others = (make_animal(at=clock.now() - DAY) for _ in range(3))
    typed = {"kind": "movement", "number": "17/16", "issuer": "FA", "issued_on": "2026-05-01",
             "animals": "\n".join(one.accession for one in others)}  # fmt: skip
    page(f"/animals/{first.accession}/permits/new", by=by, status=303, method="POST", data=typed)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PermitStay)) == 3
    permit = db.session.scalars(sa.select(Permit)).one()
    assert "17/16" in page("/permits", by=by).text
    shown = page(f"/permits/{permit.id}", by=by).text
    assert all(one.accession in shown for one in (first, *others))
    why = {"reason": "Typed on the wrong animals"}
    page(f"/permits/{permit.id}/strike", by=by, status=303, method="POST", data=why)
    assert "Typed on the wrong animals" in page(f"/permits/{permit.id}", by=by).text


def test_a_line_that_names_no_animal_stands_beside_its_field(page: Open, signed_in: SignIn) -> None:
    animal = make_animal(at=clock.now() - DAY)
    typed = {"kind": "movement", "number": "17/16", "issuer": "FA", "issued_on": "2026-05-01",
             "animals": "nobody"}  # fmt: skip
    said = page(f"/animals/{animal.accession}/permits/new", by=signed_in("registrar"), status=422,
                method="POST", data=typed)  # fmt: skip
    assert "“nobody” is no number of an animal here." in said.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Permit)) == 0
