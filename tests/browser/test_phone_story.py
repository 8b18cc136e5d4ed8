"""A keeper's phone with the network really cut: what is written offline reaches the centre once."""

from collections.abc import Callable
from io import BytesIO

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Page, expect

from rescue_center.animals.models import Animal
from rescue_center.care.models import Weight
from rescue_center.care.order_models import Administration
from rescue_center.db import db
from rescue_center.enclosures.rules import places_of
from rescue_center.husbandry.concern_models import Concern
from rescue_center.rounds.models import PhonePhoto
from tests.browser.phone_kit import Handheld
from tests.staff.makers import PASSWORD


def counted(held: Handheld, model: type) -> int:
    """How many of these the centre has."""
    with held.live.app.app_context():
        found = db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
        db.session.rollback()
        return found


def test_a_dose_given_without_network_reaches_the_centre_when_it_returns(
    handheld: Handheld,
) -> None:
    held = handheld
    held.cut()
    held.page.goto("/m/")  # the page is gone from memory, and the key with it
    held.unlock("Sok Vanna")
    held.sees("offline")
    held.follow("G4")
    held.follow("Mali")
    held.tap("GIVEN")
    held.sees("1 on this phone")
    held.page.goto("/m/")  # ended before anything could be sent
    held.unlock("Sok Vanna")
    held.sees("1 on this phone")
    assert counted(held, Administration) == 0
    held.mend()
    held.send()
    assert counted(held, Administration) == 1
    held.follow("Outbox")
    held.sees("Everything is at the centre.")


def test_a_days_work_without_network_is_at_the_centre_in_its_order(handheld: Handheld) -> None:
    held = handheld
    mali, g5 = held.ward.ids["Mali"], held.ward.ids["G5"]
    held.cut()
    held.scan("Mali")
    held.follow("Weigh")
    held.digits("3,4")
    held.tap("Save 3.4 kg")
    held.sees("Mali weighs 3.4 kg")
    held.follow("Move")
    held.follow("G5")
    held.tap("Confirm")
    held.sees("Mali moved to G5.")
    held.follow("Concern")
    held.tap("Injured")
    photo = BytesIO()
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(photo, "JPEG")
    held.page.locator("#photo").set_input_files(
        {"name": "hand.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    )
    held.tap("Tell the vet")
    held.sees("3 on this phone")
    held.mend()
    held.send()
    with held.live.app.app_context():
        animal = db.session.get_one(Animal, mali)
        assert places_of([animal])[mali].unit_id == g5
        newest = sa.select(Weight.weight_g).order_by(Weight.id.desc()).limit(1)
        assert db.session.scalar(newest) == 3400
        concern = db.session.scalars(sa.select(Concern)).one()
        assert (concern.what, concern.animal_id) == ("injured", mali)
        arrived = db.session.scalars(sa.select(PhonePhoto)).one()
        assert arrived.media_id is not None
        assert arrived.size <= 1_000_000
        db.session.rollback()


def test_what_was_undone_within_ten_seconds_never_leaves_the_phone(handheld: Handheld) -> None:
    held = handheld
    held.scan("Mali")
    held.tap("GIVEN")
    held.tap("Undo")
    held.sees("Nothing was recorded.")
    expect(held.page.get_by_role("button", name="GIVEN")).to_be_visible()
    held.wind(60)
    held.follow("Outbox")
    held.tap("Send now")
    held.sees("Everything is at the centre.")
    assert counted(held, Administration) == 0


def test_an_animals_last_weeks_are_told_without_network(handheld: Handheld) -> None:
    held = handheld
    held.cut()
    held.scan("Mali")
    held.tap("GIVEN")
    held.sees("Given ")
    held.follow("Weigh")
    held.digits("3,4")
    held.tap("Save 3.4 kg")
    held.sees("Mali weighs 3.4 kg")
    held.follow("Last 30 days")
    lines = held.page.locator(".story li").all_inner_texts()
    told = [" ".join(line.split()[1:]) for line in lines]  # without the time
    assert told[0] == "Weighed 3.4 kg" and told[1].endswith(": given × 1")
    assert told[-1] == "Moved to G4" and "Weighed 3.2 kg" in told


@pytest.mark.engine("sqlite")
def test_what_a_phone_without_any_line_holds_reaches_the_centre_as_a_file_once(
    handheld: Handheld, new_page: Callable[..., Page]
) -> None:
    held = handheld
    held.cut()
    held.scan("Mali")
    held.tap("GIVEN")
    held.follow("Concern")
    held.tap("Injured")
    held.photograph()
    held.tap("Tell the vet")
    held.sees("2 on this phone")
    held.wind(11)
    held.follow("Outbox")
    with held.page.expect_download() as saving:
        held.tap("Save as a file for the office")
    file = {"name": saving.value.suggested_filename, "mimeType": "application/json",
            "buffer": saving.value.path().read_bytes()}  # fmt: skip
    assert b"GIVEN" not in file["buffer"] and b"injured" not in file["buffer"]
    desk = new_page("desk")
    desk.goto("/sign-in?next=/phones")
    desk.get_by_label("Account").fill("manager")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    desk.get_by_label("File").set_input_files(file)  # type: ignore[arg-type]
    desk.get_by_role("button", name="Take in the file").click()
    expect(desk.get_by_text("Records: 2 taken in. Photographs: 1.")).to_be_visible()
    held.mend()
    held.tap("Send now")
    held.sees("Everything is at the centre.")
    for model in (Administration, Concern, PhonePhoto):
        assert counted(held, model) == 1
