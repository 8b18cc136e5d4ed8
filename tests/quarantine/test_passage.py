"""Nobody goes on to rehab, pre-release or long-term care who has not passed quarantine."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from rescue_center.animals import regroup, stages
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.errors import Refused
from rescue_center.quarantine import exemption_rules, rules
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_group,
    make_lot,
    make_person,
    make_taxon,
    make_unit,
)
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")

BEYOND = (Stage.REHAB, Stage.PRE_RELEASE, Stage.LONG_TERM_CARE)


def moved(animal: Animal, *to: Stage) -> None:
    for n, stage in enumerate(to, start=1):
        stages.change_stage(
            animal, stage, by=make_person("vet"), at=AT + 50 * DAY + n * HOUR, reason="x"
        )


def test_the_hospital_is_no_way_around_quarantine() -> None:
    animal = make_animal()
    moved(animal, Stage.HOSPITAL)
    for to in (Stage.REHAB, Stage.LONG_TERM_CARE):
        with pytest.raises(Refused, match="has not been through quarantine"):
            moved(animal, to)
    assert stages.choices(animal.stays[-1]) == []


@pytest.mark.parametrize("way", ["cleared", "early_exit"])
def test_what_left_quarantine_goes_on_and_so_does_what_is_split_off_it(way: str) -> None:
    vet = make_person("vet")
    lot = make_lot(4, taxon=make_taxon(group=make_group()))
    q = rules.begin(lot.stays[-1], make_unit(biosecurity="quarantine"), by=vet, at=AT)
    if way == "cleared":
        rules.clear(q, to=Stage.REHAB, by=vet, at=AT + 31 * DAY)
    else:
        rules.early_exit(q, to=Stage.REHAB, by=vet, at=AT + 31 * DAY, reason="Dying",
                         authority="FA", consent_by=make_person("officer"))  # fmt: skip
    heir = regroup.individualise(lot, by=vet, at=AT + 32 * DAY)
    for animal in (lot, heir):
        moved(animal, Stage.PRE_RELEASE, Stage.HOSPITAL, Stage.LONG_TERM_CARE)


def test_a_vet_says_that_none_is_needed_for_a_lot_and_its_heirs() -> None:
    vet, lot = make_person("vet"), make_lot(4)
    for who, why, match in (
        (make_person("keeper", "manager"), "x", "Only a vet"),
        (vet, " ", "Say why"),
    ):
        with pytest.raises(Refused, match=match):
            exemption_rules.exempt(lot, reason=why, by=who, at=AT + HOUR)
    exemption_rules.exempt(lot, reason="Cleared at ACCB", by=vet, at=AT + HOUR)
    with pytest.raises(Refused, match="has passed quarantine already"):
        exemption_rules.exempt(lot, reason="Again", by=vet, at=AT + HOUR)
    for animal in (lot, regroup.split(lot, 1, by=vet, at=AT + DAY)):
        moved(animal, Stage.HOSPITAL, Stage.REHAB, Stage.PRE_RELEASE)


def test_nothing_is_said_of_an_animal_before_it_came() -> None:
    with pytest.raises(Refused, match="arrived after that") as refused:
        exemption_rules.exempt(make_animal(), reason="x", by=make_person("vet"), at=AT - DAY)
    assert refused.value.field == "at"


def test_a_quarantine_that_is_begun_counts_more_than_the_word_that_none_is_needed() -> None:
    vet, animal = make_person("vet"), make_animal(taxon=make_taxon(group=make_group()))
    exemption_rules.exempt(animal, reason="Cleared at ACCB", by=vet, at=AT + HOUR)
    rules.begin(animal.stays[-1], make_unit(biosecurity="quarantine"), by=vet, at=AT + DAY)
    moved(animal, Stage.HOSPITAL)
    with pytest.raises(Refused, match="clearing it decides"):
        moved(animal, Stage.REHAB)
    with pytest.raises(Refused, match="is in quarantine"):
        exemption_rules.exempt(animal, reason="x", by=vet, at=AT + 60 * DAY)


def test_a_lot_that_needs_none_does_not_lend_this_to_one_that_does() -> None:
    vet, taxon = make_person("vet"), make_taxon()
    one = make_lot(4, taxon=taxon)
    two, three = (make_lot(4, taxon=taxon, epi_group=one.epi_group) for _ in range(2))
    for lot in (one, two):
        exemption_rules.exempt(lot, reason="Cleared at ACCB", by=vet, at=AT + HOUR)
    regroup.merge(two, one, by=vet, at=AT + DAY)
    with pytest.raises(Refused, match="may go on without quarantine"):
        regroup.merge(three, one, by=vet, at=AT + DAY)


def test_what_the_old_books_bring_goes_on_and_its_heirs_too() -> None:
    vet = make_person("vet")
    for lot in (make_lot(3, taken_over=True), make_lot(3, stage=Stage.LONG_TERM_CARE)):
        heir = regroup.split(lot, 1, by=vet, at=AT + DAY)
        for animal in (lot, heir):
            moved(animal, Stage.HOSPITAL, Stage.REHAB)


def test_the_page_is_the_vets_and_the_record_shows_the_reason(
    page: Callable[..., Page], signed_in: Callable[..., FlaskClient]
) -> None:
    animal, vet = make_animal(), signed_in("vet")
    url = f"/animals/{animal.accession}/quarantine/exemption"
    page(url, by=signed_in("keeper"), status=403)
    assert "No quarantine needed" in page(f"/animals/{animal.accession}", by=vet).text
    page(url, by=vet, status=303, method="POST", data={"reason": "Cleared at ACCB in May"})
    shown = page(f"/animals/{animal.accession}/quarantine", by=vet)
    assert "Cleared at ACCB in May" in shown.text
