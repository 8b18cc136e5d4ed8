"""The drug list in a browser."""

from collections.abc import Callable
from decimal import Decimal as D

import pytest

from rescue_center import clock
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.pharmacy.models import DoseLimit, Drug
from rescue_center.pharmacy.rules import judge
from tests.care.conftest import SignIn
from tests.makers import make_drug, make_group, make_taxon
from tests.pages import Page

Open = Callable[..., Page]
pytestmark = pytest.mark.usefixtures("session")

BAYTRIL = {
    "name": "Baytril", "ingredient": "Enrofloxacin", "form": "solution", "strength_text": "5 %",
    "withdrawal_days": "28",
}  # fmt: skip


def test_a_vet_adds_a_drug_with_the_strength_on_its_label(page: Open, as_: SignIn) -> None:
    vet = as_("vet")
    page("/drugs/new", by=vet)
    response = vet.post("/drugs/new", data=BAYTRIL)
    drug = db.session.query(Drug).one()
    assert (response.status_code, response.location) == (303, f"/drugs/{drug.id}")
    assert (drug.strength_mg, drug.per, drug.ingredient) == (D(50), "ml", "enrofloxacin")
    assert "50 mg/ml" in page(f"/drugs/{drug.id}", by=as_("keeper")).text
    assert "Baytril" in page("/drugs", by=as_("inspector")).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Name is missing."),
        ({"strength_text": "strong"}, "is not a strength"),
        ({"strength_text": "100 IU/ml"}, "International units"),
        ({"form": "tablet"}, "A tablet has so many mg each"),
        ({"form": "cloud"}, "choose one of the list"),
        ({"withdrawal_days": "-1"}, "must be 0 or more"),
    ],
)
def test_a_drug_that_cannot_be_is_refused(
    page: Open,
    as_: SignIn,
    changes: dict[str, str],
    sentence: str,
) -> None:
    shown = page("/drugs/new", by=as_("vet"), method="POST", data=BAYTRIL | changes, status=422)
    assert sentence in shown.text
    assert shown.labelled("Ingredient").attrs["value"] == "Enrofloxacin"
    assert db.session.query(Drug).count() == 0


def test_the_same_product_twice_is_refused(page: Open, as_: SignIn) -> None:
    vet = as_("vet")
    vet.post("/drugs/new", data=BAYTRIL)
    shown = page("/drugs/new", by=vet, method="POST", data=BAYTRIL, status=422)
    assert "on the list already" in shown.text


def test_a_drug_is_changed_by_one_person_at_a_time(page: Open, as_: SignIn) -> None:
    drug, vet = make_drug(name="Baytril", at=clock.now()), as_("vet")
    url, seen = f"/drugs/{drug.id}/edit", str(drug.version)
    assert page(url, by=vet).one("input", name="version").attrs["value"] == seen
    assert vet.post(url, data=BAYTRIL | {"version": seen, "notes": "cool"}).status_code == 303
    stale = page(url, by=vet, method="POST", data=BAYTRIL | {"version": seen}, status=422)
    assert "Somebody changed Baytril" in stale.text


def test_limits_are_set_and_replaced(page: Open, as_: SignIn) -> None:
    drug, group, vet = make_drug(at=clock.now()), make_group(label="Tortoises"), as_("vet")
    url = f"/drugs/{drug.id}/limits"
    seen = page(url, by=vet).one("input", name="version").attrs["value"]
    typed = {"group": str(group.id), "least": "5", "most": "10", "ceiling": "8", "version": seen}
    assert "The limits rise" in page(url, by=vet, method="POST", data=typed, status=422).text
    assert vet.post(url, data=typed | {"ceiling": "20"}).status_code == 303
    typed["version"] = page(url, by=vet).one("input", name="version").attrs["value"]
    assert vet.post(url, data=typed | {"ceiling": "20", "most": "12,5"}).status_code == 303
    limit = db.session.query(DoseLimit).one()
    shown = page(f"/drugs/{drug.id}", by=vet)
    assert "5 to 12.5 mg/kg never above 20 mg/kg" in shown.one("tbody").text
    again = page(f"{url}?limit={limit.id}", by=vet)
    assert again.one("input", name="most").attrs["value"] == "12.5"
    seen = page(url, by=vet).one("input", name="version").attrs["value"]
    never = {"group": "0", "never": "y", "version": seen}
    assert "Say why" in page(url, by=vet, method="POST", data=never, status=422).text
    assert vet.post(url, data=never | {"reason": "it kills"}).status_code == 303
    assert "Never it kills" in page(f"/drugs/{drug.id}", by=vet).text


