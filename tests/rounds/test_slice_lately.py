"""A card tells the last thirty days without network, and no more of them than a keeper may know."""

import gzip
from datetime import timedelta
from typing import Any

import pytest

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.care import dose_rules, weight_rules
from rescue_center.husbandry import concern_rules, keeping_rules
from rescue_center.rounds import slice as slices
from rescue_center.rounds import slice_lately
from tests.counting import selects
from tests.makers import make_prescription
from tests.rounds.handset import Handset
from tests.rounds.slices import DAY, area_of, housed, packed, slice_of, treated, ward
from tests.staff.makers import make_person

HOUR = timedelta(hours=1)


def lived(unit: Any) -> Animal:
    """Mali, of whom ten days are known: weighed, treated, worried about, observed, not eating."""
    mali, vet = housed(unit, name="Mali"), make_person("vet")
    now = clock.now()
    weight_rules.weigh(mali, 3100, by=vet, at=now - 9 * DAY)
    order = make_prescription(mali, at=now - 3 * HOUR, by=vet, indication="Secret pneumonia")
    dose_rules.give(order.doses[0], by=vet, at=now - 2 * HOUR)
    concern = concern_rules.raise_concern("stool", "today", animal=mali, note="Soft", by=vet,
                                          at=now - 5 * DAY)  # fmt: skip
    concern_rules.answer(concern, "Secret: a parasite", by=vet, at=now - 4 * DAY)
    keeping_rules.observe(mali, appetite=1, by=vet, at=now - DAY)
    return mali


def test_a_card_tells_what_happened_newest_first(handset: Handset) -> None:
    mali = lived(unit := ward("G4"))
    told = slice_of(handset, handset.join(make_person("keeper")), [area_of(unit)])["lately"]
    story = told[str(mali.id)]
    assert [one[1:] for one in story if one[1] != "w" or one[2] == 3100] == [
        ["d", "Drug " + story[0][2].removeprefix("Drug "), 1, 0], ["o", 1, None, "unknown", ""],
        ["c", "stool", True], ["w", 3100], ["m", "G4"],
    ]  # fmt: skip
    moments = [one[0] for one in story]
    assert moments == sorted(moments, reverse=True)


def test_a_card_tells_neither_why_nor_what_a_vet_found(handset: Handset) -> None:
    lived(unit := ward())
    content = packed(handset, handset.join(make_person("keeper")), [area_of(unit)])
    assert b"Secret" not in gzip.decompress(content)


def test_what_is_older_or_struck_out_is_not_told(handset: Handset) -> None:
    unit, vet = ward(), make_person("vet")
    mali, now = housed(unit), clock.now()
    gone = keeping_rules.observe(mali, appetite=4, by=vet, at=now - DAY)
    keeping_rules.void_observation(gone, by=vet, at=now, reason="Another animal")
    kept = keeping_rules.observe(mali, appetite=2, by=vet, at=now - HOUR)
    mine = handset.join(make_person("keeper"))
    told = slice_of(handset, mine, [area_of(unit)])["lately"][str(mali.id)]
    assert [one[2] for one in told if one[1] == "o"] == [kept.appetite]
    assert not [one for one in told if one[0] < (now - slice_lately.BACK).isoformat()]


def test_three_doses_of_a_day_are_one_line(handset: Handset) -> None:
    unit = ward()
    mali, vet = housed(unit), make_person("vet")
    noon = clock.start_of(clock.today() - DAY) + 12 * HOUR
    order = make_prescription(mali, at=noon - 6 * HOUR, by=vet, frequency="TID")
    first, second, third = order.doses[:3]
    dose_rules.give(first, by=vet, at=first.due_at)
    dose_rules.give(second, by=vet, at=second.due_at)
    dose_rules.not_given(third, "refused", by=vet, at=third.due_at)
    told = slice_of(handset, handset.join(make_person("keeper")), [area_of(unit)])["lately"]
    assert [one[3:] for one in told[str(mali.id)] if one[1] == "d"] == [[2, 1]]


@pytest.mark.engine("sqlite")
def test_a_story_has_an_end_and_takes_five_statements(
    handset: Handset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slice_lately, "MOST_OF_ONE", 4)
    unit, vet = ward(), make_person("vet")
    mali = housed(unit)
    for n in range(9):
        keeping_rules.observe(mali, appetite=n % 5, by=vet, at=clock.now() - n * HOUR)
    treated(mali)
    mine, areas = handset.join(make_person("keeper")), [area_of(unit)]
    told = slice_of(handset, mine, areas)["lately"][str(mali.id)]
    assert len(told) == 4
    assert [one[2] for one in told if one[1] == "o"] == [0, 1, 2]  # and a weight
    with selects() as all_of_it:
        slice_of(handset, mine, areas)
    others = [part for part in slices.PARTS if part is not slice_lately.lately]
    monkeypatch.setattr(slices, "PARTS", others)
    with selects() as without:
        slice_of(handset, mine, areas)
    assert len(all_of_it) - len(without) == 5
