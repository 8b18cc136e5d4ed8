"""The pages of the laboratory, as people use them."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.enclosures import rules as enclosures
from rescue_center.laboratory.models import LabResult, LabSample
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.models import DiseaseNotice
from tests.laboratory.makers import (
    make_analyte,
    make_interval,
    make_panel,
    make_tube,
)
from tests.makers import make_animal, make_group, make_lot, make_taxon, make_unit
from tests.pages import Page

pytestmark = [pytest.mark.usefixtures("session"), pytest.mark.engine("sqlite")]
Pages = Callable[..., Page]
AGO = clock.now() - timedelta(days=1)


@pytest.fixture
def vet(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in("vet")


def tubes() -> list[LabSample]:
    return list(db.session.scalars(sa.select(LabSample).order_by(LabSample.id)))


def links(shown: Page) -> set[str]:
    return {one.attrs["href"] for one in shown.all("a")}


def now() -> str:
    return f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"


def test_from_the_animal_to_its_flag(page: Pages, vet: FlaskClient) -> None:
    """The whole way: taken, labelled, entered, flagged on the animal's page, drawn as a curve."""
    glucose = make_analyte("glu", "mmol/L", **{"mg/dL": "0.05551"})
    sodium, animal = make_analyte("na", "mmol/L"), make_animal(at=AGO)
    make_interval(glucose, animal.taxon, "3", "6")
    panel = make_panel(glucose, sodium, name="Chemistry")
    url = f"/animals/{animal.accession}/samples/new"
    page(url, by=vet)
    page(url, by=vet, method="POST", status=303,
         data={"kind": "serum", "at": now(), "panels": str(panel.id)})  # fmt: skip
    (tube,) = tubes()
    assert "Waiting for its result" in page(f"/laboratory/tubes/{tube.number}", by=vet).text
    assert vet.get(f"/laboratory/labels.pdf?tube={tube.number}").data[:5] == b"%PDF-"
    enter = f"/laboratory/tests/{tube.tests[0].id}/results"
    assert "mg/dL" in page(f"{enter}?units=conventional", by=vet).text
    page(enter, by=vet, method="POST", status=303, data={
        "units": "conventional", "at": now(), f"v_{glucose.id}": "180", f"v_{sodium.id}": "",
    })  # fmt: skip
    shown = page(f"/animals/{animal.accession}/quarantine", by=vet).text
    assert "180 mg/dL" in shown and "H · High" in shown and "3 to 6 mmol/L" in shown
    trend = page(f"/animals/{animal.accession}/analytes/glu", by=vet).text
    assert "9.992" in trend
    page(enter, by=vet)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("5 stone", "cannot be converted"), ("high", "not an amount"), ("1,500", "thousands"),
     ("", "at least one")],
)  # fmt: skip
def test_a_result_that_cannot_be_is_refused_beside_its_field(
    page: Pages, vet: FlaskClient, typed: str, sentence: str
) -> None:
    glucose = make_analyte()
    test = make_tube(make_animal(at=AGO), at=AGO, panels=[make_panel(glucose)]).tests[0]
    answer = page(f"/laboratory/tests/{test.id}/results", by=vet, method="POST", status=422,
                  data={"units": "si", "at": now(), f"v_{glucose.id}": typed})  # fmt: skip
    assert sentence in answer.text
    if typed:
        field = answer.one("input", id=f"v_{glucose.id}")
        assert field.attrs["value"] == typed and field.attrs["aria-invalid"] == "true"


