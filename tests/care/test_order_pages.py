"""Orders in a browser."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.care import exam_rules
from rescue_center.care.order_models import Dose, Prescription
from rescue_center.db import db
from rescue_center.pharmacy import rules as pharmacy
from tests.care.conftest import SignIn
from tests.makers import (
    make_animal,
    make_drug,
    make_group,
    make_person,
    make_prescription,
    make_taxon,
    make_weight,
)
from tests.pages import Page

Open = Callable[..., Page]
HOUR = timedelta(hours=1)


def weighed(**facts: Any) -> Animal:
    mali = make_animal(at=clock.now() - HOUR, name="Mali", **facts)
    make_weight(mali, 3200, at=clock.now() - HOUR)
    return mali


def typed(drug: Any, **changes: str) -> dict[str, str]:
    given = {"drug": str(drug.id), "rate": "5", "route": "PO", "frequency": "SID", "days": "5",
             "starts_at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}",
             "indication": "pneumonia"}  # fmt: skip
    return given | changes


def test_a_vet_sees_the_dose_worked_out_before_ordering_it(page: Open, as_: SignIn) -> None:
    mali, drug, vet = weighed(), make_drug("50 mg/ml", name="Baytril"), as_("vet")
    url = f"/animals/{mali.accession}/prescribe"
    assert "3.2 kg" in page(url, by=vet).text
    four = {k: typed(drug)[k] for k in ("drug", "rate", "route")}
    shown = page(url, by=vet, method="POST", data=four | {"calculate": "1"})
    box = shown.one("div", class_="dose-box").text
    assert "16 mg = 0.32 ml" in box
    assert "5 mg/kg × 3.2 kg = 16 mg, of 50 mg/ml" in box
    assert "No limits are set for Baytril" in box
    assert shown.labelled("Rate").attrs["value"] == "5"
    assert db.session.query(Prescription).count() == 0


def test_what_the_last_signed_examination_found_stands_as_the_reason(
    page: Open, as_: SignIn
) -> None:
    mali, vet, at = weighed(), as_("vet"), clock.now()
    lim = make_person("vet")

    def reason() -> str:
        shown = page(f"/animals/{mali.accession}/prescribe", by=vet)
        return shown.one("input", id="indication").attrs.get("value", "")

    found = {"assessment": "Pneumonia, left\nDehydrated"}
    exam = exam_rules.examine(mali, found, by=lim, at=at - HOUR / 2)
    db.session.commit()
    assert reason() == "", "a draft says nothing yet"
    exam_rules.sign(exam, by=lim, at=at, version=exam.version)
    db.session.commit()
    assert reason() == "Pneumonia, left"
    exam_rules.void_exam(exam, by=lim, at=at, reason="The wrong animal")
    db.session.commit()
    assert reason() == ""


def test_a_vet_orders_a_course(page: Open, as_: SignIn) -> None:
    mali, drug, vet = weighed(), make_drug("50 mg/ml", name="Baytril"), as_("vet")
    response = vet.post(f"/animals/{mali.accession}/prescribe", data=typed(drug))
    order = db.session.query(Prescription).one()
    assert (response.status_code, response.location) == (303, f"/orders/{order.id}")
    assert (order.amount, len(order.doses), order.indication) == (D("0.32"), 5, "pneumonia")
    shown = page(f"/orders/{order.id}", by=vet)
    assert "16 mg = 0.32 ml" in shown.text
    assert "Once a day for 5 days" in shown.text
    assert "pneumonia" in shown.text
    assert "For the vets" in page(f"/orders/{order.id}", by=as_("keeper")).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"drug": ""}, "Choose a drug."),
        ({"drug": "99999"}, "Drug: choose one of the list."),
        ({"rate": ""}, "Rate is missing."),
        ({"rate": "a lot"}, "is not a number"),
        ({"rate": "-5"}, "A dose is above zero."),
        ({"rate": "0.0001"}, "cannot be measured"),
        ({"route": "ear"}, "Route: choose one of the list."),
        ({"frequency": ""}, "Say how often."),
        ({"days": "0"}, "Days must be 1 or more."),
        ({"days": "400"}, "Days must be 365 or less."),
        ({"indication": ""}, "Say why."),
        ({"starts_at": "2020-01-01T10:00"}, "An order begins now or later."),
        ({"frequency": "PRN", "days": ""}, "how many hours must lie between doses"),
    ],
)
def test_an_order_that_cannot_be_is_refused_with_what_was_typed(
    page: Open, as_: SignIn, changes: dict[str, str], sentence: str
) -> None:
    mali, drug = weighed(), make_drug()
    url, data = f"/animals/{mali.accession}/prescribe", typed(drug) | changes
    shown = page(url, by=as_("vet"), method="POST", data=data, status=422)
    assert sentence in shown.text
    assert shown.labelled("Why").attrs.get("value", "") == data["indication"]
    assert db.session.query(Prescription).count() == 0


def test_calculating_says_what_is_missing_and_nothing_more(page: Open, as_: SignIn) -> None:
    mali, drug = weighed(), make_drug()
    data = {"drug": str(drug.id), "calculate": "1"}
    url = f"/animals/{mali.accession}/prescribe"
    shown = page(url, by=as_("vet"), method="POST", data=data, status=422)
    sentences = [e.text for e in shown.one("div", class_="errors").all("li")]
    assert sentences == ["Rate is missing.", "Choose one: route."]


def test_without_a_weight_it_points_to_the_scale(page: Open, as_: SignIn) -> None:
    mali, vet = make_animal(at=clock.now() - HOUR), as_("vet")
    url = f"/animals/{mali.accession}/prescribe"
    shown = page(url, by=vet)
    assert "There is no weight yet" in shown.text
    refused = page(url, by=vet, method="POST", data=typed(make_drug()), status=422)
    assert "Weigh it first" in refused.text


def test_the_dose_is_worked_out_as_it_is_typed(as_: SignIn) -> None:
    mali, drug, vet = weighed(), make_drug("50 mg/ml", name="Baytril"), as_("vet")
    url = f"/care/dose.json?animal={mali.accession}&drug={drug.id}&route=PO"
    found = vet.get(f"{url}&rate=5").get_json()
    assert found["dose"] == "16 mg = 0.32 ml"
    assert found["outside"] == ""
    assert vet.get(f"{url}&rate=x").get_json() == {"dose": None}
    assert "cannot be measured" in vet.get(f"{url}&rate=0.001").get_json()["refused"]
    assert vet.get(f"{url}&rate=1&dilution=10").get_json()["dose"] == "3.2 mg = 0.64 ml"
    assert vet.get("/care/dose.json?animal=nobody").status_code == 404
    assert as_("keeper").get(f"{url}&rate=5").status_code == 403


def test_a_rate_outside_the_limits_is_confirmed_by_another_vet(page: Open, as_: SignIn) -> None:
    group = make_group(label="gibbons")
    mali, drug = weighed(taxon=make_taxon(group=group)), make_drug(name="Baytril")
    pharmacy.set_limit(drug, group, by=None, at=clock.now(), least=D(2), most=D(4), ceiling=D(10))
    lim, chan, url = as_("vet"), as_("vet"), f"/animals/{mali.accession}/prescribe"
    shown = page(url, by=lim, method="POST", data=typed(drug, calculate="1"))
    assert "5 mg/kg is outside 2 to 4 mg/kg for gibbons." in shown.text
    refused = page(url, by=lim, method="POST", data=typed(drug), status=422)
    assert "a second vet must then confirm" in refused.text
    lim.post(url, data=typed(drug, outside_limits_reason="culture says so"))
    order = db.session.query(Prescription).one()
    assert db.session.query(Dose).count() == 0
    own = page(f"/orders/{order.id}", by=lim)
    assert "Waits for a second vet" in own.text
    assert "disabled" in own.one("form", action=f"/orders/{order.id}/confirm").one("button").attrs
    assert "Waiting for a second vet" in page("/treatments", by=chan).text
    page(f"/orders/{order.id}/confirm", by=lim, method="POST", status=409)
    assert chan.post(f"/orders/{order.id}/confirm").status_code == 303
    assert db.session.query(Dose).count() == 5


def test_an_order_is_stopped_with_a_reason(page: Open, as_: SignIn) -> None:
    order, vet = make_prescription(at=clock.now()), as_("vet")
    url = f"/orders/{order.id}/stop"
    page(url, by=vet)
    assert "Reason is missing" in page(url, by=vet, method="POST", data={}, status=422).text
    assert vet.post(url, data={"reason": "cured"}).status_code == 303
    shown = page(f"/orders/{order.id}", by=vet)
    assert "Stopped" in shown.text and "cured" in shown.text
    again = page(url, by=vet, method="POST", data={"reason": "cured"}, status=422)
    assert "stopped before" in again.text


def test_the_statements_of_an_order_do_not_grow_with_its_doses(
    page: Open, as_: SignIn, statements: list[str]
) -> None:
    vet, counts = as_("vet"), []
    for days in (1, 50):
        order = make_prescription(at=clock.now(), days=days)
        db.session.commit()
        statements.clear()
        page(f"/orders/{order.id}", by=vet)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 14


def test_only_vets_order_confirm_and_stop(as_: SignIn) -> None:
    mali, order = weighed(), make_prescription(at=clock.now(), by=make_person("vet"))
    for role in ("keeper", "manager", "officer", "admin"):
        other = as_(role)
        assert other.get(f"/animals/{mali.accession}/prescribe").status_code == 403
        assert other.post(f"/orders/{order.id}/stop").status_code == 403
        assert other.post(f"/orders/{order.id}/confirm").status_code == 403


def test_a_vet_changes_an_order_on_its_page(page: Open, as_: SignIn) -> None:
    at = clock.now()
    mali = make_animal(at=at - 2 * HOUR, name="Mali")
    order = make_prescription(mali, at=at - HOUR, days=5)
    vet, url = as_("vet", name="Dr Lim"), f"/orders/{order.id}/change"
    form = page(url, by=vet)
    assert form.labelled("Rate").attrs["value"] == "5"
    assert form.one("input", id="days").attrs["value"] == "5"
    asked = typed(order.drug, rate="10", version=str(order.version))
    refused = page(url, by=vet, method="POST", data=asked, status=422)
    assert "Say why it is changed." in refused.text
    told = page(url, by=vet, method="POST", data=asked | {"calculate": "1"})
    assert "32 mg = 0.64 ml" in told.text
    response = vet.post(url, data=asked | {"change_reason": "Not better"})
    newer = db.session.query(Prescription).filter_by(replaces_id=order.id).one()
    assert response.headers["Location"] == f"/orders/{newer.id}"
    shown = page(f"/orders/{newer.id}", by=vet).text
    assert "2 of 2" in shown and "Not better" in shown
    assert "Edition 1 of 2: it was changed" in page(f"/orders/{order.id}", by=vet).text
    # whoever had the form open before is told, and changes nothing
    late = page(url, by=vet, method="POST", data=asked | {"change_reason": "Me too"}, status=422)
    assert "This order has ended" in late.text
    assert page(url, by=vet, status=303)
