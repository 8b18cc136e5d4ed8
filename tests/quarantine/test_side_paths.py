"""What a positive test, an event and a consent mean by side paths."""

import pytest

from rescue_center.animals import regroup
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.enclosures import rules as enclosures
from rescue_center.errors import Refused
from rescue_center.quarantine import rules
from rescue_center.quarantine.models import Quarantine
from rescue_center.quarantine.models import Test as LabTest
from rescue_center.staff.models import Person
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_group,
    make_lot,
    make_order,
    make_person,
    make_taxon,
    make_unit,
)

pytestmark = pytest.mark.usefixtures("session")


def begun(animal: Animal, by: Person) -> Quarantine:
    return rules.begin(animal.stays[-1], make_unit(biosecurity="quarantine"), by=by, at=AT)


def sampled(q: Quarantine, by: Person, *, mandatory: bool = True) -> LabTest:
    test = rules.add_test(
        q, "Avian influenza", due=AT.date(), by=by, at=AT, mandatory=mandatory, notifiable=True
    )
    rules.sample(test, by=by, at=AT + DAY)
    return test


def test_a_positive_result_after_the_clearance_stops_where_its_animals_live_by_now() -> None:
    vet = make_person("vet")
    lot = make_lot(4, taxon=make_taxon(group=make_group()))
    q = begun(lot, vet)
    test = sampled(q, vet, mandatory=False)
    rules.clear(q, to=Stage.REHAB, by=vet, at=AT + 31 * DAY)
    one = regroup.individualise(lot, by=vet, at=AT + 31 * DAY)
    homes = [make_unit(), make_unit()]
    for animal, home in zip((lot, one), homes, strict=True):
        enclosures.house([animal], home, by=vet, at=AT + 32 * DAY)
    rules.result(test, "positive", by=vet, at=AT + 33 * DAY)
    assert all(unit.has_movement_stop for unit in (*homes, q.unit))


def test_of_two_lots_that_merge_the_worse_result_counts() -> None:
    vet, case, taxon = make_person("vet"), make_case(), make_taxon(group=make_group())
    for ours, theirs in (("positive", "negative"), ("negative", "positive")):
        into, source = (make_lot(5, case=case, taxon=taxon) for _ in range(2))
        kept = begun(into, vet)
        other = rules.begin(source.stays[-1], kept.unit, by=vet, at=AT)
        for q, result in ((kept, ours), (other, theirs)):
            test = rules.add_test(q, "Salmonella", due=AT.date(), by=vet, at=AT)
            rules.sample(test, by=vet, at=AT + HOUR)
            rules.result(test, result, by=vet, at=AT + DAY)
        regroup.merge(source, into, by=vet, at=AT + 2 * DAY)
        said = [b.sentence for b in rules.blockers(kept, AT + 60 * DAY) if b.key == "test"]
        assert said == ["Salmonella was positive."]


def test_what_happens_in_an_area_or_a_site_blocks_every_clearance_in_it() -> None:
    vet = make_person("vet")
    q = begun(make_animal(taxon=make_taxon(group=make_group())), vet)
    other = begun(make_animal(taxon=make_taxon(group=make_group())), vet)
    area = q.unit.parent
    assert area is not None and area.parent is not None
    for unit in (area, area.parent):
        rules.report_event(unit, "illness", by=vet, at=AT + DAY, description="Flood")
    assert [b.key for b in rules.blockers(q, AT + 60 * DAY)] == ["event", "event"]
    assert rules.blockers(other, AT + 60 * DAY) == []


def test_an_early_exit_rests_on_somebody_elses_consent_or_an_order_of_its_case() -> None:
    vet, case = make_person("vet", "manager"), make_case()
    q = begun(make_animal(taxon=make_taxon(group=make_group()), case=case), vet)
    facts = {"to": Stage.REHAB, "by": vet, "at": AT + DAY, "reason": "Dying", "authority": "FA"}
    with pytest.raises(Refused, match="somebody else than the vet"):
        rules.early_exit(q, consent_by=vet, **facts)
    with pytest.raises(Refused, match="Only a"):
        rules.early_exit(q, **facts)
    with pytest.raises(Refused, match="not in force in the case"):
        rules.early_exit(q, order=make_order(make_case()), **facts)
    rules.early_exit(q, order=make_order(case), **facts)
