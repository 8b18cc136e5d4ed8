"""Two phones that gave the same doses, and one phone in bad hands: its room used up, a photograph
cut in half, its clock set back to shorten a wait, somebody else's turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Route, expect

from rescue_center import clock
from rescue_center.care.models import Weight
from rescue_center.care.order_models import Administration
from rescue_center.db import db
from rescue_center.enclosures.rules import house, open_unit
from rescue_center.husbandry.concern_models import ConcernPhoto
from rescue_center.rounds.models import PhonePhoto, PhoneRecord
from tests.browser.telephone import Telephone
from tests.enclosures.makers import make_site, make_unit
from tests.makers import make_animal, make_drug, make_prescription, make_taxon
from tests.server import Live
from tests.staff.makers import PASSWORD, make_person

HOUR = timedelta(hours=1)
SOK, KEO = ("Sok Vanna", "2580"), ("Keo Bopha", "1379")
#: What only Sok's phone day says: his animals, their species, a drug, a place.
SOKS = ("Malibird", "Darabird", "Buceros", "Hornbill", "Itraconazole", "Meloxicam", "HB1")

Phones = Callable[[], Telephone]


@pytest.fixture
def two_areas(live: Live) -> dict[str, Any]:
    """Hornbills with doses due in one area, which is Sok's; a turtle in another, which is Keo's."""
    with live.app.app_context():
        now = clock.now()
        make_person("manager", account="manager", name="Tep Rith", password=PASSWORD)
        sok = make_person("keeper", account="sok", name=SOK[0], password=PASSWORD)
        make_person("keeper", account="keo", name=KEO[0], password=PASSWORD)
        site = make_site()
        places = {}
        for kind, code in (("hornbill", "HB"), ("turtle", "TT")):
            area = open_unit(code=code, level="area", parent=site, by=None, at=now - 200 * HOUR)
            places[kind] = make_unit(f"{code}1", parent=area)
        kinds = {
            "hornbill": make_taxon("Buceros bicornis", common_name="Great hornbill",
                                   weight_min_g=1000, weight_max_g=9000),
            "turtle": make_taxon("Batagur affinis", common_name="Southern river terrapin"),
        }  # fmt: skip
        drugs = [make_drug(name=name, ingredient=name) for name in ("Itraconazole", "Meloxicam")]
        doses, ids = [], {}
        kept = {"Malibird": "hornbill", "Darabird": "hornbill", "Kesaturtle": "turtle"}
        for name, kind in kept.items():
            animal = make_animal(name=name, taxon=kinds[kind], at=now - 100 * HOUR)
            house([animal], places[kind], by=sok, at=now - 99 * HOUR, reason="")
            ids[name] = animal.id
            if kind == "hornbill":
                orders = [make_prescription(animal, drug, at=now - 6 * HOUR) for drug in drugs]
                doses += [order.doses[0].id for order in orders]
        db.session.commit()
        return {"doses": doses, **ids}


@pytest.fixture
def soks(telephone: Phones, two_areas: dict[str, Any]) -> Telephone:
    """A phone that Sok joined, unlocked, with his area on it and the network cut."""
    phone = telephone()
    phone.enrol()
    phone.join("sok", SOK[1], area="HB")
    phone.kept_for_offline()
    phone.cut()
    return phone


def found(live: Live, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
    with live.app.app_context():
        rows = [tuple(row) for row in db.session.execute(query)]
        db.session.rollback()
        return rows


def sends(phone: Telephone, words: str = "Everything is at the centre.") -> None:
    """The network is back, and what can't be undone any more goes."""
    phone.set_clock(phone.ahead / 1000 + 11)
    phone.mend()
    phone.send_now()
    expect(phone.page.get_by_text(words).first).to_be_visible(timeout=20_000)


def test_two_phones_that_gave_the_same_doses_leave_one_given_and_one_for_the_vet(
    telephone: Phones, live: Live, two_areas: dict[str, Any]
) -> None:
    phones = []
    for name, account, (_, pin) in (("Birds 1", "sok", SOK), ("Birds 2", "keo", KEO)):
        phone = telephone()
        phone.enrol(name)
        phone.join(account, pin, area="HB")
        phone.cut()
        phone.write([{"kind": "dose", "facts": {"dose": dose, "how": "given"}}
                     for dose in two_areas["doses"]])  # fmt: skip
        phones.append(phone)
    sends(phones[0])
    sends(phones[1], "Recorded twice: a vet will look at it.")
    expect(phones[1].page.get_by_text("4 need you")).to_be_visible()
    kept = found(live, sa.select(Administration.dose_id, Administration.is_conflict))
    assert sorted(kept) == sorted((d, c) for d in two_areas["doses"] for c in (False, True))
    by = found(live, sa.select(Administration.is_conflict, Administration.by_id).distinct())
    assert len(by) == 2 and len({who for _, who in by}) == 2


