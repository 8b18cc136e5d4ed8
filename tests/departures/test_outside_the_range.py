"""Outside its native range an animal is released only with a recorded order or permit."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center import clock
from rescue_center.cases.order_rules import strike_order
from rescue_center.db import db
from rescue_center.departures import approval, permit_rules, readiness, rules
from rescue_center.departures.gate_models import Assessment
from rescue_center.errors import Refused
from tests.departures.makers import LATER
from tests.makers import AT, DAY, make_animal, make_case, make_order, make_person, make_ready
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")


def stops(animal: Any, kind: str = "ACOL") -> list[str]:
    found = readiness.gate(animal.stays[-1], LATER, kind=kind).stops
    return [stop.key for stop in found if stop.key == "native_range"]


def override(animal: Any, named: str = "") -> Assessment:
    return rules.assess(
        animal.stays[-1], "native_range", "overridden", by=make_person("coordinator"), at=LATER,
        reason="The range is drowned", approved_by=named,
    )  # fmt: skip


def test_words_alone_approve_nothing() -> None:
    case = make_case()
    animal = make_animal(case=case)
    foreign, other = make_order(make_case(), kind="release"), make_order(case, kind="transfer")
    struck = make_order(case, kind="release")
    strike_order(struck, by=make_person("manager"), at=AT, reason="Misread")
    for named in ("", f"order-{foreign.id}", f"order-{other.id}", f"order-{struck.id}", "x-1"):
        with pytest.raises(Refused, match="name the order") as refused:
            override(animal, named)
        assert refused.value.field == "approval"


def test_an_order_approves_while_it_stands() -> None:
    case = make_case()
    animal, order = make_ready(case=case, until=LATER), make_order(case, kind="release")
    made = override(animal, f"order-{order.id}")
    assert made.said == f"Order {order.reference} of {order.authority}: The range is drowned"
    assert stops(animal) == [] and stops(animal, "WELF") == ["native_range"]
    strike_order(order, by=make_person("manager"), at=LATER, reason="Misread")
    assert stops(animal) == ["native_range"]


def test_an_order_approves_nothing_before_its_day() -> None:
    case = make_case()
    animal = make_ready(case=case, until=LATER)
    order = make_order(case, kind="release", issued_on=clock.today(LATER + DAY))
    override(animal, f"order-{order.id}")
    assert stops(animal) == ["native_range"]


def test_a_permit_approves_while_it_is_in_force() -> None:
    animal = make_animal()
    ends = {"ends": clock.today(LATER), "ended": clock.today(LATER - DAY)}
    for number, day in ends.items():
        permit = permit_rules.add_permit(
            [animal.stays[-1]], by=None, at=AT, kind="other", number=number, issuer="MA",
            issued_on=date(2026, 5, 2), expires_on=day,
        )  # fmt: skip
        assert (f"permit-{permit.id}", f"Permit {number}, MA") in approval.choices(animal.stays[-1])
        override(animal, f"permit-{permit.id}")
        assert stops(animal) == ([] if number == "ends" else ["native_range"])


def test_the_database_keeps_no_override_without_its_approval() -> None:
    stay = make_animal().stays[-1]
    db.session.add(Assessment(stay_id=stay.id, criterion="native_range", verdict="overridden",
                              reason="x", at=AT))  # fmt: skip
    with pytest.raises(IntegrityError, match="assessment_outside_range_is_approved"):
        db.session.flush()


def test_the_approval_is_chosen_on_the_page_and_on_the_sheet(
    page: Callable[..., Page], signed_in: Callable[..., Any]
) -> None:
    case, coordinator = make_case(), signed_in("coordinator")
    animal, order = make_animal(case=case), make_order(case, kind="release")
    url = f"/animals/{animal.accession}/readiness"
    form = page(f"{url}/assess?criterion=native_range", by=coordinator)
    assert f'value="order-{order.id}"' in form.html
    assert "Approved by" not in page(f"{url}/assess?criterion=weight", by=coordinator).text
    typed = {"at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}", "criterion": "native_range",
             "verdict": "overridden", "reason": "Drowned"}  # fmt: skip
    refused = page(f"{url}/assess", by=coordinator, method="POST", data=typed, status=422)
    assert "name the order of its case" in refused.one("div", id="approval-error").text
    typed["approval"] = f"order-{order.id}"
    page(f"{url}/assess", by=coordinator, method="POST", data=typed, status=303)
    sheet = {"at": typed["at"], "native_range_verdict": "overridden",
             "native_range_words": "Drowned"}  # fmt: skip
    refused = page(f"{url}/sheet", by=coordinator, method="POST", data=sheet, status=422)
    assert refused.one("div", id="native_range_approval-error")
    sheet["native_range_approval"] = f"order-{order.id}"
    page(f"{url}/sheet", by=coordinator, method="POST", data=sheet, status=303)
    assert db.session.scalars(sa.select(Assessment.order_id)).all() == [order.id] * 2
    assert order.reference in page(url, by=coordinator).text
