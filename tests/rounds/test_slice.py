"""A phone is given the day of a part of the centre, sealed, and no more than a keeper may know."""

import gzip
import hashlib
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals import holds
from rescue_center.care import exam_rules
from rescue_center.care.dose_rules import give
from rescue_center.db import db
from rescue_center.enclosures import rules as housing
from rescue_center.errors import Refused
from rescue_center.media import rules as media
from rescue_center.rounds import sealing, slice, slice_places
from rescue_center.species.models import Taxon
from rescue_center.staff import phone_rules, rules
from rescue_center.staff.phone_models import Phone, PhoneProfile
from rescue_center.tags import rules as tags
from tests.animals.test_photos import sealed as sealed_file
from tests.counting import selects
from tests.makers import make_case, make_group, make_lot, make_prescription, make_taxon
from tests.rounds.handset import Handset
from tests.rounds.slices import DAY, area_of, ask, beside, housed, packed, slice_of, treated, ward
from tests.staff.makers import make_person

once = pytest.mark.engine("sqlite")


def test_a_slice_tells_who_lives_where_and_what_they_are_due(handset: Handset) -> None:
    unit = ward("G4")
    taxon = make_taxon("Hylobates pileatus", common_name="Pileated gibbon", weight_min_g=4000)
    mali = housed(unit, taxon=taxon, name="Mali", sex="female", age_class="juvenile")
    treated(mali)
    keeper = make_person("keeper", name="Sok")
    told = slice_of(handset, handset.join(keeper), [area_of(unit)])
    assert (told["me"]["name"], told["me"]["roles"]) == ("Sok", ["keeper"])
    assert told["day"] == clock.today().isoformat()
    (place,) = told["units"]
    assert (place["code"], place["area"], place["q"]) == ("G4", unit.parent_id, False)
    (animal,) = told["animals"]
    assert (animal["name"], animal["unit"], animal["acc"]) == ("Mali", unit.id, mali.accession)
    assert (animal["sex"], animal["age"], animal["n"], animal["lot"]) == (
        "female", "juvenile", 1, False)  # fmt: skip
    assert (animal["g"], animal["q"], animal["flags"]) == (3200, None, [])
    (species,) = told["species"]
    assert (species["en"], species["sci"], species["lo"]) == (
        "Pileated gibbon", "Hylobates pileatus", 4000)  # fmt: skip
    first = told["doses"][0]
    assert (first["animal"], first["amount"], first["unit"], first["mg"], first["route"]) == (
        mali.id, "0.32", "ml", "16", "by mouth")  # fmt: skip
    assert len(told["doses"]) in (2, 3)  # two days of once a day, the first an hour ago
    assert {area["id"] for area in told["areas"]} >= {unit.parent_id}


def test_a_slice_opens_only_with_the_key_of_whoever_asked(handset: Handset) -> None:
    unit = ward()
    housed(unit, name="Mali")
    mine, other = handset.join(make_person("keeper")), handset.join(make_person("keeper"))
    response = ask(handset, mine, [area_of(unit)])
    place = sealing.about("slice", handset.name)
    with pytest.raises(sealing.Unsealable):
        sealing.opened(handset.keys[other], response.data, place)
    assert sealing.opened(handset.keys[mine], response.data, place)
    assert b"Mali" not in response.data


def test_the_same_day_is_not_sent_twice(handset: Handset) -> None:
    unit = ward()
    mali, mine = housed(unit, name="Mali"), handset.join(make_person("keeper"))
    etag = ask(handset, mine, [area_of(unit)]).headers["ETag"]
    again = ask(handset, mine, [area_of(unit)], 304, **{"If-None-Match": etag})
    assert again.data == b""
    mali.rename("Bopha")
    changed = ask(handset, mine, [area_of(unit)], 200, **{"If-None-Match": etag})
    assert changed.headers["ETag"] != etag


def test_a_slice_holds_no_clinical_notes_no_case_and_no_place(handset: Handset) -> None:
    unit, vet = ward(), make_person("vet")
    case = make_case(place="Poipet secret road", latitude=Decimal("13.654321"),
                     longitude=Decimal("102.567891"), title="The market ring")  # fmt: skip
    mali = housed(unit, name="Mali", case=case)
    assert mali.stay is not None
    holds.place_hold(mali.stay, case, by=vet, at=clock.now(), reason="Secret witness")
    exam_rules.examine(mali, {"subjective": "Coughs blood"}, by=vet, at=clock.now())
    make_prescription(mali, at=clock.now() - timedelta(hours=1), by=vet,
                      indication="Secret pneumonia")  # fmt: skip
    told = packed(handset, handset.join(make_person("keeper")), [area_of(unit)])
    text = gzip.decompress(told).decode()
    assert '["hold","Legal hold"]' in text
    for word in ("Poipet", "market", case.number, "13.65", "Coughs", "pneumonia", "Secret"):
        assert word not in text


