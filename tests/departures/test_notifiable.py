"""A notifiable disease that was found stops a release until it is resolved."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center import clock
from rescue_center.animals import regroup
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.departures import readiness
from rescue_center.enclosures import rules as enclosures
from rescue_center.errors import Refused
from rescue_center.quarantine import models as rows
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.models import Quarantine
from rescue_center.quarantine.resolution import resolve
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_group,
    make_person,
    make_taxon,
    make_unit,
)
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")


def kept(count: int = 1, at: datetime = AT) -> Quarantine:
    animal = make_animal(count, taxon=make_taxon(group=make_group(min_days=30)), at=at)
    unit = make_unit(biosecurity="quarantine")
    return quarantine.begin(animal.stays[-1], unit, by=make_person("vet"), at=at)


def found(q: Quarantine, result: str = "positive", at: datetime = AT + DAY) -> rows.Test:
    vet = make_person("vet")
    test = quarantine.add_test(q, "HPAI", due=at.date(), notifiable=True, by=vet, at=at)
    return answered(test, result, at)


def answered(test: rows.Test, result: str, at: datetime) -> rows.Test:
    vet = make_person("vet")
    quarantine.sample(test, by=vet, at=at)
    quarantine.result(test, result, by=vet, at=at + HOUR)
    if test.quarantine.unit.has_movement_stop:
        boss = make_person("manager")
        enclosures.lift_movement_stop(test.quarantine.unit, reason="Done", by=boss, at=at + HOUR)
    return test


def stops(animal: Animal, at: datetime) -> list[str]:
    gate = readiness.gate(animal.stays[-1], at)
    return [stop.sentence for stop in gate.stops if stop.key == "notifiable"]


def test_a_vet_resolves_a_positive_finding_and_the_stop_ends_that_day() -> None:
    q, vet = kept(), make_person("vet")
    test = found(q)
    assert "HPAI is not resolved" in stops(q.animal, AT + 5 * DAY)[0]
    for by, note, why in ((make_person("keeper"), "x", "Only a vet"), (vet, " ", "Say what")):
        with pytest.raises(Refused, match=why):
            resolve(test, note=note, by=by, at=AT + 3 * DAY)
    resolve(test, note="PCR at the reference laboratory was negative", by=vet, at=AT + 3 * DAY)
    assert stops(q.animal, AT + 2 * DAY) and not stops(q.animal, AT + 5 * DAY)
    assert test.result == "positive"
    with pytest.raises(Refused, match="resolved already"):
        resolve(test, note="Again", by=vet, at=AT + 4 * DAY)


def test_it_is_not_resolved_before_its_result_came() -> None:
    with pytest.raises(Refused, match="before the result itself") as refused:
        resolve(found(kept()), note="x", by=make_person("vet"), at=AT + DAY)
    assert refused.value.field == "at"


def test_only_what_is_positive_is_resolved() -> None:
    test = found(kept(), "negative")
    with pytest.raises(Refused, match="Only a positive"):
        resolve(test, note="x", by=make_person("vet"), at=AT + 5 * DAY)
    with pytest.raises(IntegrityError):
        db.session.execute(sa.text("UPDATE quarantine_test SET resolution = 'x'"))


def test_the_same_test_taken_again_ends_the_stop_when_it_is_negative_only() -> None:
    q, vet = kept(), make_person("vet")
    first = found(q)
    again = quarantine.repeat(
        first, due=(AT + 5 * DAY).date(), reason="Sure?", by=vet, at=AT + 4 * DAY
    )
    assert stops(q.animal, AT + 20 * DAY), "a repeat that is only planned settles nothing"
    answered(again, "inconclusive", AT + 5 * DAY)
    assert stops(q.animal, AT + 20 * DAY), "inconclusive settles nothing"
    third = quarantine.repeat(
        again, due=(AT + 9 * DAY).date(), reason="Sure?", by=vet, at=AT + 8 * DAY
    )
    answered(third, "negative", AT + 9 * DAY)
    assert not stops(q.animal, AT + 20 * DAY)
    assert stops(q.animal, AT + 8 * DAY), "what came later does not open the gate before"


def test_an_heir_has_the_stop_of_its_lot_and_is_resolved_by_itself() -> None:
    q, vet = kept(6), make_person("vet")
    found(q)
    heir = regroup.split(q.animal, 2, by=vet, at=AT + 3 * DAY)
    own = db.session.scalars(sa.select(rows.Test).join(Quarantine).where(
        Quarantine.animal_id == heir.id, rows.Test.result == "positive"
    )).one()  # fmt: skip
    assert len(stops(heir, AT + 9 * DAY)) == 1
    resolve(own, note="Tested singly", by=vet, at=AT + 4 * DAY)
    assert not stops(heir, AT + 9 * DAY)
    assert stops(q.animal, AT + 9 * DAY)


@pytest.mark.parametrize("with_heirs", [True, False])
def test_what_a_vet_says_of_a_lot_holds_of_those_split_off_when_that_is_said_too(
    with_heirs: bool,
) -> None:
    q, vet = kept(9), make_person("vet")
    test = found(q)
    heir = regroup.split(q.animal, 4, by=vet, at=AT + 3 * DAY)
    theirs = regroup.split(heir, 2, by=vet, at=AT + 4 * DAY)
    resolve(test, note="A false alarm", by=vet, at=AT + 5 * DAY, with_heirs=with_heirs)
    assert not stops(q.animal, AT + 9 * DAY)
    for animal in (heir, theirs):
        assert (stops(animal, AT + 9 * DAY) == []) is with_heirs
        assert stops(animal, AT + 4 * DAY), "what came later does not open the gate before"


def test_a_vet_resolves_it_where_the_tests_are_listed(
    page: Callable[..., Page], signed_in: Callable[..., Any]
) -> None:
    q = kept(3, at=clock.now() - 5 * DAY)
    test = found(q, at=clock.now() - 2 * DAY)
    heir = regroup.split(q.animal, 1, by=make_person("vet"), at=clock.now() - DAY)
    db.session.commit()
    vet, url = signed_in("vet"), f"/quarantine/tests/{test.id}/resolution"
    assert page(f"/quarantine/{q.id}", by=vet).all("a", href=url)
    assert heir.accession in page(url, by=vet).text
    typed = {"with_heirs": "y", "at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"}
    page(url, by=vet, method="POST", data=typed | {"note": ""}, status=422)
    page(url, by=vet, method="POST", data=typed | {"note": "Vaccine strain"}, status=303)
    shown = page(f"/quarantine/{q.id}", by=vet)
    assert "Vaccine strain" in shown.text and not shown.all("a", href=url)
    assert not stops(heir, clock.now())
