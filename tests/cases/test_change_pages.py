"""Cases corrected in a browser without JavaScript, by those who may."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session, scoped_session

from tests.cases.at_a_form import FACTS, opened, rows
from tests.cases.makers import order
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")
Open = Callable[..., Page]
SignIn = Callable[..., Any]


def edit_form(page: Open, client: Any, number: str) -> dict[str, str]:
    form = page(f"/cases/{number}/edit", by=client)
    typed = {}
    for field in form.fields() + form.all("input", type="hidden"):
        if field.tag == "select":
            chosen = [o.attrs["value"] for o in field.all("option") if "selected" in o.attrs]
            typed[field.attrs["name"]] = chosen[0] if chosen else ""
        elif field.tag == "textarea":
            typed[field.attrs["name"]] = "".join(c for c in field.children if isinstance(c, str))
        elif field.attrs.get("name"):
            typed[field.attrs["name"]] = field.attrs.get("value", "")
    return typed


def test_the_form_of_a_case_shows_its_facts_and_saving_it_unchanged_changes_nothing(
    page: Open, registrar: Any
) -> None:
    case = opened(registrar, **FACTS)
    typed = edit_form(page, registrar, case.number)
    assert typed["point"] == "11.2641, 105.0312"
    assert (typed["happened"], typed["happened_at"]) == ("4 June 2016", "05:30")
    same = page(f"/cases/{case.number}/edit", by=registrar, status=422, method="POST",
                data=typed | {"reason": "looked at it"})  # fmt: skip
    assert "Nothing was changed." in same.text


def test_a_correction_is_saved_with_its_reason(
    page: Open, registrar: Any, signed_in: SignIn, session: scoped_session[Session]
) -> None:
    case = opened(registrar, **FACTS)
    typed = edit_form(page, registrar, case.number) | {
        "place": "Chrey Thom", "point": "11.3, 105.1", "reason": "read again",
    }  # fmt: skip
    none = page(f"/cases/{case.number}/edit", by=registrar, status=422, method="POST",
                data=typed | {"reason": ""})  # fmt: skip
    assert none.labelled("Place (optional)").attrs["value"] == "Chrey Thom"
    assert registrar.post(f"/cases/{case.number}/edit", data=typed).status_code == 303
    session.refresh(case)
    assert (case.place, case.latitude) == ("Chrey Thom", Decimal("11.3"))
    stale = page(f"/cases/{case.number}/edit", by=registrar, status=422, method="POST", data=typed)
    assert "Somebody changed this case" in stale.text

    exact = page(f"/cases/{case.number}", by=signed_in("officer"))
    assert "11.3" in exact.one("section", id="timeline").text
    vague = page(f"/cases/{case.number}", by=signed_in("inspector"))
    story = vague.one("section", id="timeline")
    assert "Coordinates withheld" in story.text
    assert "11.3" not in story.text and "11.26" not in story.text


def test_a_line_is_added_and_struck_out(page: Open, registrar: Any) -> None:
    case = opened(registrar, **FACTS, **rows({"quantity": "468", "declared_name": "rat snake"}))
    base = f"/cases/{case.number}/lines"
    page(f"{base}/new", by=registrar)
    new = {"quantity": "467", "declared_name": "rat snake", "reason": "counted again"}
    no_reason = page(f"{base}/new", by=registrar, status=422, method="POST",
                     data=new | {"reason": ""})  # fmt: skip
    assert "Say why it is added." in no_reason.text
    bad = page(f"{base}/new", by=registrar, status=422, method="POST",
               data=new | {"quantity": "1.5"})  # fmt: skip
    assert "whole numbers" in bad.text
    assert registrar.post(f"{base}/new", data=new).status_code == 303
    page(f"{base}/1/strike", by=registrar)
    page(f"{base}/1/strike", by=registrar, status=422, method="POST", data={"reason": ""})
    assert registrar.post(f"{base}/1/strike", data={"reason": "miscounted"}).status_code == 303
    shown = page(f"/cases/{case.number}", by=registrar)
    assert "Struck out: miscounted" in shown.text
    again = page(f"{base}/1/strike", by=registrar, status=422, method="POST", data={"reason": "x"})
    assert "struck out already" in again.text
    page(f"{base}/99/strike", by=registrar, status=404)


def test_the_law_takes_its_course(page: Open, registrar: Any) -> None:
    case = opened(registrar, **FACTS)
    base = f"/cases/{case.number}"
    page(f"{base}/stage", by=registrar)
    waits = page(f"{base}/stage", by=registrar, status=422, method="POST",
                 data={"stage": "CONFISCATED"})  # fmt: skip
    assert "Record the order of confiscation first" in waits.text
    page(f"{base}/orders/new", by=registrar)
    typed = {"kind": "confiscation", "authority": "Kandal Court", "reference": "12/2016",
             "issued_on": "2016-07-01"}  # fmt: skip
    scan = (io.BytesIO(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"), "order.pdf")
    sent = registrar.post(f"{base}/orders/new", data=typed | {"scan": scan})
    assert sent.status_code == 303, sent.text
    twice = page(f"{base}/orders/new", by=registrar, status=422, method="POST", data=typed)
    assert "recorded on this case already" in twice.text
    assert registrar.post(f"{base}/stage", data={"stage": "CONFISCATED"}).status_code == 303
    shown = page(base, by=registrar)
    assert "Confiscation Kandal Court, 12/2016 , 1 Jul 2016" in shown.text
    assert [e.text for e in shown.all("li", aria_current="step")] == ["Confiscated"]
    assert shown.all("a", class_="small")[0].text.startswith("Scan")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("order.jpg", b"this is text", "order.jpg"),
        ("order.pdf", b"", "is empty"),
    ],
)
def test_a_scan_that_is_none_is_refused_and_the_order_is_not_recorded(
    page: Open, registrar: Any, name: str, content: bytes, words: str
) -> None:
    case = opened(registrar, **FACTS)
    typed = {"kind": "other", "authority": "Court", "reference": "1", "issued_on": "2016-07-01",
             "scan": (io.BytesIO(content), name)}  # fmt: skip
    answer = registrar.post(f"/cases/{case.number}/orders/new", data=typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert case.orders == []


def test_an_order_in_error_is_struck_out(page: Open, registrar: Any) -> None:
    case = opened(registrar, **FACTS)
    wrong = order(case, issued_on=date(2016, 7, 1))
    address = f"/cases/{case.number}/orders/{wrong.id}/strike"
    page(address, by=registrar)
    assert registrar.post(address, data={"reason": "another case"}).status_code == 303
    assert "Struck out: another case" in page(f"/cases/{case.number}", by=registrar).text
    page(f"/cases/{case.number}/orders/999/strike", by=registrar, status=404)


def test_a_case_opened_in_error_is_struck_out(page: Open, registrar: Any) -> None:
    case = opened(registrar, **FACTS)
    page(f"/cases/{case.number}/void", by=registrar)
    assert registrar.post(f"/cases/{case.number}/void", data={"reason": "twice"}).status_code == 303
    shown = page(f"/cases/{case.number}", by=registrar)
    assert "This case is struck out" in shown.text
    assert not [e for e in shown.all("a") if e.text in ("Correct", "Intake", "Add a line")]
    late = page(f"/cases/{case.number}/void", by=registrar, status=422, method="POST",
                data={"reason": "x"})  # fmt: skip
    assert "This case is struck out." in late.text