def test_whoever_takes_the_phone_next_finds_nothing_of_whoever_had_it(
    soks: Telephone, live: Live, two_areas: dict[str, Any]
) -> None:
    phone, page = soks, soks.page
    page.get_by_role("link", name="HB1").click()
    page.get_by_role("link", name="Malibird").first.click()
    page.get_by_role("button", name="GIVEN").first.click()
    page.get_by_role("link", name="Concern").click()
    page.get_by_label("A note, if you like").fill("plucks at its left wing")
    weighed = {"animal": two_areas["Darabird"], "grams": 2718, "sample": None, "confirmed": True}
    phone.write([{"kind": "weight", "facts": {**weighed, "note": "restless on the scale"}}])
    words = (*SOKS, "plucks at", "restless on", "2718", "2.718")
    assert "Malibird" in phone.everything()  # what is looked through is what there is

    def nothing_of_sok(when: str) -> None:
        everything = phone.everything()
        assert [word for word in words if word.casefold() in everything.casefold()] == [], when

    phone.lock()
    nothing_of_sok("locked")
    phone.mend()
    page.get_by_role("link", name="Somebody else joins this phone").click()
    phone.join("keo", KEO[1], area="TT")
    page.get_by_role("link", name="TT1").click()
    expect(page.get_by_role("heading", name="TT1")).to_be_visible()
    nothing_of_sok("in Keo's hands")
    for _ in range(4):
        page.go_back()
        nothing_of_sok("back and back")
    sends(phone)  # Sok's records too
    nothing_of_sok("after Keo sent them")
    phone.cut()
    phone.open()
    phone.unlock(*KEO)
    phone.page.get_by_role("link", name="Outbox").click()
    expect(phone.page.get_by_role("heading", name="On this phone")).to_be_visible()
    nothing_of_sok("without network")
    authors = found(live, sa.select(PhoneRecord.kind, PhoneRecord.outcome, PhoneRecord.by_id))
    assert sorted(row[:2] for row in authors) == [("dose", "applied"), ("weight", "applied")]
    phone.lock()
    phone.unlock(*SOK)
    phone.page.get_by_role("link", name="Animals", exact=True).click()
    phone.page.get_by_role("link", name="Malibird").click()
    phone.page.get_by_role("link", name="Concern").click()
    note = phone.page.get_by_label("A note, if you like")
    expect(note).to_have_value("plucks at its left wing")  # his draft is his still


@pytest.mark.engine("sqlite")
def test_a_phone_without_room_says_so_keeps_what_it_has_and_can_send_it(
    soks: Telephone, live: Live, two_areas: dict[str, Any]
) -> None:
    phone, page = soks, soks.page
    animal = two_areas["Malibird"]
    phone.write([{"kind": "weight", "facts": {"animal": animal, "grams": 2000 + n, "sample": None,
                  "confirmed": True, "note": ""}} for n in range(5)])  # fmt: skip
    phone.fill()
    phone.open()
    phone.unlock(*SOK)
    page.get_by_role("link", name="HB1").click()
    page.get_by_role("link", name="Malibird").first.click()
    page.get_by_role("button", name="GIVEN").first.click()
    expect(page.get_by_text("NOT saved: this phone is full.")).to_be_visible()
    expect(page.get_by_text("5 on this phone")).to_be_visible()
    expect(page.get_by_role("button", name="GIVEN").first).to_be_visible()  # it is not given
    page.get_by_role("link", name="Concern").click()
    page.get_by_label("A note, if you like").fill("no room for this")
    sends(phone)  # still without room
    weights = sa.select(Weight.weight_g).where(Weight.weight_g < 3000).order_by(Weight.id)
    assert found(live, weights) == [(2000 + n,) for n in range(5)]
    phone.fill(False)
    page.get_by_role("link", name="Round").click()
    page.get_by_role("link", name="HB1").click()
    page.get_by_role("link", name="Malibird").first.click()
    page.get_by_role("button", name="GIVEN").first.click()
    expect(page.get_by_text("1 on this phone")).to_be_visible()