def test_a_lot_in_quarantine_is_sampled_in_pools_for_its_tests(
    page: Pages, vet: FlaskClient
) -> None:
    lot = make_lot(100, at=AGO, taxon=make_taxon(group=make_group()))
    assert lot.stay is not None
    q = quarantine.begin(lot.stay, make_unit(biosecurity="quarantine"), by=None, at=AGO)
    test = quarantine.add_test(q, "Ranavirus PCR", due=clock.today(), by=None, at=AGO)
    url = f"/animals/{lot.accession}/samples/new"
    assert url in links(page("/laboratory", by=vet))
    assert page(url, by=vet).one("input", id="heads").attrs["value"] == "25"
    page(url, by=vet, method="POST", status=303, data={
        "kind": "swab", "at": now(), "tests": str(test.id), "heads": "25", "pool": "5",
    })  # fmt: skip
    made = tubes()
    assert [one.heads for one in made] == [5] * 5
    assert url not in links(page("/laboratory", by=vet))
    offered = page(f"/quarantine/{q.id}", by=vet).all("a")
    assert f"/laboratory/tests/{made[0].tests[0].id}/results" in [
        one.attrs["href"] for one in offered
    ]
    for one in made:
        url = f"/laboratory/tests/{one.tests[0].id}/results"
        page(url, by=vet)
        page(url, by=vet, method="POST", status=303, data={"finding": "negative", "at": now()})
    db.session.refresh(test)
    assert test.result == "negative"
    assert "Negative" in page(f"/quarantine/{q.id}", by=vet).text


def test_a_keeper_sees_that_results_are_back_and_not_which(
    page: Pages, vet: FlaskClient, signed_in: Callable[..., FlaskClient]
) -> None:
    keeper, animal = signed_in("keeper"), make_animal(at=AGO)
    tube = make_tube(animal, at=AGO)
    page(f"/laboratory/tests/{tube.tests[0].id}/results", by=vet, method="POST", status=303,
         data={"finding": "positive", "at": now()})  # fmt: skip
    for url in (f"/laboratory/tubes/{tube.number}", "/laboratory?show=back",
                f"/animals/{animal.accession}/quarantine",
                f"/animals/{animal.accession}/timeline"):  # fmt: skip
        text = page(url, by=keeper).text
        assert "ositive" not in text, url
    assert "Positive" in page(f"/laboratory/tubes/{tube.number}", by=vet).text
    assert keeper.get(f"/laboratory/tests/{tube.tests[0].id}/results").status_code == 403


def test_a_pool_of_an_enclosure_names_everybody_in_the_tube(page: Pages, vet: FlaskClient) -> None:
    unit, here = make_unit(), [make_animal(at=AGO) for _ in range(2)]
    enclosures.house(here, unit, by=None, at=AGO)
    url = f"/units/{unit.code}/samples/new"
    page(url, by=vet)
    page(url, by=vet, method="POST", status=422,
         data={"kind": "faeces", "at": now(), "findings": "Culture"})  # fmt: skip
    page(url, by=vet, method="POST", status=303, data={
        "kind": "faeces", "at": now(), "findings": "Culture",
        "animals": [str(one.id) for one in here],
    })  # fmt: skip
    (tube,) = tubes()
    text = page(f"/laboratory/tubes/{tube.number}", by=vet).text
    assert all(one.accession in text for one in here) and "2 animals pooled" in text


def test_the_boxes_open_a_tube_by_what_its_code_says(
    page: Pages, vet: FlaskClient, signed_in: Callable[..., FlaskClient]
) -> None:
    tube = make_tube(make_animal(at=AGO), at=AGO)
    for typed in (tube.number, f"S{tube.number}", f"{tube.number[:4]} {tube.number[4:]}"):
        answer = vet.get("/laboratory", query_string={"tube": typed})
        assert answer.location == f"/laboratory/tubes/{tube.number}"
        assert vet.get("/search", query_string={"q": typed}).location.endswith(tube.number)
    assert signed_in("registrar").get(f"/search?q=S{tube.number}").status_code == 200
    assert "No tube has the number" in page("/laboratory?tube=12345678", by=vet).text


def test_lists_say_what_waits(page: Pages, vet: FlaskClient) -> None:
    tube = make_tube(make_animal(at=AGO), at=AGO)
    assert tube.number[4:] in page("/laboratory", by=vet).text
    url = f"/laboratory/tubes/{tube.number}/send"
    page(url, by=vet)
    page(url, by=vet, method="POST", status=303,
         data={"laboratory": "Institut Pasteur", "at": now()})  # fmt: skip
    assert "No tubes here" in page("/laboratory?show=here", by=vet).text
    assert "Institut Pasteur" in page("/laboratory?show=all", by=vet).text
    page(f"/laboratory/tubes/{tube.number}/void", by=vet)
    page(f"/laboratory/tubes/{tube.number}/void", by=vet, method="POST", status=303,
         data={"reason": "Broke on the way"})  # fmt: skip
    assert "Broke on the way" in page(f"/laboratory/tubes/{tube.number}", by=vet).text
    assert "No tubes here" in page("/laboratory", by=vet).text


