"""Doses in a browser: one tap, part of it, not given, undone, reported twice."""

from collections.abc import Callable
from datetime import timedelta

from rescue_center import clock
from rescue_center.animals.life import Stage, move
from rescue_center.care.order_models import Administration, Prescription
from rescue_center.care.rules import give, give_conflict
from rescue_center.db import db
from tests.care.conftest import SignIn
from tests.makers import make_animal, make_person, make_prescription
from tests.pages import Page

Open = Callable[..., Page]
HOUR = timedelta(hours=1)


def ordered(**facts: object) -> Prescription:
    """An order whose first dose is due now."""
    return make_prescription(
        make_animal(at=clock.now() - HOUR, name="Mali"), at=clock.now(), **facts
    )


def now() -> str:
    return f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"


def records() -> list[Administration]:
    db.session.expire_all()
    return db.session.query(Administration).order_by(Administration.id).all()


def test_a_keeper_gives_a_dose_with_one_tap_and_takes_it_back(page: Open, as_: SignIn) -> None:
    order, sok = ordered(), as_("keeper", name="Sok")
    dose = order.doses[0].id
    response = sok.post(f"/doses/{dose}", data={"next": "/treatments?show=due"})
    assert (response.status_code, response.location) == (303, "/treatments?show=due")
    record = records()[0]
    assert (record.status, record.by and record.by.name) == ("given", "Sok")
    shown = page("/treatments", by=sok)
    assert "0.32 ml given to Mali." in shown.text
    assert sok.post(f"/records/{record.id}/undo").status_code == 303
    assert records()[0].is_void
    assert "Taken back" in page("/treatments", by=sok).text
    assert sok.post(f"/doses/{dose}").status_code == 303


def test_the_page_of_a_dose_has_everything_filled_in(page: Open, as_: SignIn) -> None:
    order = ordered(instructions="Wear gloves", dilution=10)
    shown = page(f"/doses/{order.doses[0].id}", by=as_("keeper"))
    assert shown.labelled("Amount given").attrs["value"] == "3.2"
    assert "16 mg = 3.2 ml" in shown.text
    assert "Diluted 1 in 10, to 5 mg/ml" in shown.text
    assert "Wear gloves" in shown.text


def test_part_of_a_dose_keeps_what_was_typed_until_there_is_a_reason(
    page: Open, as_: SignIn
) -> None:
    order, sok = ordered(), as_("keeper")
    url = f"/doses/{order.doses[0].id}"
    shown = page(url, by=sok, method="POST", data={"amount": "0,2", "at": now()}, status=422)
    assert "Say why it was less than ordered." in shown.text
    assert shown.labelled("Amount given").attrs["value"] == "0,2"
    typed = {"amount": "0,2", "reason": "spat it out", "at": now()}
    assert sok.post(url, data=typed).status_code == 303
    assert records()[0].status == "partly"


def test_amounts_and_times_that_cannot_be_are_refused(page: Open, as_: SignIn) -> None:
    order, sok = ordered(), as_("keeper")
    url = f"/doses/{order.doses[0].id}"
    amount = {"amount": "0.32", "at": now()}
    for typed, sentence in (
        ({"amount": "5"}, "a vet stops it and writes a new one"),
        ({"amount": "0"}, "above zero"),
        ({"amount": "some"}, "is not a number"),
        ({"at": "2099-01-01T10:00"}, "in the future"),
        ({"at": "2001-01-01T10:00"}, "it is too early for it"),
    ):
        shown = page(url, by=sok, method="POST", data=amount | typed, status=422)
        assert sentence in shown.text
    assert records() == []


def test_a_dose_is_not_given_for_one_of_six_reasons(page: Open, as_: SignIn) -> None:
    order, sok = ordered(), as_("keeper")
    url = f"/doses/{order.doses[0].id}/not-given"
    refused = page(url, by=sok, method="POST", data={}, status=422)
    assert "Choose why it was not given." in refused.text
    data = {"not-reason": "refused", "not-note": "turned away"}
    assert sok.post(url, data=data).status_code == 303
    assert records()[0].reason == "Refused it: turned away"
    assert "not given to Mali: Refused it" in page("/treatments", by=sok).text