@pytest.mark.engine("sqlite")
def test_a_phone_whose_room_the_browser_has_used_up_loses_nothing_and_says_so(
    soks: Telephone, live: Live, two_areas: dict[str, Any]
) -> None:
    """The browser itself refuses: it may keep no more than lies there already."""
    phone, page = soks, soks.page
    phone.write([{"kind": "weight", "facts": {"animal": two_areas["Malibird"], "grams": 2000,
                  "sample": None, "confirmed": True, "note": ""}}])  # fmt: skip
    room = phone.context.new_cdp_session(page)
    room.send("Storage.overrideQuotaForOrigin", {"origin": live.url, "quotaSize": 1})
    page.goto("about:blank")  # a browser asks how much is left as it opens the store
    page.wait_for_timeout(3000)
    phone.open()
    phone.unlock(*SOK)
    page.get_by_role("link", name="HB1").click()
    page.get_by_role("link", name="Malibird").first.click()
    page.get_by_role("button", name="GIVEN").first.click()
    expect(page.get_by_text("NOT saved: this phone is full.")).to_be_visible()
    expect(page.get_by_text("1 on this phone")).to_be_visible()
    expect(page.get_by_role("button", name="GIVEN").first).to_be_visible()  # it is not given
    page.get_by_role("link", name="Outbox").click()
    expect(page.get_by_text("This phone is almost full.")).to_be_visible()
    sends(phone)  # still without room
    weights = sa.select(Weight.weight_g).where(Weight.weight_g == 2000)
    assert found(live, weights) == [(2000,)]
    room.send("Storage.overrideQuotaForOrigin", {"origin": live.url})
    page.goto("about:blank")
    page.wait_for_timeout(3000)
    phone.open()
    phone.unlock(*SOK)
    page.get_by_role("link", name="HB1").click()
    page.get_by_role("link", name="Malibird").first.click()
    page.get_by_role("button", name="GIVEN").first.click()
    expect(page.get_by_text("1 on this phone")).to_be_visible()


@pytest.mark.engine("sqlite")
def test_a_photograph_that_was_cut_in_half_goes_on_where_it_ended(
    soks: Telephone, live: Live, two_areas: dict[str, Any]
) -> None:
    phone, page = soks, soks.page
    page.get_by_role("link", name="HB1").click()
    page.get_by_role("link", name="Something about the place").click()
    page.locator("#what-other").click()
    expect(page.locator("#save-concern")).to_be_disabled()  # a word or a picture is wanted
    photo = BytesIO()
    Image.effect_noise((1600, 1600), 120).convert("RGB").save(photo, "JPEG", quality=90)
    page.locator("#photo").set_input_files(
        {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    )
    page.locator("#save-concern").click()
    expect(page.get_by_text("1 on this phone")).to_be_visible()
    asked: list[str] = []

    def only_the_first(route: Route) -> None:
        asked.append(route.request.url.partition("?at=")[2])
        if asked[-1] == "0":
            route.continue_()
        else:
            route.abort("connectionreset")

    phone.context.route("**/pieces?at=*", only_the_first)
    phone.set_clock(11)
    phone.mend()
    phone.send_now()
    expect(page.locator("#top-state")).to_have_text("◷ 1 photo on this phone")
    while len(asked) < 2:
        page.wait_for_timeout(20)
    assert asked[:2] == ["0", "262144"]
    assert found(live, sa.select(PhonePhoto.have, PhonePhoto.media_id)) == [(262144, None)]
    phone.close_page()  # before it may try once more
    phone.context.unroute("**/pieces?at=*")
    sent: list[str] = []
    phone.page.on("request", lambda one: sent.append(one.url.partition("?at=")[2]))
    phone.open()
    expect(phone.page.get_by_text("All at the centre")).to_be_visible(timeout=20_000)
    assert [start for start in sent if start][:1] == ["262144"]  # no byte again
    whole = sa.select(PhonePhoto.have, PhonePhoto.size, PhonePhoto.media_id)
    [(have, size, media)] = found(live, whole)
    assert have == size > 262144 and found(live, sa.select(ConcernPhoto.media_id)) == [(media,)]


@pytest.mark.engine("sqlite")
def test_neither_the_page_nor_the_clock_shortens_the_wait_after_wrong_pins(
    soks: Telephone,
) -> None:
    phone, page = soks, soks.page
    phone.lock()
    page.get_by_role("link", name=SOK[0]).click()
    for _ in range(4):
        phone.digits("1111")
        expect(page.get_by_text("That is not the PIN.")).to_be_visible()
        expect(page.locator(".dots")).not_to_contain_text("●")
    phone.digits("1111")
    expect(page.get_by_text("Too many wrong PINs. Wait")).to_be_visible()
    phone.close_page()
    phone.open()
    phone.set_clock(-3 * 3600)
    phone.type_pin(*SOK)
    expect(phone.page.get_by_text("Too many wrong PINs. Wait")).to_be_visible()
    told = phone.page.locator(".pin-told").inner_text()
    assert 20 <= int("".join(filter(str.isdigit, told))) <= 30  # not three hours
    phone.set_clock(-3 * 3600 + 31)
    expect(phone.page.get_by_text("That is not the PIN.")).to_be_visible()
    phone.digits(SOK[1])
    expect(phone.page.get_by_role("heading", name="round")).to_be_visible()
