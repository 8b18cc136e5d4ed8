"""An enclosure's page: who should not live together, overrides and allowances with their end."""

from datetime import timedelta
from typing import Any

import pytest

from rescue_center import clock
from rescue_center.db import db
from rescue_center.enclosures import rules as housing
from rescue_center.enclosures.models import Incompatible
from tests.makers import make_animal, make_group, make_person, make_taxon, make_unit

pytestmark = pytest.mark.usefixtures("session")


def test_who_should_not_live_together_is_said_with_the_override_and_its_end(
    page: Any, signed_in: Any
) -> None:
    cats, deer = make_group(), make_group()
    db.session.add(Incompatible(one_id=cats.id, other_id=deer.id, reason="one eats the other"))
    cage, vet, now = make_unit("C1"), make_person("vet"), clock.now()
    cat = make_animal(taxon=make_taxon("Felis chaus", common_name="Jungle cat", group=cats))
    other = make_animal(taxon=make_taxon("Muntiacus vaginalis", common_name="Muntjac", group=deer))
    housing.house([cat], cage, by=vet, at=now)
    db.session.commit()
    assert "Should not live together" not in page("/units/C1", by=signed_in("keeper")).text
    end = now + timedelta(days=2)
    housing.house([other], cage, by=vet, at=now,
                  override_reason="One night, a wall between", override_until=end)  # fmt: skip
    db.session.commit()
    shown = page("/units/C1", by=signed_in("keeper")).text
    assert "Should not live together" in shown and "one eats the other" in shown
    assert "One night, a wall between" in shown
    assert f"Override until {clock.day_text(end)}" in shown


def test_who_is_kept_alone_and_is_not_is_said(page: Any, signed_in: Any) -> None:
    cage, now = make_unit("C1"), clock.now()
    cat = make_taxon("Felis chaus", common_name="Jungle cat", solitary=True)
    for _ in range(2):
        one = make_animal(taxon=cat, age_class="adult")
        housing.house([one], cage, by=make_person("vet"), at=now,
                      override_reason="Full", override_until=now + timedelta(days=1))  # fmt: skip
    db.session.commit()
    assert "Jungle cat is kept alone" in page("/units/C1", by=signed_in("keeper")).text


def test_an_allowance_says_its_reason_and_its_end(page: Any, signed_in: Any) -> None:
    cage = make_unit("C1", capacity=4)
    cage.allowance, cage.allowance_reason = 2, "The boat of Koh Thom"
    cage.allowance_until = clock.now() + timedelta(days=3)
    db.session.commit()
    shown = page("/units/C1", by=signed_in("keeper")).text
    assert "2 more than its 4 places are allowed until" in shown
    assert "The boat of Koh Thom" in shown
    cage.allowance_until = clock.now() - timedelta(days=3)
    db.session.commit()
    assert "The time is over" in page("/units/C1", by=signed_in("keeper")).text
