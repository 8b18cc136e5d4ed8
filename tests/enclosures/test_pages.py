"""The pages of enclosures, as people use them."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.enclosures import rules
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.tags import rules as tags
from tests.enclosures.makers import day, make_animal, make_person, make_site, make_taxon, make_unit
from tests.pages import Page

Open = Callable[..., Page]
SignIn = Callable[..., FlaskClient]
pytestmark = pytest.mark.usefixtures("session")


def unit(code: str) -> Unit:
    from rescue_center.enclosures.queries import unit_or_404

    return unit_or_404(code)


def post(page: Open, url: str, by: FlaskClient, status: int = 303, **typed: object) -> Page:
    return page(url, by=by, status=status, method="POST", data=typed)


NEW = {"level": "enclosure", "code": "q2", "kind": "cage", "biosecurity": "quarantine",
       "capacity": "8", "name": "Gibbon quarantine"}  # fmt: skip
NOW = "2026-06-01T10:00"


# --- the tree -----------------------------------------------------------------------------------


def test_an_empty_centre_says_what_to_do_first(page: Open, signed_in: SignIn) -> None:
    assert "Open the site" in page("/units", by=signed_in("manager")).text


def test_the_list_shows_every_enclosure_with_its_animals(page: Open, signed_in: SignIn) -> None:
    area = rules.open_unit(code="N", level="area", name="North", parent=make_site(), by=None,
                           at=day(0))  # fmt: skip
    rules.house([make_animal(heads=4)], make_unit("N1", parent=area), by=None, at=day(1))
    make_unit("N2", parent=area)
    shown = page("/units", by=signed_in("keeper"))
    assert "4 of 10" in shown.text and "N2" in shown.text and "N North" in shown.text
    assert "N1" not in page("/units?show=empty", by=signed_in("keeper")).text


def test_what_needs_attention_stands_on_top(page: Open, signed_in: SignIn) -> None:
    vet = make_person("vet")
    stopped, full = make_unit("A1"), make_unit("A2", capacity=1)
    rules.stop_movement(stopped, reason="HPAI suspected.", by=vet, at=day(1))
    rules.allow_over(full, 1, until=day(2), reason="Flood", by=vet, at=day(1))
    rules.house([make_animal(), make_animal()], full, by=vet, at=day(1))
    pangolin = make_taxon("Manis javanica", solitary=True)
    rules.house([make_animal(pangolin, heads=2)], make_unit("A3"), by=vet, at=day(1),
                override_reason="No cage", override_until=day(2))  # fmt: skip
    text = page("/units", by=signed_in("keeper")).text
    assert "HPAI suspected" in text
    assert "1 over its capacity; the allowance ended 3 May 2026, 15:00." in text
    assert "Housed by an override that ended 3 May 2026, 15:00: No cage" in text


@pytest.mark.parametrize("many", [False, True])
def test_the_list_asks_as_little_for_fifty_units_as_for_one(
    many: bool, signed_in: SignIn, page: Open, counted: Callable[[], list[str]]
) -> None:
    for n in range(50 if many else 1):
        rules.house([make_animal()], make_unit(f"U{n}"), by=None, at=day(1))
    keeper = signed_in("keeper")
    page("/units", by=keeper)
    ran = counted()
    page("/units", by=keeper)
    assert len(ran) <= 9, "\n".join(ran)


# --- a unit -------------------------------------------------------------------------------------


def test_a_manager_opens_an_enclosure(page: Open, signed_in: SignIn) -> None:
    site = make_site()
    post(page, "/units/new", signed_in("manager"), **NEW, parent=str(site.id))
    made = unit("Q2")
    assert (made.capacity, made.is_quarantine, made.name) == (8, True, "Gibbon quarantine")


def test_a_site_is_opened_without_a_word_about_places(page: Open, signed_in: SignIn) -> None:
    manager = signed_in("manager")
    assert (
        page("/units/new", by=manager).one("input", value="site").attrs.get("checked") is not None
    )
    site = {**NEW, "level": "site", "code": "S", "biosecurity": "standard", "capacity": ""}
    post(page, "/units/new", manager, **site)
    assert (unit("S").level, unit("S").capacity) == ("site", 0)


def test_an_enclosure_says_how_many_it_holds(page: Open, signed_in: SignIn) -> None:
    typed = {**NEW, "capacity": "", "parent": str(make_site().id)}
    again = post(page, "/units/new", signed_in("manager"), 422, **typed)
    assert "Say how many animals it holds." in again.text


def test_the_page_of_a_site_leads_to_what_is_opened_in_it(page: Open, signed_in: SignIn) -> None:
    site, manager = make_site(), signed_in("manager")
    shown = page(f"/units/{site.code}", by=manager)
    (way,) = [a for a in shown.all("a") if a.text == "Open a unit in it"]
    form = page(way.attrs["href"], by=manager)
    assert form.one("input", value="area").attrs.get("checked") is not None
    assert form.one("option", value=str(site.id)).attrs.get("selected") is not None
    assert "Open a unit in it" not in page(f"/units/{make_unit('Z1').code}", by=manager).text
    assert "Open a unit in it" not in page(f"/units/{site.code}", by=signed_in("keeper")).text


def test_a_taken_code_is_refused_beside_its_field_with_what_was_typed(
    page: Open, signed_in: SignIn
) -> None:
    make_unit("Q2")
    again = post(page, "/units/new", signed_in("manager"), 422, **NEW,
                 parent=str(make_site().id))  # fmt: skip
    assert "There is a unit Q2 already" in again.text
    assert again.labelled("Name (optional)").attrs["value"] == "Gibbon quarantine"


def test_absurd_places_are_refused(page: Open, signed_in: SignIn) -> None:
    wrong = {**NEW, "capacity": "-3", "parent": str(make_site().id)}
    assert "must be 0 or more" in post(page, "/units/new", signed_in("manager"), 422, **wrong).text


def test_a_unit_is_changed_and_a_stale_change_is_refused(page: Open, signed_in: SignIn) -> None:
    one = make_unit("A1")
    db.session.commit()
    manager, typed = signed_in("manager"), {**NEW, "biosecurity": "standard"}
    version = str(one.version)
    post(page, "/units/a1/edit", manager, **typed, version=version)
    assert unit("A1").capacity == 8
    stale = post(page, "/units/A1/edit", manager, 422, **typed, version=version)
    assert "Somebody changed A1" in stale.text


def test_a_unit_is_closed_and_opened_again(page: Open, signed_in: SignIn) -> None:
    make_unit("A1")
    manager = signed_in("manager")
    page("/units/A1/close", by=manager)
    post(page, "/units/A1/close", manager, reason="Repairs")
    assert unit("A1").closed_at is not None
    page("/units/A1/close", by=manager)
    post(page, "/units/A1/close", manager, was="closed")
    assert unit("A1").closed_at is None


def test_an_occupied_unit_is_not_closed(page: Open, signed_in: SignIn) -> None:
    rules.house([make_animal()], make_unit("A1"), by=None, at=day(1))
    assert "still houses 1" in post(page, "/units/A1/close", signed_in("manager"), 422).text


def test_a_vet_allows_more_and_takes_it_back(page: Open, signed_in: SignIn) -> None:
    make_unit("A1", capacity=1)
    vet = signed_in("vet")
    later = f"{clock.now().year + 1}-06-01T10:00"
    page("/units/A1/allowance", by=vet)
    post(page, "/units/A1/allowance", vet, extra="2", until=later, reason="Flood")
    assert unit("A1").allowance == 2
    assert "Flood" in page("/units/A1/allowance", by=vet).text
    post(page, "/units/A1/allowance/end", vet)
    assert unit("A1").allowance == 0


def test_a_movement_stop_is_ordered_and_lifted_by_the_officer(
    page: Open, signed_in: SignIn
) -> None:
    make_unit("A1")
    page("/units/A1/movement-stop", by=signed_in("vet"))
    post(page, "/units/A1/movement-stop", signed_in("vet"), reason="Suspected HPAI")
    assert unit("A1").has_movement_stop
    page("/units/A1/movement-stop/lift", by=signed_in("vet"), status=403)
    officer = signed_in("officer")
    assert "Suspected HPAI" in page("/units/A1/movement-stop/lift", by=officer).text
    post(page, "/units/A1/movement-stop/lift", officer, reason="Letter 12")
    assert not unit("A1").has_movement_stop


def test_an_unknown_unit_is_not_there(page: Open, signed_in: SignIn) -> None:
    page("/units/NOWHERE/edit", by=signed_in("manager"), status=404)


def test_a_vet_retires_a_pair_and_a_keeper_only_reads(page: Open, signed_in: SignIn) -> None:
    from rescue_center.enclosures.models import Incompatible
    from tests.enclosures.makers import make_group

    one, other = make_group("felid"), make_group("rodent")
    db.session.add(Incompatible(one_id=one.id, other_id=other.id, reason="predator and prey"))
    db.session.flush()
    keys = (one.id, other.id)
    assert not page("/units/company", by=signed_in("keeper")).all("button", class_="is-quiet")
    post(page, f"/units/company/{keys[0]}/{keys[1]}", signed_in("vet"))
    pair = db.session.get(Incompatible, keys)
    assert pair is not None and pair.retired
    post(page, "/units/company/99999/1", signed_in("vet"), 404)


# --- moves --------------------------------------------------------------------------------------


def now_in(code: str) -> set[str]:
    from rescue_center.enclosures.queries import roster

    return {housing.animal.accession for housing in roster(unit(code))}


def test_many_are_moved_by_every_kind_of_number(page: Open, signed_in: SignIn) -> None:
    one, two, three = make_animal(), make_animal(name="Mali"), make_animal()
    target = make_unit("A1")
    tag = tags.tag_new(three, by=None, at=day(1))
    typed = f"{one.accession}\nmali\n{tag.number[:4]} {tag.number[4:]}"
    numbers = {a.accession for a in (one, two, three)}
    post(page, "/moves/new", signed_in("keeper"), animals=typed, unit=str(target.id), at=NOW)
    assert now_in("A1") == numbers


def test_an_unknown_number_is_named_and_nobody_is_moved(page: Open, signed_in: SignIn) -> None:
    one, target = make_animal(), make_unit("A1")
    again = post(page, "/moves/new", signed_in("keeper"), 422, unit=str(target.id), at=NOW,
                 animals=f"{one.accession}, 2019-00001")  # fmt: skip
    assert "Nobody in our care answers to 2019-00001" in again.text
    assert "2019-00001" in again.labelled("Animals (optional)").text
    assert now_in("A1") == set()


def test_want_of_room_is_told_beside_the_enclosure(page: Open, signed_in: SignIn) -> None:
    lot, target = make_animal(heads=5), make_unit("A1", capacity=3)
    again = post(page, f"/moves/new?animal={lot.accession}", signed_in("keeper"), 422,
                 animals=lot.accession, unit=str(target.id), at=NOW)  # fmt: skip
    assert "A1 has room for 3; you are moving 5" in again.text


def test_part_of_a_lot_is_split_off_and_moved(page: Open, signed_in: SignIn) -> None:
    lot, target = make_animal(heads=5), make_unit("A1", capacity=3)
    form = page(f"/moves/new?animal={lot.accession}&to=a1", by=signed_in("keeper"))
    assert form.labelled("How many (optional)")
    post(page, "/moves/new", signed_in("keeper"), animals=lot.accession, unit=str(target.id),
         at=NOW, count="2")  # fmt: skip
    db.session.refresh(lot)
    assert (lot.count, unit("A1").n) == (3, 2)


def test_animals_are_picked_from_the_roster_they_leave(page: Open, signed_in: SignIn) -> None:
    old, new = make_unit("A1"), make_unit("A2")
    first, second = make_animal(), make_animal()
    rules.house([first, second], old, by=None, at=day(1))
    keeper, wanted = signed_in("keeper"), first.accession
    assert len(page("/moves/new?from=A1", by=keeper).all("input", type="checkbox")) == 2
    post(page, "/moves/new?from=A1", keeper, here=str(first.id), unit=str(new.id), at=NOW)
    assert now_in("A2") == {wanted}


def test_only_overrulers_see_the_override_and_a_keepers_is_ignored(
    page: Open, signed_in: SignIn
) -> None:
    pangolin = make_taxon("Manis javanica", common="Sunda pangolin", solitary=True)
    lot, target = make_animal(pangolin, heads=2), make_unit("A1")
    later = f"{clock.now().year + 1}-01-01T10:00"
    typed = {"animals": lot.accession, "unit": str(target.id), "at": NOW,
             "override_reason": "No cage", "override_until": later}  # fmt: skip
    assert "Override" not in page("/moves/new", by=signed_in("keeper")).text
    refused = post(page, "/moves/new", signed_in("keeper"), 422, **typed)
    assert "Sunda pangolin is kept alone" in refused.text
    assert "Override" in page("/moves/new", by=signed_in("vet")).text
    post(page, "/moves/new", signed_in("vet"), **typed)
    moved = db.session.query(Housing).one()
    assert moved.override_reason == "No cage"


def test_a_move_in_the_future_is_refused(page: Open, signed_in: SignIn) -> None:
    lot, target = make_animal(heads=2), make_unit("A1")
    again = post(page, "/moves/new", signed_in("keeper"), 422, animals=lot.accession,
                 unit=str(target.id), at="2099-01-01T10:00")  # fmt: skip
    assert "future" in again.text


@pytest.mark.parametrize("role", ["officer", "inspector", "admin"])
def test_others_move_nobody(page: Open, signed_in: SignIn, role: str) -> None:
    page("/moves/new", by=signed_in(role), status=403)