def test_enclosures_come_in_walking_order_and_quarantine_last(handset: Handset) -> None:
    first = ward("B2")
    beside(first, "B1", biosecurity="quarantine", walking_order=0)
    beside(first, "B3", walking_order=5)
    beside(first, "B0", walking_order=1)
    told = slice_of(handset, handset.join(make_person("keeper")), [area_of(first)])
    assert [unit["code"] for unit in told["units"]] == ["B2", "B0", "B3", "B1"]
    assert [unit["order"] for unit in told["units"]] == [1, 2, 3, 4]
    assert told["units"][-1]["q"] and "footbath" in told["units"][-1]["ppe"]


def test_without_areas_the_phone_offers_all_and_keeps_none(handset: Handset) -> None:
    unit, other = ward(), ward()
    housed(unit), housed(other)
    told = slice_of(handset, handset.join(make_person("keeper")))
    assert (told["units"], told["animals"], told["doses"]) == ([], [], [])
    offered = {area["id"]: area["n"] for area in told["areas"]}
    assert offered[area_of(unit)] == 1 and offered[area_of(other)] == 1


def test_a_site_is_all_that_stands_in_it(handset: Handset) -> None:
    unit = ward()
    beside(unit, "N2")
    assert unit.parent is not None and unit.parent.parent_id is not None
    told = slice_of(handset, handset.join(make_person("keeper")), [unit.parent.parent_id])
    assert {one["code"] for one in told["units"]} == {"N2", unit.code}


