"""What leaves by a form leaves once, however often the form is sent."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from rescue_center import clock, once
from rescue_center.db import db
from rescue_center.departures.models import Death, Escape, Release
from rescue_center.errors import refusal_of
from tests.makers import make_lot, make_person, make_ready
from tests.pages import Page

Open = Callable[..., Page]
SignIn = Callable[..., FlaskClient]
pytestmark = pytest.mark.usefixtures("session")
AGO = timedelta(days=40)


def typed(**more: object) -> dict[str, object]:
    return {"at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"} | more


def number_of(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_form_brings_a_key_that_it_keeps_when_it_is_refused(
    page: Open, signed_in: SignIn
) -> None:
    url, keeper = (
        f"/animals/{make_lot(12, at=clock.now() - AGO).accession}/death",
        signed_in("keeper"),
    )
    opened = page(url, by=keeper).one("input", name="once").attrs["value"]
    assert opened != page(url, by=keeper).one("input", name="once").attrs["value"]
    again = page(url, by=keeper, method="POST", status=422, data={"once": opened})
    assert again.one("input", name="once").attrs["value"] == opened


def test_three_that_died_die_once(page: Open, signed_in: SignIn) -> None:
    lot, keeper = make_lot(12, at=clock.now() - AGO), signed_in("keeper")
    facts = typed(count=3, manner="natural", precision="found", once="a key",
                  grave_word=lot.accession[-4:])  # fmt: skip
    where = set()
    for _ in range(3):
        sent = keeper.post(f"/animals/{lot.accession}/death", data=facts)
        assert sent.status_code == 303
        where.add(sent.location)
    db.session.refresh(lot)
    assert (lot.count, number_of(Death), len(where)) == (9, 1, 1)
    assert "was not saved again" in page(where.pop(), by=keeper).text


def test_the_same_key_of_another_person_is_another_form(signed_in: SignIn) -> None:
    lot = make_lot(12, at=clock.now() - AGO)
    facts = typed(count=3, manner="natural", precision="found", once="a key",
                  grave_word=lot.accession[-4:])  # fmt: skip
    for who in (signed_in("keeper"), signed_in("vet")):
        assert who.post(f"/animals/{lot.accession}/death", data=facts).status_code == 303
    db.session.refresh(lot)
    assert lot.count == 6


def test_two_that_escaped_escape_once(signed_in: SignIn) -> None:
    lot, keeper = make_lot(12, at=clock.now() - AGO), signed_in("keeper")
    facts = typed(count=2, kind="escape", circumstances="The net was cut", once="a key")
    for _ in range(2):
        assert keeper.post(f"/animals/{lot.accession}/escape", data=facts).status_code == 303
    db.session.refresh(lot)
    assert (lot.count, number_of(Escape)) == (10, 1)


def test_part_of_a_lot_is_released_once(signed_in: SignIn) -> None:
    lot, coordinator = make_ready(12, until=clock.now()), signed_in("coordinator")
    facts = typed(animals=f"{lot.accession} 5", kind="WELF", method="hard", place="Cardamoms",
                  team="Sok Dara, Wildlife Alliance", once="a key",
                  grave_word="release")  # fmt: skip
    sent = [coordinator.post("/releases/new", data=facts) for _ in range(2)]
    assert [(one.status_code, one.location) for one in sent] == 2 * [(303, sent[0].location)]
    db.session.refresh(lot)
    assert (lot.count, number_of(Release)) == (7, 1)


def test_at_the_same_moment_the_second_is_undone_by_the_database() -> None:
    person, form = make_person(), once.Once(data={"once": "a key"})
    once.keep(form, "/animals", by_id=person.id, at=clock.now())
    with pytest.raises(IntegrityError) as raised, db.session.begin_nested():
        once.keep(form, "/animals", by_id=person.id, at=clock.now())
    refused = refusal_of(raised.value)
    assert refused is not None
    assert "not saved again" in refused.sentence