def test_a_second_giver_reads_who_was_first_and_may_report(page: Open, as_: SignIn) -> None:
    order, dara, lim = ordered(), as_("keeper", name="Dara"), as_("vet")
    dose = order.doses[0]
    give(dose, by=make_person("keeper", name="Sok"), at=clock.now())
    shown = page(f"/doses/{dose.id}", by=dara, method="POST", data={}, status=422)
    assert "Sok already gave this at" in shown.text
    assert dara.post(f"/doses/{dose.id}/report").status_code == 303
    assert [r.is_conflict for r in records()] == [False, True]
    assert "Reported twice" not in page("/treatments", by=dara).text
    assert "Reported twice" in page("/treatments", by=lim).text
    url = f"/records/{records()[1].id}/review"
    assert "Sok" in page(url, by=lim).text
    assert "Say what happened." in page(url, by=lim, method="POST", status=422).text
    assert lim.post(url, data={"decision": "given_too", "note": "watch it"}).status_code == 303
    again = page(url, by=lim, method="POST", data={"decision": "same"}, status=422)
    assert "reviewed before" in again.text
    assert "It was given as well. watch it" in page(f"/orders/{order.id}", by=lim).text


def test_too_soon_is_for_a_vet_to_decide(page: Open, as_: SignIn) -> None:
    order = ordered(frequency="q4h")
    give(order.doses[0], by=make_person("keeper", name="Sok"), at=clock.now())
    url = f"/doses/{order.doses[1].id}"
    shown = page(url, by=as_("keeper"), method="POST", data={}, status=422)
    assert "Sok gave" in shown.text and "The next is not before" in shown.text
    why = {"too_soon_reason": "it vomited the first"}
    keeper = page(url, by=as_("keeper"), method="POST", data=why, status=422)
    assert "Only a vet may decide otherwise" in keeper.text
    assert as_("vet").post(url, data=why).status_code == 303


def test_an_as_needed_dose(page: Open, as_: SignIn) -> None:
    order, sok = ordered(frequency="PRN", min_interval_h=6, max_per_day=2), as_("keeper")
    url = f"/orders/{order.id}/give"
    assert "As needed, 6 hours apart, at most 2 in 24 h" in page(url, by=sok).text
    assert "As needed" in page("/treatments", by=sok).text
    assert sok.post(url, data={"next": f"/orders/{order.id}"}).status_code == 303
    assert "The next is not before" in page(url, by=sok, method="POST", data={}, status=422).text
    assert "0.32 ml" in page(f"/orders/{order.id}", by=sok).text


def test_a_vet_strikes_out_a_record(page: Open, as_: SignIn) -> None:
    order, lim = ordered(), as_("vet")
    record = give(order.doses[0], by=make_person("keeper"), at=clock.now())
    url = f"/records/{record.id}/strike-out"
    assert "Reason is missing" in page(url, by=lim, method="POST", data={}, status=422).text
    page(url, by=lim)
    assert lim.post(url, data={"reason": "wrong animal"}).status_code == 303
    assert "struck out: wrong animal" in page(f"/orders/{order.id}", by=lim).text
    assert as_("keeper").post(url, data={"reason": "x"}).status_code == 403


def test_undo_is_for_seconds_only(page: Open, as_: SignIn) -> None:
    order, sok = ordered(), as_("keeper")
    record = give(order.doses[0], by=make_person("keeper"), at=clock.now())
    shown = page(f"/records/{record.id}/undo", by=sok, method="POST", status=409)
    assert "too late to undo" in shown.text


def test_a_dose_for_an_animal_that_left_is_reported_not_recorded(page: Open, as_: SignIn) -> None:
    order, sok = ordered(), as_("keeper")
    stay, dose = order.animal.stay, order.doses[0]
    assert stay
    move(stay, Stage.ESCAPED, by=None, at=clock.now())
    shown = page(f"/doses/{dose.id}", by=sok, method="POST", data={}, status=422)
    assert "no longer in our care" in shown.text
    assert sok.post(f"/doses/{dose.id}/report").status_code == 303
    assert records()[0].needs_review


def test_what_is_not_there_is_not_found(page: Open, as_: SignIn) -> None:
    vet = as_("vet")
    for url in ("/doses/999999", "/orders/999999", "/orders/999999/give",
                "/records/999999/review", "/records/999999/strike-out"):  # fmt: skip
        page(url, by=vet, status=404)


def test_every_page_about_doses_keeps_its_shape(page: Open, as_: SignIn) -> None:
    order, lim = ordered(), as_("vet")
    give(order.doses[0], by=make_person("keeper"), at=clock.now())
    conflict = give_conflict(order.doses[0], by=make_person("keeper"), at=clock.now())
    page(f"/doses/{order.doses[0].id}", by=lim)
    page(f"/records/{conflict.id}/review", by=lim)
    page(f"/orders/{order.id}", by=lim)


def test_recording_takes_few_statements(as_: SignIn, statements: list[str]) -> None:
    order, sok = ordered(), as_("keeper")
    url = f"/doses/{order.doses[0].id}"
    db.session.commit()
    statements.clear()
    assert sok.post(url).status_code == 303
    asked = [s for s in statements if "SAVEPOINT" not in s]
    assert len(asked) <= 13, "\n".join(asked)