def test_what_a_keeper_keeps_is_theirs_without_asking(
    handset: Handset, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = ward()
    ward()
    housed(unit, name="Mali")
    monkeypatch.setattr(slice, "KEEPS", [lambda person, day: [area_of(unit)]])
    told = slice_of(handset, handset.join(make_person("keeper")))
    assert [animal["name"] for animal in told["animals"]] == ["Mali"]
    assert [area["id"] for area in told["areas"] if area["mine"]] == [area_of(unit)]


def test_other_parts_of_the_round_add_to_it(
    handset: Handset, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = ward()
    mali = housed(unit)
    seen = []

    def add(scope: slice.Scope) -> dict[str, object]:
        seen.append((scope.unit_ids, scope.animal_ids))
        return {"tasks": [{"id": "plan:1"}]}

    monkeypatch.setattr(slice, "PARTS", [add])
    told = slice_of(handset, handset.join(make_person("keeper")), [area_of(unit)])
    assert told["tasks"] == [{"id": "plan:1"}]
    assert seen == [([unit.id], [mali.id])]


def test_more_than_a_phone_holds_is_left_off_and_named(
    handset: Handset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slice_places, "MOST", 3)
    small, large = ward(), ward()
    for _ in range(2):
        housed(small), housed(large)
    told = slice_of(handset, handset.join(make_person("keeper")),
                    [area_of(large), area_of(small)])  # fmt: skip
    assert len(told["animals"]) == 2
    assert told["cut"] and told["left_off"] in ([area_of(large)], [area_of(small)])


def test_nobody_is_told_who_has_to_sign_in_again(handset: Handset) -> None:
    unit, keeper = ward(), make_person("keeper")
    mine = handset.join(keeper)
    profile = db.session.get_one(PhoneProfile, mine)
    profile.renewed_at = clock.now() - 31 * DAY
    answer = ask(handset, mine, [area_of(unit)], 401).get_json()
    assert answer["sign_in"] is True and "Sign in" in answer["sentence"]
    profile.renewed_at = clock.now()
    ask(handset, mine)
    phone = db.session.get_one(Phone, handset.phone_id)
    phone_rules.revoke(phone, by=make_person("admin"), at=clock.now(), reason="Stolen")
    assert ask(handset, mine, None, 403).get_json()["revoked"] is True
    assert handset.client.get("/m/slice").status_code == 401


def test_an_account_without_animals_gets_none(handset: Handset) -> None:
    keeper = make_person("keeper")
    mine = handset.join(keeper)
    rules.revoke(keeper.grants[0], by=None, at=clock.now())
    ask(handset, mine, None, 403)


@pytest.mark.parametrize("said", ["x", "1,-2", "1;2", "9" * 20, "1," * 200, "٣"])
def test_areas_are_read_strictly(handset: Handset, said: str) -> None:
    mine = handset.join(make_person("keeper"))
    response = handset.client.get("/m/slice", query_string={"areas": said},
                                  headers=handset.headers(mine))  # fmt: skip
    assert response.status_code == 409


def test_a_face_is_given_for_animals_that_live_here(
    handset: Handset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    unit = ward()
    mali = housed(unit)
    here, elsewhere = sealed_file(), sealed_file()
    mali.photo = here
    file = tmp_path / "x.webp"
    file.write_bytes(b"RIFF a face")
    monkeypatch.setattr(media, "derivative", lambda _media, size: file if size == 96 else None)
    mine = handset.join(make_person("keeper"))
    told = slice_of(handset, mine, [area_of(unit)])
    assert told["animals"][0]["photo"] == here.sha256
    ours, other = here.sha256, elsewhere.sha256
    response = handset.client.get(f"/m/thumbs/{ours}", headers=handset.headers(mine))
    assert (response.status_code, response.data) == (200, b"RIFF a face")
    for sha in (other, "0" * 64, "x"):
        missing = handset.client.get(f"/m/thumbs/{sha}", headers=handset.headers(mine))
        assert missing.status_code == 404
    assert handset.client.get(f"/m/thumbs/{ours}", headers=handset.headers()).status_code == 401


def test_a_dose_says_from_when_the_guard_lets_it_be_given(handset: Handset) -> None:
    """Given late, the next of twice a day waits nine hours, whatever its slot would allow."""
    unit = ward()
    animal, at = housed(unit), clock.now() - timedelta(hours=14)
    order = make_prescription(animal, at=at, frequency="BID", days=5)
    first, second, *_ = order.doses
    late = max(second.due_at - timedelta(hours=6), first.due_at)
    give(first, by=make_person("keeper"), at=late)
    told = slice_of(handset, handset.join(make_person("keeper")), [area_of(unit)])["doses"]
    begins = [datetime.fromisoformat(dose["from"]) for dose in told]
    assert {dose["gap"] for dose in told} == {9 * 60}
    assert {dose["ing"] for dose in told} == {order.drug.ingredient}
    assert told[0]["id"] == second.id
    assert begins[0] == late + timedelta(hours=9) > second.due_at
    assert begins[-1] == datetime.fromisoformat(told[-1]["at"]) - timedelta(hours=4)
    with pytest.raises(Refused):
        give(second, by=make_person("keeper"), at=begins[0] - timedelta(minutes=1))
    give(second, by=make_person("keeper"), at=begins[0], recorded_at=begins[0])


@once
def test_fifty_animals_take_no_more_statements_than_one(handset: Handset) -> None:
    unit, group = ward(), make_group()
    treated(housed(unit, taxon=make_taxon(group=group)))
    mine, areas = handset.join(make_person("keeper")), [area_of(unit)]
    slice_of(handset, mine, areas)
    with selects() as one:
        assert len(slice_of(handset, mine, areas)["animals"]) == 1
    for n in range(49):
        treated(housed(beside(unit, f"X{n}"), taxon=make_taxon(group=group)))
    with selects() as fifty:
        told = slice_of(handset, mine, areas)
    assert (len(told["animals"]), len(told["units"]), len(told["species"])) == (50, 50, 50)
    assert len(fifty) == len(one) == 18


@once
@pytest.mark.usefixtures("loaded")
def test_sixty_animals_travel_in_forty_kilobytes(handset: Handset) -> None:
    """As many as a keeper's round has, with real species, tags, weights, faces and doses."""
    taxa = list(db.session.scalars(
        sa.select(Taxon).where(Taxon.group_id.is_not(None), Taxon.solitary.is_(False),
                               Taxon.weight_max_g > 3000)
        .order_by(Taxon.class_name, Taxon.id).limit(12)
    ))  # fmt: skip
    unit = ward()
    units = [beside(unit, f"K{n}", name=f"Cage by the pond {n}") for n in range(12)]
    for n, cage in enumerate(units):
        tags.tag_new(cage, by=make_person("keeper"), at=clock.now())
        for k in range(5):
            one = housed(cage, taxon=taxa[n], name=f"Bopha {n}-{k}")
            tags.tag_new(one, by=make_person("keeper"), at=clock.now())
            one.photo = sealed_file(hashlib.sha256(one.accession.encode()).hexdigest())
            treated(one)
    mine = handset.join(make_person("keeper"))
    content = packed(handset, mine, [area_of(unit)])
    assert len(slice_of(handset, mine, [area_of(unit)])["animals"]) == 60
    assert len(content) <= 40_000


def test_a_lot_is_one_card_with_its_count(handset: Handset) -> None:
    unit = ward()
    lot = make_lot(24, at=clock.now() - DAY)
    housing.house([lot], unit, by=None, at=clock.now() - DAY)
    (told,) = slice_of(handset, handset.join(make_person("keeper")), [area_of(unit)])["animals"]
    assert (told["lot"], told["n"]) == (True, 24)
