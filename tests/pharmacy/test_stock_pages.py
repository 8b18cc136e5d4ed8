"""Stock and the register in a browser."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from rescue_center import clock
from rescue_center.care import rules as care
from rescue_center.care.drawing_models import UndrawnDose
from rescue_center.care.order_models import Administration
from rescue_center.db import db
from rescue_center.journal.models import Entry
from rescue_center.pharmacy.quantity import amount_of
from rescue_center.pharmacy.stock_models import StockBatch, StockIncident, StockLine
from tests.care.conftest import SignIn
from tests.makers import make_drug, make_prescription
from tests.pages import Page
from tests.pharmacy.store import make_batch, make_vial
from tests.staff.makers import PASSWORD, let_in, make_person

Open = Callable[..., Page]
pytestmark = pytest.mark.usefixtures("session")


def ago(days: int = 1) -> object:
    return clock.now() - timedelta(days=days)


def in_a_year() -> str:
    return (clock.today() + timedelta(days=365)).isoformat()


def vial_of(**facts: object) -> StockBatch:
    return make_vial(at=ago(), expires_on=clock.today() + timedelta(days=300), **facts)  # type: ignore[arg-type]


def test_a_lot_is_received_and_a_dose_takes_from_it(page: Open, as_: SignIn) -> None:
    drug, vet = make_drug(at=ago()), as_("vet")
    order = make_prescription(drug=drug, at=ago())
    page(f"/stock/receive?drug={drug.id}", by=vet)
    form = {"drug": str(drug.id), "amount": "50", "lot": "L7", "expires_on": in_a_year()}
    response = vet.post("/stock/receive", data=form)
    batch = db.session.scalars(sa.select(StockBatch)).one()
    assert (response.status_code, response.location) == (303, f"/stock/batches/{batch.id}")
    assert as_("keeper").post(f"/doses/{order.doses[1].id}").status_code == 303
    shown = page("/stock", by=vet)
    assert "49.68 ml there" in shown.text
    assert "0.96 ml needed" in shown.text  # three doses of five are to come
    assert "−" not in page(response.location, by=vet).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": ""}, "Amount is missing"),
        ({"amount": "0"}, "above zero"),
        ({"amount": "1000000"}, "more than any store holds"),
        ({"expires_on": "2020-01-31"}, "This has expired"),
        ({"lot": ""}, "Lot is missing"),
        ({"drug": "0"}, "choose one of the list"),
    ],
)
def test_what_cannot_be_received_is_refused_beside_its_field(
    page: Open, as_: SignIn, changes: dict[str, str], sentence: str
) -> None:
    drug = make_drug(at=ago())
    form = {"drug": str(drug.id), "amount": "50", "lot": "L7", "expires_on": in_a_year()}
    shown = page("/stock/receive", by=as_("vet"), method="POST", data=form | changes, status=422)
    assert sentence in shown.text
    assert db.session.query(StockBatch).count() == 0


def test_a_controlled_drug_is_given_from_a_vial_before_a_witness(page: Open, as_: SignIn) -> None:
    vial, vet = vial_of(), as_("vet")
    witness = make_person("keeper", password=PASSWORD)
    order = make_prescription(drug=vial.drug, at=ago())
    url = f"/doses/{order.doses[1].id}"
    bare = page(url, by=vet, method="POST", status=422)
    assert "say from which vial" in bare.text
    form = {"amount": "0.16", "at": "", "vial": str(vial.id), "wasted": "0.04",
            "waste_reason": "Air", "password": "wrong guess"}  # fmt: skip
    form["witness"] = witness.account
    form["at"] = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    wrong = page(url, by=vet, method="POST", data=form, status=422)
    assert "not the witness's password" in wrong.text
    assert "wrong guess" not in wrong.html
    verbs = db.session.scalars(sa.select(Entry.verb)).all()
    assert "failed to sign as witness" in verbs
    assert db.session.query(Administration).count() == 0
    assert vet.post(url, data=form | {"password": PASSWORD}).status_code == 303
    line = db.session.scalars(sa.select(StockLine).where(StockLine.kind == "use")).one()
    assert (line.witness_id, line.drawn, line.wasted) == (witness.id, 2000, 400)
    assert (
        "0.2 ml drawn up: 0.16 ml given, 0.04 ml wasted"
        in page(f"/stock/batches/{vial.id}", by=as_("inspector")).text
    )


def test_a_stolen_password_is_not_tried_for_ever(as_: SignIn) -> None:
    vial, vet = vial_of(), as_("vet")
    witness = make_person("keeper", password=PASSWORD)
    form = {"kind": "waste", "amount": "1", "reason": "Spilt", "witness": witness.account}
    for _ in range(10):
        vet.post(f"/stock/batches/{vial.id}/out", data=form | {"password": "not it at all"})
    answer = vet.post(f"/stock/batches/{vial.id}/out", data=form | {"password": PASSWORD})
    assert answer.status_code == 422
    assert "too many tries" in answer.text
    assert amount_of(vial.balance) == 10


def test_nobody_witnesses_their_own_draw(as_: SignIn, new_client: Callable[..., object]) -> None:
    vial, vet = vial_of(), make_person("vet", password=PASSWORD)
    form = {"kind": "waste", "amount": "1", "reason": "Spilt", "witness": vet.account,
            "password": PASSWORD}  # fmt: skip
    answer = let_in(new_client(), vet).post(f"/stock/batches/{vial.id}/out", data=form)
    assert answer.status_code == 422
    assert "choose one of the list" in answer.text  # one's own name is not offered


def test_the_weekly_count_shows_no_balance_and_says_afterwards_what_differs(
    page: Open, as_: SignIn
) -> None:
    vial, vet = vial_of(ml=8.75), as_("vet")
    witness = make_person("manager", password=PASSWORD)
    blind = page("/register/count", by=vet)
    assert "8.75" not in blind.text
    form = {f"vial_{vial.id}": "8.5", "witness": witness.account, "password": PASSWORD}
    assert vet.post("/register/count", data=form).status_code == 303
    incident = db.session.scalars(sa.select(StockIncident)).one()
    assert "An incident is open for Vial K-1 of lot L1: -0.25 ml" in page("/register", by=vet).text
    url = f"/register/incidents/{incident.id}"
    own = page(url, by=vet, method="POST", data={"explanation": "Mine"}, status=422)
    assert "You counted it" in own.text
    assert as_("manager").post(url, data={"explanation": "Dead space"}).status_code == 303
    assert "Dead space" in page(url, by=vet).text


def test_the_register_prints_each_row_with_both_names_and_adds_up(as_: SignIn) -> None:
    vial, by = vial_of(), make_person("vet", name="Dr Rath")
    from rescue_center.pharmacy import stock_rules

    stock_rules.remove(vial, "waste", 5000, by=by, at=clock.now(), reason="Fell off the table",
                       witness=make_person("keeper", name="Sok Dara"))  # fmt: skip
    answer = as_("inspector").get("/register.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    reader = PdfReader(BytesIO(answer.data))
    text = " ".join(" ".join(one.extract_text().split()) for one in reader.pages)
    for words in ("Reconciliation", "Fell off the table", "Dr Rath", "Sok Dara", "9.5 ml",
                  "-0.5 ml", vial.lines[-1].hash):  # fmt: skip
        assert words in text
    width, height = (float(x) for x in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (842, 595)


def test_a_dose_from_a_phone_is_reconciled_with_the_register(page: Open, as_: SignIn) -> None:
    vial, vet = vial_of(), as_("vet")
    witness = make_person("vet", password=PASSWORD)
    order = make_prescription(drug=vial.drug, at=ago())
    record = care.replay(order.doses[0], by=make_person("keeper"), at=ago())
    assert "To be reconciled with the register" in page("/stock", by=vet).text
    url = f"/records/{record.id}/stock"
    page(url, by=vet)
    form = {"how": "drawn", "vial": str(vial.id), "witness": witness.account, "password": PASSWORD}
    assert vet.post(url, data=form).status_code == 303
    assert db.session.query(UndrawnDose).one().how == "drawn"
    assert "Doses and stock agree" in page("/stock", by=vet).text


def test_a_struck_out_dose_is_reversed_by_two_and_then_agrees(page: Open, as_: SignIn) -> None:
    from rescue_center.pharmacy.register_rules import Drawn

    vial, vet, by = vial_of(), as_("vet"), make_person("vet")
    witness = make_person("vet", password=PASSWORD)
    order = make_prescription(drug=vial.drug, at=ago())
    record = care.give(order.doses[0], by=by, at=ago(), drawn=Drawn(vial, 1600, witness, 1600))
    care.void_record(record, by=by, at=clock.now(), reason="Wrong animal")
    assert "Struck out, still drawn" in page("/stock", by=vet).text
    line = db.session.scalars(sa.select(StockLine).where(StockLine.kind == "use")).one()
    url = f"/stock/lines/{line.id}/reversal"
    page(url, by=vet)
    form = {"reason": "Never drawn", "witness": witness.account, "password": PASSWORD}
    assert vet.post(url, data=form).status_code == 303
    assert "Doses and stock agree" in page("/stock", by=vet).text
    assert amount_of(vial.balance) == 10


def test_a_lot_is_counted_and_something_is_thrown_away(page: Open, as_: SignIn) -> None:
    batch = make_batch(ml=10, at=ago(), expires_on=clock.today() + timedelta(days=9))
    vet, url = as_("vet"), f"/stock/batches/{batch.id}"
    for part in ("/count", "/out", ""):
        page(url + part, by=vet)
    assert vet.post(f"{url}/count", data={"found": "9.5"}).status_code == 303
    form = {"kind": "waste", "amount": "9.5", "reason": "Expired"}
    assert vet.post(f"{url}/out", data=form).status_code == 303
    assert "Finished" in page(url, by=vet).text
    over = page(f"{url}/out", by=vet, method="POST", data=form, status=422)
    assert "holds 0 ml" in over.text


def test_an_empty_store_says_what_to_do(page: Open, as_: SignIn) -> None:
    assert "Nothing is in stock yet" in page("/stock", by=as_("inspector")).text
    assert "No vial is in the register" in page("/register", by=as_("vet")).text
    assert "No vial to count" in page("/register/count", by=as_("vet")).text


def test_the_store_asks_as_little_of_many_lots_as_of_one(
    as_: SignIn, statements: list[str]
) -> None:
    vet, end = as_("vet"), clock.today() + timedelta(days=90)

    def asked() -> list[int]:
        counts = []
        for url in ("/stock", "/register"):
            vet.get(url)
            statements.clear()
            vet.get(url)
            counts.append(len(statements))
        return counts

    make_batch(at=ago(), expires_on=end)
    vial_of()
    few = asked()
    for n in range(12):
        make_batch(at=ago(), expires_on=end)
        vial_of(vial=f"V{n}")
    assert asked() == few
