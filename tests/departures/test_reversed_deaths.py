"""A death recorded in error is struck out, and the animal is in care as it was."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from rescue_center import clock
from rescue_center.animals import ledger
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.boards import timeline
from rescue_center.care.order_models import Prescription
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.departures.models import Death
from rescue_center.departures.reversal import reverse_death
from rescue_center.documents import compose
from rescue_center.documents import rules as papers
from rescue_center.enclosures import rules as enclosures
from rescue_center.errors import Refused
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.cohort_rules import open_of
from rescue_center.quarantine.event_models import AdverseEvent
from rescue_center.staff.models import Person
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_group,
    make_lot,
    make_person,
    make_prescription,
    make_taxon,
    make_unit,
)
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")
DIED, NOTICED = AT + 5 * DAY, AT + 6 * DAY


def die(animal: Animal, vet: Person, **facts: Any) -> Death:
    return death.die(animal, by=vet, at=DIED, **({"manner": "natural"} | facts))


def test_the_stay_is_open_again_as_it_was() -> None:
    vet, boss, animal = make_person("vet"), make_person("manager"), make_animal()
    enclosures.house([animal], make_unit(), by=vet, at=AT)
    order = make_prescription(animal, by=vet)
    row = die(animal, vet)
    stay = reverse_death(row, by=boss, at=NOTICED, reason="It was the other one")
    db.session.refresh(animal)
    assert (stay.stage, stay.ended_at, stay.stage_since) == (Stage.ADMITTED, None, AT)
    assert (animal.count, ledger.balance(animal, DIED + HOUR)) == (1, 1)
    assert (row.voided_by, row.void_reason) == (boss, "It was the other one")
    assert db.session.get_one(Prescription, order.id).stopped_at == DIED
    enclosures.house([animal], make_unit(), by=vet, at=NOTICED)
    again = death.die(animal, by=vet, at=NOTICED + DAY, manner="accident")
    assert again.stay is stay and not again.is_void


def test_a_part_of_a_lot_lives_again_with_its_count_and_the_books_agree() -> None:
    vet, case = make_person("vet"), make_case()
    lot = make_lot(10, case=case)
    row = die(lot, vet, count=4)
    assert ledger.total(ledger.case_account(case)).dead == 4
    reverse_death(row, by=make_person("manager"), at=NOTICED, reason="Miscounted")
    account = ledger.total(ledger.case_account(case))
    assert account.agrees
    assert (account.alive, account.dead, account.in_) == (10, 0, 10)
    db.session.refresh(row.stay.animal)
    assert row.stay.animal.count == 4


def test_its_quarantine_goes_on_where_it_stood_and_its_event_never_was() -> None:
    vet, boss = make_person("vet"), make_person("manager")
    animal = make_animal(taxon=make_taxon(group=make_group(min_days=30)))
    unit = make_unit(biosecurity="quarantine")
    kept = quarantine.begin(
        animal.stays[-1], unit, by=vet, at=AT, group=make_group(min_days=30), group_reason="Sick"
    )
    asked = [test.name for test in kept.tests]
    row = die(animal, vet, unexplained=True)
    assert kept.outcome == "left"
    reverse_death(row, by=boss, at=NOTICED, reason="Asleep")
    own = open_of([animal])[animal.id]
    assert animal.stays[-1].in_quarantine
    assert (own.id != kept.id, own.clock_start, own.min_end) == (True, AT, AT + 30 * DAY)
    assert [test.name for test in own.tests] == asked
    assert (own.group, own.group_reason) == (kept.group, "Sick")
    assert db.session.scalars(sa.select(AdverseEvent)).one().is_void
    enclosures.house([animal], unit, by=vet, at=NOTICED)
    assert own.min_end == AT + 30 * DAY


def test_a_carcass_that_is_gone_is_struck_out_with_the_death_or_not_at_all() -> None:
    vet, boss = make_person("vet"), make_person("manager")
    row = die(make_animal(), vet)
    death.dispose(row, "burial", by=vet, at=DIED + HOUR, witness="Sok")
    with pytest.raises(Refused, match="disposed of") as refused:
        reverse_death(row, by=boss, at=NOTICED, reason="Wrong one")
    assert refused.value.field == "with_disposal"
    stay = reverse_death(row, by=boss, at=NOTICED, reason="Wrong one", with_disposal=True)
    assert (stay.carcass_disposed_at, row.disposal) == (None, "burial")
    with pytest.raises(Refused, match="struck out already"):
        reverse_death(row, by=boss, at=NOTICED, reason="Again")


def test_only_a_manager_reverses_a_death_and_says_why() -> None:
    vet, row = make_person("vet"), die(make_animal(), make_person("vet"))
    with pytest.raises(Refused, match="Only a manager"):
        reverse_death(row, by=vet, at=NOTICED, reason="Wrong one")
    with pytest.raises(Refused) as refused:
        reverse_death(row, by=make_person("manager"), at=NOTICED, reason=" ")
    assert refused.value.field == "reason"


def test_a_paper_on_the_death_is_revoked_first() -> None:
    vet, boss = make_person("vet", name="Dr Lim"), make_person("manager")
    row = die(make_animal(), vet, cause="Pneumonia", carcass_condition="fresh")
    facts = compose.death_record(row, {"approver": "Dr Chan", "cause": "x"}, by=vet, at=NOTICED)
    facts["centre"] |= {"name": "Centre", "address": "Road 1"}
    paper = papers.issue(
        "death_record", facts, [row.stay], by=vet, at=NOTICED, base_url="https://r"
    )
    with pytest.raises(Refused, match=f"{paper.number} still says that it died"):
        reverse_death(row, by=boss, at=NOTICED, reason="Wrong one")
    papers.revoke(paper, by=boss, at=NOTICED, reason="Wrong one")
    assert reverse_death(row, by=boss, at=NOTICED, reason="Wrong one").is_open


def test_the_database_opens_no_dead_stay_whose_death_stands() -> None:
    row = die(make_animal(), make_person("vet"))
    db.session.flush()
    with pytest.raises(DBAPIError, match="dead_stay_opens_by_a_reversal"):
        db.session.execute(
            sa.text("UPDATE stay SET stage = 'admitted', ended_at = NULL WHERE id = :id"),
            {"id": row.stay_id},
        )


def test_a_manager_reverses_a_death_on_its_page_and_is_asked_where_the_animal_is(
    page: Callable[..., Page], signed_in: Callable[..., Any]
) -> None:
    vet, animal = make_person("vet"), make_animal(name="Mali", at=clock.now() - 2 * DAY)
    row = death.die(animal, by=vet, at=clock.now() - DAY, manner="natural")
    db.session.commit()
    url, boss = f"/deaths/{row.id}", signed_in("manager")
    assert not page(url, by=signed_in("vet")).all("a", href=f"{url}/reversal")
    assert page(url, by=boss).all("a", href=f"{url}/reversal")
    assert "with_disposal" not in page(f"{url}/reversal", by=boss).html
    sent = {"reason": "It was Mono"}
    done = page(f"{url}/reversal", by=boss, method="POST", data=sent, status=303)
    assert f"animal={animal.accession}" in done.html
    assert "This death is struck out" in page(url, by=boss).text
    moves = page(f"/animals/{animal.accession}/moves", by=signed_in("keeper"))
    assert "It was Mono" in moves.text and moves.all("del")
    told = timeline.story("animal", animal.id, make_person("vet").roles)
    assert {one.what: one.void for one in told}["Died"] is True
    pages = [timeline.story("animal", animal.id, make_person("vet").roles, page=n + 1, size=1)
             for n in range(len(told))]  # fmt: skip
    assert [one.void for (one,) in pages] == [one.void for one in told]
    shown = page(f"/animals/{animal.accession}/timeline", by=signed_in("keeper"))
    assert "Died (struck out)" in shown.text