def test_a_result_is_amended_and_struck_out_with_a_reason(page: Pages, vet: FlaskClient) -> None:
    glucose = make_analyte()
    test = make_tube(make_animal(at=AGO), at=AGO, panels=[make_panel(glucose)]).tests[0]
    page(f"/laboratory/tests/{test.id}/results", by=vet, method="POST", status=303,
         data={"units": "si", "at": now(), f"v_{glucose.id}": "55"})  # fmt: skip
    row = db.session.scalars(sa.select(LabResult)).one()
    url = f"/laboratory/results/{row.id}/amend"
    page(url, by=vet)
    page(url, by=vet, method="POST", status=422, data={"amount": "5.5", "reason": "A slip"})
    page(url, by=vet, method="POST", status=303, data={"amount": "5.5 mmol/L", "reason": "A slip"})
    text = page(f"/laboratory/tubes/{test.sample.number}", by=vet).text
    assert "55 mmol/L" in text and "5.5 mmol/L" in text and "A slip" in text
    newest = db.session.scalars(sa.select(LabResult).order_by(LabResult.id.desc())).first()
    assert newest is not None
    page(f"/laboratory/results/{newest.id}/void", by=vet)
    page(f"/laboratory/results/{newest.id}/void", by=vet, method="POST", status=303,
         data={"reason": "Of another"})  # fmt: skip
    db.session.expire_all()
    assert newest.is_void and newest.test.waits


def test_intervals_are_entered_with_a_source_and_replaced(page: Pages, vet: FlaskClient) -> None:
    glucose, taxon = make_analyte(), make_taxon("Manis javanica")
    page("/laboratory/intervals", by=vet)
    page("/laboratory/intervals/new", by=vet)
    given = {"analyte": str(glucose.id), "taxon": "manis javanica", "low": "3", "high": "6",
             "unit": "mmol/L", "source": "Our own 40", "animals": "40"}  # fmt: skip
    wrong = page("/laboratory/intervals/new", by=vet, method="POST", status=422,
                 data=given | {"taxon": "Manis nobody"})  # fmt: skip
    assert "No species of the list" in wrong.text
    page("/laboratory/intervals/new", by=vet, method="POST", status=422,
         data=given | {"unit": "stone"})  # fmt: skip
    answer = vet.post("/laboratory/intervals/new", data=given)
    assert answer.status_code == 303
    page(f"{answer.location}/replace", by=vet)
    newer = vet.post(f"{answer.location}/replace", data=given | {"low": "4", "reason": "More"})
    text = page(newer.location, by=vet).text
    assert "4 to 6 mmol/L" in text and "3 to 6 mmol/L" in text and "Our own 40" in text
    page(f"{newer.location}/retire", by=vet)
    page(f"{newer.location}/retire", by=vet, method="POST", status=303, data={"reason": "Old"})
    assert taxon.scientific_name not in page("/laboratory/intervals", by=vet).one("main").text
    assert "Out of use since" in page(newer.location, by=vet).text


def test_the_centre_adds_analytes_and_panels(page: Pages, vet: FlaskClient) -> None:
    page("/laboratory/analytes/new", by=vet)
    given = {"key": "GLDH", "label": "Glutamate dehydrogenase", "unit": "U/L"}
    page("/laboratory/analytes/new", by=vet, method="POST", status=422,
         data=given | {"units": "µkat/L 60"})  # fmt: skip
    page("/laboratory/analytes/new", by=vet, method="POST", status=303,
         data=given | {"units": "µkat/L | 60 | by definition"})  # fmt: skip
    glucose = make_analyte()
    page("/laboratory/panels/new", by=vet)
    page("/laboratory/panels/new", by=vet, method="POST", status=303,
         data={"name": "Liver", "analytes": [str(glucose.id)]})  # fmt: skip
    text = page("/laboratory/analytes", by=vet).text
    assert "gldh" in text and "µkat/L × 60" in text and "Liver" in text