def test_the_limits_of_a_species_go_before_those_of_its_group_and_its_history_is_told(
    page: Open, as_: SignIn
) -> None:
    group = make_group(label="Tortoises")
    taxon, other = make_taxon(group=group), make_taxon(group=group)
    drug, vet = make_drug(at=clock.now()), as_("vet")
    url = f"/drugs/{drug.id}/limits"

    def typed(**facts: str) -> dict[str, str]:
        version = page(url, by=vet).one("input", name="version").attrs["value"]
        return {"group": str(group.id), "least": "5", "most": "10", "ceiling": "20",
                "version": version} | facts  # fmt: skip

    vet.post(url, data=typed(source="Site example"))
    mine = {"species": taxon.scientific_name, "least": "1", "most": "2", "ceiling": "3"}
    assert vet.post(url, data=typed(**mine, source="Carpenter")).status_code == 303
    unknown = page(url, by=vet, method="POST", data=typed(species="Felis nulla"), status=422)
    assert "Felis nulla" in unknown.labelled("One species (optional)").attrs["value"]
    assert judge(drug, other, D(8), "PO").outside == ""
    assert "outside 1 to 2 mg/kg" in judge(drug, taxon, D("2.5"), "PO").outside
    with pytest.raises(Refused, match="above the ceiling of 3"):
        judge(drug, taxon, D(4), "PO")
    assert vet.post(url, data=typed(**mine | {"most": "3"}, source="Plumb")).status_code == 303
    assert db.session.query(DoseLimit).count() == 2
    shown = page(f"/drugs/{drug.id}", by=as_("keeper"))
    assert taxon.label in shown.one("tbody").text
    told = shown.one("section", id="history").text
    assert "Carpenter" in told
    assert "Plumb" in told
    assert "Added a drug" in told


def test_a_retired_drug_is_no_longer_offered(page: Open, as_: SignIn) -> None:
    drug, vet = make_drug(name="Old", at=clock.now()), as_("vet")
    url = f"/drugs/{drug.id}/retire"
    assert "Reason is missing" in page(url, by=vet, method="POST", data={}, status=422).text
    page(url, by=vet)
    assert vet.post(url, data={"reason": "no longer made"}).status_code == 303
    assert "Retired" in page("/drugs", by=vet).text
    again = page(url, by=vet, method="POST", data={"reason": "again"}, status=422)
    assert "retired before" in again.text


def test_only_vets_change_the_list(as_: SignIn) -> None:
    drug = make_drug(at=clock.now())
    for role in ("keeper", "manager"):
        other = as_(role)
        assert other.post("/drugs/new", data=BAYTRIL).status_code == 403
        assert other.post(f"/drugs/{drug.id}/limits").status_code == 403
    assert as_("vet").get("/drugs/99999").status_code == 404


def test_the_statements_of_the_list_do_not_grow_with_the_drugs(
    page: Open,
    as_: SignIn,
    statements: list[str],
) -> None:
    vet, counts = as_("vet"), []
    for drugs in (1, 49):
        for _ in range(drugs):
            make_drug(at=clock.now())
        db.session.commit()
        statements.clear()
        page("/drugs", by=vet)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 5
