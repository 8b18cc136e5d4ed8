"""What a keeper's phone does where something breaks that is not theirs: a record the centre breaks
over, a picture that is none, no room to undo, news asked for in the middle of a sending."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Route, expect

from rescue_center.care.models import Weight
from rescue_center.care.order_models import Administration
from rescue_center.husbandry.concern_models import Concern, ConcernPhoto
from tests.browser import test_phone_hard_days as hard
from tests.browser.telephone import Telephone
from tests.server import Live

pytestmark = pytest.mark.engine("sqlite")

two_areas, soks = hard.two_areas, hard.soks


def weights(animal: int, *grams: int) -> list[dict[str, Any]]:
    facts = {"animal": animal, "sample": None, "confirmed": True, "note": ""}
    return [{"kind": "weight", "facts": facts | {"grams": one}} for one in grams]


def test_a_record_that_the_centre_breaks_over_keeps_no_other_here(
    soks: Telephone, live: Live, two_areas: dict[str, Any]
) -> None:
    phone, page = soks, soks.page
    phone.write(weights(two_areas["Malibird"], 2001, 2002, 2003, 2004, 2005))

    def breaks(route: Route) -> None:
        sent = route.request.post_data_json["records"]
        if any(one["seq"] == 2 for one in sent):
            route.fulfill(status=500, json={"sentence": "Something broke at the centre."})
        else:
            route.continue_()

    phone.context.route("**/m/records", breaks)
    hard.sends(phone, "Something broke at the centre.")
    expect(page.locator("#top-state")).to_contain_text("1 on this phone")
    query = sa.select(Weight.weight_g).where(Weight.weight_g < 2500).order_by(Weight.id)
    assert hard.found(live, query) == [(2001,), (2003,), (2004,), (2005,)]
    phone.context.unroute("**/m/records")
    hard.sends(phone)
    assert (2002,) in hard.found(live, query)


def test_a_picture_that_is_none_is_said_to_be_and_keeps_no_concern_here(
    soks: Telephone, live: Live
) -> None:
    page = soks.page
    page.get_by_role("link", name="HB1").click()
    page.get_by_role("link", name="Malibird").first.click()
    page.get_by_role("link", name="Concern").click()
    page.locator("#what-injured").click()
    page.locator("#photo").set_input_files(
        {"name": "wing.heic", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic" * 9}
    )
    expect(page.get_by_text("Photo taken: 1")).to_be_visible()
    page.locator("#save-concern").click()
    expect(page.get_by_text("A photo could not be used: wing.heic")).to_be_visible()
    expect(page.get_by_text("NOT saved.")).to_be_visible()
    expect(page.get_by_text("Take a photo")).to_be_visible()
    page.locator("#save-concern").click()
    expect(page.get_by_text("Concern kept")).to_be_visible()
    hard.sends(soks)
    assert hard.found(live, sa.select(Concern.what)) == [("injured",)]


def test_a_photograph_goes_from_a_phone_that_has_no_room_left(
    soks: Telephone, live: Live, two_areas: dict[str, Any]
) -> None:
    facts = {"animal": two_areas["Malibird"], "what": "injured", "urgency": "now", "note": ""}
    soks.write([{"kind": "concern", "facts": facts, "photo": 1}])
    soks.fill()
    hard.sends(soks)
    assert len(hard.found(live, sa.select(ConcernPhoto.media_id))) == 1


def test_what_is_undone_on_a_full_phone_is_undone(soks: Telephone, live: Live) -> None:
    page = soks.page
    page.get_by_role("link", name="HB1").click()
    page.get_by_role("link", name="Malibird").first.click()
    page.get_by_role("button", name="GIVEN").first.click()
    expect(page.get_by_text("1 on this phone")).to_be_visible()
    soks.fill()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone. Nothing was recorded.")).to_be_visible()
    soks.fill(False)
    hard.sends(soks)
    assert hard.found(live, sa.select(Administration.id)) == []


def test_areas_chosen_while_records_are_on_their_way_are_brought_all_the_same(
    soks: Telephone, two_areas: dict[str, Any]
) -> None:
    phone, page = soks, soks.page
    phone.write(weights(two_areas["Malibird"], 2001))
    on_its_way: list[Route] = []
    phone.context.route("**/m/records", lambda route: on_its_way.append(route))
    phone.set_clock(11)
    phone.mend()
    phone.send_now()
    while not on_its_way:
        page.wait_for_timeout(20)
    page.get_by_role("link", name="My areas").click()
    page.get_by_role("checkbox", name="HB").uncheck()
    page.get_by_role("checkbox", name="TT").check()
    page.get_by_role("button", name="Bring these animals").click()
    page.wait_for_timeout(200)
    on_its_way.pop().continue_()
    expect(page.locator(".place-row").filter(has_text="TT1")).to_be_visible()
    expect(page.locator(".place-row").filter(has_text="HB1")).to_have_count(0)