def sent(client: FlaskClient, rows: list[str], **given: Any) -> Any:
    """A file as a browser sends it."""
    raw = "\n".join(["Sample ID;Test;Value;Units", *rows]).encode(given.get("encoding", "utf-8"))
    return client.post("/laboratory/import", data={"file": (BytesIO(raw), "vs2.csv")})


def test_an_analysers_file_is_shown_row_by_row_then_stored_once(
    page: Pages, vet: FlaskClient
) -> None:
    glucose = make_analyte("glu", "mmol/L", **{"mg/dL": "0.05551"})
    panel, animal = make_panel(glucose), make_animal(at=AGO)
    one, two = (make_tube(animal, at=AGO, panels=[panel]) for _ in range(2))
    finding = make_tube(animal, at=AGO)
    wrong = f"{one.number[:7]}{(int(one.number[7]) + 1) % 10}"
    rows = [
        f"{one.number};GLU;90;mg/dL", f"S{two.number};glu;<0.5;mmol/l", f"{two.number};GLU;5;",
        f"{wrong};GLU;5;mmol/L", f"{one.number};XYZ;5;mmol/L", f"{finding.number};GLU;5;mmol/L",
        f"{one.number};GLU;4;mmol/L", f"{one.number};GLU;high;mmol/L", "",
    ]  # fmt: skip
    page("/laboratory/import", by=vet)
    shown = Page(sent(vet, rows).text)
    assert not db.session.scalars(sa.select(LabResult)).all()
    for sentence in ("say the unit", "a digit is wrong", "is no analyte", "No panel was asked",
                     "has its result, 90 mg/dL", "not an amount", "Store 2 results"):  # fmt: skip
        assert sentence in shown.text, sentence
    content = shown.one("input", id="content").attrs["value"]
    stored = {"name": "vs2.csv", "content": content}
    assert vet.post("/laboratory/import/results", data=stored).status_code == 303
    kept = db.session.scalars(sa.select(LabResult).order_by(LabResult.id)).all()
    assert [(row.censor, str(row.unit)) for row in kept] == [("", "mg/dL"), ("<", "mmol/L")]
    again = page("/laboratory/import/results", by=vet, method="POST", status=422, data=stored)
    assert "No row of it is new" in again.text
    assert "There already" in Page(sent(vet, rows).text).text
    assert len(db.session.scalars(sa.select(LabResult)).all()) == 2
    assert "vs2.csv" in page("/laboratory/import", by=vet).text


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [(b"", "is empty"), (b"a,b\n1,2\n", "names no column for tube"), (b"PK\x03\x04zip", "no table"),
     (b"\n\n\n", "empty")],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused(
    page: Pages, vet: FlaskClient, raw: bytes, sentence: str
) -> None:
    answer = page("/laboratory/import", by=vet, method="POST", status=422,
                  data={"file": (BytesIO(raw), "vs2.csv")})  # fmt: skip
    assert sentence in answer.text


def test_a_notifiable_finding_is_told_and_resolved(page: Pages, vet: FlaskClient) -> None:
    animal = make_animal(at=AGO)
    taken = {"kind": "swab", "at": now(), "findings": "TB culture", "notifiable": "1"}
    page(f"/animals/{animal.accession}/samples/new", by=vet, method="POST", status=303, data=taken)
    enter = f"/laboratory/tests/{tubes()[0].tests[0].id}/results"
    assert "A notifiable disease" in page(enter, by=vet).text
    page(enter, by=vet, method="POST", status=303, data={"finding": "positive", "at": now()})
    notice = db.session.scalars(sa.select(DiseaseNotice)).one()
    assert "TB culture, tube" in page("/quarantine/notices", by=vet).text
    url = f"/quarantine/notices/{notice.id}"
    page(url, by=vet)
    page(url, by=vet, method="POST", status=303, data={"whom": "GDAHP, Dr Ly", "at": now()})
    page(f"{url}/resolution", by=vet)
    page(f"{url}/resolution", by=vet, method="POST", status=303,
         data={"note": "Culture of three more was negative", "at": now()})  # fmt: skip
    assert "Culture of three more" in page("/quarantine/notices", by=vet).text
