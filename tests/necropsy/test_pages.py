"""The pages of post-mortems: begun, changed, signed, concluded; parts kept."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.departures import death as deaths
from rescue_center.departures.models import Death
from rescue_center.necropsy import rules
from tests.makers import DAY, make_animal, make_person
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")
Open = Callable[..., Page]
SignIn = Callable[..., FlaskClient]


@pytest.fixture
def death() -> Death:
    at = clock.now() - DAY
    return deaths.die(make_animal(at=at - DAY), by=make_person("vet"), at=at, manner="natural")


def typed(**changed: object) -> dict[str, object]:
    return {
        "safety": "not_suspected", "at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}",
        "condition": "fresh", "examined": "1", "external": "Thin", "system_lungs": "Red",
        "organ_liver": "24,5", "preliminary": "Pneumonia",
    } | changed  # fmt: skip


def test_a_vet_opens_signs_and_concludes(page: Open, signed_in: SignIn, death: Death) -> None:
    vet, url = signed_in("vet"), f"/deaths/{death.id}/necropsy"
    assert death.stay.animal.accession in page("/necropsies", by=vet).text
    page(url, by=vet, method="POST", status=303, data=typed())
    row = rules.of(death)
    assert row is not None and row.weights == {"liver": Decimal("24.5")}
    page(f"/necropsies/{row.id}/edit", by=vet, method="POST", status=303,
         data=typed(system_gut="Empty", version=row.version))  # fmt: skip
    shown = page(f"/necropsies/{row.id}", by=vet)
    assert "Empty" in shown.text and "24.5 g" in shown.text and "Draft" in shown.text
    page(f"/necropsies/{row.id}/sign", by=vet, method="POST", status=303,
         data={"version": row.version})  # fmt: skip
    page(f"/necropsies/{row.id}/final", by=vet, method="POST", status=303,
         data={"final": "Aspergillosis"})  # fmt: skip
    assert "Aspergillosis" in page(f"/deaths/{death.id}", by=signed_in("manager")).text


def test_anthrax_is_refused_with_what_was_typed(
    page: Open, signed_in: SignIn, death: Death
) -> None:
    refused = page(f"/deaths/{death.id}/necropsy", by=signed_in("vet"), method="POST", status=422,
                   data=typed(safety="suspected"))  # fmt: skip
    assert "Do not open it" in refused.text and "Red" in refused.text
    assert rules.of(death) is None


def test_a_draft_that_somebody_changed_meanwhile_is_not_overwritten(
    page: Open, signed_in: SignIn, death: Death
) -> None:
    vet = signed_in("vet")
    page(f"/deaths/{death.id}/necropsy", by=vet, method="POST", status=303, data=typed())
    row = rules.of(death)
    assert row is not None
    stale = page(f"/necropsies/{row.id}/edit", by=vet, method="POST", status=422,
                 data=typed(version=row.version + 7, system_gut="Mine"))  # fmt: skip
    assert "Mine" in stale.text and "gut" not in row.found


def test_keepers_read_no_findings(page: Open, signed_in: SignIn, death: Death) -> None:
    page("/necropsies", by=signed_in("keeper"), status=403)
    assert "Post-mortem" not in page(f"/deaths/{death.id}", by=signed_in("keeper")).text


def test_a_part_is_kept_and_struck_out(page: Open, signed_in: SignIn, death: Death) -> None:
    vet = signed_in("vet")
    part = {"what": "Scales", "quantity": "1,2", "unit": "kg", "kept_at": "Freezer",
            "witness": "Dara", "at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"}  # fmt: skip
    page(f"/deaths/{death.id}/parts/new", by=vet, method="POST", status=422,
         data=part | {"quantity": "0"})  # fmt: skip
    page(f"/deaths/{death.id}/parts/new", by=vet, method="POST", status=303, data=part)
    assert "1.2 kg" in page(f"/deaths/{death.id}", by=vet).text
