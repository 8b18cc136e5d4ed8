"""What the handover paper states is there before the animals leave, or is completed on the way;
and a transfer may rest on an order instead of permits."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from rescue_center import clock, journal
from rescue_center.cases.order_rules import strike_order
from rescue_center.db import db
from rescue_center.departures import permit_rules, transfer
from rescue_center.departures.gate_models import Permit
from rescue_center.documents import compose, render
from rescue_center.errors import Refused
from rescue_center.journal.models import Entry
from rescue_center.species.models import Code
from tests.makers import (
    AT,
    DAY,
    HOUR,
    PAPER,
    make_animal,
    make_case,
    make_order,
    make_person,
    make_transfer,
)
from tests.pages import Page

Open, SignIn = Callable[..., Page], Callable[..., Any]
pytestmark = pytest.mark.usefixtures("session")


@pytest.mark.parametrize("lacking", transfer.PAPER_NEEDS)
def test_nothing_is_handed_over_that_the_paper_could_not_state(lacking: str) -> None:
    boss = make_person("manager")
    plan = make_transfer(make_animal(), by=boss, **{lacking: " "})
    said = transfer.lacks(plan)[lacking]
    with pytest.raises(Refused, match=said):
        transfer.hand_over(plan, by=boss, at=AT + HOUR)
    transfer.amend(plan, {lacking: "Known"}, by=boss, at=AT + HOUR)
    transfer.hand_over(plan, by=boss, at=AT + HOUR)


def test_the_paper_of_what_was_handed_over_lacks_nothing_of_the_transfer() -> None:
    boss = make_person("manager")
    plan = make_transfer(make_animal(), by=boss, to_contact="Dr Lim")
    transfer.hand_over(plan, by=boss, at=AT + HOUR)
    facts = compose.handover(plan, {"place": "Our gate"}, by=boss, at=AT + HOUR)
    asked = {"receiver", "reason", "legal_basis", "care", "handed_at"}
    lacking = {gap.key for gap in render.missing("handover", facts)}
    assert not {key for key in lacking if key.partition(".")[0] in asked}


def test_what_is_on_its_way_is_completed_with_a_reason_and_nothing_else_changes() -> None:
    boss = make_person("manager")
    plan = make_transfer(make_animal(), by=boss)
    with pytest.raises(Refused, match="only one that is on its way"):
        transfer.complete(plan, {"to_address": "x"}, by=boss, at=AT, reason="Moved")
    transfer.hand_over(plan, by=boss, at=AT + HOUR)
    with pytest.raises(Refused) as refused:
        transfer.complete(plan, {"to_address": "x"}, by=boss, at=AT + DAY, reason=" ")
    assert refused.value.field == "why"
    with pytest.raises(Refused, match="only what its paper states"):
        transfer.complete(plan, {"to_organisation": "x"}, by=boss, at=AT + DAY, reason="Sold")
    transfer.complete(plan, {"to_address": "Kep"}, by=boss, at=AT + DAY, reason="They moved")
    journal.settle()
    told = db.session.query(Entry).filter_by(verb="amended a transfer").one()
    assert (told.before, told.after, told.reason) == (
        {"to_address": PAPER["to_address"]}, {"to_address": "Kep"}, "They moved",
    )  # fmt: skip


def test_a_transfer_rests_on_an_order_of_the_case_of_its_animals() -> None:
    boss, case = make_person("manager"), make_case()
    ours, other = make_order(case, kind="transfer"), make_order(make_case(), kind="transfer")
    wrong = make_order(case, kind="release")
    animal = make_animal(case=case)
    plan = transfer.plan(by=boss, at=AT, to_organisation="Zoo", order_id=other.id, **PAPER)
    transfer.add_animal(plan, animal, by=boss, at=AT)
    with pytest.raises(Refused, match="no permit in force and no order"):
        transfer.hand_over(plan, by=boss, at=AT + HOUR)
    with pytest.raises(Refused, match="orders a transfer") as refused:
        transfer.amend(plan, {"order_id": wrong.id}, by=boss, at=AT)
    assert refused.value.field == "order_id"
    transfer.amend(plan, {"order_id": ours.id}, by=boss, at=AT)
    assert transfer.blockers(plan, AT + HOUR) == []
    strike_order(ours, by=boss, at=AT + HOUR, reason="Another case")
    assert "no order" in transfer.blockers(plan, AT + HOUR)[0]


def test_an_order_is_chosen_from_those_of_the_case(page: Open, signed_in: SignIn) -> None:
    case, manager = make_case(), signed_in("manager")
    order, other = make_order(case, kind="transfer"), make_order(make_case(), kind="transfer")
    animal = make_animal(case=case)
    url = f"/transfers/new?animal={animal.accession}"
    listed = page(url, by=manager).html
    assert f'value="{order.id}">{order.reference}' in listed
    assert other.reference not in listed
    typed = {"to_organisation": "Zoo", "order_id": str(order.id)} | PAPER
    page(url, by=manager, method="POST", data=typed, status=303)
    made = db.session.query(transfer.Transfer).one()
    shown = page(f"/transfers/{made.number}", by=manager).text
    assert order.reference in shown and "Before the animals can leave" not in shown


def test_what_the_paper_lacks_leads_to_its_field_and_is_completed_on_the_way(
    page: Open, signed_in: SignIn
) -> None:
    boss, manager, now = make_person("manager"), signed_in("manager"), clock.now()
    animal = make_animal(at=now - DAY)
    plan = make_transfer(animal, by=boss, at=now - HOUR, to_address="")
    db.session.commit()
    url = f"/transfers/{plan.number}"
    assert page(url, by=manager).all("a", href=f"{url}/edit#to_address")
    assert page(f"{url}/edit", by=manager).all("textarea", id="to_address")
    transfer.amend(plan, {"to_address": "Kep"}, by=boss, at=now)
    transfer.hand_over(plan, by=boss, at=now)
    db.session.commit()
    assert page(url, by=manager).all("a", href=f"{url}/completion")
    form = page(f"{url}/completion", by=manager)
    assert form.labelled("Address of the receiver")
    typed = PAPER | {"to_address": "Kampot", "why": "They moved", "version": str(plan.version)}
    page(f"{url}/completion", by=manager, method="POST", data=typed | {"why": ""}, status=422)
    page(f"{url}/completion", by=manager, method="POST", data=typed, status=303)
    db.session.refresh(plan)
    assert plan.to_address == "Kampot"


def test_a_permit_says_purpose_and_source_and_the_statement_prints_them(
    page: Open, signed_in: SignIn
) -> None:
    db.session.add_all(
        [Code(list="purpose", code="N", label="Back to the wild", position=1),
         Code(list="source", code="U", label="Source unknown", position=1)]
    )  # fmt: skip
    animal, registrar = make_animal(), signed_in("registrar")
    url = f"/animals/{animal.accession}/permits/new"
    page(url, by=registrar)
    typed = {"kind": "cites_export", "number": "KH 1", "issuer": "CITES MA",
             "issued_on": "2026-05-02", "purpose_code": "N", "source_code": "U"}  # fmt: skip
    page(url, by=registrar, method="POST", data=typed, status=303)
    assert db.session.query(Permit).one().source_code == "U"
    facts = compose.health_statement(
        [animal.stays[-1]],
        {"purpose": "Return", "valid_until": date(2026, 6, 1), "premises_statement": "None"},
        by=make_person("vet"), at=AT,
    )  # fmt: skip
    assert facts["cites_purpose"] == "N (Back to the wild)"
    assert facts["cites_source"] == "U (Source unknown)"


def test_a_permit_says_no_source_that_nobody_stated() -> None:
    permit = permit_rules.add_permit(
        [make_animal().stays[-1]], by=None, at=AT, kind="cites_export", number="1", issuer="MA",
        issued_on=date(2026, 5, 2),
    )  # fmt: skip
    assert permit.source_code == ""
