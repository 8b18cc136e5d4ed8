"""Weighing in a browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from rescue_center import clock
from rescue_center.care import queries
from rescue_center.care.models import Weight
from rescue_center.db import db
from tests.care.conftest import SignIn
from tests.makers import make_animal, make_lot, make_person, make_taxon, make_weight
from tests.pages import Page

Open = Callable[..., Page]
HOUR = timedelta(hours=1)


def test_a_keeper_weighs_with_a_number_alone(page: Open, as_: SignIn) -> None:
    mali = make_animal(at=clock.now() - HOUR, name="Mali")
    make_weight(mali, 2300, at=clock.now() - HOUR)
    keeper = as_("keeper")
    shown = page(f"/animals/{mali.accession}/weigh", by=keeper)
    assert "2.3 kg" in shown.text
    assert [e.attrs["value"] for e in shown.all("input", name="unit", checked="")] == ["kg"]
    response = keeper.post(
        f"/animals/{mali.accession}/weigh", data={"weight": "2,4", "unit": "kg", "at": _now()}
    )
    assert (response.status_code, response.location) == (303, f"/animals/{mali.accession}")
    assert _last(mali.id) == 2400


def test_the_unit_offered_is_the_one_the_animal_is_weighed_in(page: Open, as_: SignIn) -> None:
    bat = make_animal(at=clock.now() - HOUR, taxon=make_taxon(weight_min_g=20, weight_max_g=40))
    shown = page(f"/animals/{bat.accession}/weigh", by=as_("vet"))
    assert [e.attrs["value"] for e in shown.all("input", name="unit", checked="")] == ["g"]


def test_an_unusual_weight_is_asked_about_and_kept_when_confirmed(page: Open, as_: SignIn) -> None:
    mali = make_animal(at=clock.now() - HOUR)
    make_weight(mali, 2000, at=clock.now() - HOUR)
    keeper, url = as_("keeper"), f"/animals/{mali.accession}/weigh"
    typed = {"weight": "3", "unit": "kg", "at": _now(), "note": "after rain"}
    asked = page(url, by=keeper, method="POST", data=typed, status=422)
    assert "50 % more" in asked.text
    assert asked.labelled("Yes, this weight is right")
    assert asked.labelled("Weight").attrs["value"] == "3 kg"
    assert asked.one("input", name="note").attrs["value"] == "after rain"
    assert _last(mali.id) == 2000
    assert keeper.post(url, data=typed | {"unusual_confirmed": "y"}).status_code == 303
    assert _last(mali.id) == 3000


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"weight": "", "unit": "kg"}, "Weight is missing"),
        ({"weight": "heavy", "unit": "kg"}, "number and a unit"),
        ({"weight": "-2", "unit": "kg"}, "1 g or more"),
        ({"weight": "2.4"}, "Say the unit"),
        ({"weight": "2.4", "unit": "stone"}, "Unit: choose one of the list"),
        ({"weight": "99 t", "unit": "kg"}, "10000 kg or less"),
        ({"weight": "2.4", "unit": "kg", "at": "2099-01-01T10:00"}, "in the future"),
        ({"weight": "2.4", "unit": "kg", "at": "2001-01-01T10:00"}, "was not in our care"),
        ({"weight": "2.4", "unit": "kg", "at": "yesterday"}, "is not a day and time"),
    ],
)
def test_a_weight_that_cannot_be_is_refused_with_a_sentence(
    page: Open, as_: SignIn, typed: dict[str, str], sentence: str
) -> None:
    mali = make_animal(at=clock.now() - HOUR)
    url = f"/animals/{mali.accession}/weigh"
    shown = page(url, by=as_("keeper"), method="POST", data={"at": _now()} | typed, status=422)
    assert sentence in shown.text
    assert db.session.query(Weight).count() == 0


def test_a_lot_is_weighed_by_sample(page: Open, as_: SignIn) -> None:
    lot, vet = make_lot(24, at=clock.now() - HOUR), as_("vet")
    url = f"/animals/{lot.accession}/weigh"
    typed = {"weight": "90", "unit": "g", "at": _now()}
    shown = page(url, by=vet, method="POST", data=typed, status=422)
    assert "how many animals were on the scale" in shown.text
    assert vet.post(url, data=typed | {"sample_n": "6"}).status_code == 303


def test_going_back_goes_only_to_our_own_pages(as_: SignIn) -> None:
    mali, vet = make_animal(at=clock.now() - HOUR), as_("vet")
    url = f"/animals/{mali.accession}/weigh"
    data = {"weight": "2", "unit": "kg", "at": _now()}
    ours = vet.post(url, data=data | {"next": f"/animals/{mali.accession}/prescribe"})
    assert ours.location == f"/animals/{mali.accession}/prescribe"
    for elsewhere in ("https://evil.example", "//evil.example", "/\\evil.example"):
        response = vet.post(url, data=data | {"next": elsewhere})
        assert response.location == f"/animals/{mali.accession}"


def test_the_weights_are_shown_as_a_curve_and_a_list(page: Open, as_: SignIn) -> None:
    gibbon = make_taxon(weight_min_g=4000, weight_max_g=7000)
    mali = make_animal(at=clock.now() - 9 * HOUR, taxon=gibbon)
    empty = page(f"/animals/{mali.accession}/weights", by=as_("inspector"))
    assert "Nobody has weighed this animal yet" in empty.text
    make_weight(mali, 4200, at=clock.now() - 8 * HOUR)
    make_weight(mali, 4500, at=clock.now() - HOUR, method="estimated")
    shown = page(f"/animals/{mali.accession}/weights", by=as_("keeper"))
    assert shown.all("svg", class_="chart-plot")
    assert [r.text for r in shown.all("td", data_label="Weight")] == ["4.5 kg", "4.2 kg"]
    assert "Estimated" in shown.text


def test_a_reading_is_struck_out_with_a_reason(page: Open, as_: SignIn) -> None:
    mali = make_animal(at=clock.now() - HOUR)
    weight = make_weight(mali, 24_000, at=clock.now() - HOUR, by=make_person("keeper"))
    url = f"/weights/{weight.id}/strike-out"
    refused = page(url, by=as_("keeper"), method="POST", data={"reason": "typo"}, status=422)
    assert "Only whoever took this reading" in refused.text
    vet = as_("vet")
    assert "24 kg" in page(url, by=vet).text
    assert vet.post(url, data={"reason": "decimal point"}).status_code == 303
    assert "decimal point" in page(f"/animals/{mali.accession}/weights", by=vet).text
    assert queries.last_weight(mali.id) is None


def test_what_is_not_there_is_not_found(page: Open, as_: SignIn) -> None:
    vet = as_("vet")
    for url in ("/animals/2026-99999/weigh", "/animals/x/weights", "/weights/999999/strike-out"):
        page(url, by=vet, status=404)


def test_recording_takes_few_statements(as_: SignIn, statements: list[str]) -> None:
    mali, sok = make_animal(at=clock.now() - HOUR), as_("keeper")
    url, data = f"/animals/{mali.accession}/weigh", {"weight": "2", "unit": "kg", "at": _now()}
    db.session.commit()
    statements.clear()
    assert sok.post(url, data=data).status_code == 303
    asked = [s for s in statements if "SAVEPOINT" not in s]
    assert len(asked) <= 9, "\n".join(asked)


def _now() -> str:
    return f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"


def _last(animal_id: int) -> int | None:
    db.session.expire_all()
    found = queries.last_weight(animal_id)
    return found.weight_g if found else None
